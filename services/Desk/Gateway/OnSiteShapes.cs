namespace ServiceMesh.Desk;

/// <summary>A place in degrees.</summary>
public sealed record PlaceShape(double Latitude, double Longitude);

/// <summary>A photo or signature of a visit.</summary>
public sealed record VisitFileShape(Guid Id, string Kind, string Type, int Bytes, string? By, DateTimeOffset At);

/// <summary>A visit at the customer's.</summary>
public sealed record VisitShape
{
    public Guid Id { get; init; }

    /// <summary><c>agreed</c>, <c>arrived</c>, <c>done</c> or <c>cancelled</c>.</summary>
    public string State { get; init; } = "";
    public Guid? EngineerId { get; init; }
    public string? EngineerName { get; init; }
    public DateTimeOffset From { get; init; }
    public DateTimeOffset To { get; init; }
    public string? Place { get; init; }
    public PlaceShape? At { get; init; }
    public IReadOnlyList<string> Parts { get; init; } = [];
    public int? TravelMinutes { get; init; }
    public string? LateReason { get; init; }
    public DateTimeOffset? ArrivedAt { get; init; }
    public string? ArrivedPlace { get; init; }

    /// <summary>How far from the agreed place the check-in was made.</summary>
    public double? CheckInMetres { get; init; }
    public DateTimeOffset? DoneAt { get; init; }
    public string? Report { get; init; }
    public IReadOnlyList<string> PartsUsed { get; init; } = [];
    public string? SignedBy { get; init; }
    public string? CancelReason { get; init; }

    /// <summary>Why it was agreed although something spoke against the engineer.</summary>
    public string? OverrideReason { get; init; }
    public string? ArrivedBy { get; init; }

    /// <summary>Why somebody else checked in for the engineer.</summary>
    public string? ArrivedReason { get; init; }
    public string? NoPlaceReason { get; init; }
    public IReadOnlyList<VisitFileShape> Files { get; init; } = [];
}

public sealed record RemoteSessionShape(Guid Id, string? Tool, string? Link, string? Note, string? By, DateTimeOffset StartedAt, DateTimeOffset? EndedAt, string? Log);

/// <param name="Cutoff">Of a same-day promise: until when, local time, a report counts for its day; else null.</param>
/// <param name="Zone">Of a same-day promise: the zone in which that is meant; else null.</param>
public sealed record OnSitePromiseShape(DateTimeOffset DueAt, string? Cutoff = null, string? Zone = null);

public sealed record VisitDayShape(DateOnly Day, int Visits);

/// <summary>Visits and remote sessions of a ticket, the latest first.</summary>
public sealed record OnSiteShape
{
    public IReadOnlyList<VisitShape> Visits { get; init; } = [];
    public IReadOnlyList<RemoteSessionShape> Sessions { get; init; } = [];

    /// <summary>By when somebody is promised on site; same-day cutoffs are in it.</summary>
    public DateTimeOffset? DueOnSiteAt { get; init; }

    /// <summary>What that was promised by; null while the service says no more than when.</summary>
    public OnSitePromiseShape? Promise { get; init; }

    /// <summary>The most visits a day for one engineer of the team.</summary>
    public int? VisitsPerDay { get; init; }

    /// <summary>What the ticket's engineer has agreed on the days to come.</summary>
    public IReadOnlyList<VisitDayShape>? Days { get; init; }
}

/// <summary>A visit with the ticket it is about.</summary>
public sealed record DayVisitShape(VisitShape Visit, Guid TicketId, string Number, string Subject, int Severity, string State, string? CustomerName, string? ContactName, DateTimeOffset? DueOnSiteAt);

/// <summary>A common cause of many tickets.</summary>
public sealed record ProblemShape
{
    public Guid Id { get; init; }
    public string Title { get; init; } = "";
    public string? Cause { get; init; }
    public string? Workaround { get; init; }
    public string? Solution { get; init; }
    public DateTimeOffset CreatedAt { get; init; }
    public string? By { get; init; }
    public DateTimeOffset? SolvedAt { get; init; }
    public int Tickets { get; init; }
    public int OpenTickets { get; init; }
}

public sealed record ProblemDetailShape(ProblemShape Problem, IReadOnlyList<BoardRow> Tickets);
