using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using ServiceMesh.Messaging;
using ServiceMesh.ServiceDefaults;
using ServiceMesh.Sla.Domain;
using ServiceMesh.Sla.Domain.Money;
using ServiceMesh.Sla.Http;
using ServiceMesh.Sla.Money;
using ServiceMesh.Sla.Persistence;
using ServiceMesh.Sla.Tenants;

namespace ServiceMesh.Sla.WhatIf;

/// <summary>What a what-if supposes; version 0 is a definition that was given with it.</summary>
/// <param name="From">Of tickets opened from this on.</param>
/// <param name="To">And before this.</param>
/// <param name="Filter">Which of them; null for all.</param>
/// <param name="Policy">The policy; null when only a calendar was supposed.</param>
/// <param name="PolicyVersion">Its version.</param>
/// <param name="Calendar">The calendar in whose place another was put; null when only a policy was supposed.</param>
/// <param name="CalendarVersion">The version put there.</param>
public sealed record WhatIfQuestion(DateTimeOffset From, DateTimeOffset To, WhatIfFilter? Filter, string? Policy, int? PolicyVersion, string? Calendar, int? CalendarVersion);

/// <summary>How far a what-if is, and its answer.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Question">What it supposes.</param>
/// <param name="State"><c>running</c>, <c>done</c> or <c>cancelled</c>.</param>
/// <param name="CreatedAt">When it was asked.</param>
/// <param name="CreatedBy">By whom.</param>
/// <param name="EndedAt">When it was over.</param>
/// <param name="Total">Tickets to look at.</param>
/// <param name="Done">Tickets looked at.</param>
/// <param name="Counted">Those of them that were opened in the period and fit the filter.</param>
/// <param name="Result">Breaches and credits before and after; null until it is done.</param>
public sealed record WhatIfAnswer(
    Guid Id, WhatIfQuestion Question, string State, DateTimeOffset CreatedAt, string? CreatedBy, DateTimeOffset? EndedAt, long Total, long Done, long Counted, Comparison? Result);

/// <summary>A ticket whose broken promises differ.</summary>
/// <param name="TicketId">The ticket.</param>
/// <param name="TicketNumber">Its number.</param>
/// <param name="Before">What it broke.</param>
/// <param name="After">What it would have broken.</param>
public sealed record DifferingTicket(Guid TicketId, string TicketNumber, IReadOnlyList<BrokenClock> Before, IReadOnlyList<BrokenClock> After);

/// <summary>A promise that is broken.</summary>
public sealed record BrokenClock(string Clock, int Cycle, DateTimeOffset DueAt);

/// <summary>What would have been under other terms.</summary>
public static class WhatIfEndpoints
{
    private const string Differing = """
        SELECT ticket_id FROM what_if_breaches WHERE tenant = $1 AND job_id = $2 AND ticket_id > $3
        GROUP BY ticket_id
        HAVING array_agg((clock, cycle, due_at)::text ORDER BY clock, cycle) FILTER (WHERE supposed)
            IS DISTINCT FROM array_agg((clock, cycle, due_at)::text ORDER BY clock, cycle) FILTER (WHERE NOT supposed)
        ORDER BY ticket_id LIMIT $4
        """;

    /// <summary>Registers what computes them and clears them away.</summary>
    public static IServiceCollection AddWhatIf(this IServiceCollection services) =>
        services.AddSingleton<WhatIfRunner>().AddSingleton<WhatIfCleaning>().AddHostedService(s => s.GetRequiredService<WhatIfCleaning>());

    public static IEndpointRouteBuilder MapWhatIf(this IEndpointRouteBuilder app)
    {
        var jobs = app.MapGroup("/api/v1/sla/what-if").WithTags("what-if");
        jobs.MapPost("/", PostAsync).RequireRoles(Roles.Manager, Roles.Admin).Produces<WhatIfAnswer>(202).ProducesProblem(400).WithName("PostWhatIf")
            .WithSummary("Computes the history of a period under another policy or calendar, in the background and in small chunks. 400 names the field.");
        jobs.MapGet("/", ListAsync).RequireRoles(Roles.Manager, Roles.Admin).Produces<Page<WhatIfAnswer>>().ProducesProblem(400).WithName("ListWhatIfs")
            .WithSummary("What was asked, with the answers that are kept; the newest first. ?limit=1..200, ?cursor= from next. 400 names the field.");
        jobs.MapGet("/{id:guid}", GetAsync).RequireRoles(Roles.Manager, Roles.Admin).Produces<WhatIfAnswer>().ProducesProblem(404).WithName("GetWhatIf")
            .WithSummary("How far it is; when it is done, breaches and credits before and after by clock, team and severity. 404 what-if.not-found.");
        jobs.MapGet("/{id:guid}/tickets", TicketsAsync).RequireRoles(Roles.Manager, Roles.Admin).Produces<Page<DifferingTicket>>().ProducesProblem(404).WithName("ListWhatIfTickets")
            .WithSummary("The tickets whose broken promises differ, as far as they are computed. 404 what-if.not-found.");
        jobs.MapPost("/{id:guid}/cancel", CancelAsync).RequireRoles(Roles.Manager, Roles.Admin).Produces<WhatIfAnswer>().ProducesProblem(404).ProducesProblem(409).WithName("CancelWhatIf")
            .WithSummary("Ends it without a result. 404 what-if.not-found, 409 what-if.not-running.");
        return app;
    }

