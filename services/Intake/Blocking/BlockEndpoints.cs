using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using ServiceMesh.Intake.Domain;
using ServiceMesh.Intake.Persistence;
using ServiceMesh.Intake.Requests;
using ServiceMesh.Intake.Tenants;
using ServiceMesh.Messaging;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Intake.Blocking;

/// <summary>
/// Somebody to turn away: a telephone number, or a sender (a mail address, <c>@domain</c> for all of a domain, or a platform's id of a person), up to 200 characters; why, up to 500.
/// </summary>
/// <param name="ChannelId">Only there; every channel when not given.</param>
/// <param name="Until">Up to when; for good when not given.</param>
public sealed record BlockRequest(
    BlockKind Kind,
    [property: Required, PlainText(200)] string Value,
    [property: Required, PlainText(500)] string Reason,
    Guid? ChannelId = null,
    DateTimeOffset? Until = null);

/// <summary>An entry of the block list.</summary>
/// <param name="ChannelName">Null for every channel.</param>
/// <param name="RemovedAt">When somebody took it off the list; null while nobody has.</param>
/// <param name="Attempts">How often somebody was turned away by it in the last 90 days.</param>
public sealed record BlockView(
    Guid Id, BlockKind Kind, string Value, string Reason, Guid? ChannelId, string? ChannelName, DateTimeOffset? Until, string AddedBy, DateTimeOffset AddedAt,
    string? RemovedBy, DateTimeOffset? RemovedAt, int Attempts, DateTimeOffset? LastAttemptAt);

/// <summary>Somebody who was turned away.</summary>
/// <param name="EntryId">The entry that did it; null for a number that the channel itself was set up with.</param>
/// <param name="Text">The beginning of what a message or mail said; null for calls.</param>
public sealed record BlockedAttemptView(Guid Id, Guid? EntryId, Guid ChannelId, string ChannelName, string Sender, string? Text, DateTimeOffset At);

/// <summary>
/// <c>/api/v1/channels/blocked</c>, for managers and administrators: the tenant's block list. 400 <c>block.value</c>, <c>block.until</c>, <c>channel.unknown</c>; 404
/// <c>block.not-found</c>; 409 <c>block.exists</c>. Who added and removed an entry stays with it.
/// </summary>
public static class BlockEndpoints
{
    public static void MapBlockList(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/api/v1/channels/blocked").WithTags("block-list").RequireRoles(Roles.Manager, Roles.Admin);
        group.MapGet("", ListAsync);
        group.MapPost("", AddAsync);
        group.MapDelete("/{id:guid}", RemoveAsync);
        group.MapGet("/attempts", AttemptsAsync);
    }

    /// <summary>The entries that hold now, newest first; with <c>past=true</c> those that were removed or ran out.</summary>
    private static async Task<Page<BlockView>> ListAsync([AsParameters] PageQuery page, bool? past, Caller caller, IntakeDb db, TimeProvider time, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var rows = db.BlockedSenders.AsNoTracking().Where(b => b.Tenant == caller.Tenant);
        rows = past == true ? rows.Where(b => b.RemovedAt != null || b.Until <= now) : rows.Where(b => b.RemovedAt == null && (b.Until == null || b.Until > now));
        if (page.After is { } after)
            rows = rows.Where(b => b.Id < after);
        var found = await (
            from b in rows
            from c in db.Channels.Where(c => c.Tenant == b.Tenant && c.Id == b.ChannelId).DefaultIfEmpty()
            orderby b.Id descending
            select new { b, ChannelName = c!.Name }).Take(page.Size + 1).ToListAsync(ct);
        var ids = found.ConvertAll(f => f.b.Id);
        var tried = await db.BlockedAttempts.Where(a => a.Tenant == caller.Tenant && ids.Contains(a.EntryId)).GroupBy(a => a.EntryId)
            .Select(g => new { g.Key, Count = g.Count(), Last = g.Max(a => a.At) }).ToDictionaryAsync(g => g.Key, ct);
        return Page.Of(found.ConvertAll(f => View(f.b, f.ChannelName, tried.TryGetValue(f.b.Id, out var t) ? (t.Count, t.Last) : null)), page.Size, b => b.Id);
    }

