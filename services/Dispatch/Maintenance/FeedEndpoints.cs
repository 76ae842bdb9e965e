using System.Buffers.Text;
using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Net.Http.Headers;
using ServiceMesh.Dispatch.Domain.Maintenance;
using ServiceMesh.Dispatch.Persistence;
using ServiceMesh.Dispatch.Tickets;
using ServiceMesh.Messaging;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Dispatch.Maintenance;

/// <summary>A calendar to subscribe to. What is given narrows it; with nothing it has every run of the tenant.</summary>
/// <param name="Language"><c>zh</c> or <c>en</c>.</param>
public sealed record FeedRequest(
    [NotBlank, MaxLength(200)] string Name, [RegularExpression("zh|en")] string Language = "zh", Guid? CustomerId = null, Guid? ContractId = null, Guid? TeamId = null,
    Guid? EngineerId = null);

/// <summary>A calendar without its address, which nobody can see again.</summary>
public sealed record FeedView(Guid Id, string Name, string Language, Guid? CustomerId, Guid? ContractId, Guid? TeamId, Guid? EngineerId, string? CreatedBy, DateTimeOffset CreatedAt)
{
    internal static FeedView Of(FeedRow f) => new(f.Id, f.Name, f.Language, f.CustomerId, f.ContractId, f.TeamId, f.EngineerId, f.CreatedBy, f.CreatedAt);
}

/// <summary>A new calendar.</summary>
/// <param name="Path">Its secret address below the public one; shown once.</param>
public sealed record FeedCreated(Guid Id, string Path);

/// <summary>All calendars; there is never a next page.</summary>
public sealed record FeedList(IReadOnlyList<FeedView> Items, string? Next = null);

/// <summary>Calendars for other programs (RFC 5545), by a secret address of which only the hash is kept.</summary>
internal static class FeedEndpoints
{
    private const int LongestToken = 100;
    private const int MostFeeds = 200;
    private const int MostEntries = 2000;
    private static readonly TimeSpan s_past = TimeSpan.FromDays(180);

    public static IEndpointRouteBuilder MapMaintenanceFeeds(this IEndpointRouteBuilder app)
    {
        var feeds = app.MapGroup("/api/v1/maintenance/feeds").WithTags("maintenance").RequireRoles(Roles.Dispatcher, Roles.Manager, Roles.Admin);
        feeds.MapGet("", ListAsync).WithSummary("All calendars of the tenant, without their addresses.");
        feeds.MapPost("", CreateAsync)
            .WithSummary("Makes a calendar; the answer has its secret address, once, and is not kept for an Idempotency-Key. 404 contract.not-found, team.not-found or engineer.not-found; 409 maintenance.too-many-feeds (200).");
        feeds.MapDelete("/{id:guid}", DeleteAsync).WithSummary("The address stops working at once. 404 maintenance-feed.not-found.");
        app.MapGet("/ical/{token}", ReadAsync).AllowAnonymous().WithTags("maintenance").WithSummary("The calendar: half a year back and all that is planned, 2,000 entries at most. 404 for an address that is wrong or was withdrawn.");
        return app;
    }

    private static async Task<FeedList> ListAsync(Caller caller, DispatchDb db, CancellationToken ct) =>
        new([.. (await db.MaintenanceFeeds.AsNoTracking().Where(f => f.Tenant == caller.Tenant).OrderBy(f => f.Id).ToListAsync(ct)).Select(FeedView.Of)]);

