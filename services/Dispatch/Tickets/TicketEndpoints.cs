using Microsoft.EntityFrameworkCore;
using ServiceMesh.Dispatch.Domain;
using ServiceMesh.Dispatch.Persistence;
using ServiceMesh.Dispatch.Records;
using ServiceMesh.Dispatch.Teams;
using ServiceMesh.Dispatch.Triage;
using ServiceMesh.Messaging;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Dispatch.Tickets;

/// <summary>
/// What people do to a ticket. Every action answers 200 with the board's row and an ETag; it honours <c>Idempotency-Key</c> and
/// <c>If-Match</c> (412 <c>ticket.version-changed</c>). Unknown ticket: 404 <c>ticket.not-found</c>. Not possible in the ticket's
/// state: 409 <c>ticket.illegal-transition</c>, whose detail says why.
/// </summary>
internal static class TicketEndpoints
{
    public static IEndpointRouteBuilder MapTickets(this IEndpointRouteBuilder app)
    {
        var work = app.MapGroup("/api/v1/work/{ticketId:guid}").WithTags("work");
        work.MapGet("", TicketDetail.GetAsync).RequireRoles(Roles.Staff)
            .WithSummary("The ticket's row with triage, explanation, fix plans and pauses.");

        var act = work.MapGroup("").RequireRoles(Roles.Agent, Roles.Dispatcher, Roles.Engineer, Roles.Manager);
        MapOwnership(act);
        MapProgress(act);
        MapEnds(act);
        return app;
    }

    private static void MapOwnership(RouteGroupBuilder act)
    {
        act.MapPost("/triage", (Guid ticketId, TriageRequest r, Caller caller, HttpContext http, TicketActions actions, TriageBooks books) =>
            actions.RunAsync(http, caller, ticketId, (work, _, ct) => TriageAsync(work, r, caller, books, ct)))
            .WithSummary("Triages anew, by hand: no rule changes it. Severity by the tenant's matrix unless it is given. 404 product.not-found.");
        act.MapPost("/assign", (Guid ticketId, AssignRequest r, Caller caller, HttpContext http, TicketActions actions, Assigning assigning) =>
            actions.RunAsync(http, caller, ticketId, (work, ticket, ct) => assigning.AssignAsync(work, caller, ticket, r, ct)))
            .WithSummary("Assigns; recorded also when nothing changes. 404 engineer.not-found or team.not-found, 409 engineer.inactive or assignment.skill-missing, -skill-level-missing, -certificate-missing, -certificate-ended, -customer-avoided, -full; override passes over all but certificates (403 access.role-missing, 400 assignment.reason-required).");
        act.MapPost("/claim", (Guid ticketId, Caller caller, HttpContext http, TicketActions actions, Assigning assigning) =>
            actions.RunAsync(http, caller, ticketId, (work, ticket, ct) => assigning.ClaimAsync(work, caller, ticket, ct)))
            .WithSummary("Takes a ticket that no engineer has; of several at once one wins. 403 engineer.not-linked, 409 assignment.* as for an assignment.");
        act.MapPost("/unassign", (Guid ticketId, UnassignRequest? r, Caller caller, HttpContext http, TicketActions actions) =>
            actions.RunAsync(http, caller, ticketId, new UnassignCommand(caller.Actor, r?.Reason)))
            .WithSummary("Gives the ticket back to its team's queue.");
    }

    private static void MapProgress(RouteGroupBuilder act)
    {
        act.MapPost("/start", (Guid ticketId, Caller caller, HttpContext http, TicketActions actions) =>
            actions.RunAsync(http, caller, ticketId, new StartCommand(caller.Actor)))
            .WithSummary("The engineer begins.");
        act.MapPost("/fix-plan", (Guid ticketId, FixPlanRequest r, Caller caller, HttpContext http, TicketActions actions) =>
            actions.RunAsync(http, caller, ticketId, new FixPlanCommand(caller.Actor, r.Cause, r.Steps, r.Risk, r.EstimatedMinutes)))
            .WithSummary("Gives the diagnosis: cause, steps, risk and minutes.");
        act.MapPost("/pause", (Guid ticketId, PauseRequest r, Caller caller, HttpContext http, TicketActions actions) =>
            actions.RunAsync(http, caller, ticketId, new PauseCommand(caller.Actor, r.Reason, r.Note)))
            .WithSummary("Waits, or while waiting changes the reason.");
        act.MapPost("/resume", (Guid ticketId, Caller caller, HttpContext http, TicketActions actions) =>
            actions.RunAsync(http, caller, ticketId, new ResumeCommand(caller.Actor)))
            .WithSummary("Goes on after waiting.");
        act.MapPost("/escalate", (Guid ticketId, EscalateRequest r, Caller caller, HttpContext http, TicketActions actions) =>
            actions.RunAsync(http, caller, ticketId, new EscalateCommand(caller.Actor, r.Reason)))
            .WithSummary("Escalates by hand.");
    }

