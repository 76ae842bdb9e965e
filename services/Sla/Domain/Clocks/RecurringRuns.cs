namespace ServiceMesh.Sla.Domain.Clocks;

/// <summary>Collects the runs of one recurring clock while a ticket's facts are folded: at most one of them is open.</summary>
internal sealed class RecurringRuns
{
    private readonly List<Occurrence> _done = [];
    private (Moment Then, int Cycle)? _open;

    /// <summary>All runs, the open one last.</summary>
    public IReadOnlyList<Occurrence> All => _open is { } open ? [.. _done, new(_done.Count + 1, open.Cycle, open.Then, null)] : _done;

    /// <summary>Starts a run unless one is open.</summary>
    public void Start(Moment then, int cycle) => _open ??= (then, cycle);

    /// <summary>What the open run waited for came.</summary>
    public void Meet(Moment then) => Close(then);

    /// <summary>The open run ends without having been met.</summary>
    public void Abandon() => Close(null);

    private void Close(Moment? met)
    {
        if (_open is { } open)
        {
            _done.Add(new(_done.Count + 1, open.Cycle, open.Then, met));
            _open = null;
        }
    }
}
