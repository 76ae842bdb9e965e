namespace ServiceMesh.Desk;

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

/// <summary>A robot, SMS or voice provider; never with its address or secret.</summary>
public sealed record ProviderShape(
    Guid Id, string Name, string Kind, string Channel, string? Account, string? Sender, IReadOnlyList<string>? Templates, IReadOnlyList<string>? Audiences, string? Language, int PerMinute);

/// <summary>The mail server, which operators set up.</summary>
public sealed record MailServerShape(bool On, string From, string? Answers, bool Encrypted);

/// <summary>How a test message ended.</summary>
public sealed record TestOutcomeShape(bool Taken, string? Failure, int? Status, int Milliseconds);

/// <summary>A message there is, and the values its wordings may name.</summary>
public sealed record NoticeKindShape(string Template, IReadOnlyList<string> Fields);

/// <summary>A version of a wording; inactive: the shipped one holds again.</summary>
public sealed record WordingShape(
    Guid Id, string Template, string Channel, string Language, string Brand, int Version, bool Active, string Subject, string Text, string? Html, DateTimeOffset CreatedAt, string? CreatedBy);

/// <summary>All messages and the tenant's own wordings.</summary>
public sealed record WordingsShape(IReadOnlyList<NoticeKindShape> Messages, IReadOnlyList<WordingShape> Items);

/// <summary>A shipped wording.</summary>
public sealed record ShippedShape(string Subject, string Text);

/// <summary>A wording filled with what happened.</summary>
public sealed record FilledShape(Guid DeliveryId, string Subject, string Text, string? Html);

/// <summary>Where events go, and how that goes.</summary>
public sealed record EndpointShape(
    Guid Id, string Url, IReadOnlyList<string> Events, DateTimeOffset CreatedAt, DateTimeOffset? DisabledAt, string? DisabledReason, DateTimeOffset? FailingSince, DateTimeOffset? OverlapUntil);

/// <summary>All endpoints, and the events there are.</summary>
public sealed record EndpointsShape(IReadOnlyList<EndpointShape> Items, IReadOnlyList<string>? Events);

/// <summary>A signing secret, shown this once.</summary>
public sealed record EndpointSecretShape(Guid Id, string Secret);

/// <summary>How many messages are sent again.</summary>
public sealed record ReplayedShape(int Count);

/// <summary>A message's life.</summary>
public sealed record DeliveryStoryShape(
    NoticeShape Delivery, DateTimeOffset? HoldUntil, DateTimeOffset? ConfirmedAt, DateTimeOffset? OpenedAt, Guid? MergedInto, IReadOnlyList<HappenedShape> History);

/// <summary>Something that happened to a message.</summary>
public sealed record HappenedShape(DateTimeOffset At, string What, string? Reason = null, int? Status = null, string? By = null);

/// <summary>What an announcement says in one language.</summary>
public sealed record AnnouncementTextShape(string Subject, string Text);

/// <summary>Whom an announcement is for: empty lists limit nothing.</summary>
public sealed record CircleShape(
    IReadOnlyList<Guid>? ProductIds = null, IReadOnlyList<Guid>? CustomerIds = null, IReadOnlyList<string>? ServiceLevels = null, IReadOnlyList<Guid>? RunIds = null,
    RunWindowShape? Window = null, IReadOnlyList<string>? Channels = null);

/// <summary>The time of an upgrade.</summary>
public sealed record RunWindowShape(DateTimeOffset From, DateTimeOffset To);

/// <summary>How far an announcement is by one way.</summary>
public sealed record ChannelProgressShape(int Total, int Made, int Delivered, int Failed, int Dropped);

