using System.Text.Json;
using Npgsql;
using ServiceMesh.Dispatch.Persistence;
using ServiceMesh.Messaging;
using StackExchange.Redis;

namespace ServiceMesh.Dispatch.Presence;

/// <summary>Somebody's state and load.</summary>
/// <param name="State">What he has said; available when nothing.</param>
/// <param name="SeenAt">When his Desk was last open; null when it was not within two minutes.</param>
/// <param name="OpenTickets">To be worked on: assigned, in progress or waiting.</param>
/// <param name="Calls">In hand by class: assigned or in progress.</param>
public sealed record PresenceView(
    Guid EngineerId, string Name, PresenceState State, DateTimeOffset? SeenAt, int OpenTickets, int Calls, int Chats, int Cases, int Background);

/// <summary>
/// Presence and live load of a tenant's engineers. Redis keeps the last picture for a moment and who was seen; whatever it has lost is read
/// from PostgreSQL again, so that a flush or a dead Redis costs time and nothing else. Assignment never reads it: it counts for itself, and reads
/// <see cref="Sightings"/> where being seen matters.
/// </summary>
internal sealed partial class PresenceCache(IConfiguration configuration, NpgsqlDataSource data, DatabaseClock clock, ILogger<PresenceCache> logger) : IDisposable
{
    private static readonly TimeSpan s_fresh = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_seen = TimeSpan.FromMinutes(2);
    private readonly string? _redisAt = configuration.GetConnectionString("redis");
    private readonly SemaphoreSlim _connecting = new(1);
    private ConnectionMultiplexer? _redis;

    private const string Sql = """
        SELECT e.id, e.name, e.presence,
               count(t.id)::int + runs.n,
               count(*) FILTER (WHERE t.state IN ('assigned', 'inProgress') AND t.work_type <> 'maintenance' AND t.channel = 'hotline' AND t.on_phone)::int,
               count(*) FILTER (WHERE t.state IN ('assigned', 'inProgress') AND t.work_type <> 'maintenance' AND t.channel IN ('im', 'chat'))::int,
               count(*) FILTER (WHERE t.state IN ('assigned', 'inProgress') AND t.work_type <> 'maintenance' AND t.channel NOT IN ('im', 'chat') AND (t.channel <> 'hotline' OR t.on_phone IS NOT TRUE))::int,
               count(*) FILTER (WHERE t.state IN ('assigned', 'inProgress') AND t.work_type = 'maintenance')::int + runs.n,
               (SELECT s.seen_at FROM sightings s WHERE s.engineer_id = e.id)
        FROM engineers e
        CROSS JOIN LATERAL (SELECT count(*)::int AS n FROM maintenance_runs r WHERE r.tenant = $1 AND r.engineer_id = e.id AND r.state IN ('due', 'inProgress', 'overdue')) runs
        LEFT JOIN tickets t ON t.tenant = e.tenant AND t.engineer_id = e.id AND t.is_open AND t.state <> 'resolved'
        WHERE e.tenant = $1 AND e.active GROUP BY e.id, runs.n ORDER BY e.name, e.id
        """;

    /// <summary>All active engineers of a tenant, by name; at most two seconds old.</summary>
    public async Task<IReadOnlyList<PresenceView>> ReadAsync(string tenant, CancellationToken ct)
    {
        var people = await TryAsync(async redis => await redis.StringGetAsync(PictureOf(tenant)) is { HasValue: true } picture
            ? JsonSerializer.Deserialize<List<PresenceView>>((string)picture!, EventJson.Options) : null);
        if (people is null)
        {
            people = await LoadAsync(tenant, ct);
            await TryAsync(async redis => await redis.StringSetAsync(PictureOf(tenant), JsonSerializer.Serialize(people, EventJson.Options), s_fresh) ? people : null);
        }

        var seen = await TryAsync(redis => redis.HashGetAllAsync(SeenOf(tenant))) ?? [];
        var at = seen.ToDictionary(s => (string)s.Name!, s => DateTimeOffset.FromUnixTimeMilliseconds((long)s.Value), StringComparer.Ordinal);
        return
        [
            .. people.Select(p =>
            {
                // What Redis does not know, the database does, to half a minute.
                var when = at.TryGetValue(p.EngineerId.ToString(), out var latest) && !(p.SeenAt > latest) ? latest : p.SeenAt;
                return p with { SeenAt = clock.Now - when < s_seen ? when : null };
            }),
        ];
    }

    /// <summary>Somebody's Desk is open.</summary>
    public Task SeenAsync(string tenant, Guid engineer) => TryAsync(async redis =>
    {
        await redis.HashSetAsync(SeenOf(tenant), engineer.ToString(), clock.Now.ToUnixTimeMilliseconds());
        await redis.KeyExpireAsync(SeenOf(tenant), TimeSpan.FromDays(1));
        return "";
    });

    /// <summary>The picture is old; the next who asks gets a new one.</summary>
    public Task ForgetAsync(string tenant) => TryAsync(async redis => await redis.KeyDeleteAsync(PictureOf(tenant)) ? "" : null);

    public void Dispose()
    {
        _redis?.Dispose();
        _connecting.Dispose();
    }

    private static RedisKey PictureOf(string tenant) => $"presence:{tenant}";

    private static RedisKey SeenOf(string tenant) => $"seen:{tenant}";

    private async Task<List<PresenceView>> LoadAsync(string tenant, CancellationToken ct)
    {
        await using var read = data.CreateCommand(Sql);
        read.Parameters.Add(new NpgsqlParameter<string> { TypedValue = tenant });
        await using var r = await read.ExecuteReaderAsync(ct);
        List<PresenceView> people = [];
        while (await r.ReadAsync(ct))
            people.Add(new PresenceView(
                r.GetGuid(0), r.GetString(1), r.IsDBNull(2) ? PresenceState.Available : EnumText.Parse<PresenceState>(r.GetString(2)),
                r.IsDBNull(8) ? null : r.GetFieldValue<DateTimeOffset>(8),
                r.GetInt32(3), r.GetInt32(4), r.GetInt32(5), r.GetInt32(6), r.GetInt32(7)));
        return people;
    }

    /// <summary>What Redis says; null where it is away or knows nothing. Nobody waits long for it.</summary>
    private async Task<T?> TryAsync<T>(Func<IDatabase, Task<T?>> ask) where T : class
    {
        try
        {
            return await ConnectAsync() is { IsConnected: true } redis ? await ask(redis.GetDatabase()) : null;
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            LogAway(e.GetType().Name);
            return null;
        }
    }

    private async Task<ConnectionMultiplexer?> ConnectAsync()
    {
        if (_redis is not null || string.IsNullOrEmpty(_redisAt)) return _redis;
        if (!await _connecting.WaitAsync(0)) return null;
        try
        {
            var options = ConfigurationOptions.Parse(_redisAt);
            options.AbortOnConnectFail = false;
            options.ConnectTimeout = options.SyncTimeout = 500;
            return _redis ??= await ConnectionMultiplexer.ConnectAsync(options);
        }
        finally
        {
            _connecting.Release();
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "Redis does not answer ({Reason}); presence is read from the database")]
    private partial void LogAway(string reason);
}
