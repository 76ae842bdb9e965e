namespace ServiceMesh.Contracts;

/// <summary>Published by Dispatch when somebody took an escalation on. It ends the paging and the ladder of that clock.</summary>
public sealed record EscalationAcknowledged : TicketEvent
{
    public required Guid PagingId { get; init; }

    /// <summary>The level acknowledged, from 1; 0 for an escalation by hand.</summary>
    public required int Level { get; init; }

    /// <summary>The clock whose ladder ends; null for an escalation by hand.</summary>
    public string? Clock { get; init; }

    /// <summary>The ticket's cycle.</summary>
    public required int Cycle { get; init; }

    /// <summary>Of the clock whose ladder ends the number that its <see cref="SlaEscalated"/> told as cycle; null by hand, and in events from before it was told.</summary>
    public int? Run { get; init; }

    /// <summary>The step reached, from 1.</summary>
    public required int Step { get; init; }

    /// <summary><c>desk</c>, <c>link</c> or <c>keypress</c>.</summary>
    public required string Via { get; init; }

    /// <summary>The person's name; who exactly is in <see cref="Event.By"/>.</summary>
    public required string PersonName { get; init; }
}
