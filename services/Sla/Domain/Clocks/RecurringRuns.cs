using NodaTime;

namespace ServiceMesh.Sla.Domain.Clocks;

/// <summary>Collects the runs of one recurring clock while a ticket's facts are folded: at most one of them is open.</summary>
internal sealed class RecurringRuns
{
    private readonly List<Occurrence> _done = [];
    private (Instant At, int Cycle)? _open;

    /// <summary>All runs, the open one last.</summary>
    public IReadOnlyList<Occurrence> All => _open is { } open ? [.. _done, new(_done.Count + 1, open.Cycle, open.At, null, false)] : _done;

    public bool IsOpen => _open is not null;

    /// <summary>Starts a run unless one is open.</summary>
    public void Start(Instant at, int cycle) => _open ??= (at, cycle);

    /// <summary>What the open run waited for came.</summary>
    /// <param name="at">When.</param>
    /// <param name="whileResolved">True if the ticket was resolved then.</param>
    public void Meet(Instant at, bool whileResolved) => Close(at, whileResolved);

    /// <summary>The open run ends without having been met.</summary>
    public void Abandon() => Close(null, false);

    private void Close(Instant? metAt, bool whileResolved)
    {
        if (_open is { } open)
        {
            _done.Add(new(_done.Count + 1, open.Cycle, open.At, metAt, whileResolved));
            _open = null;
        }
    }
}
