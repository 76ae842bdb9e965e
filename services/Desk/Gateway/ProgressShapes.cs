namespace ServiceMesh.Desk;

/// <summary>A ticket as its customer may see it.</summary>
public sealed record ProgressShape
{
    /// <summary>Told to who is signed in only.</summary>
    public Guid Id { get; init; }
    public string Number { get; init; } = "";
    public string Subject { get; init; } = "";
    public string State { get; init; } = "";
    public DateTimeOffset OpenedAt { get; init; }
    public DateTimeOffset UpdatedAt { get; init; }
    public string? EngineerName { get; init; }
    public string? WaitingFor { get; init; }
    public string? Language { get; init; }
    public IReadOnlyList<ClockShape> Clocks { get; init; } = [];
    public IReadOnlyList<ProgressStep> Steps { get; init; } = [];
}

/// <param name="Code">A stable word for a step that we say in our own words.</param>
/// <param name="What">The step in the ticket's language, for codes we do not know.</param>
public sealed record ProgressStep(DateTimeOffset At, string? Code, string? What);

/// <summary>The conversation as the holder of a progress link may see it.</summary>
/// <param name="Brand">The name under which the tenant's customers know it; null when the service does not tell.</param>
/// <param name="TimeZone">The tenant's IANA zone; null when the service does not tell.</param>
/// <param name="May">What its holder may do now; null when the service does not tell.</param>
public sealed record ProgressConversation(IReadOnlyList<MessageShape> Items, bool TakesReplies = true, string? Brand = null, string? TimeZone = null, MayShape? May = null);
