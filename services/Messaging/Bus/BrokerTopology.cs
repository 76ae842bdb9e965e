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
    /// The exchange by which a service says that its queue and bindings exist: it binds a small queue of its own with
    /// <see cref="BoundKey"/>. A broker confirms what no queue is bound to, so publishing before every subscriber is bound would
    /// lose events on the very first start; a mandatory message to this exchange finds out.
    /// </summary>
    public const string BoundExchange = "ServiceMesh.Contracts:bound";

    /// <summary>A service, bound for this set of event types.</summary>
    public static string BoundKey(string service) => $"{service} {s_version}";

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

    /// <summary>Says that this service is bound. The queue keeps one message at most.</summary>
    public static async Task DeclareBoundAsync(IChannel channel, string service, CancellationToken ct)
    {
        var queue = $"{service}.bound";
        await channel.ExchangeDeclareAsync(BoundExchange, ExchangeType.Direct, durable: true, autoDelete: false, cancellationToken: ct);
        await channel.QueueDeclareAsync(queue, durable: true, exclusive: false, autoDelete: false, new Dictionary<string, object?> { ["x-max-length"] = 1 }, cancellationToken: ct);
        await channel.QueueBindAsync(queue, BoundExchange, BoundKey(service), cancellationToken: ct);
    }
}