/// <summary>An announcement and how far it is.</summary>
public sealed record AnnouncementShape(
    Guid Id, IReadOnlyDictionary<string, AnnouncementTextShape> Texts, CircleShape Audience, int PerMinute, string State, int Total, int Made, int Delivered, int Failed, int Dropped,
    string? CreatedBy, DateTimeOffset CreatedAt, DateTimeOffset? StartedAt, DateTimeOffset? FinishedAt, IReadOnlyDictionary<string, ChannelProgressShape>? ByChannel = null);

/// <summary>A new thing's id.</summary>
public sealed record CreatedShape(Guid Id);

/// <summary>Who would get an announcement.</summary>
/// <param name="ByChannel">How many by each way; endpoints by <c>webhook</c> are no people and not in the count.</param>
/// <param name="Unreachable">How many more there are whom no chosen way reaches.</param>
/// <param name="From">As whom it goes out.</param>
public sealed record AudienceShape(
    int Count, IReadOnlyList<AddresseeShape> Sample, IReadOnlyDictionary<string, int>? ByChannel = null, int Unreachable = 0, SpeakerShape? From = null);

/// <summary>As whom an announcement goes out: the name its readers see, by language, and where its mails come from.</summary>
/// <param name="SenderName">What stands beside the address instead of that name; null: the name.</param>
public sealed record SpeakerShape(string? Brand, IReadOnlyDictionary<string, string> Names, string Address, string? SenderName = null)
{
    /// <summary>The name, or the names where they differ by language.</summary>
    public string Name => string.Join(" / ", Names.Values.Distinct(StringComparer.Ordinal));

    /// <summary>The sender as a mail shows it.</summary>
    public string Mailbox => $"{SenderName ?? Name} <{Address}>";
}

/// <summary>Somebody who would get it; the address is masked.</summary>
public sealed record AddresseeShape(string Address, string? Name, string Language, string Channel = "email");

/// <summary>What a person wants.</summary>
public sealed record NoticeWishesShape(
    string Address, string? Phone, string? FeishuId, string? TimeZone, TimeOnly? QuietFrom, TimeOnly? QuietTo, int DigestMinutes, IReadOnlyDictionary<string, string[]> Rules, string? Suppressed = null);

/// <summary>A notice in a person's own list.</summary>
public sealed record OwnNoticeShape(Guid Id, Guid? TicketId, string Template, string Audience, string Subject, string Text, DateTimeOffset CreatedAt, DateTimeOffset? ReadAt);

/// <summary>A page of one's own notices.</summary>
/// <param name="Unread">How many are unread, at most 100.</param>
public sealed record OwnNoticesShape(IReadOnlyList<OwnNoticeShape> Items, string? Next, int Unread);

/// <summary>Why a person was told of a ticket's events, or was not.</summary>
public sealed record WhyShape(string Person, IReadOnlyList<ToldShape> Items, IReadOnlyList<NotForShape> NotFor);

/// <summary>A message to the person.</summary>
/// <param name="Verdict"><c>told</c>, <c>waiting</c> or <c>not-told</c>.</param>
/// <param name="Known">What its channel tells of it; null when it was not sent.</param>
public sealed record ToldShape(
    Guid? DeliveryId, string Template, string Channel, string Audience, string Verdict, string State, BothLanguages Because, BothLanguages? Reason, DateTimeOffset At, DateTimeOffset? HoldUntil, DateTimeOffset? FinishedAt,
    BothLanguages? Known = null);

/// <summary>A message of the ticket that was for others.</summary>
public sealed record NotForShape(string Template, BothLanguages Because);

/// <summary>Whom a tenant tells besides those whom a message is for anyway: a role, or a team's members.</summary>
public sealed record NoticeRuleShape(
    Guid Id, IReadOnlyList<string> Templates, string? Role, Guid? TeamId, Guid? OfTeamId, int? SeverityAtMost, DateTimeOffset CreatedAt, string? CreatedBy);

/// <summary>All rules, and the messages that rules may name.</summary>
public sealed record NoticeRulesShape(IReadOnlyList<NoticeRuleShape> Items, IReadOnlyList<string>? Messages);
