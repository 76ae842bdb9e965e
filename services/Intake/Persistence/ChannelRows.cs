namespace ServiceMesh.Intake.Persistence;

/// <summary>A door for a platform: its id stands in the webhook's address and names the tenant.</summary>
public sealed class ChannelRow
{
    public required string Tenant { get; init; }
    public required Guid Id { get; init; }
    public required ChannelKind Kind { get; init; }
    public required string Name { get; set; }

    /// <summary>The signing secret, encrypted.</summary>
    public required byte[] SealedSecret { get; init; }
    /// <summary>What its kind needs besides, encrypted; null for kinds that need nothing.</summary>
    public byte[]? SealedSettings { get; set; }
    public string? OutboundUrl { get; set; }
    public string? Language { get; set; }
    public required bool Active { get; set; }
    public required DateTimeOffset CreatedAt { get; init; }
}

public enum ChannelKind
{
    Im,
    Cti,
    Wecom,
    Wechat,
    Feishu,
    Dingtalk,
    Telegram,
    Twilio,

    /// <summary>The web chat's widget.</summary>
    Chat,

    /// <summary>Mail that a provider hands over.</summary>
    Mail,
}

/// <summary>A channel's access token at its platform, shared by all instances.</summary>
public sealed class ChannelTokenRow
{
    public required Guid ChannelId { get; init; }
    public required string Tenant { get; init; }
    public byte[]? SealedToken { get; set; }
    public DateTimeOffset? ExpiresAt { get; set; }

    /// <summary>Until when an instance is fetching a new one for all.</summary>
    public DateTimeOffset? RefreshingUntil { get; set; }
}

/// <summary>Who is on call in a team, as Dispatch told.</summary>
public sealed class OnCallTeamRow
{
    public required string Tenant { get; init; }
    public required Guid TeamId { get; init; }

    /// <summary>The first to be called first.</summary>
    public required Guid[] EngineerIds { get; set; }
    public required long Sequence { get; set; }
}

/// <summary>An engineer's name, number, account and teams, as Dispatch told.</summary>
public sealed class EngineerPhoneRow
{
    public required string Tenant { get; init; }
    public required Guid EngineerId { get; init; }

    /// <summary>E.164; null when there is none or the engineer is not active.</summary>
    public string? Phone { get; set; }

    /// <summary>Name and language; null until Dispatch tells of the engineer once more, where it told before they were kept.</summary>
    public string? Name { get; set; }
    public string? Language { get; set; }

    /// <summary>The account that the engineer signs in with; null when none is known or the engineer is not active.</summary>
    public Guid? AccountId { get; set; }
    public Guid[] TeamIds { get; set; } = [];
    public required long Sequence { get; set; }
}

/// <summary>A calendar as Sla told of it.</summary>
public sealed class CalendarRow
{
    public required string Tenant { get; init; }
    public required Guid CalendarId { get; init; }

    /// <summary>Unique in the tenant: channels name it by this.</summary>
    public required string Name { get; set; }
    public required string TimeZone { get; set; }

    /// <summary>Week, holidays and special days, as JSON.</summary>
    public required string Hours { get; set; }
    public required long Sequence { get; set; }
}

/// <summary>A conversation on an IM platform and the ticket it belongs to now.</summary>
public sealed class ConversationRow
{
    public required string Tenant { get; init; }
    public required Guid ChannelId { get; init; }
    public required string ConversationId { get; init; }
    public Guid? TicketId { get; set; }

    /// <summary>What answering needs besides the conversation's id, encrypted.</summary>
    public byte[]? SealedReplyTo { get; set; }

    /// <summary>Who last wrote in it, by the platform's own id.</summary>
    public string? PersonId { get; set; }

    /// <summary>When the customer last wrote: some platforms take answers only for a while after it.</summary>
    public DateTimeOffset? LastCustomerAt { get; set; }

    /// <summary>The web chat's own id of the message that opened the present ticket.</summary>
    public string? OpeningKey { get; set; }

    /// <summary>Up to which place the customer, and anybody of the staff, has read the web chat; see <see cref="MessageRow.Place"/>.</summary>
    public long CustomerRead { get; set; }
    public long StaffRead { get; set; }
}

/// <summary>Somebody on a platform, known as a contact because staff said so.</summary>
public sealed class PlatformPersonRow
{
    public required string Tenant { get; init; }
    public required Guid ChannelId { get; init; }

