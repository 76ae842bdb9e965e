using System.Collections.Concurrent;
using StackExchange.Redis;

namespace ServiceMesh.Notification.Sending;

/// <summary>
/// Keeps to what providers take a minute, over all processes: each provider has one next free instant, kept in Redis. Without Redis each
/// process keeps its own, which is less exact but never silent.
/// </summary>
public sealed partial class ProviderPace(IConfiguration configuration, TimeProvider time, ILogger<ProviderPace> log) : IHostedService, IDisposable
{
    /// <summary>Sends at most a burst of a tenth of a minute's messages ahead of the even pace; answers the milliseconds to wait, or 0.</summary>
    private const string Reserve = """
        local t = redis.call('TIME')
        local now = t[1] * 1000 + math.floor(t[2] / 1000)
        local next = tonumber(redis.call('GET', KEYS[1]) or '0')
        if next < now then next = now end
        local ahead = next - now
        if ahead > tonumber(ARGV[2]) then return ahead - tonumber(ARGV[2]) end
        redis.call('SET', KEYS[1], string.format('%.0f', next + tonumber(ARGV[1])), 'PX', 120000)
        return 0
        """;

    /// <summary>Stands for the one mail server among the providers.</summary>
    public static readonly Guid MailServer = new("6d61696c-7365-7276-6572-000000000000");

    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(500);
    private readonly ConcurrentDictionary<Guid, DateTimeOffset> _own = new();
    private ConnectionMultiplexer? _redis;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (configuration.GetConnectionString("redis") is not { Length: > 0 } address) return;
        var options = ConfigurationOptions.Parse(address);
        options.AbortOnConnectFail = false;
        options.ConnectTimeout = 2000;
        try
        {
            _redis = await ConnectionMultiplexer.ConnectAsync(options).WaitAsync(cancellationToken);
        }
        catch (RedisConnectionException e)
        {
            LogWithout(e.GetType().Name);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Takes a turn; null when it may be used at once, else how long to wait before asking again.</summary>
    public async Task<TimeSpan?> WaitAsync(Guid provider, int perMinute)
    {
        var every = TimeSpan.FromMinutes(1) / perMinute;
        var burst = TimeSpan.FromSeconds(6);
        if (_redis is { IsConnected: true } redis)
        {
            try
            {
                var wait = (long)await redis.GetDatabase().ScriptEvaluateAsync(
                    Reserve, [$"notification:pace:{provider:N}"], [every.TotalMilliseconds, burst.TotalMilliseconds]).WaitAsync(s_patience);
                return wait > 0 ? TimeSpan.FromMilliseconds(wait) : null;
            }
            catch (Exception e) when (e is RedisException or TimeoutException)
            {
                LogWithout(e.GetType().Name);
            }
        }
        return Own(provider, every, burst);
    }

    public void Dispose() => _redis?.Dispose();

    private TimeSpan? Own(Guid provider, TimeSpan every, TimeSpan burst)
    {
        var now = time.GetUtcNow();
        TimeSpan? wait = null;
        _own.AddOrUpdate(provider, _ => now + every, (_, next) =>
        {
            if (next < now) next = now;
            wait = next - now > burst ? next - now - burst : null;
            return wait is null ? next + every : next;
        });
        return wait;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Providers' pace is kept by this process alone ({Reason})")]
    private partial void LogWithout(string reason);
}
