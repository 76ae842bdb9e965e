using System.Collections.Concurrent;
using System.Text.Json;
using StackExchange.Redis;

namespace ServiceMesh.Desk;

/// <summary>
/// News of changed tickets, one subscription per tenant shared by all its screens. Without Redis, or while it is away,
/// <see cref="Live"/> is false and screens poll.
/// </summary>
internal sealed partial class LiveFeed(IConfiguration configuration, ILogger<LiveFeed> log) : BackgroundService
{
    private readonly ConcurrentDictionary<string, Room> _rooms = new();
    private ConnectionMultiplexer? _redis;

    public bool Live => _redis?.IsConnected == true;

    /// <summary>Calls back, on any thread, with the id of each ticket of this tenant that changed; disposing ends it.</summary>
    public IDisposable Listen(string tenant, Action<Guid> changed)
    {
        var room = _rooms.GetOrAdd(tenant, static _ => new Room());
        var seat = new Seat(room, changed);
        room.Seats[seat] = true;
        if (_redis is { } redis)
            _ = SubscribeAsync(redis, tenant, room);
        return seat;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (configuration.GetConnectionString("redis") is not { Length: > 0 } address)
            return;
        var options = ConfigurationOptions.Parse(address);
        options.AbortOnConnectFail = false;
        options.ClientName = "desk";
        while (_redis is null && !stoppingToken.IsCancellationRequested)
        {
            try
            {
                _redis = await ConnectionMultiplexer.ConnectAsync(options);
            }
            catch (Exception e) when (e is RedisException or System.Net.Sockets.SocketException or TimeoutException)
            {
                RedisAway(e.GetType().Name);
                await Task.Delay(TimeSpan.FromSeconds(5), stoppingToken);
            }
        }

        foreach (var (tenant, room) in _rooms)
            await SubscribeAsync(_redis!, tenant, room);
    }

    public override void Dispose()
    {
        _redis?.Dispose();
        base.Dispose();
    }

    private async Task SubscribeAsync(ConnectionMultiplexer redis, string tenant, Room room)
    {
        if (Interlocked.Exchange(ref room.Subscribed, 1) == 1)
            return;
        try
        {
            var channel = new RedisChannel($"live:{tenant}", RedisChannel.PatternMode.Literal);
            await redis.GetSubscriber().SubscribeAsync(channel, (_, message) =>
            {
                if (TicketOf(message) is { } ticket)
                    room.Tell(ticket);
            });
        }
        catch (Exception e) when (e is RedisException or TimeoutException or ObjectDisposedException)
        {
            // The next screen of this tenant tries again; until then its screens refresh by the slow beat.
            Interlocked.Exchange(ref room.Subscribed, 0);
            RedisAway(e.GetType().Name);
        }
    }

    // {"ticketId":"..."}; what is no such thing is not for us.
    private static Guid? TicketOf(string? message)
    {
        try
        {
            return message is null ? null : JsonSerializer.Deserialize<Changed>(message, JsonSerializerOptions.Web)?.TicketId;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Redis is away ({Reason}); screens poll until it is back.")]
    private partial void RedisAway(string reason);

    private sealed record Changed(Guid? TicketId);

    private sealed class Room
    {
        public int Subscribed;

        public ConcurrentDictionary<Seat, bool> Seats { get; } = new();

        public void Tell(Guid ticket)
        {
            foreach (var seat in Seats.Keys)
                seat.Changed(ticket);
        }
    }

    private sealed class Seat(Room room, Action<Guid> changed) : IDisposable
    {
        public Action<Guid> Changed { get; } = changed;

        public void Dispose() => room.Seats.TryRemove(this, out _);
    }
}
