using System.Collections.Concurrent;
using System.Text;
using Npgsql;
using NpgsqlTypes;
using ServiceMesh.Intake.Delivery;

namespace ServiceMesh.Intake.Channels;

/// <summary>A token fresh from the platform, and how long it says it is good for.</summary>
public sealed record FreshToken(string Token, TimeSpan Lifetime);

/// <summary>
/// Access tokens of channels, which platforms hand out rarely and for long. They are kept sealed in the database and fetched by one instance
/// for all: whoever takes the turn asks the platform, the others wait for what it writes down.
/// </summary>
public sealed class PlatformTokens(NpgsqlDataSource database, SecretBox box, TimeProvider time)
{
    private const string Purpose = "token";
    private const string Read = "SELECT sealed_token, expires_at > clock_timestamp() FROM channel_tokens WHERE channel_id = $1 AND sealed_token IS NOT NULL";
    private const string TakeTurn = """
        INSERT INTO channel_tokens AS t (channel_id, tenant, refreshing_until) VALUES ($1, $2, clock_timestamp() + interval '15 seconds')
        ON CONFLICT (channel_id) DO UPDATE SET refreshing_until = excluded.refreshing_until
        WHERE (t.refreshing_until IS NULL OR t.refreshing_until < clock_timestamp()) AND t.sealed_token IS NOT DISTINCT FROM $3
        """;
    private const string Write = """
        UPDATE channel_tokens SET sealed_token = $2, expires_at = clock_timestamp() + $3, refreshing_until = NULL WHERE channel_id = $1
        """;
    private const string GiveUp = "UPDATE channel_tokens SET refreshing_until = NULL WHERE channel_id = $1";

    /// <summary>How long before its end a token is not used any more; platforms' own clocks and the way to them lie in between.</summary>
    private static readonly TimeSpan s_margin = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan s_longestWait = TimeSpan.FromSeconds(12);
    private readonly ConcurrentDictionary<Guid, SemaphoreSlim> _turns = new();

    /// <summary>
    /// The channel's token. <paramref name="refused"/> is one that the platform did not take: it is never returned again.
    /// Throws <see cref="PlatformException"/> when there is none to be had now.
    /// </summary>
    public async Task<string> GetAsync(OpenedChannel channel, Func<CancellationToken, Task<FreshToken>> fetch, string? refused, CancellationToken ct)
    {
        // One of an instance stands in line for all of it.
        var turn = _turns.GetOrAdd(channel.Row.Id, static _ => new SemaphoreSlim(1, 1));
        await turn.WaitAsync(ct);
        try
        {
            var started = time.GetTimestamp();
            while (true)
            {
                var (seen, good) = await SeeAsync(channel, ct);
                if (good && seen is not null && Unseal(channel, seen) is var token && token != refused)
                    return token;
                // Only if nobody has written a new one meanwhile.
                if (await RunAsync(TakeTurn, ct, channel.Row.Id, channel.Row.Tenant, (object?)seen ?? DBNull.Value) == 1)
                    return await FetchAsync(channel, fetch, ct);
                if (time.GetElapsedTime(started) > s_longestWait)
                    throw new PlatformException(new DeliveryOutcome(DeliveryReasons.Unreachable));
                await Task.Delay(TimeSpan.FromMilliseconds(100), time, ct);
            }
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Calls with the channel's token; with a new one if the platform does not take it, once.</summary>
    public async Task<PlatformReply> CallAsync(
        OpenedChannel channel, Func<CancellationToken, Task<FreshToken>> fetch, Func<string, CancellationToken, Task<PlatformReply>> call,
        Func<PlatformReply, bool> isRefused, CancellationToken ct)
    {
        var token = await GetAsync(channel, fetch, null, ct);
        var reply = await call(token, ct);
        return isRefused(reply) ? await call(await GetAsync(channel, fetch, token, ct), ct) : reply;
    }

    /// <summary>The same for a file; null when the platform does not have it.</summary>
    public async Task<HttpResponseMessage?> OpenFileAsync(
        OpenedChannel channel, Func<CancellationToken, Task<FreshToken>> fetch, Func<string, CancellationToken, Task<HttpResponseMessage?>> open,
        Func<PlatformReply, bool> isRefused, CancellationToken ct)
    {
        var token = await GetAsync(channel, fetch, null, ct);
        var (file, refused) = await PlatformApi.FileOrRefusalAsync(await open(token, ct), isRefused, ct);
        if (refused)
            (file, _) = await PlatformApi.FileOrRefusalAsync(await open(await GetAsync(channel, fetch, token, ct), ct), isRefused, ct);
        return file;
    }

    private async Task<string> FetchAsync(OpenedChannel channel, Func<CancellationToken, Task<FreshToken>> fetch, CancellationToken ct)
    {
        try
        {
            var fresh = await fetch(ct);
            var kept = fresh.Lifetime > s_margin * 2 ? fresh.Lifetime - s_margin : fresh.Lifetime / 2;
            await RunAsync(Write, ct, channel.Row.Id, box.Seal(channel.Row.Id, Encoding.UTF8.GetBytes(fresh.Token), Purpose), kept);
            return fresh.Token;
        }
        catch
        {
            await RunAsync(GiveUp, CancellationToken.None, channel.Row.Id);
            throw;
        }
    }

    private async Task<(byte[]? Sealed, bool Good)> SeeAsync(OpenedChannel channel, CancellationToken ct)
    {
        await using var command = database.CreateCommand(Read);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = channel.Row.Id });
        await using var row = await command.ExecuteReaderAsync(ct);
        return await row.ReadAsync(ct) ? (row.GetFieldValue<byte[]>(0), row.GetBoolean(1)) : (null, false);
    }

    private string Unseal(OpenedChannel channel, byte[] data) => Encoding.UTF8.GetString(box.Open(channel.Row.Id, data, Purpose));

    private async Task<int> RunAsync(string sql, CancellationToken ct, params object[] values)
    {
        await using var command = database.CreateCommand(sql);
        foreach (var value in values)
        {
            command.Parameters.Add(value is byte[] or DBNull
                ? new NpgsqlParameter { Value = value, NpgsqlDbType = NpgsqlDbType.Bytea }
                : new NpgsqlParameter { Value = value });
        }

        return await command.ExecuteNonQueryAsync(ct);
    }
}
