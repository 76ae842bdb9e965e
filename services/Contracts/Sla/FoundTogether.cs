namespace ServiceMesh.Contracts;

/// <summary>
/// What one look at a ticket found at once, late: after an outage, by a triage that came late, or by a re-process. Each person is told once of
/// all of it, by whichever of its events comes first.
/// </summary>
public sealed record FoundTogether
{
    /// <summary>The same for all events of that look at the ticket, and no other.</summary>
    public required string Key { get; init; }

    /// <summary>The clocks that events of this kind tell of in that look, this event's first.</summary>
    public required IReadOnlyList<string> Clocks { get; init; }

    /// <summary>All that is told of that look, the gravest first; null in events from before it was given.</summary>
    public IReadOnlyList<FoundLevel>? All { get; init; }
}
