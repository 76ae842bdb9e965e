using ServiceMesh.Contracts;
using ServiceMesh.Dispatch.Domain.Triage;

namespace ServiceMesh.Dispatch.Domain;

/// <summary>
/// A ticket's work: what was reported (copied once at opening), where it stands, and what the board shows of its clocks and
/// messages. It changes only by <see cref="TicketMachine"/>, by clocks and by message times.
/// </summary>
public sealed record Ticket
{
    /// <summary>Stands for "no due" where an order needs a value.</summary>
    public static readonly DateTimeOffset NeverDue = new(9999, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public required Guid Id { get; init; }
    public required string Tenant { get; init; }
    public required string Number { get; init; }
    public required string Subject { get; init; }
    public required Channel Channel { get; init; }
    public required TicketKind Kind { get; init; }
    public string? Category { get; init; }
    public Guid? CustomerId { get; init; }
    public string? CustomerName { get; init; }
    public Guid? ContactId { get; init; }
    public string? ContactName { get; init; }
    public string? ContactEmail { get; init; }
    public required string Language { get; init; }
    public Guid? ProductId { get; init; }
    public string? ProductName { get; init; }
    public Guid? AssetId { get; init; }
    public Guid? ContractId { get; init; }
    public string? ServiceLevel { get; init; }
    public required string ProgressTokenHash { get; init; }
    public required DateTimeOffset OpenedAt { get; init; }
    public DateTimeOffset? AnsweredAt { get; init; }

    /// <summary>Whether its caller is on the line; false once that is over, null when nobody was.</summary>
    public bool? OnPhone { get; init; }

    public required WorkType WorkType { get; init; }
    public required Level Impact { get; init; }
    public required Level Urgency { get; init; }
    public required int Severity { get; init; }
    public required string DecidedBy { get; init; }

    public required TicketState State { get; init; }
    public required Guid TeamId { get; init; }
    public required string TeamName { get; init; }
    public Guid? EngineerId { get; init; }
    public string? EngineerName { get; init; }

    /// <summary>When the present engineer got it.</summary>
    public DateTimeOffset? AssignedAt { get; init; }

    /// <summary>Whether the present engineer has started.</summary>
    public bool Started { get; init; }

    /// <summary>Why this team and engineer, in English words.</summary>
    public string? Explanation { get; init; }

    /// <summary>The same as data; null for a ticket placed before it was kept.</summary>
    public AssignmentReason? Why { get; init; }

    /// <summary>Since when it waits for somebody to become free; null when it does not.</summary>
    public DateTimeOffset? QueuedAt { get; init; }

    /// <summary>The offer that waits for an answer, and whose.</summary>
    public Guid? OfferId { get; init; }
    public Guid? OfferedTo { get; init; }

    public PauseReason? WaitingFor { get; init; }
    public string? WaitingNote { get; init; }

    /// <summary>When it began to wait for the present reason.</summary>
    public DateTimeOffset? WaitingSince { get; init; }

    public string? Resolution { get; init; }
    public string? CauseCode { get; init; }

    /// <summary>What sort of fault it was: second repairs are found by it.</summary>
    public string? FaultClass { get; init; }

    /// <summary>The module of the product in which it is.</summary>
    public string? Module { get; init; }

    /// <summary>The ticket whose fault came back.</summary>
    public Guid? SecondRepairOf { get; init; }

    /// <summary>The common cause that it is put down to.</summary>
    public Guid? ProblemId { get; init; }
    public string[] Tags { get; init; } = [];

    /// <summary>Which rules decided at the opening, and whether the work type was chosen by hand; null when none did and it was not.</summary>
    public TriageNote? Triage { get; init; }

    /// <summary>The ticket that goes on in its place; null unless it was merged.</summary>
    public MergeNote? Merged { get; init; }
    public DateTimeOffset? ResolvedAt { get; init; }

    /// <summary>When it was closed or cancelled.</summary>
    public DateTimeOffset? EndedAt { get; init; }
    public DateTimeOffset? ReopenedAt { get; init; }

    /// <summary>What the record of a closed ticket lacks, see <see cref="RecordPart"/>; null for nothing, or where the tenant does not ask for it.</summary>
    public string[]? RecordMissing { get; init; }

    /// <summary>Counts from 1; a reopening after the warranty window starts the next.</summary>
    public required int Cycle { get; init; }

    /// <summary>That window by the ticket's policy, in seconds since it was resolved; null when none says so.</summary>
    public long? ReopenWindowSeconds { get; init; }

    /// <summary>Counts the changes of the work from 1; clocks and message times do not count.</summary>
    public required int Version { get; init; }
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>What the customer is shown of the progress, oldest first.</summary>
    public required IReadOnlyList<Step> Steps { get; init; }

    public IReadOnlyList<ClockView> Clocks { get; init; } = [];
    public DateTimeOffset? NextDueAt { get; init; }

    /// <summary>The board's order: the earliest promise running or missed, else <see cref="NeverDue"/>.</summary>
    public DateTimeOffset DueKey { get; init; } = NeverDue;

    /// <summary>Whether a promise of the present cycle is missed and still unmet.</summary>
    public bool Breached { get; init; }

    /// <summary>The sequence of the SlaClocksChanged that was applied last; 0 when none was.</summary>
    public long ClocksSequence { get; init; }

    public DateTimeOffset? LastCustomerMessageAt { get; init; }
    public DateTimeOffset? LastAgentMessageAt { get; init; }

    /// <summary>Neither closed nor cancelled. Computed by the database, where partial indexes need it.</summary>
    public bool IsOpen { get; private init; } = true;
}
