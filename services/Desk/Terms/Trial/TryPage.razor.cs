using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Components;
using ServiceMesh.Desk.Components;

namespace ServiceMesh.Desk.Terms.Trial;

/// <summary>A contract is tried before it is signed: its calendar, its promises and a story give the clocks as the real ones would be.</summary>
public sealed partial class TryPage : DeskComponent, IDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(400);
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(200);

    private readonly CancellationTokenSource _left = new();
    private CalendarDraft _calendar = new();
    private readonly TrialMoney _money = new();
    private TermsDraft _terms = Stories.Contract("serious");
    private List<StoryEvent> _events = [];
    private string _story = "calm", _openFor = "";
    private IReadOnlyList<CalendarShape> _calendars = [];
    private IReadOnlyList<PolicyShape> _policies = [];
    private FieldErrors _errors = FieldErrors.None;
    private GatewayException? _problem;
    private TrialShape? _answer;
    private IReadOnlyList<ExplainedClockShape> _clocks = [];
    private IReadOnlyList<StripBar> _open = [];
    private TimeScale _scale = default!;
    private DateTimeOffset _now;
    private int _step, _steps = 1, _turn;

    private Times Local => Desk.TimesIn(_calendar.TimeZone);

    private IReadOnlyList<StripMark> EventMarks => [.. _events.Select(e => (e, At: e.At.In(_calendar.Zone))).Select(e => new StripMark("event", e.At, $"{W.StoryEvent(e.e.Type)} · {Local.Exact(e.At)}"))];

    public void Dispose()
    {
        _left.Cancel();
        _left.Dispose();
    }

    protected override void OnInitialized()
    {
        _calendar = CalendarDraft.Office(Desk.Account?.TimeZone ?? "Asia/Shanghai");
        _events = Stories.Tell(_story, Stories.Monday(_calendar.Zone.At(Times.Now)));
        Stretch(null);
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        // Not before there is a circuit: nobody could change anything, and all would be asked twice.
        if (!firstRender)
            return;
        await RunAsync(edited: true);
        StateHasChanged();
        try
        {
            var calendars = Api.CalendarsAsync(_left.Token);
            _policies = (await Api.PoliciesAsync(_left.Token)).Items;
            _calendars = (await calendars).Items;
            StateHasChanged();
        }
        catch (GatewayException)
        {
            // Nothing saved to begin with then; everything else works.
        }
    }

    private Task EditedAsync() => RunAsync(edited: true);

    private Task StoryAsync(ChangeEventArgs e)
    {
        _story = e.Value as string ?? "";
        if (_story.Length > 0)
            _events = Stories.Tell(_story, Stories.Monday(_calendar.Zone.At(Times.Now)));
        return EditedAsync();
    }

    private Task ContractAsync(ChangeEventArgs e)
    {
        var (chosen, terms) = (e.Value as string ?? "", new TermsDraft());
        if (chosen.Split('|', 2) is not [var name, var rule])
        {
            _terms = Stories.Contract(chosen);
            return EditedAsync();
        }

        if (_policies.FirstOrDefault(p => p.Name == name) is not { } policy)
            return Task.CompletedTask;
        terms.Take(policy, W);
        var taken = policy.Rules!.First(r => r.Name == rule);
        terms.Promise = PromiseDraft.Of(taken, W);
        // Clauses for clocks of other rules pay for nothing here.
        terms.Clauses.RemoveAll(c => !terms.Promise.Clocks.Contains(c.Clock));
        terms.Severity = taken.Severities is { Count: > 0 } severities ? severities.Min() : null;
        _terms = terms;
        if (_calendars.FirstOrDefault(c => c.Name == policy.Calendar) is { } calendar)
            _calendar = CalendarDraft.Of(calendar);
        return EditedAsync();
    }

    private Task CalendarAsync(ChangeEventArgs e)
    {
        _calendar = _calendars.FirstOrDefault(c => c.Name == e.Value as string) is { } chosen ? CalendarDraft.Of(chosen) : CalendarDraft.Office(_calendar.TimeZone);
        return EditedAsync();
    }

    private Task SeverityAsync(ChangeEventArgs e)
    {
        _terms.Severity = int.TryParse(e.Value as string, NumberStyles.None, CultureInfo.InvariantCulture, out var severity) ? severity : null;
        return EditedAsync();
    }

    private Task SlideAsync(ChangeEventArgs e)
    {
        _step = int.TryParse(e.Value as string, NumberStyles.None, CultureInfo.InvariantCulture, out var step) ? Math.Clamp(step, 0, _steps) : _step;
        _now = _scale.From + (_scale.To - _scale.From) * _step / _steps;
        return RunAsync(edited: false);
    }

    // To the event before or after; past the last one to the end of the picture.
    private Task JumpAsync(int by)
    {
        var times = _events.Select(e => e.At.In(_calendar.Zone)).Order().ToList();
        LookAt(by < 0 ? times.LastOrDefault(t => t < _now, _scale.From) : times.FirstOrDefault(t => t > _now, _scale.To));
        return RunAsync(edited: false);
    }

    private void LookAt(DateTimeOffset now)
    {
        _now = now;
        _step = (int)Math.Round((now - _scale.From) / (_scale.To - _scale.From) * _steps);
    }

    /// <summary>The picture reaches from the first event to the last of everything known, and is looked at from its end.</summary>
    private void Stretch(TrialShape? answer)
    {
        var times = _events.Select(e => e.At.In(_calendar.Zone)).ToList();
        var from = times.Count > 0 ? times.Min() : Times.Now;
        var known = (answer?.Clocks ?? []).SelectMany(c => new[] { c.DueAt, c.MetAt, c.BreachedAt }.Concat((c.Legs ?? []).Select(l => l.DueAt))).OfType<DateTimeOffset>();
        var last = times.Concat(known).DefaultIfEmpty(from).Max();
        var to = last + TimeSpan.FromMinutes(Math.Max(30, (last - from).TotalMinutes / 40));
        _scale = new(from, to - from > Longest ? from + Longest : to, _calendar.Zone, W);
        _steps = (int)Math.Clamp((_scale.To - _scale.From).TotalMinutes, 1, 2_000);
        LookAt(_scale.To);
    }

    /// <param name="edited">Something else than the instant to look from: the picture may have to reach further.</param>
    private async Task RunAsync(bool edited)
    {
        var turn = ++_turn;
        if (!edited)
        {
            try
            {
                await Task.Delay(Patience, _left.Token);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            if (turn != _turn)
                return;
        }

        if (!_terms.HasPercents(_terms.DetailClocks))
            return;
        try
        {
            if (edited)
                Stretch(null);
            var answer = await Api.TryAsync(Request(_now), _left.Token);
            if (edited && turn == _turn)
            {
                Stretch(answer);
                answer = await Api.TryAsync(Request(_now), _left.Token);
            }

            var open = await OpenAsync();
            if (turn != _turn)
                return;
            (_answer, _open, _problem, _errors) = (answer, open, null, FieldErrors.None);
            _clocks = [.. answer.Clocks.Select(c => _calendars.FirstOrDefault(o => o.Name == c.Calendar) is { } own ? c.Explained(own.TimeZone ?? _calendar.TimeZone, own.Version) : c.Explained(_calendar.TimeZone))];
        }
        catch (GatewayException e)
        {
            if (turn != _turn || LeftFor(e))
                return;
            _errors = FieldErrors.From(e) ?? FieldErrors.None;
            _problem = _errors.ByPath.Count > 0 ? null : e;
        }
        catch (OperationCanceledException)
        {
            // The screen was left.
        }
    }

    /// <summary>The saved calendars that single clocks run on.</summary>
    private Dictionary<string, Dictionary<string, object?>> OtherCalendars => _calendars.Where(c => _terms.DetailClocks.Any(d => _terms.DetailOf(d).Calendar == c.Name))
        .ToDictionary(c => c.Name, c => CalendarDraft.Of(c).ToApi());

    private object Request(DateTimeOffset now) => new { calendar = _calendar.ToApi(), calendars = OtherCalendars, terms = _terms.ToApi(), contract = _money.ToApi(), events = _events.Select(e => e.ToApi(_calendar.Zone, _terms)).ToList(), now = Write(now) };

    /// <summary>The opening hours in the picture, by the service that counts them: of a promise so long that it reaches to the end.</summary>
    private async Task<IReadOnlyList<StripBar>> OpenAsync()
    {
        var calendar = _calendar.ToApi();
        var asked = $"{JsonSerializer.Serialize(calendar)} {_scale.From:O} {_scale.To:O}";
        if (asked == _openFor)
            return _open;
        var hours = (int)Math.Ceiling((_scale.To - _scale.From).TotalHours) + 1;
        var answer = await Api.TryAsync(new { calendar, terms = new { resolution = $"PT{hours}H" }, events = new[] { new { at = Write(_scale.From), type = "opened" } }, now = Write(_scale.To) }, _left.Token);
        _openFor = asked;
        return [.. answer.Clocks.SelectMany(c => c.Explain).Where(s => s.Kind is "counted" && s.From < _scale.To).Select(s => new StripBar("open", s.From, s.To ?? s.From, $"{W.LegendOpen} · {Local.Stretch(s.From, s.To)}"))];
    }

    private static string Write(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
