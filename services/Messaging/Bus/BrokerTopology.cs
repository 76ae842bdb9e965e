using System.Security.Cryptography;
using System.Text;
using RabbitMQ.Client;

namespace ServiceMesh.Messaging;

/// <summary>What has to exist at the broker before a message may be trusted to it, by name and argument.</summary>
internal static class BrokerTopology
{
    /// <summary>The services that have a queue.</summary>
    public static readonly string[] Subscribers = ["intake", "dispatch", "sla", "notification", "survey", "insight"];

    private static readonly string s_version = Convert.ToHexStringLower(
        SHA256.HashData(Encoding.UTF8.GetBytes(string.Join(' ', EventJson.Types.Keys.Order(StringComparer.Ordinal)))))[..8];

    public static string ErrorQueue(string service) => $"{service}_error";

    /// <summary>
    /// An exchange that says: this service's queue and bindings exist, for this set of event types. A broker confirms what no queue
    /// is bound to, so publishing before every subscriber is bound would lose events on the very first start.
    /// </summary>
    public static string BoundMarker(string service) => $"{service}.bound.{s_version}";

    /// <summary>Quorum, with a delivery limit so that a message which kills its consumer ends in the error queue.</summary>
    public static Dictionary<string, object?> QueueArguments(string service) => new()
    {
        ["x-queue-type"] = "quorum",
        ["x-delivery-limit"] = 20,
        ["x-dead-letter-exchange"] = ErrorQueue(service),
        ["x-dead-letter-strategy"] = "at-least-once",
        ["x-overflow"] = "reject-publish",
    };

    /// <summary>The error exchange and queue: MassTransit would make them only at the first fault.</summary>
    public static async Task DeclareErrorQueueAsync(IChannel channel, string service, CancellationToken ct)
    {
        var name = ErrorQueue(service);
        await channel.ExchangeDeclareAsync(name, ExchangeType.Fanout, durable: true, autoDelete: false, cancellationToken: ct);
        await channel.QueueDeclareAsync(name, durable: true, exclusive: false, autoDelete: false, QueueArguments(service), cancellationToken: ct);
        await channel.QueueBindAsync(name, name, "", cancellationToken: ct);
    }
}
