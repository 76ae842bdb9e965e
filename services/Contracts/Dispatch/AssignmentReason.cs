namespace ServiceMesh.Contracts;

/// <summary>Why work is with this team and this person, as data. <c>AssignmentReasonWords</c> says it in the reader's language.</summary>
public sealed record AssignmentReason
{
    /// <summary>
    /// <c>chosen</c> by the ranking, <c>waits</c> (nobody is able and free), <c>empty</c> (the team has no active engineer), <c>byHand</c>,
    /// <c>claimed</c>, <c>acknowledged</c> (took its escalation on while nobody had it), <c>answered</c> (took the call), <c>returned</c> to the team's
    /// queue, or <c>planned</c> (named in a maintenance plan).
    /// </summary>
    public required string Code { get; init; }

    public string? Team { get; init; }

    /// <summary>What chose the team: <c>category</c>, <c>product</c>, <c>rule</c> or <c>default</c>; null when it was given.</summary>
    public string? TeamBy { get; init; }

    /// <summary>The category, product or rule that did.</summary>
    public string? TeamFor { get; init; }
    public string? Engineer { get; init; }

    /// <summary>Active engineers of the team.</summary>
    public int Considered { get; init; }

    /// <summary>Those of them who were able, allowed and free.</summary>
    public int Able { get; init; }

    /// <summary>The mandatory skills.</summary>
    public IReadOnlyList<string>? Skills { get; init; }

    /// <summary>What the engineer had to work on, counted up to 100.</summary>
    public int? OpenTickets { get; init; }

    /// <summary>What decided: <c>only</c> one, <c>fewest</c> tickets, <c>turn</c> (fewest, and longest without a new one) or <c>rank</c> by the team's weights.</summary>
    public string? By { get; init; }

    /// <summary>Others with as few tickets.</summary>
    public int Equal { get; init; }

    /// <summary>The weighted mean of the criteria, 0 to 1.</summary>
    public double? Rank { get; init; }

    /// <summary>Why the others were not considered, the most frequent first.</summary>
    public IReadOnlyList<ExclusionCount>? Excluded { get; init; }

    /// <summary>By hand: what spoke against it and was passed over, with the note for a reason; null for nothing.</summary>
    public IReadOnlyList<Exclusion>? PassedOver { get; init; }

    /// <summary>What somebody wrote to it.</summary>
    public string? Note { get; init; }
}
