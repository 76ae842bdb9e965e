using ServiceMesh.Contracts;
using ServiceMesh.Intake.Domain;

namespace ServiceMesh.Intake.Persistence;

/// <summary>A tenant as the gateway told of it.</summary>
public sealed class TenantRow
{
    public required string Tenant { get; set; }
    public required string TimeZone { get; set; }
    public required string[] Languages { get; set; }
    public string? Brand { get; set; }
    public required long Sequence { get; set; }

    /// <summary>How many days after its closing an answer reopens a ticket; null means <see cref="ConversationRule.ReopenWindow"/>. Set here, not by the gateway.</summary>
    public int? ReopenDays { get; set; }

    /// <summary>How many days after a ticket's end its files, and after a call its recording's address, are kept; null means for good. Set here.</summary>
    public int? AttachmentDays { get; set; }
    public int? RecordingDays { get; set; }
}

public sealed class CustomerRow
{
    public required string Tenant { get; init; }
    public required Guid Id { get; init; }
    public required string Name { get; set; }
    public string? Region { get; set; }
    public required DateTimeOffset CreatedAt { get; init; }
}

public sealed class ContactRow
{
    public required string Tenant { get; init; }
    public required Guid Id { get; init; }
    public required Guid CustomerId { get; set; }
    public required string Name { get; set; }
    public string? Email { get; set; }
    public required string Language { get; set; }
    public required DateTimeOffset CreatedAt { get; init; }
    public List<ContactPhoneRow> Phones { get; } = [];
}

/// <summary>One number of a contact: equal numbers of several contacts are allowed and make a caller ambiguous.</summary>
public sealed class ContactPhoneRow
{
    public required string Tenant { get; init; }
    public required Guid ContactId { get; init; }

    /// <summary>Its place in the list, from 0.</summary>
    public required int Position { get; init; }
    public required string E164 { get; init; }
    public string? Extension { get; init; }
}

public sealed class ProductRow
{
    public required string Tenant { get; init; }
    public required Guid Id { get; init; }
    public required string Code { get; set; }
    public required string Name { get; set; }

    /// <summary>Names of its modules; null for none.</summary>
    public string[]? Modules { get; set; }

    /// <summary>The code of the brand it is sold under; null for the tenant's own name.</summary>
    public string? Brand { get; set; }

    /// <summary>Its versions as JSON, see <see cref="Domain.ProductVersion"/>; null for none.</summary>
    public string? Versions { get; set; }
    public required DateTimeOffset CreatedAt { get; init; }
}

public sealed class BrandRow
{
    public required string Tenant { get; init; }
    public required string Code { get; init; }
    public required Guid Id { get; init; }
    public required string NameZh { get; set; }
    public required string NameEn { get; set; }

    /// <summary>Since when nothing is sold under it; null: it is in use.</summary>
    public DateTimeOffset? RetiredAt { get; set; }
}

public sealed class ContractRow
{
    public required string Tenant { get; init; }
    public required Guid Id { get; init; }
    public required Guid CustomerId { get; set; }
    public required string Number { get; set; }
    public required DateOnly StartsOn { get; set; }
    public required DateOnly EndsOn { get; set; }
    public required string ServiceLevel { get; set; }
    public required Guid[] ProductIds { get; set; }
    public Guid[] AssetIds { get; set; } = [];
    public decimal? MonthlyFee { get; set; }
    public string? Currency { get; set; }
    public decimal? CasePrice { get; set; }
    public decimal? MonthlyCreditCapPercent { get; set; }
    public string? Plan { get; set; }

    /// <summary>Words of <see cref="Channel"/>; null means every channel.</summary>
    public string[]? Channels { get; set; }
    public int? CaseLimit { get; set; }
    public int? VisitLimit { get; set; }
    public bool? UpgradesIncluded { get; set; }
    public DateOnly? EndOfSupport { get; set; }
    public required DateTimeOffset CreatedAt { get; init; }
}

/// <summary>A visit that Dispatch said was completed: it counts once for its ticket's contract.</summary>
public sealed class VisitRow
{
    public required string Tenant { get; init; }
    public required Guid VisitId { get; init; }
    public required Guid TicketId { get; init; }
    public required DateTimeOffset CompletedAt { get; init; }
}

/// <summary>A ticket as it was registered, with the copy of its state.</summary>
public sealed class TicketRow
{
    public required string Tenant { get; init; }
    public required Guid Id { get; init; }
    public required string Number { get; init; }
    public required string Subject { get; init; }
    public string? Text { get; init; }
    public required Channel Channel { get; init; }
    public required TicketKind Kind { get; set; }
    public required WorkType WorkType { get; init; }

    /// <summary>The place in Dispatch's stream of the event that set <see cref="WorkType"/>; 0 while it is the opening's.</summary>
    public long WorkTypeSequence { get; init; }
    public string? Category { get; init; }
    public Level? Impact { get; init; }
    public Level? Urgency { get; init; }
    public Guid? CustomerId { get; init; }
    public Guid? ContactId { get; init; }

    /// <summary>Name, address and number of whoever reported, as they were at registration.</summary>
    public string? ContactName { get; init; }
    public string? ContactEmail { get; init; }
    public string? ContactPhone { get; init; }
    public required string Language { get; init; }
    public Guid? ProductId { get; init; }

    /// <summary>The module of the product that it is about.</summary>
    public string? Module { get; init; }
    public Guid? AssetId { get; init; }

