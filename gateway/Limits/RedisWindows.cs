using StackExchange.Redis;

namespace ServiceMesh.Gateway.Limits;

/// <summary>
/// Counters that all gateways share. They may be lost at any time, and when Redis is slow or away each gateway counts for itself:
/// a request never waits longer than a moment for its permission to be counted.
/// </summary>
internal sealed partial class RedisWindows(IConfiguration configuration, TimeProvider time, ILogger<RedisWindows> log)
    : BackgroundService, IAsyncDisposable
{
    /// <summary>Gives at most ARGV[1] of what is left of ARGV[2] in the window KEYS[1], which is kept for ARGV[3] ms.</summary>
    private const string Take = """
        local left = tonumber(ARGV[2]) - tonumber(redis.call('GET', KEYS[1]) or '0')
        local give = math.min(tonumber(ARGV[1]), left)
        if give <= 0 then return 0 end
        redis.call('INCRBY', KEYS[1], give)
        redis.call('PEXPIRE', KEYS[1], ARGV[3])
        return give
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);
    private ConnectionMultiplexer? _redis;
    private long _pausedAt;
    private volatile bool _paused;

    /// <summary>Takes up to <paramref name="wanted"/> permits; null when Redis does not answer.</summary>
    public async ValueTask<int?> TakeAsync(string name, long window, int wanted, int limit, TimeSpan length)
    {
        if (_redis is not { IsConnected: true } redis || (_paused && time.GetElapsedTime(_pausedAt) < Pause))
            return null;
        try
        {
            var answer = redis.GetDatabase().ScriptEvaluateAsync(
                Take, [$"rl:{name}:{window}"], [wanted, limit, (long)length.TotalMilliseconds * 2]);
            var given = (int)await answer.WaitAsync(Patience, time);
            _paused = false;
            return given;
        }
        catch (Exception e) when (e is RedisException or TimeoutException or ObjectDisposedException)
        {
            _pausedAt = time.GetTimestamp();
            if (!_paused)
                LogAway(log, e.GetType().Name);
            _paused = true;
            return null;
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (configuration.GetConnectionString("redis") is not { Length: > 0 } address)
            return;
        var options = ConfigurationOptions.Parse(address);
        options.AbortOnConnectFail = false;
        while (_redis is null)
        {
            try
            {
                _redis = await ConnectionMultiplexer.ConnectAsync(options);
            }
            catch (RedisConnectionException e)
            {
                LogAway(log, e.GetType().Name);
                await Task.Delay(Pause, time, stoppingToken);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_redis is not null)
            await _redis.CloseAsync();
        Dispose();
    }

    [LoggerMessage(1, LogLevel.Warning, "Redis does not answer ({Reason}): rate limits are counted here alone")]
    private static partial void LogAway(ILogger logger, string reason);
}
