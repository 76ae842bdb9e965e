namespace ServiceMesh.Contracts;

/// <summary>Published by Dispatch when the record of a resolved or closed ticket was completed, or accepted as it is.</summary>
public sealed record RecordAmended : TicketEvent
{
    /// <summary>What was added; null for what stayed as it was.</summary>
    public string? Category { get; init; }
    public string? FaultClass { get; init; }
    public string? CauseCode { get; init; }

    /// <summary>Why the record is accepted although something is missing for good; null when it is not.</summary>
    public string? AcceptedBecause { get; init; }

    /// <summary>The parts that a closed ticket still lacks, see <see cref="TicketClosed.MissingParts"/>; null for none.</summary>
    public IReadOnlyList<string>? MissingParts { get; init; }
}
