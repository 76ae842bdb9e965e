using Microsoft.EntityFrameworkCore;
using ServiceMesh.Messaging;
using ServiceMesh.ServiceDefaults;
using ServiceMesh.Sla.Domain;
using ServiceMesh.Sla.Http;
using ServiceMesh.Sla.Persistence;
using ServiceMesh.Sla.Policies;
using ServiceMesh.Sla.Tenants;

namespace ServiceMesh.Sla.Reprocess;

/// <summary>Asks for a re-process. Exactly one of <c>policies</c>, <c>calendars</c>, <c>ticketIds</c> and <c>all</c> says of which open tickets.</summary>
/// <param name="Reason">Why, 1 to 500 characters; it is kept.</param>
/// <param name="DryRun">True only counts and shows: the preview without which nothing runs.</param>
/// <param name="PreviewId">The id of a dry run of the same tickets that is done; the versions that it showed must still be the newest. With it, which tickets need not be said again.</param>
/// <param name="Policies">See <see cref="Selection.Policies"/>; at most 50.</param>
/// <param name="Calendars">See <see cref="Selection.Calendars"/>; at most 50.</param>
/// <param name="TicketIds">See <see cref="Selection.TicketIds"/>.</param>
/// <param name="All">See <see cref="Selection.All"/>.</param>
public sealed record ReprocessRequest(
    string Reason, bool DryRun = false, Guid? PreviewId = null, IReadOnlyList<string>? Policies = null, IReadOnlyList<string>? Calendars = null, IReadOnlyList<Guid>? TicketIds = null,
    bool All = false)
{
    internal bool Selects => Policies is not null || Calendars is not null || TicketIds is not null || All;

    internal Selection Selection => new() { Policies = Policies, Calendars = Calendars, TicketIds = TicketIds, All = All };
}

/// <summary>Applying changed calendars and policies to running clocks, explicitly.</summary>
public static class ReprocessEndpoints
{
    /// <summary>Registers what runs the jobs.</summary>
    public static IServiceCollection AddReprocess(this IServiceCollection services) =>
        services.AddSingleton<ReprocessChunk>().AddSingleton<ReprocessRunner>().AddHostedService(s => s.GetRequiredService<ReprocessRunner>());

    public static IEndpointRouteBuilder MapReprocess(this IEndpointRouteBuilder app)
    {
        var jobs = app.MapGroup("/api/v1/sla/reprocess").RequireRoles(Roles.Manager, Roles.Admin).WithTags("reprocess");
        jobs.MapPost("/", PostAsync).Produces<ReprocessAnswer>(202).ProducesProblem(400).ProducesProblem(409).ProducesProblem(422).WithName("PostReprocess").WithSummary("""
            Chooses terms anew, by the newest calendars and policies, for open tickets: a job that works in chunks and never holds live tickets up.
            With dryRun it stores nothing and shows what would change; the id of that preview is wanted to start a run (422 reprocess.preview-required, -unknown,
            -differs; 409 reprocess.preview-unfinished, -outdated). Clocks count from where they started, with the pauses there were. 400 names the field.
            """);
        jobs.MapGet("/", ListAsync).Produces<Page<ReprocessAnswer>>().WithName("ListReprocesses").WithSummary("Who re-processed what, when, why and with which result; the newest first. ?limit=1..100, ?cursor= from next.");
        jobs.MapGet("/{id:guid}", GetAsync).Produces<ReprocessAnswer>().ProducesProblem(404).WithName("GetReprocess")
            .WithSummary("One re-process with its progress, counts by effect and a sample of old and new due times. 404 reprocess.not-found.");
        jobs.MapPost("/{id:guid}/cancel", CancelAsync).Produces<ReprocessAnswer>().ProducesProblem(404).ProducesProblem(409).WithName("CancelReprocess")
            .WithSummary("Stops a re-process after its chunk, moments later; tickets that were changed stay so. 409 reprocess.over when it has ended by itself.");
        return app;
    }

