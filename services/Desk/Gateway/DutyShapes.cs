namespace ServiceMesh.Desk;

/// <summary>Somebody on duty; nobody where the engineer is null.</summary>
public sealed record DutyShape(string? Kind, int Layer, Guid? EngineerId, string? EngineerName, DateTimeOffset From, DateTimeOffset Until, string? Because = null);

/// <summary>Who was called about an escalation, step by step.</summary>
public sealed record PagingShape
{
    public Guid Id { get; init; }

    /// <summary><c>active</c>, <c>acknowledged</c>, <c>stopped</c> or <c>unanswered</c>.</summary>
    public string State { get; init; } = "";
    public int Level { get; init; }
    public string? Clock { get; init; }
    public string? Reason { get; init; }
    public int Step { get; init; }
    public DateTimeOffset StartedAt { get; init; }
    public DateTimeOffset? NextAt { get; init; }
    public DateTimeOffset? EndedAt { get; init; }
    public string? EndedBy { get; init; }

    /// <summary>People are called because nobody has the ticket.</summary>
    public bool Queued { get; init; }
    public IReadOnlyList<PageShape> Pages { get; init; } = [];
}

public sealed record PageShape(int Step, string Target, int Reminder, string PersonName, bool Reachable, DateTimeOffset At, DateTimeOffset AckUntil);

/// <summary>A ticket offered to the person who looks.</summary>
public sealed record OfferShape(Guid OfferId, DateTimeOffset OfferedAt, DateTimeOffset ExpiresAt, BoardRow Ticket);

/// <summary>Who was considered for a ticket, and how they ranked.</summary>
public sealed record DatedRankingShape(DateTimeOffset At, RankingShape Ranking);

public sealed record RankingShape
{
    public string? Explanation { get; init; }
    public int Considered { get; init; }
    public IReadOnlyDictionary<string, int>? Weights { get; init; }
    public IReadOnlyList<RankedShape> Ranked { get; init; } = [];
    public IReadOnlyList<ExcludedShape> Excluded { get; init; } = [];
}

/// <param name="Rank">0 to 1.</param>
/// <param name="Criteria">Each 0 to 1, by name.</param>
public sealed record RankedShape(Guid EngineerId, string Name, double Rank, IReadOnlyDictionary<string, double>? Criteria, int OpenTickets);

/// <param name="Reason">In English; kept since before there was <paramref name="Why"/>.</param>
public sealed record ExcludedShape(Guid EngineerId, string Name, string? Reason, Contracts.Exclusion? Why = null);

public sealed record SkillShape(string Name, int Level);

/// <param name="ValidUntil">The last day on which it is valid; null when it never ends.</param>
public sealed record CertificateShape(string Name, DateOnly? ValidUntil = null, string? Number = null);
