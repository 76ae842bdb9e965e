using Microsoft.Extensions.Logging;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace ServiceMesh.Messaging;

/// <summary>A small connection of its own for asking the broker questions that the bus cannot answer about itself.</summary>
internal sealed class Broker(Uri address, string service) : IAsyncDisposable
{
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(10);
    private static readonly CreateChannelOptions s_confirmed = new(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true);
    private readonly SemaphoreSlim _gate = new(1, 1);
    private IConnection? _connection;

    public Uri Address { get; } = address;

    /// <summary>Runs a question on a channel of its own; a time-out or a lost connection is an exception.</summary>
    public async Task<T> AskAsync<T>(Func<IChannel, CancellationToken, Task<T>> question, CancellationToken ct)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limited.CancelAfter(s_timeout);
        await _gate.WaitAsync(limited.Token);
        try
        {
            if (_connection is not { IsOpen: true })
            {
                if (_connection is not null) await _connection.DisposeAsync();
                _connection = null;
                var factory = new ConnectionFactory { Uri = Address, AutomaticRecoveryEnabled = false, ClientProvidedName = $"{service} watchdog" };
                _connection = await factory.CreateConnectionAsync(limited.Token);
            }
            await using var channel = await _connection.CreateChannelAsync(s_confirmed, limited.Token);
            return await question(channel, limited.Token);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Consumers on the queue, or null when there is no such queue.</summary>
    public Task<uint?> ConsumersAsync(string queue, CancellationToken ct) => AskAsync<uint?>(async (channel, token) =>
    {
        try
        {
            return (await channel.QueueDeclarePassiveAsync(queue, token)).ConsumerCount;
        }
        catch (OperationInterruptedException e) when (e.ShutdownReason?.ReplyCode == 404)
        {
            return null;
        }
    }, ct);

    /// <summary>Whether a subscriber has declared its queue and bindings: a mandatory message reaches its marker, or comes back.</summary>
    public Task<bool> IsBoundAsync(string subscriber, CancellationToken ct) => AskAsync(async (channel, token) =>
    {
        await channel.ExchangeDeclareAsync(BrokerTopology.BoundExchange, ExchangeType.Direct, durable: true, autoDelete: false, cancellationToken: token);
        try
        {
            await channel.BasicPublishAsync(BrokerTopology.BoundExchange, BrokerTopology.BoundKey(subscriber), mandatory: true, ReadOnlyMemory<byte>.Empty, token);
            return true;
        }
        catch (PublishException e) when (e.IsReturn)
        {
            return false;
        }
    }, ct);

    public async ValueTask DisposeAsync()
    {
        if (_connection is not null) await _connection.DisposeAsync();
        _gate.Dispose();
    }
}
