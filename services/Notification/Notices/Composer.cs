using Microsoft.Extensions.Options;
using ServiceMesh.Contracts;
using ServiceMesh.Messaging;
using ServiceMesh.Notification.Domain;
using ServiceMesh.Notification.Sending;
using ServiceMesh.Notification.Settings;
using ServiceMesh.Notification.Templates;

namespace ServiceMesh.Notification.Notices;

/// <summary>One message to several people: what it says and why it is sent.</summary>
public sealed record Notice
{
    /// <summary>The business key of the cause; with channel and recipient it is sent once.</summary>
    public required string Source { get; init; }
    public required string Template { get; init; }
    public required IReadOnlyDictionary<string, string?> Values { get; init; }
    public IReadOnlyDictionary<string, string> Words { get; init; } = new Dictionary<string, string>();

    /// <summary>Instants the texts name: <c>due</c> on the clock, <c>dueWords</c> as people say it.</summary>
    public IReadOnlyDictionary<string, DateTimeOffset> Times { get; init; } = new Dictionary<string, DateTimeOffset>();
    public string? Quote { get; init; }

    /// <summary>A path below the public address, for example <c>/tickets/5</c>; null for no link.</summary>
    public string? Path { get; init; }

    /// <summary>A sealed token that is appended to the path at the moment of sending.</summary>
    public string? SealedToken { get; init; }
    public DateTimeOffset? ValidUntil { get; init; }

    /// <summary>Why somebody has the work: said as the value <c>explanation</c> in the recipient's language.</summary>
    public AssignmentReason? Why { get; init; }

    /// <summary>IANA zone in which the instants are said; null: the reader's own, else the tenant's.</summary>
    public string? Zone { get; init; }

    /// <summary>Whether the customer gets it in the ticket's conversation; null: as is usual for the ticket.</summary>
    public bool? IntoConversation { get; init; }

    /// <summary>1 to 5; null: the ticket's.</summary>
    public int? Severity { get; init; }

    /// <summary>The ways it goes, where the cause has decided that; null: as the person wants it.</summary>
    public IReadOnlyList<Way>? By { get; init; }
}

/// <summary>Turns notices into drafts of deliveries, one for each recipient and channel, rendered in the recipient's language.</summary>
public sealed partial class Composer(Renderer renderer, IOptions<NotificationOptions> options, IOptions<SmtpOptions> smtp, SettingsCache cache)
{
    /// <summary>What stands in stored renderings where the link's token will be.</summary>
    public const string Mask = "********";

    private readonly string _publicUrl = options.Value.PublicUrl.TrimEnd('/');

    /// <summary>The message for one person, by every channel they want it.</summary>
    public IEnumerable<Draft> To(Notice notice, Known known, Person person, Work work) => To(notice, known, [person], work);

    /// <summary>
    /// The message for these people, whom the tenant's rules add, and the robots that serve them. Somebody without an address gets a draft that
    /// records just that.
    /// </summary>
    public IEnumerable<Draft> To(Notice notice, Known known, IEnumerable<Person> people, Work work)
    {
        ArgumentNullException.ThrowIfNull(notice);
        ArgumentNullException.ThrowIfNull(known);
        ArgumentNullException.ThrowIfNull(work);
        var severity = notice.Severity ?? known.Ticket?.Severity;
        var told = people.Concat(known.SubscribersOf(notice.Template)).DistinctBy(p => p.Email?.ToUpperInvariant()).ToList();
        var routes = told.ConvertAll(p => Routes(notice, known, p, severity, work.Now));
        for (var i = 0; i < told.Count; i++)
        {
            foreach (var route in routes[i]) yield return Personal(notice, known, told[i], route, severity, work);
        }
        foreach (var robot in known.Settings.Providers.Where(p => p.Takes(notice.Template, told.Select(t => t.Audience))))
            yield return ToRobot(notice, known, robot, told, routes, severity, work);
    }

    /// <summary>The same message by mail, when the customer's IM conversation could not take it.</summary>
    public Draft ByMailInstead(Outgoing undelivered, Person customer, Work work)
    {
        ArgumentNullException.ThrowIfNull(undelivered);
        ArgumentNullException.ThrowIfNull(customer);
        ArgumentNullException.ThrowIfNull(work);
        var address = customer.Email?.Trim() ?? "";
        return new Draft
        {
            Id = Guid.CreateVersion7(work.Now),
            Source = $"instead/{undelivered.Id}",
            Template = undelivered.Template,
            Channel = DeliveryChannels.Email,
            Audience = undelivered.Audience,
            Recipient = address,
            RecipientName = customer.Name,
            Language = Texts.Language(customer.Language, []),
            Subject = undelivered.Subject,
            Text = undelivered.Text,
            Html = undelivered.Html,
            MaskedLink = undelivered.MaskedLink,
            SealedToken = undelivered.SealedToken,
            ValidUntil = undelivered.ValidUntil,
            Urgency = Urgency.Conversation,
            Person = Key(address),
            Brand = undelivered.Brand,
            Sender = undelivered.Sender,
            DropReason = Unsendable(address),
        };
    }