    private static Task<IResult> AddAsync(BlockRequest request, Caller caller, HttpContext http, IIdempotentWork idempotent) =>
        idempotent.RunAsync(http, caller, async (work, ct) =>
        {
            var db = work.Db<IntakeDb>();
            var value = BlockRule.Normalise(request.Kind, request.Value, (await TenantProfiles.FindAsync(db, caller.Tenant, ct)).Dialling)
                ?? throw Problems.Invalid("block.value", "value is not one whole telephone number; with its country code, +86 21 5555 0100, it always is.");
            if (request.Until <= work.Now)
                throw Problems.Invalid("block.until", "until lies in the past.");
            var channel = request.ChannelId is not { } id ? null
                : await db.Channels.AsNoTracking().Where(c => c.Tenant == caller.Tenant && c.Id == id).Select(c => c.Name).SingleOrDefaultAsync(ct)
                    ?? throw Problems.Invalid("channel.unknown");
            var now = work.Now;
            if (await db.BlockedSenders.AnyAsync(
                b => b.Tenant == caller.Tenant && b.Value == value && b.ChannelId == request.ChannelId && b.RemovedAt == null && (b.Until == null || b.Until > now), ct))
            {
                throw Problems.Conflict("block.exists", "It is on the list already; remove it first to give it another reason or end.");
            }

            var row = new BlockedSenderRow
            {
                Tenant = caller.Tenant, Id = Guid.CreateVersion7(now), Kind = request.Kind, Value = value, Reason = request.Reason.Trim(), ChannelId = request.ChannelId,
                Until = request.Until?.ToUniversalTime(), AddedBy = caller.Name, AddedById = caller.AccountId, AddedAt = now,
            };
            db.BlockedSenders.Add(row);
            return new Reply(StatusCodes.Status201Created, View(row, channel, null), $"/api/v1/channels/blocked/{row.Id}");
        });

    private static BlockView View(BlockedSenderRow b, string? channelName, (int Count, DateTimeOffset Last)? tried) => new(
        b.Id, b.Kind, b.Value, b.Reason, b.ChannelId, channelName, b.Until, b.AddedBy, b.AddedAt, b.RemovedBy, b.RemovedAt, tried?.Count ?? 0, tried?.Last);

    /// <summary>204: it holds no longer. It stays among the past ones with who removed it.</summary>
    private static async Task<IResult> RemoveAsync(Guid id, Caller caller, IWorkFactory works, CancellationToken ct)
    {
        await using var work = await works.BeginAsync(ct);
        var now = work.Now;
        var removed = await work.Db<IntakeDb>().BlockedSenders.Where(b => b.Tenant == caller.Tenant && b.Id == id && b.RemovedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(b => b.RemovedAt, now).SetProperty(b => b.RemovedBy, caller.Name).SetProperty(b => b.RemovedById, caller.AccountId), ct);
        if (removed == 0)
            throw Problems.NotFound("block.not-found");
        await work.CommitAsync(ct);
        return Results.NoContent();
    }

    /// <summary>Who was turned away in the last 90 days, newest first.</summary>
    private static async Task<Page<BlockedAttemptView>> AttemptsAsync([AsParameters] PageQuery page, Guid? entryId, Caller caller, IntakeDb db, CancellationToken ct)
    {
        var rows = db.BlockedAttempts.AsNoTracking().Where(a => a.Tenant == caller.Tenant);
        if (entryId is { } entry)
            rows = rows.Where(a => a.EntryId == entry);
        if (page.After is { } after)
            rows = rows.Where(a => a.Id < after);
        var found = await (
            from a in rows
            join c in db.Channels on new { a.Tenant, Id = a.ChannelId } equals new { c.Tenant, c.Id }
            orderby a.Id descending
            select new BlockedAttemptView(a.Id, a.EntryId == Guid.Empty ? null : a.EntryId, a.ChannelId, c.Name, a.Sender, a.Text, a.At)).Take(page.Size + 1).ToListAsync(ct);
        return Page.Of(found, page.Size, a => a.Id);
    }
}
