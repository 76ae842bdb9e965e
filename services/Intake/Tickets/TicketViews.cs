using System.Text.Json.Serialization;
using ServiceMesh.Contracts;
using ServiceMesh.Intake.Conversations;
using ServiceMesh.Intake.Domain;

namespace ServiceMesh.Intake.Tickets;

/// <summary>A line of the ticket list.</summary>
public sealed record TicketLine(
    Guid Id, string Number, string Subject, Channel Channel, TicketKind Kind, WorkType WorkType, TicketState State, Guid? CustomerId,
    string? CustomerName, string? ContactName, DateTimeOffset OpenedAt, string? ExternalReference);

public sealed record CustomerName(Guid Id, string Name);

/// <summary>Who reported; <see cref="Id"/> is left out when no contact is kept for that person.</summary>
public sealed record ReporterView(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Guid? Id, string? Name, string? Email, string? Phone, string Language);

public sealed record ProductName(Guid Id, string Code, string Name);

/// <param name="Location">Where it stands; null where nobody said.</param>
public sealed record AssetName(Guid Id, string SerialNumber, string? Name, string? Location = null);

public sealed record ContractName(Guid Id, string Number, string ServiceLevel, DateOnly EndsOn);

public sealed record TicketName(Guid Id, string Number);

/// <summary>A ticket as it was registered, with Intake's copy of its state.</summary>
public sealed record TicketView
{
    public required Guid Id { get; init; }
    public required string Number { get; init; }
    public required string Subject { get; init; }
    public string? Text { get; init; }
    public required Channel Channel { get; init; }
    public required TicketKind Kind { get; init; }
    public required WorkType WorkType { get; init; }
    public required TicketState State { get; init; }
    public string? Category { get; init; }
    public Level? Impact { get; init; }
    public Level? Urgency { get; init; }
    public CustomerName? Customer { get; init; }
    public ReporterView? Contact { get; init; }
    public ProductName? Product { get; init; }

    /// <summary>The module of the product that it is about, as it was named at the opening.</summary>
    public string? Module { get; init; }
    public AssetName? Asset { get; init; }

    /// <summary>The version that was installed on the asset at the opening.</summary>
    public string? Version { get; init; }
    public ContractName? Contract { get; init; }

    /// <summary>See <see cref="Domain.Entitlement.Status"/>.</summary>
    public required string Entitlement { get; init; }
    public Guid? ChannelId { get; init; }
    public string? ConversationId { get; init; }
    public Guid? CallId { get; init; }
    public DateTimeOffset? AnsweredAt { get; init; }
    public string? ExternalReference { get; init; }

    /// <summary>The ticket that goes on for this one; null when it stands for itself.</summary>
    public TicketName? MergedInto { get; init; }

    /// <summary>The class of request it was opened as, and its filled form; null when it was opened without.</summary>
    public string? RequestClass { get; init; }
    public IReadOnlyDictionary<string, string>? Form { get; init; }

    /// <summary>The major incident that it is part of.</summary>
    public TicketName? Parent { get; init; }

    /// <summary>How many tickets are part of this one.</summary>
    public int Children { get; init; }

    /// <summary>The ticket before it in the same conversation.</summary>
    public TicketName? LinkedTicket { get; init; }
    public required DateTimeOffset OpenedAt { get; init; }
    public string? OpenedBy { get; init; }
    public DateTimeOffset? ResolvedAt { get; init; }
    public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>What its customer may do with it now.</summary>
    public CustomerMay? CustomerMay { get; init; }

    /// <summary>What the platform that it came by takes as an answer, for staff; null where no platform stands between.</summary>
    public ReplyTerms? Reply { get; init; }
}
