using System.Text.Json;

namespace ServiceMesh.Desk;

/// <summary>A list as every service answers it; <paramref name="Next"/> is the cursor of what follows, or null.</summary>
public sealed record Listing<T>(IReadOnlyList<T> Items, string? Next = null);

/// <summary>A clock as the board and Sla tell it. While paused only <see cref="RemainingSeconds"/> is known.</summary>
public record ClockShape
{
    public string Clock { get; init; } = "";
    public string State { get; init; } = "";
    public DateTimeOffset StartedAt { get; init; }
    public double TargetSeconds { get; init; }
    public DateTimeOffset? DueAt { get; init; }
    public double RemainingSeconds { get; init; }
    public DateTimeOffset? MetAt { get; init; }
    public DateTimeOffset? BreachedAt { get; init; }
    public string? PausedBy { get; init; }
    public int Cycle { get; init; } = 1;

    /// <summary>The alternatives of an either-or clock; null for all others.</summary>
    public IReadOnlyList<LegShape>? Legs { get; init; }
}

/// <summary>One way to keep an either-or promise: <c>running</c>, <c>met</c>, <c>missed</c> or <c>cancelled</c>.</summary>
public sealed record LegShape(string Clock, string State, DateTimeOffset? DueAt = null, DateTimeOffset? MetAt = null)
{
    /// <summary>What did what it asks for; null while nothing has, and where that is not told.</summary>
    public HappeningShape? MetBy { get; init; }
}

/// <summary>What started or met a clock, for example <c>agentMessage</c>.</summary>
public sealed record HappeningShape(string Event, DateTimeOffset At);

/// <summary>A ticket as the board lists it.</summary>
public record BoardRow
{
    public Guid Id { get; init; }
    public string Number { get; init; } = "";
    public string Subject { get; init; } = "";
    public string? CustomerName { get; init; }
    public string Channel { get; init; } = "";
    public string Kind { get; init; } = "";
    public string WorkType { get; init; } = "";
    public int Severity { get; init; }
    public string State { get; init; } = "";
    public Guid? TeamId { get; init; }
    public string? TeamName { get; init; }
    public Guid? EngineerId { get; init; }
    public string? EngineerName { get; init; }
    public DateTimeOffset OpenedAt { get; init; }
    public DateTimeOffset UpdatedAt { get; init; }
    public string? WaitingFor { get; init; }
    public IReadOnlyList<ClockShape> Clocks { get; init; } = [];
    public DateTimeOffset? LastCustomerMessageAt { get; init; }
    public DateTimeOffset? LastAgentMessageAt { get; init; }
    public int Cycle { get; init; } = 1;
    public long Version { get; init; }
}

public sealed record BoardCounts
{
    public int Open { get; init; }
    public int Assigned { get; init; }
    public int InProgress { get; init; }
    public int Waiting { get; init; }
    public int Resolved { get; init; }
    public int Breached { get; init; }
    public int DueSoon { get; init; }
}

public sealed record BoardPageShape(IReadOnlyList<BoardRow> Items, string? Next, BoardCounts? Counts);

/// <summary>A ticket's work in full.</summary>
public sealed record WorkShape : BoardRow
{
    public string? Impact { get; init; }
    public string? Urgency { get; init; }
    public string? Category { get; init; }
    public string? FaultClass { get; init; }
    public Guid? ProductId { get; init; }

    /// <summary>The module of the product in which it is.</summary>
    public string? Module { get; init; }
    public string? DecidedBy { get; init; }
    public string? Explanation { get; init; }

    /// <summary>The explanation as data.</summary>
    public Contracts.AssignmentReason? Why { get; init; }
    public IReadOnlyList<FixPlanShape> FixPlans { get; init; } = [];
    public IReadOnlyList<PauseShape> Pauses { get; init; } = [];
    public string? Resolution { get; init; }
    public string? CauseCode { get; init; }

    /// <summary>The ticket whose fault came back.</summary>
    public Named? SecondRepairOf { get; init; }

    /// <summary>The common cause that it is put down to.</summary>
    public Named? Problem { get; init; }

    /// <summary>The upgrade during which it was opened.</summary>
    public TiedRunShape? Maintenance { get; init; }

    /// <summary>How it was triaged; null when no rule had a say and nobody chose.</summary>
    public TriageNoteShape? Triage { get; init; }
}

