namespace ServiceMesh.Notification.Persistence;

/// <summary>Counts changes of a tenant's providers and templates, so that processes know when what they remember is old.</summary>
public sealed class TenantSettingsRow
{
    public required string Tenant { get; set; }
    public required long Version { get; set; }
}

/// <summary>What a person wants, and how they can be reached.</summary>
public sealed class PersonRow
{
    public required string Tenant { get; set; }

    /// <summary>The person's e-mail address, in lower case.</summary>
    public required string Address { get; set; }
    public string? Phone { get; set; }
    public string? FeishuId { get; set; }
    public string? TimeZone { get; set; }
    public TimeOnly? QuietFrom { get; set; }
    public TimeOnly? QuietTo { get; set; }
    public int DigestMinutes { get; set; }

    /// <summary>Channels by template: <c>{"sla-warned": ["in-app"], "*": ["email"]}</c>.</summary>
    public string Rules { get; set; } = "{}";
    public string? Suppressed { get; set; }
    public DateTimeOffset? SuppressedAt { get; set; }
}

/// <summary>A robot, an SMS provider or a voice provider of a tenant.</summary>
public sealed class ProviderRow
{
    public required Guid Id { get; set; }
    public required string Tenant { get; set; }
    public required string Name { get; set; }

    /// <summary><c>wecom</c>, <c>dingtalk</c>, <c>feishu</c>, <c>sms-http</c>, <c>sms-twilio</c> or <c>voice-twilio</c>.</summary>
    public required string Kind { get; set; }

    /// <summary>Where it is reached, sealed: robots' addresses hold their key.</summary>
    public required string SealedUrl { get; set; }
    public string? SealedSecret { get; set; }

    /// <summary>The account at the provider.</summary>
    public string? Account { get; set; }

    /// <summary>The number or name that messages come from.</summary>
    public string? Sender { get; set; }

    /// <summary>Voice: the address of the TwiML to play instead of our own words.</summary>
    public string? ScriptUrl { get; set; }

    /// <summary>Robots: the messages they take.</summary>
    public string[] Templates { get; set; } = [];

    /// <summary>Robots: the audiences they serve.</summary>
    public string[] Audiences { get; set; } = [];

    /// <summary>The language robots speak.</summary>
    public string Language { get; set; } = "en";

    /// <summary>Messages a minute that the provider takes, over all processes; 0: no limit.</summary>
    public int PerMinute { get; set; }
    public required DateTimeOffset CreatedAt { get; set; }
    public DateTimeOffset? DisabledAt { get; set; }
}

/// <summary>A tenant's own wording of a message; the newest active version of its place holds.</summary>
public sealed class TemplateRow
{
    public required Guid Id { get; set; }
    public required string Tenant { get; set; }
    public required string Template { get; set; }
    public required string Channel { get; set; }
    public required string Language { get; set; }

    /// <summary>The brand it is for; empty for all.</summary>
    public required string Brand { get; set; }
    public required int Version { get; set; }
    public required string Subject { get; set; }
    public required string Text { get; set; }
    public string? Html { get; set; }
    public required bool Active { get; set; }
    public required DateTimeOffset CreatedAt { get; set; }
    public string? CreatedBy { get; set; }
}

/// <summary>Somebody of the staff who wants to hear of a ticket that is not theirs.</summary>
public sealed class WatchRow
{
    public required string Tenant { get; set; }
    public required Guid TicketId { get; set; }
    public required string Address { get; set; }
}

/// <summary>Whom a tenant tells besides those whom a message is for anyway.</summary>
public sealed class NoticeRuleRow
{
    public required Guid Id { get; set; }
    public required string Tenant { get; set; }
    public required string[] Templates { get; set; }

    /// <summary>Everybody with this role; null: the members of <see cref="TeamId"/>.</summary>
    public string? Role { get; set; }
    public Guid? TeamId { get; set; }

    /// <summary>Only about tickets of this team.</summary>
    public Guid? OfTeamId { get; set; }

    /// <summary>Only about tickets of this severity or a graver one.</summary>
    public int? SeverityAtMost { get; set; }
    public required DateTimeOffset CreatedAt { get; set; }
    public string? CreatedBy { get; set; }
}

/// <summary>One message to many customers.</summary>
public sealed class AnnouncementRow
{
    public required Guid Id { get; set; }
    public required string Tenant { get; set; }

    /// <summary>Subject and text by language: <c>{"en": {"subject": "...", "text": "..."}}</c>.</summary>
    public required string Texts { get; set; }

    /// <summary>Who is told: <c>{"productIds": [], "customerIds": [], "serviceLevels": []}</c>.</summary>
    public required string Audience { get; set; }
    public required int PerMinute { get; set; }

    /// <summary><c>draft</c>, <c>sending</c>, <c>stopped</c> or <c>done</c>.</summary>
    public required string State { get; set; }
    public int Total { get; set; }
    public int Queued { get; set; }
    public string? CreatedBy { get; set; }
    public required DateTimeOffset CreatedAt { get; set; }
    public DateTimeOffset? StartedAt { get; set; }
    public DateTimeOffset? FinishedAt { get; set; }
}

/// <summary>A customer's contact, for announcements.</summary>
public sealed class ContactCopyRow
{
    public required string Tenant { get; set; }
    public required Guid ContactId { get; set; }
    public required Guid CustomerId { get; set; }
    public required string Name { get; set; }
    public string? Email { get; set; }

    /// <summary>Telephone numbers in E.164, the first choice first.</summary>
    public string[] Phones { get; set; } = [];
    public required string Language { get; set; }
    public required long Sequence { get; set; }
}

/// <summary>A customer's contract, for announcements.</summary>
public sealed class ContractCopyRow
{
    public required string Tenant { get; set; }
    public required Guid ContractId { get; set; }
    public required Guid CustomerId { get; set; }
    public required string ServiceLevel { get; set; }
    public required Guid[] ProductIds { get; set; }
    public required DateOnly EndsOn { get; set; }
    public required long Sequence { get; set; }
}

/// <summary>A customer's contact that an announcement goes to, and the delivery made for them.</summary>
public sealed class AnnouncementRecipientRow
{
    public required Guid AnnouncementId { get; set; }
    public required string Address { get; set; }
    public required string Tenant { get; set; }
    public string? Name { get; set; }
    public required string Language { get; set; }
    public Guid? DeliveryId { get; set; }
}

/// <summary>A delivery that waits for its recipient's digest. A table of its own, so that the deliveries' table needs no index for it.</summary>
public sealed class HeldRow
{
    public required Guid DeliveryId { get; set; }
    public required string Tenant { get; set; }
    public required string Channel { get; set; }
    public required string Recipient { get; set; }
    public required DateTimeOffset DueAt { get; set; }
}

/// <summary>A notice in a person's list in the Desk: delivered by being here.</summary>
public sealed class InboxRow
{
    public required Guid Id { get; set; }
    public required string Tenant { get; set; }
    public required string Person { get; set; }
    public required string Source { get; set; }
    public Guid? TicketId { get; set; }
    public required string Template { get; set; }
    public required string Audience { get; set; }
    public required string Subject { get; set; }
    public required string Text { get; set; }
    public required DateTimeOffset CreatedAt { get; set; }
    public DateTimeOffset? ReadAt { get; set; }
}