    private static async Task<IResult> CreateAsync(FeedRequest r, Caller caller, IWorkFactory works, CancellationToken ct)
    {
        await using var work = await works.BeginAsync(ct);
        var db = work.Db<DispatchDb>();
        if (r.ContractId is { } contract && !await db.ServiceContracts.AnyAsync(c => c.Tenant == caller.Tenant && c.Id == contract, ct)) throw Problems.NotFound("contract.not-found");
        if (r.TeamId is { } team) await RunAssigning.CheckAsync(db, caller.Tenant, team, null, ct);
        if (r.EngineerId is { } engineer && !await db.Engineers.AnyAsync(e => e.Tenant == caller.Tenant && e.Id == engineer, ct)) throw Problems.NotFound("engineer.not-found");
        if (await db.MaintenanceFeeds.CountAsync(f => f.Tenant == caller.Tenant, ct) >= MostFeeds) throw Problems.Conflict("maintenance.too-many-feeds", "Delete one that nobody reads.");
        var token = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(24));
        var feed = new FeedRow
        {
            Id = Guid.CreateVersion7(work.Now), Tenant = caller.Tenant, TokenHash = LinkTokens.Hash(token), Name = r.Name.Trim(), Language = r.Language, CustomerId = r.CustomerId,
            ContractId = r.ContractId, TeamId = r.TeamId, EngineerId = r.EngineerId, CreatedBy = caller.Name, CreatedAt = work.Now,
        };
        db.MaintenanceFeeds.Add(feed);
        await work.CommitAsync(ct);
        return Results.Created($"/api/v1/maintenance/feeds/{feed.Id}", new FeedCreated(feed.Id, $"/ical/{token}.ics"));
    }

    private static async Task<IResult> DeleteAsync(Guid id, Caller caller, DispatchDb db, CancellationToken ct) =>
        await db.MaintenanceFeeds.Where(f => f.Tenant == caller.Tenant && f.Id == id).ExecuteDeleteAsync(ct) == 1
            ? Results.NoContent() : throw Problems.NotFound("maintenance-feed.not-found");

    private static async Task<IResult> ReadAsync(string token, HttpContext http, DispatchDb db, DatabaseClock clock, CancellationToken ct)
    {
        if (token.EndsWith(".ics", StringComparison.OrdinalIgnoreCase)) token = token[..^4];
        var hash = LinkTokens.Hash(token);
        var feed = token.Length <= LongestToken ? await db.MaintenanceFeeds.AsNoTracking().SingleOrDefaultAsync(f => f.TokenHash == hash, ct) : null;
        if (feed is null) throw Problems.NotFound("maintenance-feed.not-found");
        var text = ICalendar.Write(feed.Name, feed.Language, await EntriesAsync(db, feed, clock.Now - s_past, ct));
        http.Response.Headers.CacheControl = "private, max-age=300";
        http.Response.Headers["Referrer-Policy"] = "no-referrer";
        http.Response.Headers["X-Content-Type-Options"] = "nosniff";
        var bytes = Encoding.UTF8.GetBytes(text);
        return Results.Bytes(bytes, ICalendar.MediaType, entityTag: new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(bytes))[..32]}\""));
    }

    private static async Task<IReadOnlyList<CalendarEntry>> EntriesAsync(DispatchDb db, FeedRow feed, DateTimeOffset since, CancellationToken ct)
    {
        var runs = db.MaintenanceRuns.AsNoTracking().Where(r => r.Tenant == feed.Tenant && r.Until > since);
        if (feed.CustomerId is { } customer) runs = runs.Where(r => r.CustomerId == customer);
        if (feed.ContractId is { } contract) runs = runs.Where(r => r.ContractId == contract);
        if (feed.TeamId is { } team) runs = runs.Where(r => r.TeamId == team);
        if (feed.EngineerId is { } engineer) runs = runs.Where(r => r.EngineerId == engineer);
        var rows = await (
            from r in runs.OrderBy(r => r.From).ThenBy(r => r.Id).Take(MostEntries)
            join p in db.MaintenancePlans on r.PlanId equals p.Id
            join k in db.ServiceContracts on r.ContractId equals k.Id
            from c in db.Customers.Where(c => c.Id == r.CustomerId).DefaultIfEmpty()
            from e in db.Engineers.Where(e => e.Id == r.EngineerId).DefaultIfEmpty()
            orderby r.From, r.Id
            select new { Run = r, Plan = p.Name, Contract = k.Number, Customer = c!.Name, Engineer = e!.Name }).ToListAsync(ct);
        var words = MaintenanceWords.For(feed.Language);
        return [.. rows.Select(x => words.Entry(x.Run, x.Plan, x.Contract, x.Customer, x.Engineer))];
    }
}
