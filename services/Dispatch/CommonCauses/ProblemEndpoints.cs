using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using ServiceMesh.Contracts;
using ServiceMesh.Dispatch.Board;
using ServiceMesh.Dispatch.Persistence;
using ServiceMesh.Dispatch.Tickets;
using ServiceMesh.Messaging;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Dispatch.CommonCauses;

/// <summary>A problem to make or change.</summary>
/// <param name="Solved">Whether its cause is gone; the tickets stay as they are.</param>
public sealed record ProblemRequest(
    [NotBlank, MaxLength(300)] string Title, [MaxLength(10_000)] string? Cause = null, [MaxLength(10_000)] string? Workaround = null,
    [MaxLength(10_000)] string? Solution = null, bool Solved = false);

/// <summary>The problem that a ticket is put down to; null takes the link back.</summary>
public sealed record ProblemLinkRequest(Guid? ProblemId);

/// <summary>A problem as shown.</summary>
/// <param name="Tickets">How many tickets are put down to it.</param>
/// <param name="OpenTickets">How many of these are open.</param>
public sealed record ProblemView(
    Guid Id, string Title, string? Cause, string? Workaround, string? Solution, DateTimeOffset CreatedAt, string? By, DateTimeOffset? SolvedAt,
    int Tickets, int OpenTickets);

/// <summary>The newest problems, 200 at most.</summary>
public sealed record ProblemList(IReadOnlyList<ProblemView> Items, string? Next = null);

/// <summary>A problem with its tickets, the newest first, 200 at most.</summary>
public sealed record ProblemDetail(ProblemView Problem, IReadOnlyList<BoardRow> Tickets);

/// <summary>Many tickets, one cause.</summary>
internal static class ProblemEndpoints
{
    public static IEndpointRouteBuilder MapProblems(this IEndpointRouteBuilder app)
    {
        var problems = app.MapGroup("/api/v1/work/problems").WithTags("problems");
        problems.MapGet("", ListAsync).RequireRoles(Roles.Staff).WithSummary("Common causes, the newest first; open=true leaves out those solved.");
        problems.MapGet("/{id:guid}", GetAsync).RequireRoles(Roles.Staff).WithSummary("A common cause and its tickets. 404 problem.not-found.");
        var change = problems.MapGroup("").RequireRoles(Roles.Agent, Roles.Dispatcher, Roles.Engineer, Roles.Manager);
        change.MapPost("", (ProblemRequest r, Caller caller, HttpContext http, IIdempotentWork idempotent) =>
                idempotent.RunAsync(http, caller, (work, ct) => CreateAsync(r, caller, work, ct)))
            .WithSummary("Makes a common cause.");
        change.MapPut("/{id:guid}", UpdateAsync).WithSummary("Replaces its values. 404 problem.not-found.");
        app.MapPost("/api/v1/work/{ticketId:guid}/problem", (Guid ticketId, ProblemLinkRequest r, Caller caller, HttpContext http, IIdempotentWork idempotent) =>
                idempotent.RunAsync(http, caller, (work, ct) => LinkAsync(ticketId, r, caller, work, ct)))
            .RequireRoles(Roles.Agent, Roles.Dispatcher, Roles.Engineer, Roles.Manager).WithTags("work")
            .WithSummary("Puts a ticket down to a common cause, or takes that back. 404 ticket.not-found or problem.not-found.");
        return app;
    }

    private static async Task<ProblemList> ListAsync(Caller caller, DispatchDb db, CancellationToken ct, bool open = false)
    {
        var rows = await db.Problems.AsNoTracking().Where(p => p.Tenant == caller.Tenant && (!open || p.SolvedAt == null))
            .OrderByDescending(p => p.CreatedAt).ThenByDescending(p => p.Id).Take(200).ToListAsync(ct);
        return new ProblemList(await ViewsAsync(db, caller.Tenant, rows, ct));
    }

