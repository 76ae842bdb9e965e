using System.Text.Json;
using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace ServiceMesh.Messaging;

/// <summary>
/// Tells open screens through Redis that a ticket changed (channel <c>live:{tenant}</c>, message <c>{"ticketId":"..."}</c>).
/// It may lose anything at any time: screens also poll.
/// </summary>
public sealed partial class LiveFeed(string? configuration, ILogger<LiveFeed> logger) : BackgroundService
{
    private readonly Channel<(string Tenant, Guid Ticket)> _changes = Channel.CreateBounded<(string, Guid)>(
        new BoundedChannelOptions(10_000) { FullMode = BoundedChannelFullMode.DropOldest });

    /// <summary>The Redis channel of a tenant's changes.</summary>
    public static string ChannelOf(string tenant) => $"live:{tenant}";

    internal void Changed(string tenant, Guid ticket)
    {
        if (configuration is not null) _changes.Writer.TryWrite((tenant, ticket));
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (configuration is null) return;
        var options = ConfigurationOptions.Parse(configuration);
        options.AbortOnConnectFail = false;
        using var redis = await ConnectAsync(options, stoppingToken);
        await foreach (var (tenant, ticket) in _changes.Reader.ReadAllAsync(stoppingToken))
        {
            if (!redis.IsConnected) continue;
            try
            {
                await redis.GetSubscriber().PublishAsync(ChannelOf(tenant), JsonSerializer.Serialize(new { ticketId = ticket }), CommandFlags.FireAndForget);
            }
            catch (Exception e) when (e is RedisException or TimeoutException)
            {
                LogLost(e.GetType().Name);
            }
        }
    }

    private async Task<ConnectionMultiplexer> ConnectAsync(ConfigurationOptions options, CancellationToken ct)
    {
        while (true)
        {
            try
            {
                return await ConnectionMultiplexer.ConnectAsync(options);
            }
            catch (RedisConnectionException e)
            {
                LogLost(e.GetType().Name);
                await Task.Delay(TimeSpan.FromSeconds(2), ct);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "A live update was lost ({Reason}); screens poll")]
    private partial void LogLost(string reason);
}