    /// <summary>One message of several, in the place and for the person of <paramref name="place"/>.</summary>
    /// <param name="brand">The brand that all of them are of; null: the tenant's own name.</param>
    public async Task<Draft> DigestAsync(Work work, string tenant, Draft place, IReadOnlyList<string> lines, KnownBrand? brand, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(work);
        ArgumentNullException.ThrowIfNull(place);
        ArgumentNullException.ThrowIfNull(lines);
        var (known, version) = await TenantReader.ReadAsync(work, tenant, ct);
        var settings = await cache.GetAsync(tenant, version, work, ct);
        var notice = new Notice
        {
            Source = place.Source,
            Template = Template.Digest,
            Values = new Dictionary<string, string?> { ["count"] = $"{lines.Count}" },
            Quote = string.Join('\n', lines),
            Path = Links.Board,
        };
        var all = Known.Only(known, settings) with { Common = brand };
        var (subject, text, html, facts) = Write(notice, place.Channel, place.Language, all, place.RecipientName, null, work.Now);
        return place with
        {
            Id = Guid.CreateVersion7(work.Now), Subject = subject, Text = text, Html = html, Facts = facts, Urgency = Urgency.Bulk,
            Brand = all.Speaks(place.Language).Name, Sender = place.Channel == DeliveryChannels.Email ? all.Sender : null,
        };
    }

    private static IReadOnlyList<Way> Routes(Notice notice, Known known, Person person, int? severity, DateTimeOffset now)
    {
        if (notice.By is { } ways) return ways;
        // A conversation may have several readers: a link for one person alone goes to their own mailbox when there is one.
        var forOneAlone = notice.Template is Template.SurveyInvitation or Template.SurveyReminder && !string.IsNullOrWhiteSpace(person.Email);
        if (person.Audience == Audience.Customer && (notice.IntoConversation ?? (known.Ticket is { ByIm: true } && !forOneAlone))) return [new Way(DeliveryChannels.Im)];
        var nameless = string.IsNullOrWhiteSpace(person.Email);
        if (nameless && Telephone.Ways(notice, known, person) is { Count: > 0 } phone) return phone;
        return nameless && person.Wants?.Rules.GetValueOrDefault(notice.Template) is not [DeliveryChannels.Sms]
            ? [new Way(DeliveryChannels.Email, Drop: DropReason.NoAddress)]
            : Routing.Choose(notice.Template, person.Audience, severity, person.Wants, known.Settings.Reach, known.Tenant.TimeZone, now);
    }

    private Draft Personal(Notice notice, Known known, Person person, Way route, int? severity, Work work)
    {
        var address = person.Email?.Trim() ?? "";
        var language = Texts.Language(person.Language, known.Tenant.Languages);
        var (subject, text, html, facts) = Write(notice, route.Channel, language, known, person.Name, person.Wants?.TimeZone, work.Now, person.Audience is Audience.Engineer or Audience.OnCall);
        return new Draft
        {
            Id = Guid.CreateVersion7(work.Now),
            Source = notice.Source,
            Template = notice.Template,
            Channel = route.Channel,
            Audience = person.Audience,
            Recipient = route.Channel switch
            {
                DeliveryChannels.Sms or DeliveryChannels.Voice => person.Wants?.Phone ?? person.Phone ?? "",
                DeliveryChannels.InApp => Key(address) ?? "",
                DeliveryChannels.Im => "conversation",
                _ => address,
            },
            RecipientName = person.Name,
            Language = language,
            Subject = subject,
            Text = text,
            Html = html,
            Facts = facts,
            MaskedLink = notice.SealedToken is null ? null : Link(notice),
            SealedToken = notice.SealedToken,
            ValidUntil = notice.ValidUntil,
            Urgency = Urgencies.Of(notice.Template, severity),
            Person = Key(address),
            ProviderId = known.Settings.For(route.Channel)?.Id,
            HoldUntil = route.HoldUntil,
            Gathers = route.Gathers,
            Brand = known.Speaks(language).Name,
            // What a conversation does not take goes by mail.
            Sender = route.Channel is DeliveryChannels.Email or DeliveryChannels.Im ? known.Sender : null,
            About = known.Ticket,
            DropReason = route.Drop ?? (route.Channel == DeliveryChannels.Email ? Unsendable(address) : null),
        };
    }

