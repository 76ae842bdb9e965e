using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using ServiceMesh.Insight.Jobs;
using ServiceMesh.Insight.Persistence;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Insight.Record.Heads;

/// <summary>Where the record stands, and the signed ends of its days. Roles ops, admin, manager.</summary>
public static class HeadEndpoints
{
    /// <summary>
    /// GET /api/v1/insight/record: the head and the key. GET /api/v1/insight/record/heads?before&amp;limit (1 to 400, 100 by default): signed heads, newest
    /// first; <c>next</c> is the day to ask for more before.
    /// </summary>
    public static void MapHeads(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/api/v1/insight/record").WithTags("record");
        group.MapGet("", StateAsync).RequireRoles(JobEndpoints.Operators);
        group.MapGet("/heads", ListAsync).RequireRoles(JobEndpoints.Operators);
    }

    private static async Task<RecordState> StateAsync(Caller caller, InsightDb db, HeadKeys keys, HeadFiles files, CancellationToken ct)
    {
        var head = await db.ChainHeads.AsNoTracking().SingleOrDefaultAsync(h => h.Tenant == caller.Tenant, ct);
        var closed = await db.DayHeads.AsNoTracking().Where(h => h.Tenant == caller.Tenant).OrderByDescending(h => h.Day).FirstOrDefaultAsync(ct);
        var erasures = await db.Erasures.CountAsync(e => e.Tenant == caller.Tenant, ct);
        return new RecordState(
            head?.Position ?? 0, head is null ? null : Convert.ToHexStringLower(head.Hash), head is { Position: > 0 } ? head.ArrivedAt : null,
            closed is null ? null : HeadFile.Of(closed), keys.CanSign, keys.KeyId, keys.PublicKey, files.Exist, erasures);
    }

    private static async Task<HeadPage> ListAsync(
        Caller caller, InsightDb db, HeadKeys keys, CancellationToken ct, DateOnly? before = null, [Range(1, 400)] int limit = 100)
    {
        if (limit is < 1 or > 400) throw Problems.InvalidField("limit", "limit must be between 1 and 400.");
        var rows = db.DayHeads.AsNoTracking().Where(h => h.Tenant == caller.Tenant);
        if (before is { } day) rows = rows.Where(h => h.Day < day);
        var found = await rows.OrderByDescending(h => h.Day).Take(limit + 1).ToListAsync(ct);
        var more = found.Count > limit;
        if (more) found.RemoveAt(limit);
        return new HeadPage([.. found.Select(HeadFile.Of)], more ? found[^1].Day : null, keys.PublicKey);
    }
}

/// <param name="Position">The last position; 0 before the first event.</param>
/// <param name="Hash">The chain's hash there, lower-case hex.</param>
/// <param name="ArrivedAt">When the last event came, or the last day was closed (UTC).</param>
/// <param name="LastClosedDay">The newest signed head; null before the first.</param>
/// <param name="CanSign">False when the installation has no signing key.</param>
/// <param name="KeyId">The key that signs now.</param>
/// <param name="PublicKey">Its public half, PEM.</param>
/// <param name="Copied">Whether heads are copied to a directory outside the database.</param>
/// <param name="Erasures">Persons erased on request so far.</param>
public sealed record RecordState(
    long Position, string? Hash, DateTimeOffset? ArrivedAt, HeadFile? LastClosedDay, bool CanSign, string KeyId, string PublicKey, bool Copied, int Erasures);

/// <param name="Items">Signed heads, newest first.</param>
/// <param name="Next">Ask for those before this day; null at the end.</param>
/// <param name="PublicKey">The public key that signs now, PEM.</param>
public sealed record HeadPage(IReadOnlyList<HeadFile> Items, DateOnly? Next, string PublicKey);
