using System.Text;
using RabbitMQ.Client;
using ServiceMesh.Messaging;

namespace ServiceMesh.EndToEnd;

/// <summary>Gets a copy of every event that passes the broker, as long as it is on.</summary>
internal sealed class Wiretap : IAsyncDisposable
{
    private readonly IConnection _connection;
    private readonly IChannel _channel;
    private readonly string _queue;

    private Wiretap(IConnection connection, IChannel channel, string queue)
    {
        _connection = connection;
        _channel = channel;
        _queue = queue;
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static async Task<Wiretap> OnAsync(Uri broker)
    {
        var connection = await new ConnectionFactory { Uri = broker }.CreateConnectionAsync(Ct);
        var channel = await connection.CreateChannelAsync(cancellationToken: Ct);
        var queue = (await channel.QueueDeclareAsync(cancellationToken: Ct)).QueueName;
        foreach (var type in EventJson.Types.Keys)
        {
            // As its publisher declares it; one that nobody has published yet is there a little earlier than otherwise.
            var exchange = $"ServiceMesh.Contracts:{type}";
            await channel.ExchangeDeclareAsync(exchange, ExchangeType.Fanout, durable: true, autoDelete: false, cancellationToken: Ct);
            await channel.QueueBindAsync(queue, exchange, "", cancellationToken: Ct);
        }
        return new Wiretap(connection, channel, queue);
    }

    /// <summary>What has passed since the last call, headers and bodies.</summary>
    public async Task<string> TakeAsync()
    {
        var text = new StringBuilder();
        while (await _channel.BasicGetAsync(_queue, autoAck: true, Ct) is { } message)
        {
            foreach (var (name, value) in message.BasicProperties.Headers ?? new Dictionary<string, object?>())
                text.Append(name).Append(": ").Append(value is byte[] bytes ? Encoding.UTF8.GetString(bytes) : value).Append('\n');
            text.Append(Encoding.UTF8.GetString(message.Body.Span)).Append('\n');
        }
        return text.ToString();
    }

    public async ValueTask DisposeAsync()
    {
        await _channel.DisposeAsync();
        await _connection.DisposeAsync();
    }
}
