namespace ServiceMesh.Contracts;

/// <summary>Why somebody was not considered for some work.</summary>
public sealed record Exclusion
{
    /// <summary>
    /// <c>skill</c>, <c>skillLevel</c>, <c>certificate</c>, <c>certificateEnded</c>, <c>avoids</c> (the customer), <c>offDuty</c>, <c>away</c>,
    /// <c>asked</c> (was offered it), <c>full</c> or <c>visits</c> (none left on a day).
    /// </summary>
    public required string Code { get; init; }

    /// <summary>The skill or certificate.</summary>
    public string? What { get; init; }

    /// <summary>The level of the skill that is asked for.</summary>
    public int? Level { get; init; }

    /// <summary>The certificate's last day, or the day without visits left.</summary>
    public DateOnly? Until { get; init; }
}
