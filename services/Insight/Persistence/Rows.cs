namespace ServiceMesh.Insight.Persistence;

/// <summary>One event as it stays: its place in its stream is its key.</summary>
public sealed class TimelineRow
{
    public required string Publisher { get; init; }
    public required Guid Aggregate { get; init; }
    public required long Sequence { get; init; }
    public required string Tenant { get; init; }
    public Guid? TicketId { get; init; }
    public required DateTimeOffset At { get; init; }

    /// <summary>The day of <see cref="At"/> in the tenant's zone, as it was when the row was written.</summary>
    public required DateOnly Day { get; init; }
    public required string Type { get; init; }
    public required string ActorKind { get; init; }
    public string? ActorId { get; init; }

    /// <summary>Only in rows from before names lay beside the record.</summary>
    public string? ActorName { get; init; }

    /// <summary>JSON: what the chain keeps.</summary>
    public required string Data { get; init; }
    public string? TraceId { get; init; }

    /// <summary>True for an assignment of a ticket that had a team before.</summary>
    public bool Reassigned { get; init; }

    /// <summary>Its number in the tenant's record; null in rows from before there was a chain, until they are adopted.</summary>
    public long? Position { get; init; }
    public DateTimeOffset? ArrivedAt { get; init; }

    /// <summary>The chain's hash up to this row.</summary>
    public byte[]? Hash { get; init; }
    public byte[]? CustomerSeal { get; init; }
    public byte[]? StaffSeal { get; init; }
}

/// <summary>What happened on one day of a tenant, in the tenant's zone.</summary>
public sealed class DailyCountRow
{
    public required string Tenant { get; init; }
    public required DateOnly Day { get; init; }
    public int Opened { get; init; }
    public int Triaged { get; init; }
    public int Assigned { get; init; }
    public int Reassigned { get; init; }
    public int Paused { get; init; }
    public int Resolved { get; init; }
    public int Reopened { get; init; }
    public int Closed { get; init; }
    public int Breached { get; init; }
    public int SurveysAnswered { get; init; }

    /// <summary>The sum of the day's survey scores.</summary>
    public int ScoreSum { get; init; }
}

/// <summary>The copy of a tenant: its zone decides which day it is.</summary>
public sealed class TenantRow
{
    public required string Tenant { get; init; }

    /// <summary>IANA name.</summary>
    public required string TimeZone { get; init; }

    /// <summary>The sequence of the event it was taken from.</summary>
    public required long Sequence { get; init; }
}

/// <summary>A stream in which a number is missing.</summary>
public sealed class StreamGapRow
{
    public required string Publisher { get; init; }
    public required Guid Aggregate { get; init; }
    public required string Tenant { get; init; }
    public required DateTimeOffset Since { get; init; }

    /// <summary>When it was reported for being older than the patience; null before.</summary>
    public DateTimeOffset? ReportedAt { get; init; }
}