    /// <summary>The version that was installed on the asset at the opening.</summary>
    public string? Version { get; init; }
    public Guid? ContractId { get; init; }
    public string? ServiceLevel { get; init; }

    /// <summary>See <see cref="Domain.Entitlement.Status"/>.</summary>
    public required string Entitlement { get; init; }
    public Guid? ChannelId { get; init; }
    public string? ConversationId { get; init; }
    public Guid? CallId { get; init; }
    public DateTimeOffset? AnsweredAt { get; set; }
    public string? ExternalReference { get; init; }

    /// <summary>The ticket before it in the same conversation.</summary>
    public Guid? LinkedTicketId { get; init; }

    /// <summary>The ticket that goes on for this one since <see cref="MergedAt"/>; null for one that stands for itself.</summary>
    public Guid? MergedIntoId { get; set; }
    public DateTimeOffset? MergedAt { get; set; }

    /// <summary>The key of the class of request it was opened as, and what its form says, as a JSON object of texts.</summary>
    public string? RequestClass { get; init; }
    public string? Form { get; init; }

    /// <summary>The major incident that this ticket is part of.</summary>
    public Guid? ParentId { get; set; }

    /// <summary>SHA-256 of the progress link's token.</summary>
    public required byte[] ProgressTokenHash { get; init; }
    public required DateTimeOffset OpenedAt { get; init; }
    public required ActorKind OpenedByKind { get; init; }
    public string? OpenedById { get; init; }
    public string? OpenedByName { get; init; }
    public required TicketState State { get; set; }

    /// <summary>The place in Dispatch's stream of the event that set <see cref="State"/>; 0 before the first.</summary>
    public required long StateSequence { get; set; }
    public DateTimeOffset? ResolvedAt { get; set; }
    public DateTimeOffset? ClosedAt { get; set; }

    /// <summary>Whether a reopening was asked for since the last change of state.</summary>
    public required bool ReopenRequested { get; set; }
}

/// <summary>What was said in a ticket after its opening.</summary>
public sealed class MessageRow
{
    public required string Tenant { get; init; }
    public required Guid Id { get; init; }
    public required Guid TicketId { get; init; }
    public required MessageKind Kind { get; init; }
    public required string Text { get; init; }
    public required Channel Channel { get; init; }
    public required ActorKind AuthorKind { get; init; }
    public string? AuthorId { get; init; }
    public string? AuthorName { get; init; }
    public required DateTimeOffset At { get; init; }

    /// <summary>
    /// Its place in the order in which messages of a ticket were committed; given by the database while the ticket is locked. Null for
    /// messages from before places were given.
    /// </summary>
    public long? Place { get; init; }

    /// <summary>When the platform says it was written; shown, never used to decide.</summary>
    public DateTimeOffset? SentAt { get; init; }

    /// <summary>The sender's Idempotency-Key where nobody is signed in: the same key again is the same message.</summary>
    public string? ClientKey { get; init; }

    /// <summary>Only for agents' messages that go to an IM platform.</summary>
    public DeliveryState? Delivery { get; set; }
    public string? DeliveryReason { get; set; }
    public DateTimeOffset? DeliveredAt { get; set; }
    public int Attempts { get; set; }

    /// <summary>Parts of a long message that the platform has taken.</summary>
    public int PartsSent { get; set; }

    /// <summary>Why it is kept for staff only although a customer wrote it, see <see cref="HeldReasons"/>; null for all others.</summary>
    public string? Held { get; init; }

    /// <summary>Which mail of its hour it was, from 1; only where it is held.</summary>
    public int? HeldCount { get; init; }

    /// <summary>A secret link as it stands in the text, ending in a masked token; null when there is none.</summary>
    public string? MaskedLink { get; init; }

    /// <summary>The token that belongs at the end of the link, sealed: opened only to send it, and forgotten when it is sent.</summary>
    public string? SealedToken { get; set; }

    /// <summary>The platform's id of a message that it accepted and of which it will tell whether it arrived.</summary>
    public string? PlatformId { get; set; }

    /// <summary>The link with its token; null when there is none, or it was sent.</summary>
    public string? LinkToSend(ServiceDefaults.LinkTokens links) => MaskedLink is null || SealedToken is null
        ? null
        : string.Concat(MaskedLink.AsSpan(0, MaskedLink.LastIndexOf('/') + 1), links.Open(SealedToken));

    /// <summary>The text as the platform gets it, the link with its token.</summary>
    public string TextToSend(ServiceDefaults.LinkTokens links) => LinkToSend(links) is { } link ? Text.Replace(MaskedLink!, link, StringComparison.Ordinal) : Text;
}

/// <summary>Why a message that came is only kept.</summary>
public static class HeldReasons
{
    /// <summary>More mails of one ticket within the hour than anybody writes.</summary>
    public const string MailLimit = "mail-limit";
}

public enum MessageKind
{
    Customer,
    Agent,
    Note,
}

public enum DeliveryState
{
    Pending,

    /// <summary>The platform took it and tells no more.</summary>
    Sent,
    Delivered,
    Failed,
}

/// <summary>How far ticket numbers of a tenant's day have been handed out.</summary>
public sealed class NumberBlockRow
{
    public required string Tenant { get; init; }
    public required DateOnly Day { get; init; }
    public required long Next { get; set; }
}
