using ServiceMesh.Contracts;
using ServiceMesh.Dispatch.Domain.Maintenance;
using ServiceMesh.Dispatch.Persistence;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Dispatch.Maintenance;

/// <summary>
/// What people do to runs. Every action answers 200 with the run and honours <c>Idempotency-Key</c>. Unknown run: 404
/// <c>maintenance-run.not-found</c>. Ended: 409 <c>maintenance.run-ended</c>. What is missing is a 409 that names the fields.
/// </summary>
internal static class RunEndpoints
{
    public static IEndpointRouteBuilder MapMaintenanceRuns(this IEndpointRouteBuilder app)
    {
        var runs = app.MapGroup("/api/v1/maintenance/runs").WithTags("maintenance");
        runs.MapGet("", RunList.GetAsync).RequireRoles(Roles.Staff)
            .WithSummary("Runs by their windows; from and until choose those that touch that span. limit is 1 to 500, 100 if not given.");
        runs.MapGet("/{id:guid}", GetAsync).RequireRoles(Roles.Staff).WithSummary("A run with checklist, evidence, history and tied tickets. 404 maintenance-run.not-found.");
        MapWork(runs.MapGroup("/{id:guid}").RequireRoles(Roles.Engineer, Roles.Dispatcher, Roles.Manager, Roles.Admin));
        MapPlanning(runs.MapGroup("/{id:guid}").RequireRoles(Roles.Dispatcher, Roles.Manager, Roles.Admin));
        return app;
    }

    private static void MapWork(RouteGroupBuilder act)
    {
        act.MapPost("/start", (Guid id, StartRunRequest? r, Caller caller, HttpContext http, RunActions actions) =>
                actions.RunAsync(http, caller, id, async (work, run, ct) =>
                {
                    var reason = string.IsNullOrWhiteSpace(r?.CoverReason) ? null : r.CoverReason.Trim();
                    if (reason is not null) RequireManager(caller);
                    return new StartRun(caller.Actor, await ChecklistReader.OfAsync(work.Db<DispatchDb>(), run, ct), reason);
                }))
            .WithSummary("Begins. 409 maintenance.outside-window, maintenance.not-covered, maintenance.evidence-missing (an upgrade: backup and rollback plan), maintenance.started.");
        act.MapPost("/evidence", (Guid id, EvidenceRequest r, Caller caller, HttpContext http, RunActions actions) =>
                actions.RunAsync(http, caller, id, (_, run, _) => Task.FromResult<RunCommand>(new ShowEvidence(caller.Actor, Read(run.Kind, r)))))
            .WithSummary("Shows evidence. 400 naming the field; 409 maintenance.evidence-locked: what belongs before the start is fixed by it, what belongs after it waits for it.");
        act.MapPost("/check", (Guid id, CheckRequest r, Caller caller, HttpContext http, RunActions actions) =>
                actions.RunAsync(http, caller, id, new CheckItem(caller.Actor, r.Key, r.State, string.IsNullOrWhiteSpace(r.Note) ? null : r.Note.Trim())))
            .WithSummary("Answers an item of the checklist. 409 maintenance.not-started, maintenance.no-such-item, maintenance.note-missing.");
        act.MapPost("/complete", (Guid id, CompleteRunRequest? r, Caller caller, HttpContext http, RunActions actions) =>
                actions.RunAsync(http, caller, id, new CompleteRun(caller.Actor, string.IsNullOrWhiteSpace(r?.Remark) ? null : r.Remark.Trim())))
            .WithSummary("Closes the run with its verdict. 409 maintenance.not-started, maintenance.evidence-missing naming the fields, maintenance.remark-missing.");
    }

    private static void MapPlanning(RouteGroupBuilder act)
    {
        act.MapPost("/assign", (Guid id, AssignRunRequest r, Caller caller, HttpContext http, RunActions actions, RunAssigning assigning) =>
                actions.RunAsync(http, caller, id, (work, run, ct) => assigning.ByHandAsync(work, run, caller, r, ct)))
            .WithSummary("Gives it to an engineer; without one to the best of the team now. 404 team.not-found or engineer.not-found, 409 engineer.inactive or assignment.* as for a ticket, judged by the day of its window; override passes over all but certificates.");
        act.MapPost("/reschedule", (Guid id, RescheduleRequest r, Caller caller, HttpContext http, RunActions actions) =>
                actions.RunAsync(http, caller, id, new RescheduleRun(caller.Actor, WholeSeconds(r.From), r.Reason.Trim())))
            .WithSummary("Moves the window. 409 maintenance.in-the-past, maintenance.same-window, maintenance.started.");
        act.MapPost("/cancel", (Guid id, CancelRunRequest r, Caller caller, HttpContext http, RunActions actions) =>
                actions.RunAsync(http, caller, id, new CancelRun(caller.Actor, r.Reason.Trim())))
            .WithSummary("Ends it without being done.");
        act.MapPost("/waive-rollback-test", (Guid id, WaiveRequest r, Caller caller, HttpContext http, RunActions actions) =>
                actions.RunAsync(http, caller, id, new WaiveRollbackTest(caller.Actor, r.Reason.Trim())))
            .RequireRoles(Roles.Manager, Roles.Admin)
            .WithSummary("A manager answers for an upgrade whose rollback is not tested. 409 maintenance.nothing-to-waive, maintenance.not-started.");
    }

    /// <exception cref="ProblemException">403 <c>access.role-missing</c>.</exception>
    internal static void RequireManager(Caller caller)
    {
        if (!caller.Is(Roles.Manager) && !caller.Is(Roles.Admin))
            throw Problems.Forbidden("access.role-missing", "Only a manager may let maintenance take place without cover.");
    }

    private static async Task<RunDetail> GetAsync(Guid id, Caller caller, DispatchDb db, CancellationToken ct) =>
        await RunDetail.OfAsync(db, await RunList.FindAsync(db, caller.Tenant, id, ct) ?? throw Problems.NotFound("maintenance-run.not-found"), ct);

    /// <exception cref="ProblemException">400, naming the field.</exception>
    private static Dictionary<string, string> Read(MaintenanceKind kind, EvidenceRequest r)
    {
        var form = EvidenceForm.Of(kind).ToDictionary(f => f.Name);
        Dictionary<string, string> values = [];
        foreach (var (name, value) in r.Values)
        {
            if (!form.TryGetValue(name, out var field)) throw Problems.InvalidField($"values.{name}", $"No such evidence; there are {string.Join(", ", form.Keys)}.");
            var (read, problem) = EvidenceReader.Read(field, value);
            values[name] = read ?? throw Problems.InvalidField($"values.{name}", problem!);
        }

        return values;
    }

    private static DateTimeOffset WholeSeconds(DateTimeOffset at) => at.UtcDateTime.Year is >= 1970 and <= 2200
        ? new DateTimeOffset(at.UtcTicks / TimeSpan.TicksPerSecond * TimeSpan.TicksPerSecond, TimeSpan.Zero)
        : throw Problems.InvalidField("from", "It lies in 1970 to 2200.");
}
