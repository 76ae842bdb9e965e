using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using ServiceMesh.Insight.Persistence;
using ServiceMesh.Insight.Projections;
using ServiceMesh.Insight.Record.Verification;
using ServiceMesh.Messaging;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Insight.Jobs;

/// <summary>Verifications of the record and rebuilds of read models: asked for, then looked at until they are done. Roles ops, admin, manager.</summary>
public static class JobEndpoints
{
    private const int Shown = 50;

    /// <summary>
    /// <list type="bullet">
    /// <item>POST /api/v1/insight/record/verifications: 202 with the job; one that is under way is joined.</item>
    /// <item>POST /api/v1/insight/projections/{name}/rebuilds: the same; 404 <c>projection.not-found</c>.</item>
    /// <item>GET /api/v1/insight/projections: names and versions.</item>
    /// <item>GET /api/v1/insight/jobs: the last 50, newest first; GET /api/v1/insight/jobs/{id}: one, 404 <c>job.not-found</c>.</item>
    /// </list>
    /// </summary>
    public static void MapJobs(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/api/v1/insight").WithTags("record");
        group.MapPost("/record/verifications", (Caller caller, HttpContext http, IIdempotentWork idempotent, JobSignal signal) =>
            AskAsync(VerificationJob.KindName, "", caller, http, idempotent, signal)).RequireRoles(Operators);
        group.MapPost("/projections/{name}/rebuilds", (string name, Caller caller, HttpContext http, IIdempotentWork idempotent, JobSignal signal, IEnumerable<IProjection> projections) =>
            projections.Any(p => p.Name == name)
                ? AskAsync(RebuildJob.KindName, name, caller, http, idempotent, signal)
                : throw Problems.NotFound("projection.not-found")).RequireRoles(Operators);
        group.MapGet("/projections", (IEnumerable<IProjection> projections) =>
            new ProjectionViews([.. projections.Select(p => new ProjectionView(p.Name, p.Version))])).RequireRoles(Operators);
        group.MapGet("/jobs", ListAsync).RequireRoles(Operators);
        group.MapGet("/jobs/{id:guid}", GetAsync).RequireRoles(Operators);
    }

    /// <summary>Who may look after the record.</summary>
    internal static string[] Operators => [Roles.Ops, Roles.Admin, Roles.Manager];

    private static Task<IResult> AskAsync(string kind, string target, Caller caller, HttpContext http, IIdempotentWork idempotent, JobSignal signal) =>
        idempotent.RunAsync(http, caller, async (work, ct) =>
        {
            var id = await JobBook.QueueAsync(work, caller.Tenant, kind, target, caller.AccountId, ct);
            // Before the commit: should the runner look too early, it looks again within seconds.
            http.Response.OnCompleted(() =>
            {
                signal.Asked();
                return Task.CompletedTask;
            });
            return new Reply(StatusCodes.Status202Accepted, new JobAccepted(id, kind, target), $"/api/v1/insight/jobs/{id}");
        });

    private static async Task<JobViews> ListAsync(Caller caller, InsightDb db, CancellationToken ct)
    {
        var rows = await db.Jobs.AsNoTracking().Where(j => j.Tenant == caller.Tenant).OrderByDescending(j => j.RequestedAt).Take(Shown).ToListAsync(ct);
        return new JobViews([.. rows.Select(View)]);
    }

    private static async Task<JobView> GetAsync(Guid id, Caller caller, InsightDb db, CancellationToken ct) =>
        View(await db.Jobs.AsNoTracking().SingleOrDefaultAsync(j => j.Tenant == caller.Tenant && j.Id == id, ct) ?? throw Problems.NotFound("job.not-found"));

    private static JobView View(JobRow row) => new(
        row.Id, row.Kind, row.Target, row.State, row.Done, row.Total, row.RequestedAt, row.StartedAt, row.EndedAt,
        row.Result is null ? null : JsonSerializer.Deserialize<JsonElement>(row.Result));
}

/// <param name="Id">The job.</param>
/// <param name="Kind"><c>verify</c> or <c>rebuild</c>.</param>
/// <param name="Target">The read model; empty for the record.</param>
public sealed record JobAccepted(Guid Id, string Kind, string Target);

/// <summary>Jobs, newest first.</summary>
public sealed record JobViews(IReadOnlyList<JobView> Items);

/// <param name="State"><c>queued</c>, <c>running</c>, <c>done</c> or <c>failed</c>.</param>
/// <param name="Done">Events done.</param>
/// <param name="Total">Events to do, as far as known.</param>
/// <param name="Result">Of a verification the findings, of a rebuild its rows and how many of them differed; null before the end.</param>
public sealed record JobView(
    Guid Id, string Kind, string Target, string State, long Done, long Total, DateTimeOffset RequestedAt, DateTimeOffset? StartedAt, DateTimeOffset? EndedAt,
    JsonElement? Result);

/// <summary>The read models.</summary>
public sealed record ProjectionViews(IReadOnlyList<ProjectionView> Items);

/// <param name="Name">Its name.</param>
/// <param name="Version">The version of its rules.</param>
public sealed record ProjectionView(string Name, int Version);
