namespace ServiceMesh.Contracts;

/// <summary>
/// Published by Dispatch when somebody is to look at an escalated ticket now. Notification tells this one person by the channels
/// allowed, whatever the quiet hours. One event per person, step and reminder: Dispatch steps on by itself when nobody acknowledges.
/// </summary>
public sealed record OnCallPaged : TicketEvent
{
    /// <summary>Unique: the same page is never published twice.</summary>
    public required Guid PageId { get; init; }

    /// <summary>The paging this page belongs to: all its pages end with the first acknowledgement.</summary>
    public required Guid PagingId { get; init; }

    /// <summary>The level of the ladder that began it or raised it last, from 1; 0 for an escalation by hand and for a ticket that waits.</summary>
    public required int Level { get; init; }

    /// <summary>The clock whose level it is; null for an escalation by hand.</summary>
    public string? Clock { get; init; }

    /// <summary>The step of the paging, from 1.</summary>
    public required int Step { get; init; }

    /// <summary>What the step asks for: <c>on-call-1</c>, <c>on-call-2</c> ..., <c>manager</c>, <c>dispatcher</c> or <c>owner</c>.</summary>
    public required string Target { get; init; }

    /// <summary>0 for the first notice of the step, then 1, 2 ...</summary>
    public required int Reminder { get; init; }
    public required PagedPerson Person { get; init; }

    /// <summary>Until when an acknowledgement is awaited before the next reminder or step.</summary>
    public required DateTimeOffset AckUntil { get; init; }

    /// <summary>
    /// The token of the acknowledgement page <c>/a/{token}</c>, sealed for Notification; opened only at the moment of sending. Null
    /// where no links are made: then the Desk's button is the way.
    /// </summary>
    public string? SealedToken { get; init; }

    /// <summary>Why: the reason of an escalation by hand; null for a clock's level.</summary>
    public string? Reason { get; init; }

    /// <summary>True when people are called because the ticket is severe and waits for somebody to take it; null otherwise.</summary>
    public bool? Queued { get; init; }

    /// <summary>When the promise is or was due; null for an escalation by hand.</summary>
    public DateTimeOffset? DueAt { get; init; }
    public required TicketCard Card { get; init; }
}
