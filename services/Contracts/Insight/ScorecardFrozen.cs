namespace ServiceMesh.Contracts;

/// <summary>Published by Insight when the scorecards of a period were frozen: from here on the report never changes. What comes late is told by the next.</summary>
public sealed record ScorecardFrozen : Event
{
    public required Guid ReportId { get; init; }

    /// <summary><c>team</c>, <c>engineer</c>, <c>product</c>, <c>customer</c>, <c>contract</c>, <c>vendor</c> or <c>all</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>A month like <c>2026-07</c> or a half-year like <c>2026-H2</c>, in the tenant's zone.</summary>
    public required string Period { get; init; }

    /// <summary>The version of the formula that it was made by.</summary>
    public required int FormulaVersion { get; init; }

    /// <summary>How many scorecards are in it.</summary>
    public required int Cards { get; init; }

    /// <summary>How many figures of the period before it corrects.</summary>
    public required int Corrections { get; init; }

    /// <summary>SHA-256 of the content, lower-case hex.</summary>
    public required string ContentHash { get; init; }

    public override Guid AggregateId => ReportId;
}
