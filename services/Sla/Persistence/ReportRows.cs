namespace ServiceMesh.Sla.Persistence;

/// <summary>A question of what would have been, and how far its answer is.</summary>
public sealed class WhatIfRow
{
    public required string Tenant { get; init; }
    public required Guid Id { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public string? CreatedBy { get; init; }

    /// <summary><c>running</c>, <c>done</c>, <c>cancelled</c> or <c>failed</c>.</summary>
    public required string State { get; init; }
    public required string Request { get; init; }

    /// <summary>The last ticket looked at.</summary>
    public required Guid Position { get; init; }
    public required long Total { get; init; }
    public required long Done { get; init; }

    /// <summary>Tickets that were opened in the period and fit the filter.</summary>
    public required long Counted { get; init; }
    public DateTimeOffset? EndedAt { get; init; }
    public string? Result { get; init; }
}

/// <summary>A breach on one side of a what-if.</summary>
public sealed class WhatIfBreachRow
{
    public required string Tenant { get; init; }
    public required Guid JobId { get; init; }

    /// <summary>False for what was, true for what would have been.</summary>
    public required bool Supposed { get; init; }
    public required Guid TicketId { get; init; }
    public required string Clock { get; init; }
    public required int Cycle { get; init; }
    public required string TicketNumber { get; init; }
    public required DateTimeOffset DueAt { get; init; }
    public Guid? ContractId { get; init; }
    public required DateOnly Month { get; init; }
    public required int Severity { get; init; }
    public string? Team { get; init; }
    public required string Policy { get; init; }
    public string? Clause { get; init; }
    public required long LateWall { get; init; }
    public required long LateWorking { get; init; }
}

/// <summary>A pause that began in the last tenth before a due instant.</summary>
public sealed class LatePauseRow
{
    public required string Tenant { get; init; }
    public required Guid TicketId { get; init; }
    public required DateTimeOffset At { get; init; }
    public required string Reason { get; init; }
    public required string Clock { get; init; }
    public required int Cycle { get; init; }
    public required string TicketNumber { get; init; }
    public string? Team { get; init; }

    /// <summary>Where the clock was due without the pause.</summary>
    public required DateTimeOffset DueAt { get; init; }

    /// <summary>Working ticks of 100 ns that were left.</summary>
    public required long LeftTicks { get; init; }
}

/// <summary>How long a ticket that is over was with a team, and how much of that it waited for a reason.</summary>
public sealed class TimeShareRow
{
    public required string Tenant { get; init; }
    public required Guid TicketId { get; init; }

    /// <summary>Empty before it had one.</summary>
    public required string Team { get; init; }

    /// <summary>The pause's reason; empty for all the time with the team.</summary>
    public required string Reason { get; init; }

    /// <summary>Ticks of 100 ns by the clock on the wall.</summary>
    public required long Ticks { get; init; }
    public required int Pauses { get; init; }
    public required DateTimeOffset EndedAt { get; init; }
}
