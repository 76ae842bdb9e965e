using ServiceMesh.Contracts;

namespace ServiceMesh.Dispatch.Domain.Triage;

/// <summary>What a ticket's opening said, as rules see it; kept, so that new rules can be tried on past tickets.</summary>
public sealed record TriageFacts
{
    /// <summary>So much of the text is looked at and kept.</summary>
    public const int LongestText = 4000;

    public required DateTimeOffset OpenedAt { get; init; }
    public required Channel Channel { get; init; }
    public required TicketKind Kind { get; init; }
    public required WorkType WorkType { get; init; }

    /// <summary>What somebody chose it to be; null when nobody said.</summary>
    public WorkType? ChosenWorkType { get; init; }
    public required string Subject { get; init; }
    public string? Text { get; init; }
    public string? Category { get; init; }

    /// <summary>Null also in what was kept before it was looked at.</summary>
    public string? RequestClass { get; init; }
    public Level? Impact { get; init; }
    public Level? Urgency { get; init; }
    public Guid? CustomerId { get; init; }
    public string? CustomerName { get; init; }
    public string? ContactEmail { get; init; }
    public required string Language { get; init; }
    public Guid? ProductId { get; init; }
    public string? ProductName { get; init; }
    public Guid? AssetId { get; init; }
    public Guid? ContractId { get; init; }
    public string? ServiceLevel { get; init; }
    public string? Entitlement { get; init; }
    public string? ChannelId { get; init; }
    public string? ExternalReference { get; init; }

    /// <summary>Staff opened it: what they gave was chosen by hand.</summary>
    public bool ByStaff { get; init; }

    public static TriageFacts Of(TicketOpened e) => new()
    {
        OpenedAt = e.OccurredAt, Channel = e.Channel, Kind = e.Kind, WorkType = e.WorkType, ChosenWorkType = e.ChosenWorkType, Subject = e.Subject,
        Text = e.Text is { Length: > LongestText } text ? text[..LongestText] : e.Text, Category = e.Category, RequestClass = e.RequestClass, Impact = e.Impact, Urgency = e.Urgency,
        CustomerId = e.CustomerId, CustomerName = e.CustomerName, ContactEmail = e.ContactEmail, Language = e.Language, ProductId = e.ProductId,
        ProductName = e.ProductName, AssetId = e.AssetId, ContractId = e.ContractId, ServiceLevel = e.ServiceLevel, Entitlement = e.Entitlement,
        ChannelId = e.ChannelId, ExternalReference = e.ExternalReference, ByStaff = e.By.Kind == ActorKind.Staff,
    };

    /// <summary>What somebody chose by hand at the opening: rules leave it alone.</summary>
    public bool IsByHand(TriageField field) => ByStaff && field switch
    {
        TriageField.Category => Category is not null,
        TriageField.Impact => Impact is not null,
        TriageField.Urgency => Urgency is not null,
        TriageField.Severity => Impact is not null && Urgency is not null,
        // Support is also what is taken when nobody says anything; openings from before a choice was told say no more.
        TriageField.WorkType => ChosenWorkType is not null || WorkType != WorkType.Support,
        _ => false,
    };
}