    /// <summary>The platform's own id of the person.</summary>
    public required string PersonId { get; init; }
    public required Guid ContactId { get; set; }
    public required string? LinkedBy { get; set; }
    public required DateTimeOffset LinkedAt { get; set; }
}

/// <summary>A webhook that was taken, so that a repetition is known.</summary>
public sealed class WebhookRow
{
    public required Guid ChannelId { get; init; }
    public required string WebhookId { get; init; }
    public required string Tenant { get; init; }
    public Guid? TicketId { get; set; }
    public required DateTimeOffset ReceivedAt { get; init; }
}

public sealed class CallRow
{
    public required string Tenant { get; init; }
    public required Guid Id { get; init; }
    public required Guid ChannelId { get; init; }

    /// <summary>The telephone system's own id of the call.</summary>
    public required string ExternalId { get; init; }
    public string? FromNumber { get; set; }
    public string? ToNumber { get; set; }
    public DateTimeOffset? RingingAt { get; set; }
    public DateTimeOffset? AnsweredAt { get; set; }
    public DateTimeOffset? MissedAt { get; set; }
    public string? AgentAccountId { get; set; }
    public string? AgentName { get; set; }

    /// <summary>The engineer who answered; null when no engineer is known for it.</summary>
    public Guid? EngineerId { get; set; }
    public string? Cause { get; set; }

    /// <summary>The layer of people on duty that a hotline dialled last, from 0; null while none was.</summary>
    public int? DialledLayer { get; set; }

    /// <summary>Where the recording lies; null also when its time is over, see <see cref="RecordingForgottenAt"/>.</summary>
    public string? RecordingUrl { get; set; }
    public DateTimeOffset? RecordingForgottenAt { get; set; }

    /// <summary>When it ended, and why by the telephone system's word.</summary>
    public DateTimeOffset? EndedAt { get; set; }
    public string? HangupCause { get; set; }

    /// <summary>Where the message lies that the caller left.</summary>
    public string? VoicemailUrl { get; set; }
    public string? CallerMatch { get; set; }

    /// <summary>The language chosen on the hotline, as a BCP 47 tag.</summary>
    public string? Language { get; set; }

    /// <summary>Digits of a contract number that were keyed in, and the contract they name.</summary>
    public string? EnteredContract { get; set; }
    public Guid? ContractId { get; set; }

    /// <summary>Whether the caller said that the system is down; null when not asked yet.</summary>
    public bool? SystemDown { get; set; }
    public Guid? CustomerId { get; set; }
    public Guid? ContactId { get; set; }
    public Guid? TicketId { get; set; }
}

/// <summary>A file in a conversation: one that was uploaded here, or one that stays at its platform, where what is kept is how to ask for it.</summary>
public sealed class AttachmentRow
{
    public required string Tenant { get; init; }
    public required Guid Id { get; init; }

    /// <summary>Null for an upload that nothing has been said with yet.</summary>
    public Guid? TicketId { get; set; }

    /// <summary>The message it came with; null for the one that opened the ticket.</summary>
    public Guid? MessageId { get; set; }

    /// <summary>The channel whose platform keeps it; null for an upload.</summary>
    public Guid? ChannelId { get; init; }
    public required FileKind Kind { get; init; }
    public string? Name { get; set; }

    /// <summary>Bytes, where it is known.</summary>
    public long? Size { get; init; }

    /// <summary>The platform's reference, encrypted: some hold a key. Null for an upload.</summary>
    public byte[]? SealedReference { get; set; }

    /// <summary>Where an upload lies, within the tenant's directory.</summary>
    public string? StoredAs { get; set; }

    /// <summary>When the file or its reference was removed, because its time was over or the person was erased; null while it is kept.</summary>
    public DateTimeOffset? RemovedAt { get; set; }

    /// <summary>What an upload is by its first bytes.</summary>
    public string? MediaType { get; init; }
    public byte[]? Sha256 { get; init; }

    /// <summary>What the virus scanner said of an upload; null for a file at a platform.</summary>
    public ScanState? Scan { get; set; }

    /// <summary>See <see cref="Attachments.Uploader"/>.</summary>
    public string? UploadedBy { get; init; }
    public required DateTimeOffset At { get; init; }
}

/// <summary>What is known of viruses in a file.</summary>
public enum ScanState
{
    /// <summary>No scanner is set up.</summary>
    Unscanned,
    Pending,
    Clean,

    /// <summary>The file was removed.</summary>
    Infected,
}

public enum FileKind
{
    Picture,
    File,
    Voice,
    Video,
}
