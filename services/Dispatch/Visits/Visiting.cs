using Microsoft.EntityFrameworkCore;
using ServiceMesh.Contracts;
using ServiceMesh.Dispatch.Assignment;
using ServiceMesh.Dispatch.Domain;
using ServiceMesh.Dispatch.Persistence;
using ServiceMesh.Dispatch.Tickets;
using ServiceMesh.Messaging;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Dispatch.Visits;

/// <summary>Makes commands of what is asked about visits and sessions: what is named must be there, and a visit must fit the day and the promise.</summary>
internal static class Visiting
{
    private const string Arrival = "onSiteArrival";

    /// <exception cref="ProblemException">400, 404 <c>visit.not-found</c>, 409 <c>visit.after-due</c>, <c>visit.over</c> or what speaks against the engineer on that day, see <see cref="VisitRules"/>.</exception>
    public static async Task<Command> AgreeAsync(Work work, Ticket ticket, VisitRequest r, Caller caller, VisitRules rules, CancellationToken ct)
    {
        if (r.To <= r.From || r.To - r.From > TimeSpan.FromDays(31))
            throw Problems.Invalid("visit.window-invalid", "A visit's window ends after it begins and is at most 31 days long.");
        if ((r.Parts ?? []).Any(p => string.IsNullOrWhiteSpace(p) || p.Length > 200)) throw Problems.InvalidField("parts", "A part has 1 to 200 characters.");
        var db = work.Db<DispatchDb>();
        if (r.VisitId is { } moved && (await FindAsync(db, ticket, moved, ct)).State is VisitState.Done or VisitState.Cancelled)
            throw Problems.Conflict("visit.over", "The visit is over.");
        if (DueOf(ticket) is { } due && r.From > due && string.IsNullOrWhiteSpace(r.LateReason))
            throw Problems.Conflict("visit.after-due", $"Somebody is promised on site by {due.UtcDateTime:yyyy-MM-dd HH:mm} UTC: a later visit needs a reason that the customer agreed to.");
        var against = await rules.AgainstAsync(work, ticket, ticket.EngineerId, r.From, r.VisitId, ct);
        var passed = Hands.Settle(against, ticket.EngineerName ?? ticket.TeamName, caller, new PassOver(r.Override, r.OverrideReason));
        return new ScheduleVisitCommand(caller.Actor, r.VisitId ?? Guid.CreateVersion7(), r.From, r.To, r.Place)
        {
            Parts = r.Parts ?? [], TravelMinutes = r.TravelMinutes, At = Point(r.At),
            LateReason = DueOf(ticket) < r.From ? r.LateReason?.Trim() : null, OverrideReason = passed is null ? null : r.OverrideReason?.Trim(),
        };
    }

    /// <exception cref="ProblemException">
    /// 400 <c>visit.place-required</c> or <c>visit.reason-required</c>, 403 <c>visit.not-yours</c>, 404 <c>visit.not-found</c>, 409 <c>visit.over</c>.
    /// </exception>
    public static async Task<Command> ArriveAsync(Work work, Ticket ticket, ArriveRequest? r, Caller caller, CancellationToken ct)
    {
        var db = work.Db<DispatchDb>();
        var visit = r?.VisitId is { } id ? await FindAsync(db, ticket, id, ct) : null;
        if (visit?.State is VisitState.Done or VisitState.Cancelled) throw Problems.Conflict("visit.over", "The visit is over.");
        var goes = visit?.EngineerId ?? ticket.EngineerId;
        var hers = goes is not null && (await Assigning.FindByAccountAsync(db, caller, ct))?.Id == goes;
        if (!hers && !caller.IsAny(Roles.Dispatcher, Roles.Manager))
            throw Problems.Forbidden("visit.not-yours", "Only the visit's engineer checks in, or a dispatcher or manager for her.");
        if (!hers && string.IsNullOrWhiteSpace(r?.Reason))
            throw Problems.Invalid("visit.reason-required", "To check in for somebody else needs a reason.");
        var (place, at) = (Written(r?.Place), Point(r?.At));
        if (place is null && at is null && Written(r?.NoPlaceReason) is null)
            throw Problems.Invalid("visit.place-required", "A check-in tells the place, in words or in degrees, or why it does not.");
        return new ArriveCommand(caller.Actor, r?.VisitId ?? Guid.CreateVersion7(), place, at)
        {
            NoPlaceReason = place is null && at is null ? Written(r?.NoPlaceReason) : null, ForReason = hers ? null : Written(r?.Reason), EngineerId = goes,
            Metres = at is not null && visit?.At is { } agreed ? Math.Round(agreed.MetresTo(at)) : null,
        };
    }

