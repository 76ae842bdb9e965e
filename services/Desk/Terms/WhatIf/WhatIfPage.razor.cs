using Microsoft.AspNetCore.Components;

namespace ServiceMesh.Desk.Terms.WhatIf;

/// <summary>The tickets of a period under other terms: broken promises and what they pay back, before and after.</summary>
public sealed partial class WhatIfPage : WatchingComponent
{
    private readonly List<DifferingShape> _differing = [];
    private IReadOnlyList<CalendarShape> _calendars = [];
    private IReadOnlyList<PolicyShape> _policies = [];
    private IReadOnlyList<WhatIfShape> _before = [];
    private WhatIfDraft _ask = new();
    private WhatIfShape? _job;
    private FieldErrors _errors = FieldErrors.None;
    private GatewayException? _problem;
    private string _once = Guid.NewGuid().ToString("N");
    private string? _nextDiffering;
    private bool _busy;

    /// <summary>A question to show; null for the form.</summary>
    [Parameter] public Guid? Id { get; set; }

    protected override void OnInitialized() => _ask = WhatIfDraft.OfLastMonths(DateOnly.FromDateTime(Times.Zone.At(Times.Now)));

    protected override Task OnParametersSetAsync() => ReadAsync();

    private async Task ReadAsync()
    {
        try
        {
            Unwatch();
            (_problem, _job) = (null, null);
            if (Id is { } id)
            {
                if (await LookAsync(CancellationToken.None))
                    Watch(LookAsync);
            }
            else
            {
                _calendars = (await Api.CalendarsAsync(CancellationToken.None)).Items;
                _policies = (await Api.PoliciesAsync(CancellationToken.None)).Items;
                _before = (await Api.WhatIfsAsync(null, CancellationToken.None)).Items;
            }
        }
        catch (GatewayException e)
        {
            if (!LeftFor(e))
                _problem = e;
        }
    }

    private async Task<bool> LookAsync(CancellationToken ct)
    {
        _job = await Api.WhatIfAsync(Id!.Value, ct);
        if (_job.State == "running")
            return true;
        _before = (await Api.WhatIfsAsync(null, ct)).Items;
        _differing.Clear();
        _nextDiffering = null;
        if (_job.State == "done")
            await MoreDifferingAsync();
        return false;
    }

    private async Task MoreDifferingAsync() => await DoAsync(async () =>
    {
        var page = await Api.WhatIfTicketsAsync(Id!.Value, _nextDiffering, CancellationToken.None);
        _differing.AddRange(page.Items);
        _nextDiffering = page.Next;
    });

    private async Task AskAsync()
    {
        _busy = true;
        WhatIfShape? asked = null;
        await DoAsync(async () =>
        {
            try
            {
                asked = await Api.AskWhatIfAsync(_ask.ToApi(Times.Zone), _once, CancellationToken.None);
            }
            catch (GatewayException e) when (FieldErrors.From(e) is { } errors)
            {
                _errors = errors;
            }
        });
        (_busy, _once) = (false, Guid.NewGuid().ToString("N"));
        if (asked is not null)
        {
            _errors = FieldErrors.None;
            Nav.NavigateTo($"/what-if/{asked.Id}");
        }
    }

    private async Task StopAsync() => await DoAsync(async () => _job = await Api.StopWhatIfAsync(_job!.Id, CancellationToken.None));

    private void Forget() => (_ask.Changed, _ask.CalendarVersion) = (null, null);

    private void CopyAsync(ChangeEventArgs e) =>
        _ask.Changed = e.Value is true && _calendars.FirstOrDefault(c => c.Name == _ask.Calendar) is { } calendar ? CalendarDraft.Of(calendar) : null;

    private void Toggle(int severity, ChangeEventArgs e) => _ = e.Value is true ? _ask.Severities.Add(severity) : _ask.Severities.Remove(severity);

    private string Asked(WhatIfQuestionShape q) => string.Join(" · ", new[]
    {
        $"{Day(q.From)} – {Day(q.To.AddTicks(-1))}",
        q.Policy is { } policy ? $"{W.PolicyWord} {policy}, {Version(q.PolicyVersion)}" : null,
        q.Calendar is { } calendar ? $"{W.CalendarWord} {calendar}, {Version(q.CalendarVersion)}" : null,
        q.Filter?.Severities is { Count: > 0 } severities ? string.Join(", ", severities.Select(s => $"S{s}")) : null,
    }.OfType<string>());

    private string Day(DateTimeOffset at) => Times.Zone.At(at).ToString(W.DateOnlyPattern, W.Culture);

    private string Version(int? version) => version is > 0 ? W.VersionNumber(version.Value) : W.Inline;

    private string Broken(IReadOnlyList<BrokenShape> side) =>
        side.Count == 0 ? W.MissedNone : string.Join(" · ", side.Select(b => $"{W.Clock(b.Clock)} {Times.Exact(b.DueAt)}"));
}
