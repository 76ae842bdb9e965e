namespace ServiceMesh.Sla.Persistence;

/// <summary>What Sla knows of a tenant.</summary>
public sealed class TenantRow
{
    public required string Tenant { get; init; }

    /// <summary>IANA zone of the shipped calendars.</summary>
    public required string TimeZone { get; set; }

    /// <summary>False until the gateway has told the zone: a ticket may come first.</summary>
    public bool ZoneKnown { get; set; }

    /// <summary>Counts every change of the tenant's calendars and policies: what is kept in memory is good for one revision.</summary>
    public long Revision { get; set; }

    /// <summary>The last position read of the tenant's stream.</summary>
    public long Sequence { get; set; }

    /// <summary>What a request costs that no contract covers; null when it costs nothing.</summary>
    public decimal? UncoveredPrice { get; set; }

    /// <summary>ISO 4217 code of that price.</summary>
    public string? UncoveredCurrency { get; set; }
}

/// <summary>One version of a calendar.</summary>
public sealed class CalendarRow
{
    public required string Tenant { get; init; }
    public required string Name { get; init; }
    public required int Version { get; init; }
    public required string Definition { get; init; }

    /// <summary>True if ServiceMesh made it, not a person.</summary>
    public bool Shipped { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
    public string? CreatedBy { get; init; }

    /// <summary>True once other services were told of it, or of a newer version.</summary>
    public bool Told { get; init; }
}

/// <summary>One version of a policy.</summary>
public sealed class PolicyRow
{
    public required string Tenant { get; init; }
    public required string Name { get; init; }
    public required int Version { get; init; }
    public required string Definition { get; init; }

    /// <summary>True if ServiceMesh made it, not a person.</summary>
    public bool Shipped { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
    public string? CreatedBy { get; init; }
}

/// <summary>A ticket: the row that is locked while its clocks are computed.</summary>
public sealed class TicketRow
{
    public required string Tenant { get; init; }
    public required Guid TicketId { get; init; }

    /// <summary>The clocks as last published, without what changes by time alone; null before the first.</summary>
    public string? Published { get; set; }

    /// <summary>What its timer is armed for; null when it is not.</summary>
    public DateTimeOffset? NextAt { get; set; }
}

/// <summary>Something that happened to a ticket; never changed, never deleted.</summary>
public sealed class FactRow
{
    public required string Tenant { get; init; }
    public required Guid TicketId { get; init; }
    public required DateTimeOffset At { get; init; }
    public required string Kind { get; init; }

    /// <summary>Tells apart facts of one kind at one instant: a message's id, a pause's reason.</summary>
    public required string Detail { get; init; }

    /// <summary>Its place in its publisher's stream.</summary>
    public long Sequence { get; init; }

    public string? Data { get; init; }
}

/// <summary>A threshold that a clock passed, once per ticket, clock, cycle and threshold.</summary>
public sealed class LevelRow
{
    public required string Tenant { get; init; }
    public required Guid TicketId { get; init; }
    public required string Clock { get; init; }
    public required int Cycle { get; init; }
    public required string Threshold { get; init; }
    public required DateTimeOffset ReachedAt { get; init; }
    public required DateTimeOffset RecordedAt { get; init; }

    /// <summary>Why nobody was told; null when somebody was.</summary>
    public string? SkippedBecause { get; init; }
}

/// <summary>A re-process: who had terms chosen anew for which tickets, why, and what came of it. Never deleted.</summary>
public sealed class ReprocessRow
{
    public required string Tenant { get; init; }
    public required Guid Id { get; init; }
    public required bool DryRun { get; init; }

    /// <summary>Which tickets, as JSON.</summary>
    public required string Selection { get; init; }

    public required string Reason { get; init; }

    /// <summary>The dry run that showed what this would do; null for a dry run, and in jobs from before one was needed.</summary>
    public Guid? PreviewId { get; init; }

    /// <summary>The tenant's revision that it applies; null in jobs from before it was noted.</summary>
    public long? Revision { get; init; }

    /// <summary>The newest versions at that revision, as JSON.</summary>
    public string? Versions { get; init; }

    /// <summary><c>queued</c>, <c>running</c>, <c>done</c>, <c>cancelled</c> or <c>outdated</c>.</summary>
    public required string State { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }
    public required string CreatedBy { get; init; }
    public string? AccountId { get; init; }
    public DateTimeOffset? StartedAt { get; set; }
    public DateTimeOffset? FinishedAt { get; set; }
    public string? CancelledBy { get; set; }

    /// <summary>The last ticket that was looked at; null before the first.</summary>
    public Guid? Cursor { get; set; }

    /// <summary>Tickets before the cursor that were being written when their turn came: they have another.</summary>
    public Guid[] Waiting { get; init; } = [];

    /// <summary>Counts and a sample, as JSON.</summary>
    public required string Result { get; set; }
}

/// <summary>A ticket for which a re-process chose other terms.</summary>
public sealed class ReprocessedTicketRow
{
    public required string Tenant { get; init; }
    public required Guid JobId { get; init; }
    public required Guid TicketId { get; init; }
    public required DateTimeOffset At { get; init; }

    /// <summary>What it did to each clock, as JSON.</summary>
    public required string Effects { get; init; }
}
