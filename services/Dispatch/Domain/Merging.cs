namespace ServiceMesh.Dispatch.Domain;

/// <summary>The ticket that goes on, and how the merged one stood.</summary>
public sealed record MergeNote(Guid IntoId, string IntoNumber, DateTimeOffset At, MergedFrom Before);

/// <summary>Where a merged ticket stood: it is put back there when the merge is taken back.</summary>
public sealed record MergedFrom(TicketState State, DateTimeOffset? EndedAt);

/// <summary>Merged tickets leave board and queue, and come back. Intake decides; nobody is told anew, since the merge itself tells.</summary>
public static class Merging
{
    /// <summary>Ends the work on it; a ticket that is over only keeps the note.</summary>
    public static Ticket Merge(Ticket t, Guid into, string number, DateTimeOffset at, DateTimeOffset now)
    {
        var merged = t with
        {
            Merged = new MergeNote(into, number, at, new MergedFrom(t.State, t.EndedAt)), Version = t.Version + 1, UpdatedAt = now,
        };
        return t.State is TicketState.Closed or TicketState.Cancelled ? merged : merged with
        {
            State = TicketState.Cancelled, EndedAt = now, QueuedAt = null, OfferId = null, OfferedTo = null,
            WaitingFor = null, WaitingNote = null, WaitingSince = null, Steps = Step.Add(t.Steps, new Step(now, "merged")),
        };
    }

    /// <summary>
    /// It stands for itself again, with whoever had it. What was waiting goes on, since the time away was no waiting; what nobody had waits
    /// in the queue.
    /// </summary>
    public static Ticket Unmerge(Ticket t, DateTimeOffset now)
    {
        var before = t.Merged?.Before ?? throw new InvalidOperationException("Only a merged ticket is separated.");
        var back = t with { Merged = null, Version = t.Version + 1, UpdatedAt = now };
        if (before.State is TicketState.Closed or TicketState.Cancelled) return back;
        var state = before.State == TicketState.Resolved ? TicketState.Resolved
            : t.EngineerId is null ? TicketState.Open : t.Started ? TicketState.InProgress : TicketState.Assigned;
        return back with
        {
            State = state, EndedAt = before.EndedAt, QueuedAt = state == TicketState.Open ? now : null, Steps = Step.Add(t.Steps, new Step(now, "resumed")),
        };
    }
}
