namespace ServiceMesh.Sla.Domain.Clocks;

/// <summary>Collects the stays of a ticket with its teams while its facts are folded: it is with one team at most.</summary>
internal sealed class TeamStays
{
    private readonly Dictionary<string, RecurringRuns> _stays = [];
    private string? _team;

    /// <summary>The stays with a team.</summary>
    public IReadOnlyList<Occurrence> Of(string team) => _stays.GetValueOrDefault(team)?.All ?? [];

    /// <summary>A team gets the ticket; if it has it already, the stay goes on.</summary>
    public void Enter(string team, Moment then, int cycle)
    {
        if (team == _team)
        {
            return;
        }

        if (_team is not null)
        {
            _stays[_team].Meet(then);
        }

        _team = team;
        Begin(then, cycle);
    }

    /// <summary>A stay begins with the team that has the ticket, if one has it.</summary>
    public void Begin(Moment then, int cycle)
    {
        if (_team is null)
        {
            return;
        }

        if (!_stays.TryGetValue(_team, out var stays))
        {
            _stays.Add(_team, stays = new());
        }

        stays.Start(then, cycle);
    }

    /// <summary>The stay that there is ends without having been met.</summary>
    public void Abandon()
    {
        foreach (var stays in _stays.Values)
        {
            stays.Abandon();
        }
    }
}
