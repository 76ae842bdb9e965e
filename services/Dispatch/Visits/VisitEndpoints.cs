using Microsoft.EntityFrameworkCore;
using ServiceMesh.Dispatch.Domain;
using ServiceMesh.Dispatch.Persistence;
using ServiceMesh.Dispatch.Tickets;
using ServiceMesh.Messaging;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Dispatch.Visits;

/// <summary>Help from afar and on site.</summary>
internal static class VisitEndpoints
{
    public static IEndpointRouteBuilder MapVisits(this IEndpointRouteBuilder app)
    {
        var work = app.MapGroup("/api/v1/work/{ticketId:guid}").WithTags("work");
        work.MapGet("/visits", ListAsync).RequireRoles(Roles.Staff).WithSummary("Visits and remote sessions of a ticket. 404 ticket.not-found.");
        var act = work.MapGroup("").RequireRoles(Roles.Agent, Roles.Dispatcher, Roles.Engineer, Roles.Manager);
        MapSessions(act);
        act.MapPost("/visit", (Guid ticketId, VisitRequest r, Caller caller, HttpContext http, TicketActions actions, VisitRules rules) =>
                actions.RunAsync(http, caller, ticketId, (w, ticket, ct) => Visiting.AgreeAsync(w, ticket, r, caller, rules, ct)))
            .WithSummary("Agrees on a visit, or moves it. 400 visit.window-invalid, 404 visit.not-found, 409 visit.after-due (later than promised and no reason given), visit.over, visit.day-full or assignment.* (what speaks against the ticket's engineer on that day; override passes over all but certificates).");
        act.MapPost("/arrive", (Guid ticketId, ArriveRequest? r, Caller caller, HttpContext http, TicketActions actions) =>
                actions.RunAsync(http, caller, ticketId, (w, ticket, ct) => Visiting.ArriveAsync(w, ticket, r, caller, ct)))
            .WithSummary("The visit's engineer checks in on site, or a dispatcher or manager with a reason: meets the arrival clock. 400 visit.place-required or visit.reason-required, 403 visit.not-yours, 404 visit.not-found, 409 visit.over.");
        act.MapPost("/visit-report", (Guid ticketId, VisitReportRequest r, Caller caller, HttpContext http, TicketActions actions) =>
                actions.RunAsync(http, caller, ticketId, (w, ticket, ct) => Visiting.ReportAsync(w, ticket, r, caller, ct)))
            .WithSummary("The visit is over, with a report; photos and a signature are added before. 404 visit.not-found, 409 visit.not-begun.");
        act.MapPost("/visit-cancel", (Guid ticketId, VisitCancelRequest r, Caller caller, HttpContext http, TicketActions actions) =>
                actions.RunAsync(http, caller, ticketId, (w, ticket, ct) => Visiting.CancelAsync(w, ticket, r, caller, ct)))
            .WithSummary("An agreed visit is off. 404 visit.not-found, 409 visit.over.");
        return app;
    }

    private static void MapSessions(RouteGroupBuilder act)
    {
        act.MapPost("/remote-session", (Guid ticketId, RemoteSessionRequest? r, Caller caller, HttpContext http, TicketActions actions) =>
                actions.RunAsync(http, caller, ticketId, new RemoteSessionCommand(caller.Actor, Guid.CreateVersion7(), r?.Tool, r?.Note, r?.Link)))
            .WithSummary("Help from afar begins: meets the remote assistance clock.");
        act.MapPost("/remote-session-end", (Guid ticketId, RemoteSessionEndRequest r, Caller caller, HttpContext http, TicketActions actions) =>
                actions.RunAsync(http, caller, ticketId, (w, ticket, ct) => Visiting.EndSessionAsync(w, ticket, r, caller, ct)))
            .WithSummary("Help from afar is over, with a log. 404 session.not-found, 409 session.over.");
    }

    private static async Task<VisitList> ListAsync(Guid ticketId, Caller caller, DispatchDb db, DatabaseClock clock, CancellationToken ct)
    {
        var ticket = await db.Tickets.AsNoTracking().SingleOrDefaultAsync(t => t.Tenant == caller.Tenant && t.Id == ticketId, ct)
            ?? throw Problems.NotFound("ticket.not-found");
        var visits = await db.Visits.AsNoTracking().Where(v => v.Tenant == caller.Tenant && v.TicketId == ticketId)
            .OrderByDescending(v => v.StartsAt).ThenByDescending(v => v.Id).Take(100).ToListAsync(ct);
        var files = await FilesAsync(db, [.. visits.Select(v => v.Id)], ct);
        var sessions = await db.RemoteSessions.Where(s => s.Tenant == caller.Tenant && s.TicketId == ticketId).OrderByDescending(s => s.StartedAt).Take(100)
            .Select(s => new RemoteSessionView(s.Id, s.Tool, s.Link, s.Note, s.ByName, s.StartedAt, s.EndedAt, s.Log)).ToListAsync(ct);
        return new VisitList(
            [.. visits.Select(v => View(v, [.. files[v.Id]]))], sessions, Visiting.DueOf(ticket), await VisitDays.LimitAsync(db, ticket, ct), await VisitDays.OfAsync(db, ticket, clock.Now, ct), Visiting.PromiseOf(ticket));
    }

    /// <summary>What was added to these visits, without the content.</summary>
    internal static async Task<ILookup<Guid, VisitFileView>> FilesAsync(DispatchDb db, IReadOnlyList<Guid> visits, CancellationToken ct) =>
        (await db.VisitFiles.Where(f => visits.Contains(f.VisitId)).OrderBy(f => f.At)
            .Select(f => new { f.VisitId, View = new VisitFileView(f.Id, f.Kind, f.Type, f.Bytes, f.ByName, f.At) }).ToListAsync(ct)).ToLookup(f => f.VisitId, f => f.View);

    internal static VisitView View(VisitRow v, IReadOnlyList<VisitFileView> files) => new(
        v.Id, v.State, v.EngineerId, v.EngineerName, v.StartsAt, v.EndsAt, v.Place, v.At, v.Parts, v.TravelMinutes, v.LateReason, v.ArrivedAt, v.ArrivedPlace,
        v is { At: { } agreed, ArrivedPoint: { } arrived } ? Math.Round(agreed.MetresTo(arrived)) : null,
        v.DoneAt, v.Report, v.PartsUsed, v.SignedBy, v.CancelReason, files, v.OverrideReason, v.ArrivedBy, v.ArrivedReason, v.NoPlaceReason);
}