public sealed record FixPlanShape
{
    public string Cause { get; init; } = "";
    public string Steps { get; init; } = "";
    public string Risk { get; init; } = "";
    public int EstimatedMinutes { get; init; }
    public DateTimeOffset? At { get; init; }
    public string? By { get; init; }
}

public sealed record PauseShape
{
    public string Reason { get; init; } = "";
    public string? Note { get; init; }
    public DateTimeOffset? StartedAt { get; init; }
    public DateTimeOffset? EndedAt { get; init; }
}

/// <summary>A product with the names of its modules.</summary>
public sealed record ProductShape(Guid Id, string Name, IReadOnlyList<string>? Modules, string? Code = null)
{
    public IReadOnlyList<VersionShape> Versions { get; init; } = [];
}

/// <summary>A version of a product.</summary>
/// <param name="EndOfSupport">Its last day of support; null while none is known.</param>
public sealed record VersionShape(string Name, DateOnly? EndOfSupport);

/// <summary>Something with an id and a name: a customer, a product, a team.</summary>
public sealed record Named(Guid Id, string? Name)
{
    public string? Code { get; init; }
    public string? Email { get; init; }
    public string? Phone { get; init; }
    public string? Language { get; init; }
    public Guid? CustomerId { get; init; }

    /// <summary>A product's brand, by its code.</summary>
    public string? Brand { get; init; }
    public string? Number { get; init; }
    public string? SerialNumber { get; init; }
    public string? ServiceLevel { get; init; }
}

/// <summary>The ticket as Intake registered it.</summary>
public sealed record TicketShape
{
    public Guid Id { get; init; }
    public string Number { get; init; } = "";
    public string Subject { get; init; } = "";
    public string? Text { get; init; }
    public string Channel { get; init; } = "";
    public string Kind { get; init; } = "";
    public string? State { get; init; }
    public Named? Customer { get; init; }
    public Named? Contact { get; init; }
    public Named? Product { get; init; }
    public Named? Asset { get; init; }
    public Named? Contract { get; init; }
    public DateTimeOffset OpenedAt { get; init; }
    public string? ExternalReference { get; init; }
    public string? Entitlement { get; init; }

    public string? Module { get; init; }
    public MayShape? CustomerMay { get; init; }

    /// <summary>What the platform it came by takes as an answer; null where none stands between.</summary>
    public ReplyTermsShape? Reply { get; init; }

    /// <summary>The ticket that this one goes on from.</summary>
    public NumberedShape? LinkedTicket { get; init; }

    /// <summary>The class of request it was opened as, and its filled form; null for none.</summary>
    public string? RequestClass { get; init; }
    public IReadOnlyDictionary<string, string>? Form { get; init; }

    /// <summary>The conversation that it came by, and the channel it is on; null for none.</summary>
    public string? ConversationId { get; init; }
    public Guid? ChannelId { get; init; }

    /// <summary>The ticket that goes on for this one, and the incident it is part of.</summary>
    public NumberedShape? MergedInto { get; init; }
    public NumberedShape? Parent { get; init; }

    /// <summary>How many tickets are part of this one.</summary>
    public int Children { get; init; }
}

/// <summary>A file of a conversation.</summary>
public sealed record FileShape
{
    public Guid Id { get; init; }
    public string? Name { get; init; }
    public string? Kind { get; init; }
    public long? Size { get; init; }

    /// <summary><c>pending</c> and <c>infected</c> ones are not handed out.</summary>
    public string? Scan { get; init; }

    /// <summary>When it was removed; null while it is kept.</summary>
    public DateTimeOffset? RemovedAt { get; init; }
}

public sealed record BothLanguages(string Zh, string En);

public sealed record NumberedShape(Guid Id, string Number);

/// <summary>A web chat beside its ticket.</summary>
public sealed record ChatShape(bool Online, bool Typing, Guid? CustomerRead);

/// <summary>One entry of a conversation: from the customer, an agent, an internal note, or a call.</summary>
public sealed record MessageShape
{
    public Guid? Id { get; init; }
    public string Kind { get; init; } = "";
    public string? Text { get; init; }
    public JsonElement Author { get; init; }
    public string? Channel { get; init; }
    public DateTimeOffset At { get; init; }
    public JsonElement Delivery { get; init; }

    /// <summary>Why it is only kept for staff, and which mail of its hour it was; null for all others.</summary>
    public string? Held { get; init; }
    public int? HeldCount { get; init; }
    public IReadOnlyList<FileShape> Attachments { get; init; } = [];