    /// <summary>A robot speaks once to its group and names those it is for. It waits as long as all of them do.</summary>
    private Draft ToRobot(Notice notice, Known known, Provider robot, List<Person> people, List<IReadOnlyList<Way>> routes, int? severity, Work work)
    {
        var language = Texts.Language(robot.Language, known.Tenant.Languages);
        var (subject, text, _, facts) = Write(notice, DeliveryChannels.Robot, language, known, null, null, work.Now);
        var holds = routes.ConvertAll(r => r.Where(x => x.Channel != DeliveryChannels.InApp && x.Drop is null).Max(x => x.HoldUntil));
        return new Draft
        {
            Id = Guid.CreateVersion7(work.Now),
            Source = notice.Source,
            Template = notice.Template,
            Channel = DeliveryChannels.Robot,
            Audience = people.Select(p => p.Audience).First(a => robot.Audiences.Contains(a)),
            Recipient = robot.Id.ToString(),
            Language = language,
            Subject = subject,
            Text = text,
            Facts = facts,
            Urgency = Urgencies.Of(notice.Template, severity),
            ProviderId = robot.Id,
            Mentions = [.. people.Select(p => robot.Kind == ProviderKinds.Feishu ? p.Wants?.FeishuId : p.Wants?.Phone).OfType<string>()],
            HoldUntil = holds.Contains(null) ? null : holds.Min(),
        };
    }

    private (string Subject, string Text, string? Html, string Facts) Write(
        Notice notice, string channel, string language, Known known, string? name, string? zone, DateTimeOffset now, bool mine = false)
    {
        var (brand, key) = known.Speaks(language);
        var content = new Content
        {
            Template = notice.Template,
            Language = language,
            Brand = brand,
            RecipientName = name,
            Values = Values(notice, language, mine),
            Words = notice.Words,
            Times = notice.Times,
            // Their own clock, as far as they told us.
            Zone = notice.Zone ?? zone ?? known.Tenant.TimeZone,
            Now = now,
            Quote = notice.Quote,
            Link = Link(notice, channel, known.TicketId),
        };
        var (subject, text, html) = Render(content, channel, known.Settings.Wording(notice.Template, channel, language, key));
        return (subject, text, html, PastContent.Write(content));
    }

    /// <param name="mine">It is for the engineer whose work it is, or whoever is paged: who watches, or is told by a rule or in a group, does not read that it is theirs.</param>
    private static IReadOnlyDictionary<string, string?> Values(Notice notice, string language, bool mine)
    {
        if (notice.Why is null && !mine) return notice.Values;
        var values = new Dictionary<string, string?>(notice.Values);
        if (notice.Why is { } why) values["explanation"] = AssignmentReasonWords.Say(why, language);
        if (mine) values["mine"] = "1";
        return values;
    }

    /// <summary>The message as it is stored for this channel.</summary>
    public (string Subject, string Text, string? Html) Render(Content content, string channel, CustomTemplate? own)
    {
        if (channel == DeliveryChannels.Email)
        {
            var mail = renderer.Mail(content, own);
            return (mail.Subject, mail.Text, mail.Html);
        }
        var brief = renderer.Brief(content, channel, own);
        // What cannot reach the conversation goes by mail as it was rendered here.
        return (brief.Subject, brief.Text, channel == DeliveryChannels.Im ? renderer.Mail(content, own: null).Html : null);
    }

    /// <summary>
    /// The link as this channel may carry it. One with a token is for its reader alone, so a group is shown the ticket in the Desk instead; what
    /// is read out, or kept in a list, has none.
    /// </summary>
    private string? Link(Notice notice, string channel, Guid? ticket) =>
        notice.Path is null ? null
        : notice.SealedToken is null || channel is DeliveryChannels.Email or DeliveryChannels.Sms or DeliveryChannels.Im ? Link(notice)
        : channel == DeliveryChannels.Robot && ticket is { } id ? _publicUrl + Links.Ticket(id) : null;

    private string Link(Notice notice) => _publicUrl + notice.Path + (notice.SealedToken is null ? "" : "/" + Mask);

    private static string? Key(string address) => address.Length == 0 ? null : address.ToLowerInvariant();

    private string? Unsendable(string address) =>
        address.Length == 0 ? DropReason.NoAddress
        : !Texts.IsAddress(address) ? DropReason.BadAddress
        : string.IsNullOrWhiteSpace(smtp.Value.Host) ? DropReason.ChannelOff
        : null;
}
