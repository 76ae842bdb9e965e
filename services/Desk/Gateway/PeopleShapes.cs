namespace ServiceMesh.Desk;

/// <summary>What is told of an engineer; the same shape is sent back.</summary>
public sealed record ProfileShape
{
    public string? Phone { get; init; }
    public IReadOnlyList<string> PageChannels { get; init; } = [];
    public IReadOnlyList<SkillShape> Skills { get; init; } = [];
    public IReadOnlyList<CertificateShape> Certificates { get; init; } = [];
    public IReadOnlyList<string> Languages { get; init; } = [];
    public IReadOnlyList<string> Regions { get; init; } = [];
    public IReadOnlyList<Guid> Knows { get; init; } = [];
    public IReadOnlyList<Guid> Avoids { get; init; } = [];
    public IReadOnlyList<TrainingShape> Trainings { get; init; } = [];
    public IReadOnlyList<string> Warnings { get; init; } = [];
}

public sealed record TrainingShape(string Title, DateOnly CompletedOn);

/// <param name="State"><c>available</c> or <c>away</c>.</param>
/// <param name="SeenAt">Null when the person's Desk is not open.</param>
public sealed record PresenceShape(
    Guid EngineerId, string Name, string State, DateTimeOffset? SeenAt, int OpenTickets, int Calls, int Chats, int Cases, int Background);

/// <param name="Kind"><c>onCall</c> or <c>shift</c>.</param>
/// <param name="At">Local time of the beginning.</param>
/// <param name="Minutes">By the wall clock.</param>
/// <param name="Rule">An RRULE that speaks of days.</param>
public sealed record RotationShape(
    Guid Id, string Name, string Kind, int Layer, string Zone, DateOnly StartsOn, DateOnly? EndsOn, TimeOnly At, int Minutes, string Rule, int TurnDays,
    IReadOnlyList<Guid> Participants);

/// <param name="SwapId">The same in both halves of a swap.</param>
public sealed record OverrideShape(
    Guid Id, Guid RotationId, Guid EngineerId, Guid? Replaces, DateTimeOffset From, DateTimeOffset Until, Guid? SwapId, string? Reason, string? By);

public sealed record AbsenceShape(Guid Id, DateTimeOffset From, DateTimeOffset Until, string? Reason);

/// <summary>How many tickets of each class somebody works on at a time; null for any number.</summary>
public sealed record CapacityShape(int? Call = null, int? Chat = null, int? Case = null, int? Background = null);

/// <summary>A team as the list of teams has it.</summary>
public sealed record TeamShape(Guid Id, string Name, IReadOnlyList<string>? Categories = null, bool IsDefault = false);

/// <summary>How a team's tickets get to people.</summary>
public sealed record TeamAssignmentShape
{
    /// <summary><c>push</c> or <c>offer</c>.</summary>
    public string Mode { get; init; } = "push";
    public int OfferMinutes { get; init; } = 5;
    public bool OfferEndsWithShift { get; init; } = true;
    public bool AwayWhenUnanswered { get; init; }

    /// <summary>What becomes of tickets whose owner goes off shift: <c>keep</c>, <c>notStarted</c> or <c>all</c> go to somebody else.</summary>
    public string OffShift { get; init; } = "notStarted";

    /// <summary>0 to 100 each, by criterion.</summary>
    public IReadOnlyDictionary<string, int>? Weights { get; init; }
    public CapacityShape? Capacity { get; init; }
    public IReadOnlyList<RequirementShape>? Requirements { get; init; }
    public TeamHoursShape? Hours { get; init; }

    /// <summary>A calendar of the service levels by name, in place of <see cref="Hours"/>.</summary>
    public string? Calendar { get; init; }

    /// <summary>Who has no shift is off duty when not seen for so many minutes; null for not.</summary>
    public int? UnseenMinutes { get; init; }

    /// <summary>Who has no shift is off duty outside the team's hours.</summary>
    public bool OnlyInHours { get; init; }

    /// <summary>To whom a reopened ticket goes: <c>owner</c>, <c>ownerOnDuty</c> or <c>queue</c>.</summary>
    public string Reopened { get; init; } = "owner";
    public int? VisitsPerDay { get; init; }
}

/// <param name="When">A product's code or a category; null for all tickets of the team.</param>
public sealed record RequirementShape(string? When = null, IReadOnlyList<SkillShape>? Skills = null, IReadOnlyList<string>? Certificates = null);

/// <param name="Day"><c>monday</c> to <c>sunday</c>.</param>
/// <param name="To">Midnight is the day's end.</param>
public sealed record TeamDayShape(string Day, TimeOnly From, TimeOnly To);

public sealed record TeamHoursShape(string Zone, IReadOnlyList<TeamDayShape> Days, IReadOnlyList<DateOnly>? Holidays = null);

/// <summary>How a team is paged.</summary>
/// <param name="Ladder">Null for the usual one.</param>
/// <param name="PageQueued">Whether a ticket of severity 1 that waits for somebody calls people, after <paramref name="QueuedMinutes"/>.</param>
public sealed record TeamPagingShape(
    Guid? ManagerAccountId = null, int Reminders = 2, int Minutes = 10, IReadOnlyList<string>? Ladder = null, bool PageQueued = true, int QueuedMinutes = 0);

/// <param name="Gaps">Skills and certificates that are asked for and that nobody has.</param>
public sealed record TeamSettingsShape(TeamPagingShape? Paging = null, TeamAssignmentShape? Assignment = null, IReadOnlyList<Contracts.Exclusion>? Gaps = null)
{
    /// <summary>The team's people who are in no rotation of shifts.</summary>
    public int WithoutShift { get; init; }
}

/// <summary>What whoever goes off shift leaves for who comes.</summary>
/// <param name="TakenBy">Who has read it and taken over; null while nobody has.</param>
public sealed record HandoverShape(
    Guid Id, Guid TeamId, string TeamName, string Text, IReadOnlyList<HandoverTicketShape> Tickets, string By, DateTimeOffset At, string? TakenBy, DateTimeOffset? TakenAt);

public sealed record HandoverTicketShape(Guid Id, string Number, string Subject, string State);