    /// <summary>Of a call what is known of it; null for everything else.</summary>
    public CallShape? Call { get; init; }

    public string? AuthorName => Author.ValueKind switch
    {
        JsonValueKind.String => Author.GetString(),
        JsonValueKind.Object when Author.TryGetProperty("name", out var name) => name.GetString(),
        _ => null,
    };

    /// <summary>Why a delivery failed, or what is to be known of one that went; null for nothing.</summary>
    public string? DeliveryReason => Delivery.ValueKind == JsonValueKind.Object && Delivery.TryGetProperty("reason", out var reason) && reason.ValueKind == JsonValueKind.String
        ? reason.GetString() : null;

    /// <summary>The delivery's state in one word, or null when the channel cannot know.</summary>
    public string? DeliveryState => Delivery.ValueKind switch
    {
        JsonValueKind.String => Delivery.GetString(),
        JsonValueKind.Object when Delivery.TryGetProperty("state", out var state) => state.GetString(),
        _ => null,
    };
}

public sealed record TimelineActor(string? Kind, string? Name);

public sealed record TimelineShape
{
    public string? Id { get; init; }
    public DateTimeOffset At { get; init; }
    public string Type { get; init; } = "";
    public TimelineActor? By { get; init; }
    public string? Summary { get; init; }
    public JsonElement Data { get; init; }
    public string? TraceId { get; init; }
    public string? Publisher { get; init; }
    public long Sequence { get; init; }

    public string? Text(string property) =>
        Data.ValueKind == JsonValueKind.Object && Data.TryGetProperty(property, out var value)
            ? value.ValueKind switch
            {
                JsonValueKind.String => value.GetString(),
                JsonValueKind.Number => value.GetRawText(),
                _ => null,
            }
            : null;

    public bool Is(string property) =>
        Data.ValueKind == JsonValueKind.Object && Data.TryGetProperty(property, out var value) && value.ValueKind == JsonValueKind.True;
}

public sealed record NoticeShape
{
    public Guid? Id { get; init; }
    public string? Template { get; init; }
    public string? Channel { get; init; }
    public string? Audience { get; init; }
    public string? Recipient { get; init; }
    public string? State { get; init; }

    /// <summary>How far it is known to have come: <c>accepted</c>, <c>delivered</c>, <c>answered</c> or <c>opened</c>; null when it was not sent.</summary>
    public string? Reached { get; init; }
    public string? Subject { get; init; }
    public string? Language { get; init; }
    public int Attempts { get; init; }
    public string? Failure { get; init; }
    public int? StatusCode { get; init; }
    public string? Text { get; init; }
    public Guid? TicketId { get; init; }
    public DateTimeOffset? CreatedAt { get; init; }
    public DateTimeOffset? NextAttemptAt { get; init; }
    public DateTimeOffset? FinishedAt { get; init; }
}

public sealed record SurveyShape
{
    public Guid? Id { get; init; }
    public Guid? TicketId { get; init; }
    public string? Number { get; init; }
    public string? Subject { get; init; }
    public string? State { get; init; }
    public string? SkipReason { get; init; }
    public string? Channel { get; init; }
    public DateTimeOffset? ExpiresAt { get; init; }
    public DateTimeOffset? DeliveredAt { get; init; }
    public int Reminders { get; init; }
    public DateTimeOffset? AnsweredAt { get; init; }
    public int? Nps { get; init; }
    public DateTimeOffset? SentAt { get; init; }
    public int? Score { get; init; }
    public bool? Solved { get; init; }
    public string? Comment { get; init; }
}

public sealed record FollowUpShape
{
    public Guid Id { get; init; }
    public Guid? TicketId { get; init; }
    public string? Number { get; init; }
    public string? Subject { get; init; }
    public string? CustomerName { get; init; }
    public string? ContactName { get; init; }
    public string? EngineerName { get; init; }
    public string? Reason { get; init; }
    public int? Score { get; init; }
    public string? Comment { get; init; }
    public DateTimeOffset? DueAt { get; init; }
    public int Attempts { get; init; }
    public DateTimeOffset? EscalatedAt { get; init; }
    public int? CallScore { get; init; }
    public DateTimeOffset? CompletedAt { get; init; }
    public string? Outcome { get; init; }
    public string? Note { get; init; }
}

public sealed record CreatedTicket(Guid Id, string Number, string? ProgressUrl);

/// <summary>What an answer says when only its success matters.</summary>
public sealed record Accepted(Guid? Id = null);

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