    private static void MapEnds(RouteGroupBuilder act)
    {
        act.MapPost("/resolve", (Guid ticketId, ResolveRequest r, Caller caller, HttpContext http, TicketActions actions) =>
            actions.RunAsync(http, caller, ticketId, async (work, ticket, ct) =>
                new ResolveCommand(caller.Actor, r.Resolution, r.CauseCode, r.FaultClass?.Trim(), await ModuleAsync(work, ticket, r.Module, ct))))
            .WithSummary("Solved, from any state in which work is possible. 400 module.unknown for a module that the product does not have.");
        act.MapPost("/reopen", (Guid ticketId, ReopenRequest? r, Caller caller, HttpContext http, TicketActions actions) =>
            actions.RunAsync(http, caller, ticketId, new ReopenCommand(caller.Actor, r?.Reason)))
            .WithSummary("Not solved after all; when the reopening window of its policy is over since it was resolved, a new cycle begins.");
        act.MapPost("/close", (Guid ticketId, Caller caller, HttpContext http, TicketActions actions, TriageBooks books) =>
            actions.RunAsync(http, caller, ticketId, async (work, ticket, ct) =>
            {
                await TicketRecord.EnforceAsync(work, ticket, books, ct);
                return new CloseCommand(caller.Actor);
            }))
            .WithSummary("Closes a resolved ticket. 409 record.incomplete where the tenant's records must be complete.");
        act.MapPost("/cancel", (Guid ticketId, CancelRequest r, Caller caller, HttpContext http, TicketActions actions) =>
            actions.RunAsync(http, caller, ticketId, new CancelCommand(caller.Actor, r.Reason)))
            .WithSummary("Ends without being worked: a duplicate, opened in error, withdrawn.");
    }

    /// <summary>The product's own spelling of a module's name; null when none is named.</summary>
    private static async Task<string?> ModuleAsync(Work work, Ticket ticket, string? named, CancellationToken ct)
    {
        if (named is null) return null;
        var modules = ticket.ProductId is not { } product ? null
            : await work.Db<DispatchDb>().Products.Where(p => p.Tenant == ticket.Tenant && p.Id == product).Select(p => p.Modules).SingleOrDefaultAsync(ct);
        return modules?.FirstOrDefault(m => m.Equals(named.Trim(), StringComparison.OrdinalIgnoreCase))
            ?? throw Problems.Invalid("module.unknown", "The product of the ticket has no such module.");
    }

    private static async Task<Command> TriageAsync(Work work, TriageRequest r, Caller caller, TriageBooks books, CancellationToken ct)
    {
        var matrix = (await books.CurrentAsync(work, caller.Tenant, ct)).Book.Matrix;
        var overridden = r.Severity is { } severity && severity != matrix.Of(r.Impact, r.Urgency);
        if (overridden && !caller.IsAny(Roles.Dispatcher, Roles.Manager))
            throw Problems.Forbidden("access.role-missing", "Only a dispatcher or manager sets a severity against the matrix.");
        if (overridden && string.IsNullOrWhiteSpace(r.Reason))
            throw Problems.Invalid("triage.reason-required", "A severity against the matrix needs a reason.");
        (Guid, string)? product = null;
        if (r.ProductId is { } id)
            product = await work.Db<DispatchDb>().Products.Where(p => p.Tenant == caller.Tenant && p.Id == id).Select(p => p.Name).SingleOrDefaultAsync(ct) is { } name
                ? (id, name) : throw Problems.NotFound("product.not-found");
        return new TriageCommand(caller.Actor, r.Impact, r.Urgency, r.WorkType, r.Severity, r.Reason)
        {
            Matrix = matrix, Category = r.Category?.Trim(), FaultClass = r.FaultClass?.Trim(), Tags = r.Tags is null ? null : Keywords.Clean(r.Tags), Product = product,
        };
    }
}