    private static Task<IResult> PostAsync(ReprocessRequest request, Caller caller, HttpContext http, IIdempotentWork idempotent, TermsLibrary library) =>
        idempotent.RunAsync(http, caller, async (work, ct) =>
        {
            await TenantStore.CreateAsync(work, caller.Tenant, zone: null, sequence: 0, ct);
            var revision = await ReprocessStore.HoldRevisionAsync(work, caller.Tenant, ct);
            // Without a revision the library reads afresh what this transaction sees.
            var book = await library.OpenAsync(work, caller.Tenant, null, ct);
            var errors = ReprocessChecks.Of(request, book);
            Fields.Refuse(errors);
            Fields.Refuse(await ReprocessChecks.UnknownAsync(work, caller.Tenant, request.TicketIds ?? [], ct));
            var versions = new Versions(book.CalendarVersions, book.PolicyVersions);
            var preview = request.DryRun ? null : await PreviewGate.RequireAsync(work, caller.Tenant, request, revision, versions, ct);
            var row = new ReprocessRow
            {
                Tenant = caller.Tenant,
                Id = Guid.CreateVersion7(work.Now),
                DryRun = request.DryRun,
                PreviewId = preview?.Id,
                Revision = revision,
                Versions = ReprocessStore.Write(versions),
                Selection = preview?.Selection ?? ReprocessStore.Write(request.Selection),
                Reason = request.Reason.Trim(),
                State = JobStates.Queued,
                CreatedAt = work.Now,
                CreatedBy = caller.Name,
                AccountId = caller.AccountId,
                Result = ReprocessStore.Write(new ReprocessResult()),
            };
            work.Db<SlaDb>().Add(row);
            work.Arm(ReprocessTimer.For(row.Tenant, row.Id, work.Now));
            return new Reply(202, ReprocessAnswer.Of(row), $"/api/v1/sla/reprocess/{row.Id}");
        });

    private static async Task<Page<ReprocessAnswer>> ListAsync(Caller caller, SlaDb db, CancellationToken ct, int limit = 50, Guid? cursor = null)
    {
        Fields.Refuse(limit is >= 1 and <= 100 ? [] : [new FieldError("limit", "1 to 100 are shown at once.")]);
        var before = cursor ?? Guid.AllBitsSet;
        var rows = await db.Reprocesses.FromSql($"SELECT * FROM reprocess_jobs WHERE tenant = {caller.Tenant} AND id < {before} ORDER BY id DESC LIMIT {limit}")
            .AsNoTracking().ToListAsync(ct);
        return new([.. rows.Select(ReprocessAnswer.Of)], rows.Count == limit ? rows[^1].Id.ToString() : null);
    }

    private static async Task<ReprocessAnswer> GetAsync(Guid id, Caller caller, SlaDb db, CancellationToken ct) =>
        await db.Reprocesses.AsNoTracking().FirstOrDefaultAsync(r => r.Tenant == caller.Tenant && r.Id == id, ct) is { } row
            ? ReprocessAnswer.Of(row)
            : throw Problems.NotFound("reprocess.not-found");

    private static async Task<ReprocessAnswer> CancelAsync(Guid id, Caller caller, IWorkFactory works, CancellationToken ct)
    {
        await using var work = await works.BeginAsync(ct);
        var db = work.Db<SlaDb>();
        // Waits for the chunk that is under way.
        var row = (await db.Reprocesses.FromSql($"SELECT * FROM reprocess_jobs WHERE tenant = {caller.Tenant} AND id = {id} FOR UPDATE").ToListAsync(ct))
            .FirstOrDefault() ?? throw Problems.NotFound("reprocess.not-found");
        if (row.State is JobStates.Done or JobStates.Outdated)
        {
            throw Problems.Conflict("reprocess.over", $"The re-process is {row.State}.");
        }

        if (row.State != JobStates.Cancelled)
        {
            (row.State, row.FinishedAt, row.CancelledBy) = (JobStates.Cancelled, work.Now, caller.Name);
            work.Cancel(ReprocessTimer.Kind, ReprocessTimer.KeyOf(caller.Tenant, id));
            await work.CommitAsync(ct);
        }

        return ReprocessAnswer.Of(row);
    }
}