    private static Task<IResult> PostAsync(WhatIfRequest request, Caller caller, HttpContext http, IIdempotentWork idempotent) =>
        idempotent.RunAsync(http, caller, async (work, ct) =>
        {
            await TenantStore.CreateAsync(work, caller.Tenant, zone: null, sequence: 0, ct);
            var (db, errors) = (work.Db<SlaDb>(), new List<FieldError>());
            var plan = await WhatIfPlanner.PlanAsync(db, caller.Tenant, request, errors, ct);
            Fields.Refuse(errors);
            var row = new WhatIfRow
            {
                Tenant = caller.Tenant,
                Id = Guid.CreateVersion7(),
                CreatedAt = work.Now,
                CreatedBy = caller.Name,
                State = "running",
                Request = JsonSerializer.Serialize(plan, EventJson.Options),
                Position = Guid.Empty,
                Total = 0,
                Done = 0,
                Counted = 0,
            };
            db.Add(row);
            work.Arm(WhatIfTimer.For(caller.Tenant, row.Id, work.Now));
            return new Reply(202, Answer(row), $"/api/v1/sla/what-if/{row.Id}");
        });

    private static async Task<Page<WhatIfAnswer>> ListAsync(Caller caller, SlaDb db, CancellationToken ct, int? limit = null, Guid? cursor = null)
    {
        var (most, before) = (Limits.Of(limit), cursor ?? Guid.AllBitsSet);
        var rows = await db.Set<WhatIfRow>().FromSql($"SELECT * FROM what_ifs WHERE tenant = {caller.Tenant} AND id < {before} ORDER BY id DESC LIMIT {most}").AsNoTracking().ToListAsync(ct);
        return new([.. rows.Select(Answer)], rows.Count == most ? rows[^1].Id.ToString() : null);
    }

    private static async Task<WhatIfAnswer> GetAsync(Guid id, Caller caller, SlaDb db, CancellationToken ct) => Answer(await FindAsync(db, caller.Tenant, id, ct));

    private static async Task<Page<DifferingTicket>> TicketsAsync(Guid id, Caller caller, IWorkFactory works, CancellationToken ct, int? limit = null, Guid? cursor = null)
    {
        var most = Limits.Of(limit);
        await using var work = await works.BeginAsync(ct);
        var db = work.Db<SlaDb>();
        await FindAsync(db, caller.Tenant, id, ct);
        var tickets = await Sql.ReadAsync(work, Differing, r => r.GetGuid(0), ct, caller.Tenant, id, cursor ?? Guid.Empty, most + 1);
        var shown = tickets.Take(most).ToList();
        var rows = (await db.Set<WhatIfBreachRow>().AsNoTracking().Where(b => b.Tenant == caller.Tenant && b.JobId == id && shown.Contains(b.TicketId)).ToListAsync(ct)).ToLookup(b => b.TicketId);
        return new(
            [.. shown.Select(t => new DifferingTicket(t, rows[t].First().TicketNumber, Side(rows[t], supposed: false), Side(rows[t], supposed: true)))],
            tickets.Count > most ? shown[^1].ToString() : null);
    }

    private static async Task<WhatIfAnswer> CancelAsync(Guid id, Caller caller, IWorkFactory works, CancellationToken ct)
    {
        await using var work = await works.BeginAsync(ct);
        var cancelled = await Sql.RunAsync(
            work, "UPDATE what_ifs SET state = 'cancelled', ended_at = $3 WHERE tenant = $1 AND id = $2 AND state = 'running'", ct, caller.Tenant, id, work.Now);
        var row = await FindAsync(work.Db<SlaDb>(), caller.Tenant, id, ct);
        if (cancelled == 0)
        {
            throw Problems.Conflict("what-if.not-running", $"It is {row.State} already.");
        }

        await Sql.RunAsync(work, "DELETE FROM what_if_breaches WHERE tenant = $1 AND job_id = $2", ct, caller.Tenant, id);
        work.Cancel(WhatIfTimer.Kind, WhatIfTimer.KeyOf(caller.Tenant, id));
        await work.CommitAsync(ct);
        return Answer(row);
    }

    private static async Task<WhatIfRow> FindAsync(SlaDb db, string tenant, Guid id, CancellationToken ct) =>
        await db.Set<WhatIfRow>().AsNoTracking().FirstOrDefaultAsync(w => w.Tenant == tenant && w.Id == id, ct) ?? throw Problems.NotFound("what-if.not-found");

    private static IReadOnlyList<BrokenClock> Side(IEnumerable<WhatIfBreachRow> rows, bool supposed) =>
        [.. rows.Where(r => r.Supposed == supposed).OrderBy(r => r.DueAt).ThenBy(r => r.Clock, StringComparer.Ordinal).Select(r => new BrokenClock(r.Clock, r.Cycle, r.DueAt))];

    private static WhatIfQuestion Question(WhatIfPlan plan) => new(
        plan.From, plan.To, plan.Filter, plan.Policy?.Name, plan.Policy?.Version, plan.Replaced, plan.Calendars.FirstOrDefault(c => c.Name == plan.Replaced)?.Version);

    private static WhatIfAnswer Answer(WhatIfRow row) => new(
        row.Id, Question(JsonSerializer.Deserialize<WhatIfPlan>(row.Request, EventJson.Options)!), row.State, row.CreatedAt, row.CreatedBy, row.EndedAt, row.Total, row.Done, row.Counted,
        row.Result is { } result ? JsonSerializer.Deserialize<Comparison>(result, EventJson.Options) : null);
}
