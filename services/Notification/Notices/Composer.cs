using System.Text.Json;
using Microsoft.Extensions.Options;
using ServiceMesh.Contracts;
using ServiceMesh.Messaging;
using ServiceMesh.Notification.Domain;
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
    public string? Quote { get; init; }

    /// <summary>A path below the public address, for example <c>/tickets/5</c>; null for no link.</summary>
    public string? Path { get; init; }

    /// <summary>A sealed token that is appended to the path at the moment of sending.</summary>
    public string? SealedToken { get; init; }
    public DateTimeOffset? ValidUntil { get; init; }
}

/// <summary>Turns notices into drafts of deliveries, one for each recipient and channel.</summary>
public sealed class Composer(Renderer renderer, IOptions<NotificationOptions> options, IOptions<SmtpOptions> smtp)
{
    /// <summary>What stands in stored renderings where the link's token will be.</summary>
    public const string Mask = "********";

    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web);
    private readonly string _publicUrl = options.Value.PublicUrl.TrimEnd('/');

    /// <summary>E-mails to these people; somebody without an address gets a draft that records just that.</summary>
    public IEnumerable<Draft> Emails(Notice notice, Known known, IEnumerable<Person> people, Work work)
    {
        foreach (var person in people.DistinctBy(p => p.Email?.ToUpperInvariant())) yield return Email(notice, known, person, work);
    }

    public Draft Email(Notice notice, Known known, Person person, Work work)
    {
        ArgumentNullException.ThrowIfNull(notice);
        ArgumentNullException.ThrowIfNull(known);
        ArgumentNullException.ThrowIfNull(person);
        ArgumentNullException.ThrowIfNull(work);
        var address = person.Email?.Trim() ?? "";
        var masked = notice.Path is null ? null : _publicUrl + notice.Path + (notice.SealedToken is null ? "" : "/" + Mask);
        var language = Texts.Language(person.Language, known.Tenant.Languages);
        var rendered = renderer.Render(new Content
        {
            Template = notice.Template,
            Language = language,
            Brand = known.Tenant.Brand,
            RecipientName = person.Name,
            Values = notice.Values,
            Words = notice.Words,
            Quote = notice.Quote,
            Link = masked,
        });
        return new Draft
        {
            Id = Guid.CreateVersion7(work.Now),
            Source = notice.Source,
            Template = notice.Template,
            Channel = DeliveryChannels.Email,
            Audience = person.Audience,
            Recipient = address,
            RecipientName = person.Name,
            Language = language,
            Subject = rendered.Subject,
            Text = rendered.Text,
            Html = rendered.Html,
            MaskedLink = notice.SealedToken is null ? null : masked,
            SealedToken = notice.SealedToken,
            ValidUntil = notice.ValidUntil,
            DropReason = Unsendable(address),
        };
    }

    /// <summary>The event for every endpoint that wants it: type, id, ticket, time and a few fields, without personal data.</summary>
    public static IEnumerable<Draft> Webhooks(TicketEvent e, string number, Known known, Work work, object? data = null)
    {
        ArgumentNullException.ThrowIfNull(e);
        ArgumentNullException.ThrowIfNull(known);
        ArgumentNullException.ThrowIfNull(work);
        var type = e.GetType().Name;
        foreach (var endpoint in known.Endpoints)
        {
            var id = Guid.CreateVersion7(work.Now);
            yield return new Draft
            {
                Id = id,
                Source = $"event/{e.Stream?.Publisher}/{e.TicketId}/{TicketCopies.Sequence(e)}",
                Template = type,
                Channel = DeliveryChannels.Webhook,
                Audience = Audience.Integration,
                Recipient = endpoint.ToString(),
                Language = "en",
                Subject = type,
                Text = JsonSerializer.Serialize(
                    new { id = WebhookId(id), type, tenant = e.Tenant, occurredAt = e.OccurredAt.UtcDateTime, ticket = new { id = e.TicketId, number }, data },
                    s_json),
            };
        }
    }

    /// <summary>The id a webhook receiver sees: the same for every attempt.</summary>
    public static string WebhookId(Guid delivery) => $"msg_{delivery:N}";

    private string? Unsendable(string address) =>
        address.Length == 0 ? DropReason.NoAddress
        : !Texts.IsAddress(address) ? DropReason.BadAddress
        : string.IsNullOrWhiteSpace(smtp.Value.Host) ? DropReason.ChannelOff
        : null;
}
