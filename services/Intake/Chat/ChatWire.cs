using System.Text.Json;
using Microsoft.Extensions.Configuration;
using ServiceMesh.Messaging;
using StackExchange.Redis;

namespace ServiceMesh.Intake.Chat;

/// <summary>A passing remark between instances: somebody is typing, or there.</summary>
/// <param name="What"><c>typing</c>, <c>staff-typing</c> or <c>online</c>.</param>
/// <param name="From">The instance that says so.</param>
public sealed record ChatRemark(string Tenant, Guid TicketId, string What, string? Name, string From);

/// <summary>
/// Redis between instances of this service: what changed in a tenant's tickets, and passing remarks. It may be away at any time: chats then look
/// for themselves every two seconds, and remarks reach whoever talks to the same instance.
/// </summary>
public sealed partial class ChatWire(IConfiguration configuration, ILogger<ChatWire> logger) : BackgroundService
{
    private static readonly RedisChannel s_remarks = new("chat-remarks", RedisChannel.PatternMode.Literal);
    private readonly HashSet<string> _tenants = [];
    private ConnectionMultiplexer? _redis;

    /// <summary>Whether news come by themselves at the moment.</summary>
    public bool Live => _redis?.IsConnected == true;

    /// <summary>This process among the instances.</summary>
    public string Instance { get; } = Guid.NewGuid().ToString("N");

    /// <summary>Called, on any thread, with a tenant's ticket that changed.</summary>
    public event Action<string, Guid>? Changed;

    /// <summary>Called, on any thread, with remarks of other instances.</summary>
    public event Action<ChatRemark>? Remarked;

    /// <summary>Tells the other instances; lost while Redis is away.</summary>
    public void Say(ChatRemark remark)
    {
        if (_redis is not { IsConnected: true } redis)
            return;
        try
        {
            redis.GetSubscriber().Publish(s_remarks, JsonSerializer.Serialize(remark, JsonSerializerOptions.Web), CommandFlags.FireAndForget);
        }
        catch (Exception e) when (e is RedisException or TimeoutException or ObjectDisposedException)
        {
            LogAway(e.GetType().Name);
        }
    }

    /// <summary>Listens for changes of a tenant's tickets from now on.</summary>
    public void Listen(string tenant)
    {
        lock (_tenants)
        {
            if (!_tenants.Add(tenant))
                return;
        }

        if (_redis is { } redis)
            _ = SubscribeAsync(redis, tenant);
    }

    /// <inheritdoc />
    public override void Dispose()
    {
        _redis?.Dispose();
        base.Dispose();
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (configuration.GetConnectionString("redis") is not { Length: > 0 } address)
            return;
        var options = ConfigurationOptions.Parse(address);
        options.AbortOnConnectFail = false;
        options.ClientName = "intake-chat";
        while (_redis is null)
        {
            try
            {
                _redis = await ConnectionMultiplexer.ConnectAsync(options);
                await _redis.GetSubscriber().SubscribeAsync(s_remarks, (_, message) => Hear(message));
            }
            catch (Exception e) when (e is RedisException or System.Net.Sockets.SocketException or TimeoutException)
            {
                LogAway(e.GetType().Name);
                await Task.Delay(TimeSpan.FromSeconds(5), stoppingToken);
            }
        }

        string[] tenants;
        lock (_tenants)
            tenants = [.. _tenants];
        foreach (var tenant in tenants)
            await SubscribeAsync(_redis, tenant);
    }

    private async Task SubscribeAsync(ConnectionMultiplexer redis, string tenant)
    {
        try
        {
            await redis.GetSubscriber().SubscribeAsync(new RedisChannel(LiveFeed.ChannelOf(tenant), RedisChannel.PatternMode.Literal), (_, message) =>
            {
                if (Read<ChangedTicket>(message)?.TicketId is { } ticket)
                    Changed?.Invoke(tenant, ticket);
            });
        }
        catch (Exception e) when (e is RedisException or TimeoutException or ObjectDisposedException)
        {
            // The next who comes tries again; until then chats look for themselves.
            lock (_tenants)
                _tenants.Remove(tenant);
            LogAway(e.GetType().Name);
        }
    }

    private void Hear(string? message)
    {
        if (Read<ChatRemark>(message) is { } remark && remark.From != Instance)
            Remarked?.Invoke(remark);
    }

    private static T? Read<T>(string? message)
        where T : class
    {
        try
        {
            return message is null ? null : JsonSerializer.Deserialize<T>(message, JsonSerializerOptions.Web);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Redis is away ({Reason}); chats look for news by themselves")]
    private partial void LogAway(string reason);

    private sealed record ChangedTicket(Guid? TicketId);
}
