using System.Text.Json;
using ServiceMesh.Contracts;
using ServiceMesh.Messaging;
using ServiceMesh.Notification.Domain;

namespace ServiceMesh.Notification.Notices;

/// <summary>What endpoints are told.</summary>
public sealed partial class Composer
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web);

    /// <summary>The event for every endpoint that wants it: type, id, ticket, time and a few fields, without personal data.</summary>
    public static IEnumerable<Draft> Webhooks(TicketEvent e, string number, Known known, Work work, object? data = null)
    {
        ArgumentNullException.ThrowIfNull(e);
        ArgumentNullException.ThrowIfNull(known);
        ArgumentNullException.ThrowIfNull(work);
        return ToEndpoints(e, $"event/{e.Stream?.Publisher}/{e.TicketId}/{TicketCopies.Sequence(e)}", known, work, id =>
            new { id, type = e.GetType().Name, tenant = e.Tenant, occurredAt = e.OccurredAt.UtcDateTime, ticket = new { id = e.TicketId, number }, data });
    }

    /// <summary>The same for an event that is about no ticket; <paramref name="run"/> is the maintenance run, if it is about one.</summary>
    public static IEnumerable<Draft> WebhooksOfWork(Event e, object? run, Known known, Work work, object? data = null)
    {
        ArgumentNullException.ThrowIfNull(e);
        ArgumentNullException.ThrowIfNull(known);
        ArgumentNullException.ThrowIfNull(work);
        return ToEndpoints(e, $"event/{e.Stream?.Publisher}/{e.AggregateId}/{TicketCopies.Sequence(e)}", known, work, id =>
            new { id, type = e.GetType().Name, tenant = e.Tenant, occurredAt = e.OccurredAt.UtcDateTime, run, data });
    }

    private static IEnumerable<Draft> ToEndpoints(Event e, string source, Known known, Work work, Func<string, object> body)
    {
        foreach (var endpoint in known.Endpoints) yield return Webhook(endpoint, source, e.GetType().Name, work, body);
    }

    /// <summary>Something of this name for one endpoint.</summary>
    /// <param name="body">By the id that the receiver sees.</param>
    public static Draft Webhook(Guid endpoint, string source, string type, Work work, Func<string, object> body)
    {
        ArgumentNullException.ThrowIfNull(work);
        ArgumentNullException.ThrowIfNull(body);
        var id = Guid.CreateVersion7(work.Now);
        return new Draft
        {
            Id = id,
            Source = source,
            Template = type,
            Channel = DeliveryChannels.Webhook,
            Audience = Audience.Integration,
            Recipient = endpoint.ToString(),
            Language = "en",
            Subject = type,
            Text = JsonSerializer.Serialize(body(WebhookId(id)), s_json),
        };
    }

    /// <summary>The id a webhook receiver sees: the same for every attempt.</summary>
    public static string WebhookId(Guid delivery) => $"msg_{delivery:N}";
}
