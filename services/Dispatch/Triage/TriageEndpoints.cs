using Microsoft.EntityFrameworkCore;
using Npgsql;
using ServiceMesh.Dispatch.Domain.Triage;
using ServiceMesh.Dispatch.Persistence;
using ServiceMesh.Messaging;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Dispatch.Triage;

/// <summary>The tenant's triage: matrix, rules, what a record must hold. Versions are never changed, only followed by newer ones.</summary>
internal static class TriageEndpoints
{
    public static IEndpointRouteBuilder MapTriage(this IEndpointRouteBuilder app)
    {
        var triage = app.MapGroup("/api/v1/triage").WithTags("triage");
        var read = triage.MapGroup("").RequireRoles(Roles.Staff);
        read.MapGet("", CurrentAsync).WithSummary("The triage that holds, version 0 where nothing was set, with warnings.");
        read.MapGet("/versions", VersionsAsync).WithSummary("Its versions, the newest first, 200 at most.");
        read.MapGet("/versions/{version:int}", VersionAsync).WithSummary("One version. 404 triage-version.not-found.");
        read.MapPost("/suggestions", Suggestions.AskAsync).WithSummary("Class, product, fault class and solutions of similar past tickets, with the tickets that speak for each.");
        var change = triage.MapGroup("").RequireRoles(Roles.Dispatcher, Roles.Manager, Roles.Admin);
        change.MapPut("", PutAsync)
            .WithSummary("A new version; it holds from the next ticket on. 400 naming the field, 404 team.not-found, 412 triage.version-changed when it was made from an older one.");
        change.MapPost("/dry-run", DryRun.RunAsync)
            .WithSummary("Tries rules on past tickets and shows what would have changed; nothing is stored. 400 naming the field, 404 team.not-found.");
        return app;
    }

    private static async Task<TriageBookView> CurrentAsync(Caller caller, DispatchDb db, CancellationToken ct)
    {
        var row = await db.TriageBooks.AsNoTracking().Where(b => b.Tenant == caller.Tenant).OrderByDescending(b => b.Version).FirstOrDefaultAsync(ct);
        return await ViewAsync(row, caller.Tenant, db, ct);
    }

    private static async Task<TriageVersionList> VersionsAsync(Caller caller, DispatchDb db, CancellationToken ct)
    {
        var rows = await db.TriageBooks.AsNoTracking().Where(b => b.Tenant == caller.Tenant).OrderByDescending(b => b.Version).Take(200).ToListAsync(ct);
        return new TriageVersionList([.. rows.Select(b => new TriageVersionView(b.Version, b.Note, b.ByName, b.At, b.Book.Rules.Length))]);
    }

    private static async Task<TriageBookView> VersionAsync(int version, Caller caller, DispatchDb db, CancellationToken ct) =>
        await ViewAsync(
            await db.TriageBooks.AsNoTracking().SingleOrDefaultAsync(b => b.Tenant == caller.Tenant && b.Version == version, ct)
            ?? throw Problems.NotFound("triage-version.not-found"), caller.Tenant, db, ct);

    private static async Task<TriageBookView> PutAsync(TriageBookRequest r, Caller caller, IWorkFactory works, CancellationToken ct)
    {
        await using var work = await works.BeginAsync(ct);
        var db = work.Db<DispatchDb>();
        await TriageChecks.CheckAsync(r.Book, caller.Tenant, db, ct);
        var latest = await db.TriageBooks.Where(b => b.Tenant == caller.Tenant).MaxAsync(b => (int?)b.Version, ct) ?? 0;
        if (latest != r.Version) throw Changed(latest);
        var row = new TriageBookRow { Tenant = caller.Tenant, Version = latest + 1, Book = r.Book, Note = r.Note, ByName = caller.Name, At = work.Now };
        db.TriageBooks.Add(row);
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException e) when (e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            throw Changed(latest + 1);
        }

        var view = await ViewAsync(row, caller.Tenant, db, ct);
        await work.CommitAsync(ct);
        return view;
    }

    private static ProblemException Changed(int latest) => new(
        412, "triage.version-changed", "Somebody changed the triage in the meantime.", $"Its version is {latest} now.");

    private static async Task<TriageBookView> ViewAsync(TriageBookRow? row, string tenant, DispatchDb db, CancellationToken ct)
    {
        var book = row?.Book ?? TriageBook.Usual;
        return new TriageBookView(row?.Version ?? 0, book, row?.Note, row?.ByName, row?.At, await TriageChecks.WarningsAsync(book, tenant, db, ct));
    }
}
