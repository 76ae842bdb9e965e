using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;
using ServiceMesh.Dispatch.Persistence;

namespace ServiceMesh.Dispatch.Board;

/// <summary>
/// How many tickets of a tenant or a team are due soon, counted anew each second for all who look: there are the more of them the more are open, and
/// with each second others.
/// </summary>
internal sealed class DueSoonCounts(DispatchOptions options) : IDisposable
{
    private const int MostKept = 10_000;
    private readonly MemoryCache _counted = new(new MemoryCacheOptions { SizeLimit = MostKept });

    public async Task<long> CountAsync(DispatchDb db, BoardFilter filter, DateTimeOffset now, CancellationToken ct)
    {
        var key = (filter.Tenant, filter.Team, Second: now.ToUnixTimeSeconds());
        if (_counted.TryGetValue(key, out long counted)) return counted;
        counted = await BoardFilter.DueSoon(filter.Whose(db), now, options.DueSoon).LongCountAsync(ct);
        return _counted.Set(key, counted, new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = TimeSpan.FromSeconds(2) });
    }

    public void Dispose() => _counted.Dispose();
}
