namespace ServiceMesh.Insight.Domain.Scorecard;

/// <summary>A service cycle up to its first resolve, and what became of that.</summary>
internal sealed class ServiceCycle
{
    public required int Number { get; init; }
    public required DateTimeOffset StartedAt { get; init; }
    public DateTimeOffset? ResolvedAt { get; set; }

    /// <summary>The resolve's own event.</summary>
    public StoredEvent? Resolve { get; set; }
    public bool Reopened { get; set; }
    public bool PausedShortlyBeforeDue { get; set; }
    public Dictionary<string, TimeSpan> Waits { get; } = [];
}

/// <summary>The ticket's way through its states, told by Dispatch in the order of its stream.</summary>
internal sealed class Lifecycle
{
    private readonly IReadOnlyList<StoredEvent> _sla;
    private (DateTimeOffset Since, string Reason)? _waiting;

    /// <param name="openedAt">When the ticket was opened.</param>
    /// <param name="dispatch">Dispatch's events, by sequence.</param>
    /// <param name="sla">Sla's events, by sequence.</param>
    public Lifecycle(DateTimeOffset openedAt, IEnumerable<StoredEvent> dispatch, IReadOnlyList<StoredEvent> sla)
    {
        _sla = sla;
        Cycles.Add(new ServiceCycle { Number = 1, StartedAt = openedAt });
        foreach (var e in dispatch) Apply(e);
    }

    public List<ServiceCycle> Cycles { get; } = [];

    public DateTimeOffset? ClosedAt { get; private set; }

    public bool Cancelled { get; private set; }

    private ServiceCycle Now => Cycles[^1];

    private void Apply(StoredEvent e)
    {
        switch (e.Type)
        {
            case "TicketPaused":
                if (_waiting is null && Now.ResolvedAt is null && ClockVerdicts.WasShortlyDue(_sla, e.At)) Now.PausedShortlyBeforeDue = true;
                EndWait(e.At);
                _waiting = (e.At, e.Text("reason") ?? "other");
                break;
            case "TicketResumed":
                EndWait(e.At);
                break;
            case "TicketResolved":
                EndWait(e.At);
                if (Now.ResolvedAt is null) (Now.ResolvedAt, Now.Resolve) = (e.At, e);
                break;
            case "TicketClosed":
                EndWait(e.At);
                ClosedAt = e.At;
                break;
            case "TicketCancelled":
                EndWait(e.At);
                Cancelled = true;
                break;
            case "TicketReopened":
                (ClosedAt, Cancelled) = (null, false);
                if (e.Number("cycle") is { } cycle && cycle > Now.Number) Cycles.Add(new ServiceCycle { Number = cycle, StartedAt = e.At });
                else if (Now.ResolvedAt is not null) Now.Reopened = true;
                break;
        }
    }

    private void EndWait(DateTimeOffset at)
    {
        if (_waiting is { } wait && at > wait.Since && Now.ResolvedAt is null) Now.Waits[wait.Reason] = Now.Waits.GetValueOrDefault(wait.Reason) + (at - wait.Since);
        _waiting = null;
    }
}
