using System.Globalization;
using Microsoft.AspNetCore.Components;
using ServiceMesh.Desk.Terms;

namespace ServiceMesh.Desk.People.Roster;

public partial class RosterPage
{
    private const int AtOnce = 6;

    private IReadOnlyList<Named>? _teams;
    private IReadOnlyList<EngineerShape> _engineers = [];
    private IReadOnlyList<(Named Team, IReadOnlyList<DutyLane>? Lanes)> _weeks = [];
    private TeamRoster? _team;
    private RotationDraft? _draft;
    private ChangeDraft _change = new();
    private FieldErrors _errors = FieldErrors.None;
    private GatewayException? _problem;
    private DateTime _from;
    private bool _busy, _live;

    /// <summary>Only this team, with its rotations; all teams when empty.</summary>
    [SupplyParameterFromQuery(Name = "team")] public string? Team { get; set; }

    /// <summary>A day of the week that is shown.</summary>
    [SupplyParameterFromQuery(Name = "week")] public string? Day { get; set; }

    // Dispatch asks the same.
    private bool MayChange => Desk.Account?.Roles.Any(r => r is "dispatcher" or "manager" or "admin") == true;

    private Named? Shown => _teams?.FirstOrDefault(t => t.Id.ToString() == Team);

    private DateTime ThisMonday => Monday(Times.Zone.At(Times.Now).Date);

    private string Week => _from.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private TimeScale Scale => new(_from.In(Times.Zone), _from.AddDays(7).In(Times.Zone), Times.Zone, W);

    protected override async Task OnParametersSetAsync()
    {
        _from = DateTime.TryParseExact(Day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is > 1970 and < 2200 ? Monday(day) : ThisMonday;
        if (_live)
            await ReadAsync();
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender)
            return;
        _live = true;
        await ReadAsync();
        StateHasChanged();
    }

    private static DateTime Monday(DateTime day) => day.AddDays(-(((int)day.DayOfWeek + 6) % 7));

    private void Go(Guid? team, DateTime from)
    {
        (_draft, _errors) = (null, FieldErrors.None);
        Nav.NavigateTo(Nav.GetUriWithQueryParameters("/people/roster", new Dictionary<string, object?>
        {
            ["team"] = team?.ToString(), ["week"] = from == ThisMonday ? null : from.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        }));
    }

    private async Task ReadAsync()
    {
        try
        {
            _teams ??= (await Api.TeamsAsync(CancellationToken.None)).Items;
            if (_engineers.Count == 0)
                _engineers = await Api.AllEngineersAsync(CancellationToken.None);
            var (from, until) = (_from.In(Times.Zone), _from.AddDays(7).In(Times.Zone));
            List<(Named, IReadOnlyList<DutyLane>?)> weeks = [];
            // A few at a time: one screen must not take the gateway's whole allowance.
            foreach (var some in (Shown is { } one ? [one] : _teams).Chunk(AtOnce))
                weeks.AddRange(await Task.WhenAll(some.Select(t => LanesAsync(t, from, until))));
            _weeks = weeks;
            _team = Shown is { } team ? await TeamAsync(team.Id) : null;
            _problem = null;
        }
        catch (GatewayException e)
        {
            if (!LeftFor(e))
                _problem = e;
        }
    }

    private async Task<(Named, IReadOnlyList<DutyLane>?)> LanesAsync(Named team, DateTimeOffset from, DateTimeOffset until)
    {
        try
        {
            return (team, RosterWeek.Lanes((await Api.CalendarAsync(team.Id, from, until, CancellationToken.None)).Items, from, until));
        }
        catch (GatewayException e) when (e.Status is not StatusCodes.Status401Unauthorized and not StatusCodes.Status403Forbidden)
        {
            return (team, null);
        }
    }

    private async Task<TeamRoster> TeamAsync(Guid team)
    {
        var (rotations, overrides) = (Api.RotationsAsync(team, CancellationToken.None), Api.OverridesAsync(team, CancellationToken.None));
        var named = (await rotations).Items;
        var people = named.SelectMany(r => r.Participants).Concat(_engineers.Where(e => e.TeamIds?.Contains(team) == true).Select(e => e.Id)).Distinct().ToList();
        List<(Guid, AbsenceShape)> absences = [];
        foreach (var some in people.Chunk(AtOnce))
            foreach (var (who, list) in await Task.WhenAll(some.Select(async p => (p, (await Api.AbsencesAsync(p, CancellationToken.None)).Items))))
                absences.AddRange(list.Select(a => (who, a)));
        return new TeamRoster(named, (await overrides).Items, [.. absences.OrderBy(a => a.Item2.From)]);
    }

    private string NameOf(Guid engineer) => _engineers.FirstOrDefault(e => e.Id == engineer)?.Name ?? W.Unknown;

    private void Edit(RotationShape? rotation)
    {
        _errors = FieldErrors.None;
        _draft = rotation is null ? new RotationDraft { Zone = Times.Zone.Id, StartsOn = ThisMonday.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) } : RotationDraft.Of(rotation);
    }

    /// <summary>A stretch of the calendar becomes what is to be taken over.</summary>
    private void Pick(Named team, int layer, DutyBar bar)
    {
        if (!MayChange)
            return;
        if (team.Id != Shown?.Id)
            Go(team.Id, _from);
        var rotation = _team?.Rotations.FirstOrDefault(r => layer == 0 ? r.Kind == "shift" : r.Kind == "onCall" && r.Layer == layer)?.Id;
        _change = new ChangeDraft { Rotation = rotation, From = ChangeDraft.Write(bar.From, Times.Zone), Until = ChangeDraft.Write(bar.Until, Times.Zone) };
    }

    private Task SaveAsync() => StoreAsync(async once =>
    {
        await Api.SaveRotationAsync(Shown!.Id, _draft!.Id, _draft.ToApi(), once, CancellationToken.None);
        _draft = null;
    });

    private Task EndAsync() => StoreAsync(async _ =>
    {
        await Api.EndRotationAsync(Shown!.Id, _draft!.Id!.Value, CancellationToken.None);
        _draft = null;
    });

    private Task ChangeAsync() => StoreAsync(async once =>
    {
        var values = _change.ToApi(Times.Zone);
        await (_change.Kind switch
        {
            "swap" => Api.SwapAsync(Shown!.Id, values, once, CancellationToken.None),
            "override" => Api.OverrideAsync(Shown!.Id, values, once, CancellationToken.None),
            _ => (Task)Api.AbsentAsync(_change.Engineer!.Value, values, once, CancellationToken.None),
        });
        _change = new ChangeDraft { Kind = _change.Kind };
    });

    private Task UndoAsync(Func<Task> undo) => StoreAsync(_ => undo());

    private async Task StoreAsync(Func<string, Task> store)
    {
        (_busy, _errors) = (true, FieldErrors.None);
        var done = await DoAsync(async () =>
        {
            try
            {
                await store(Guid.NewGuid().ToString());
            }
            catch (GatewayException e) when (FieldErrors.From(e) is { } errors)
            {
                _errors = errors;
            }
        });
        if (done && _errors.ByPath.Count == 0)
        {
            Done(W.RosterSaved);
            await ReadAsync();
        }

        _busy = false;
    }

    private sealed record TeamRoster(IReadOnlyList<RotationShape> Rotations, IReadOnlyList<OverrideShape> Overrides, IReadOnlyList<(Guid Who, AbsenceShape Absence)> Absences);
}
