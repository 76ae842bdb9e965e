using System.Collections.Concurrent;
using Npgsql;

namespace ServiceMesh.Gateway.Access;

/// <summary>
/// What was read about sessions and keys in the last minute, so that most requests need no database. Forgetting is immediate in
/// this process; other gateways follow within the minute. While the database is away, what was known lives two minutes longer.
/// </summary>
public sealed partial class AccessCache(AccessReader reader, TimeProvider time, ILogger<AccessCache> log)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Stale = TimeSpan.FromSeconds(180);
    private const int SweepEvery = 512;
    private readonly ConcurrentDictionary<string, Access> _known = new(StringComparer.Ordinal);
    private long _generation;
    private int _added;

    /// <summary>What the holder of this session token may do; null when it is nobody's or over.</summary>
    public ValueTask<Access?> FindSessionAsync(string token, CancellationToken ct) =>
        _known.TryGetValue(token, out var known) && time.GetElapsedTime(known.ReadAt) < Fresh
            ? ValueTask.FromResult<Access?>(known)
            : ReadAsync(token, known, static (r, t, ct) => r.ReadSessionAsync(t, ct), ct);

    /// <summary>What the holder of this API key may do; null when it is nobody's or revoked.</summary>
    public ValueTask<Access?> FindKeyAsync(string key, CancellationToken ct) =>
        _known.TryGetValue(key, out var known) && time.GetElapsedTime(known.ReadAt) < Fresh
            ? ValueTask.FromResult<Access?>(known)
            : ReadAsync(key, known, static (r, k, ct) => r.ReadKeyAsync(k, ct), ct);

    /// <summary>Reads anew what concerns an account or API key, from the next request on.</summary>
    public void Forget(Guid accountOrKey)
    {
        var id = accountOrKey.ToString();
        Forget(access => access.Caller.AccountId == id);
    }

    /// <summary>Reads anew what concerns one session, from the next request on.</summary>
    public void ForgetSession(Guid session) => Forget(access => access.Person?.SessionId == session);

    /// <summary>Reads anew what concerns anybody of a tenant, from the next request on.</summary>
    public void ForgetTenant(string tenant) => Forget(access => access.Caller.Tenant == tenant);

    private void Forget(Func<Access, bool> concerned)
    {
        // Whoever is reading at this moment may have read too early; the new generation keeps that out of the cache.
        Interlocked.Increment(ref _generation);
        foreach (var (key, access) in _known)
            if (concerned(access))
                _known.TryRemove(key, out _);
    }

    private async ValueTask<Access?> ReadAsync(
        string secret, Access? known, Func<AccessReader, string, CancellationToken, Task<Access?>> read, CancellationToken ct)
    {
        var generation = Interlocked.Read(ref _generation);
        try
        {
            var access = await read(reader, secret, ct);
            if (access is null)
                _known.TryRemove(secret, out _);
            else if (generation == Interlocked.Read(ref _generation))
                Keep(secret, access);
            return access;
        }
        catch (NpgsqlException e) when (known is not null && time.GetElapsedTime(known.ReadAt) < Stale)
        {
            LogStale(log, e.GetType().Name);
            return known;
        }
    }

    private void Keep(string secret, Access access)
    {
        _known[secret] = access;
        if (Interlocked.Increment(ref _added) % SweepEvery != 0)
            return;
        foreach (var (key, old) in _known)
            if (time.GetElapsedTime(old.ReadAt) >= Stale)
                _known.TryRemove(key, out _);
    }

    [LoggerMessage(1, LogLevel.Warning, "The database does not answer ({Reason}): using what was known of a session")]
    private static partial void LogStale(ILogger logger, string reason);
}
