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

public sealed record TeamAssignmentShape(string? Mode = null, CapacityShape? Capacity = null);

public sealed record TeamSettingsShape(TeamAssignmentShape? Assignment = null);

/// <summary>What whoever goes off shift leaves for who comes.</summary>
/// <param name="TakenBy">Who has read it and taken over; null while nobody has.</param>
public sealed record HandoverShape(
    Guid Id, Guid TeamId, string TeamName, string Text, IReadOnlyList<HandoverTicketShape> Tickets, string By, DateTimeOffset At, string? TakenBy, DateTimeOffset? TakenAt);

public sealed record HandoverTicketShape(Guid Id, string Number, string Subject, string State);
