namespace ServiceMesh.Insight.Domain.Scorecard;

/// <summary>What is known of a ticket for figures and fault statistics.</summary>
public sealed record TicketFacts
{
    public required Guid TicketId { get; init; }

    /// <summary>The place in the tenant's record of the latest event that had a say.</summary>
    public required long Position { get; init; }
    public required string Number { get; init; }
    public required bool Support { get; init; }

    /// <summary>False when it ended without being worked: cancelled, or merged into another. Then only promises already decided count.</summary>
    public required bool Counted { get; init; }
    public int? Severity { get; init; }
    public required DateTimeOffset OpenedAt { get; init; }

    /// <summary>The place of its opening in the tenant's record.</summary>
    public required long OpenedPosition { get; init; }

    /// <summary>The first resolve.</summary>
    public DateTimeOffset? ResolvedAt { get; init; }

    /// <summary>The last closing; null while it is open again.</summary>
    public DateTimeOffset? ClosedAt { get; init; }
    public Holder Holder { get; init; }
    public Guid? ProductId { get; init; }
    public Guid? CustomerId { get; init; }
    public Guid? ContractId { get; init; }
    public Guid? AssetId { get; init; }
    public string? Module { get; init; }
    public string? Cause { get; init; }

    /// <summary>The class of the fault; the category while nobody classed it.</summary>
    public string? FaultClass { get; init; }
    public string? Version { get; init; }

    /// <summary>From opening to the first resolve; null while it was never resolved.</summary>
    public long? RecoverySeconds { get; init; }

    /// <summary>Seconds waited before the first resolve, by reason.</summary>
    public IReadOnlyDictionary<string, long> Waits { get; init; } = new SortedDictionary<string, long>();
    public IReadOnlyList<Observation> Observations { get; init; } = [];

    /// <summary>The ticket whose fault came back as this one.</summary>
    public Guid? RepeatOf { get; init; }

    /// <summary>The ticket as which this one's fault came back.</summary>
    public Guid? CameBackAs { get; init; }

    /// <summary>The same with the observation that other tickets decide: whether the repair held.</summary>
    public TicketFacts With(Repeat repeat)
    {
        var known = this with { RepeatOf = repeat.Of, CameBackAs = repeat.CameBackAs, Position = Math.Max(Position, repeat.Position) };
        if (!Support || !Counted || ClosedAt is not { } closed || AssetId is null || FaultClass is null) return known;
        var holder = Observations.LastOrDefault(o => o.Measure == Measure.Reopening) is { Count: > 0 } resolved ? resolved.Holder : Holder;
        return known with { Observations = [.. Observations, new Observation(closed, Measure.SecondRepair, repeat.CameBackAs is null ? 1 : 0, 1, 0, holder)] };
    }
}

/// <summary>A support ticket in the chain of repairs of one asset and fault class.</summary>
/// <param name="OpenedPosition">The place of its opening in the tenant's record.</param>
public sealed record Repair(Guid TicketId, DateTimeOffset OpenedAt, DateTimeOffset? ClosedAt, long OpenedPosition);

/// <summary>How a ticket stands to others of its asset and fault class.</summary>
/// <param name="Position">The place of the event by which it came back; 0 if it did not.</param>
public readonly record struct Repeat(Guid? Of, Guid? CameBackAs, long Position);

/// <summary>
/// The rule of second repair: a new support ticket for the same asset and fault class within so many days after the closing of the
/// previous. The previous is the one closed last before the new one was opened; it is the one whose repair did not hold.
/// </summary>
public static class SecondRepairs
{
    public const int DefaultDays = 90;

    /// <summary>For each of the tickets of one asset and fault class, in any order.</summary>
    public static IReadOnlyDictionary<Guid, Repeat> Find(IReadOnlyCollection<Repair> tickets, int days = DefaultDays)
    {
        ArgumentNullException.ThrowIfNull(tickets);
        var found = tickets.ToDictionary(t => t.TicketId, _ => default(Repeat));
        foreach (var next in tickets.OrderByDescending(t => t.OpenedAt).ThenByDescending(t => t.TicketId))
        {
            var previous = tickets.Where(t => t.TicketId != next.TicketId && t.ClosedAt <= next.OpenedAt).OrderBy(t => t.ClosedAt).ThenBy(t => t.TicketId).LastOrDefault();
            if (previous is null || next.OpenedAt - previous.ClosedAt > TimeSpan.FromDays(days)) continue;
            found[next.TicketId] = found[next.TicketId] with { Of = previous.TicketId };
            // The last one written is the earliest to come back.
            found[previous.TicketId] = found[previous.TicketId] with { CameBackAs = next.TicketId, Position = next.OpenedPosition };
        }

        return found;
    }
}
