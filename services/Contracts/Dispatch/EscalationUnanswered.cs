namespace ServiceMesh.Contracts;

/// <summary>Published by Dispatch when the last step of a paging passed and nobody had acknowledged, or nobody could be reached at all.</summary>
public sealed record EscalationUnanswered : TicketEvent
{
    public required Guid PagingId { get; init; }

    /// <summary>The level of the ladder, from 1; 0 for an escalation by hand.</summary>
    public required int Level { get; init; }
    public string? Clock { get; init; }

    /// <summary>Steps that were tried.</summary>
    public required int Steps { get; init; }

    /// <summary>How many notices went out; 0 when nobody could be reached.</summary>
    public required int Pages { get; init; }
}