    private static async Task<ProblemDetail> GetAsync(Guid id, Caller caller, DispatchDb db, CancellationToken ct)
    {
        var row = await db.Problems.AsNoTracking().SingleOrDefaultAsync(p => p.Tenant == caller.Tenant && p.Id == id, ct)
            ?? throw Problems.NotFound("problem.not-found");
        var tickets = await db.Tickets.AsNoTracking().Where(t => t.Tenant == caller.Tenant && t.ProblemId == id)
            .OrderByDescending(t => t.OpenedAt).Take(200).Select(BoardRow.Projection).ToListAsync(ct);
        return new ProblemDetail((await ViewsAsync(db, caller.Tenant, [row], ct)).Single(), tickets);
    }

    private static async Task<Reply> CreateAsync(ProblemRequest r, Caller caller, Work work, CancellationToken ct)
    {
        var db = work.Db<DispatchDb>();
        var row = new ProblemRow { Id = Guid.CreateVersion7(), Tenant = caller.Tenant, Title = "", CreatedAt = work.Now, ByName = caller.Name };
        Fill(row, r, work.Now);
        db.Problems.Add(row);
        await db.SaveChangesAsync(ct);
        return new Reply(StatusCodes.Status201Created, View(row, 0, 0), $"/api/v1/work/problems/{row.Id}");
    }

    private static async Task<ProblemView> UpdateAsync(Guid id, ProblemRequest r, Caller caller, IWorkFactory works, CancellationToken ct)
    {
        await using var work = await works.BeginAsync(ct);
        var db = work.Db<DispatchDb>();
        var row = await db.Problems.SingleOrDefaultAsync(p => p.Tenant == caller.Tenant && p.Id == id, ct) ?? throw Problems.NotFound("problem.not-found");
        Fill(row, r, work.Now);
        var view = (await ViewsAsync(db, caller.Tenant, [row], ct)).Single();
        await work.CommitAsync(ct);
        return view;
    }

    private static async Task<Reply> LinkAsync(Guid ticketId, ProblemLinkRequest r, Caller caller, Work work, CancellationToken ct)
    {
        var db = work.Db<DispatchDb>();
        var ticket = await TicketStore.LockAsync(work, caller.Tenant, ticketId, ct) ?? throw Problems.NotFound("ticket.not-found");
        var problem = r.ProblemId is null ? null
            : await db.Problems.AsNoTracking().SingleOrDefaultAsync(p => p.Tenant == caller.Tenant && p.Id == r.ProblemId, ct) ?? throw Problems.NotFound("problem.not-found");
        if (ticket.ProblemId != r.ProblemId)
        {
            db.Entry(ticket).Property(t => t.ProblemId).CurrentValue = r.ProblemId;
            work.Publish(new ProblemLinked
            {
                Tenant = caller.Tenant, TicketId = ticketId, OccurredAt = TicketStore.Now(work, ticket), By = caller.Actor, ProblemId = problem?.Id, Title = problem?.Title,
            });
        }

        return new Reply(StatusCodes.Status200OK, new ProblemLinkRequest(r.ProblemId));
    }

    private static void Fill(ProblemRow row, ProblemRequest r, DateTimeOffset now)
    {
        (row.Title, row.Cause, row.Workaround, row.Solution) = (r.Title.Trim(), r.Cause, r.Workaround, r.Solution);
        row.SolvedAt = r.Solved ? row.SolvedAt ?? now : null;
    }

    private static async Task<IReadOnlyList<ProblemView>> ViewsAsync(DispatchDb db, string tenant, List<ProblemRow> rows, CancellationToken ct)
    {
        var ids = rows.Select(r => (Guid?)r.Id).ToList();
        var counts = await db.Tickets.Where(t => t.Tenant == tenant && ids.Contains(t.ProblemId)).GroupBy(t => t.ProblemId!.Value)
            .Select(g => new { g.Key, All = g.Count(), Open = g.Count(t => t.IsOpen) }).ToDictionaryAsync(g => g.Key, ct);
        return [.. rows.Select(r => View(r, counts.GetValueOrDefault(r.Id)?.All ?? 0, counts.GetValueOrDefault(r.Id)?.Open ?? 0))];
    }

    private static ProblemView View(ProblemRow r, int tickets, int open) =>
        new(r.Id, r.Title, r.Cause, r.Workaround, r.Solution, r.CreatedAt, r.ByName, r.SolvedAt, tickets, open);
}