    /// <exception cref="ProblemException">404 <c>visit.not-found</c>, 409 <c>visit.not-begun</c> before the check-in.</exception>
    public static async Task<Command> ReportAsync(Work work, Ticket ticket, VisitReportRequest r, Caller caller, CancellationToken ct)
    {
        if ((r.PartsUsed ?? []).Any(p => string.IsNullOrWhiteSpace(p) || p.Length > 200)) throw Problems.InvalidField("partsUsed", "A part has 1 to 200 characters.");
        var db = work.Db<DispatchDb>();
        var visit = await FindAsync(db, ticket, r.VisitId, ct);
        if (visit.State is VisitState.Agreed or VisitState.Cancelled)
            throw Problems.Conflict("visit.not-begun", "A report needs a check-in first.");
        return new CompleteVisitCommand(caller.Actor, r.VisitId, r.Report)
        {
            SignedBy = r.SignedBy?.Trim(), PartsUsed = r.PartsUsed ?? [],
            Photos = await db.VisitFiles.CountAsync(f => f.VisitId == visit.Id && f.Kind == VisitFileKind.Photo, ct),
        };
    }

    /// <exception cref="ProblemException">404 <c>visit.not-found</c>, 409 <c>visit.over</c>.</exception>
    public static async Task<Command> CancelAsync(Work work, Ticket ticket, VisitCancelRequest r, Caller caller, CancellationToken ct) =>
        (await FindAsync(work.Db<DispatchDb>(), ticket, r.VisitId, ct)).State is VisitState.Agreed
            ? new CancelVisitCommand(caller.Actor, r.VisitId, r.Reason.Trim())
            : throw Problems.Conflict("visit.over", "Only a visit that has not begun can be cancelled.");

    /// <exception cref="ProblemException">404 <c>session.not-found</c>, 409 <c>session.over</c>.</exception>
    public static async Task<Command> EndSessionAsync(Work work, Ticket ticket, RemoteSessionEndRequest r, Caller caller, CancellationToken ct)
    {
        var session = await work.Db<DispatchDb>().RemoteSessions.SingleOrDefaultAsync(s => s.TicketId == ticket.Id && s.Id == r.SessionId, ct)
            ?? throw Problems.NotFound("session.not-found");
        if (session.EndedAt is not null) throw Problems.Conflict("session.over", "The session is over.");
        return new EndRemoteSessionCommand(caller.Actor, r.SessionId, r.Log.Trim(), (int)Math.Max(0, (TicketStore.Now(work, ticket) - session.StartedAt).TotalMinutes));
    }

    /// <summary>By when somebody is promised on site; same-day cutoffs are in it already, since Sla keeps that clock. Null when nothing is promised.</summary>
    public static DateTimeOffset? DueOf(Ticket ticket) => PromiseOf(ticket)?.DueAt;

    /// <summary>The earliest promise to be on site that still runs, as a clock of its own or as one way of an either-or clock; null when there is none.</summary>
    public static OnSitePromise? PromiseOf(Ticket ticket) => ticket.Clocks.Where(c => c.State == ClockState.Running)
        .SelectMany(c => c is { Clock: Arrival, DueAt: { } due }
            ? [new OnSitePromise(due, null, null)]
            : (c.Legs ?? []).Where(l => l is { Clock: Arrival, State: ClockLegState.Running, DueAt: not null }).Select(l => new OnSitePromise(l.DueAt!.Value, l.Cutoff, l.Zone)))
        .MinBy(p => p.DueAt);

    public static async Task<VisitRow> FindAsync(DispatchDb db, Ticket ticket, Guid id, CancellationToken ct) =>
        await db.Visits.SingleOrDefaultAsync(v => v.Tenant == ticket.Tenant && v.TicketId == ticket.Id && v.Id == id, ct) ?? throw Problems.NotFound("visit.not-found");

    private static string? Written(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private static GeoPoint? Point(GeoPoint? at) =>
        at is null || at.IsReal ? at : throw Problems.InvalidField("at", "There is no such place on earth.");
}
