using System.Text.Json;

namespace ServiceMesh.Desk;

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
