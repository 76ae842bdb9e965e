using Microsoft.EntityFrameworkCore;
using NodaTime;
using ServiceMesh.Contracts;
using ServiceMesh.Dispatch.Assignment;
using ServiceMesh.Dispatch.Domain;
using ServiceMesh.Dispatch.Persistence;
using ServiceMesh.Dispatch.Tenants;
using ServiceMesh.Messaging;

namespace ServiceMesh.Dispatch.Visits;

/// <summary>Who may be sent on a day: the rules of the ranking, with certificates judged by that day, and the most visits that the team sets.</summary>
internal sealed class VisitRules(Hands hands)
{
    /// <summary>
    /// All that speaks against a visit, beside what was passed over when the engineer got the ticket; whoever sends the same person on the same day waits. A
    /// visit for which nobody is named yet has a place when the team's people have one left between them.
    /// </summary>
    /// <param name="engineer">Who is to go; null for nobody yet.</param>
    /// <param name="visit">The visit itself, when it is there already.</param>
    public async Task<IReadOnlyList<Exclusion>> AgainstAsync(Work work, Ticket ticket, Guid? engineer, DateTimeOffset at, Guid? visit, CancellationToken ct)
    {
        var db = work.Db<DispatchDb>();
        var zone = await TenantZone.OfAsync(db, ticket.Tenant, ct);
        var full = await FullAsync(db, ticket, engineer, Instant.FromDateTimeOffset(at).InZone(zone), visit, ct);
        if (engineer is not { } id) return full is null ? [] : [full];
        var person = await db.Engineers.AsNoTracking().SingleAsync(e => e.Tenant == ticket.Tenant && e.Id == id, ct);
        var against = await hands.AgainstAsync(
            work, person, new HandWork(ticket.Tenant, ticket.TeamId, Demand.Of(ticket), TakesPlace: false, TenantZone.Today(zone, at)), ct);
        var passed = ticket.EngineerId == id ? ticket.Why?.PassedOver ?? [] : [];
        return [.. against.Where(a => !ByHand.MayBePassedOver(a) || !passed.Contains(a)), .. full is null || passed.Contains(full) ? Array.Empty<Exclusion>() : [full]];
    }

    /// <summary>What speaks against the visits that would go with a ticket to somebody else.</summary>
    public async Task<IReadOnlyList<Exclusion>> AgainstMovingAsync(Work work, Ticket ticket, Guid engineer, Guid team, CancellationToken ct)
    {
        var open = await work.Db<DispatchDb>().Visits.AsNoTracking()
            .Where(v => v.Tenant == ticket.Tenant && v.TicketId == ticket.Id && v.State == VisitState.Agreed && v.EngineerId != engineer).OrderBy(v => v.StartsAt).ToListAsync(ct);
        List<Exclusion> against = [];
        foreach (var visit in open)
            against.AddRange(await AgainstAsync(work, ticket with { TeamId = team }, engineer, visit.StartsAt, visit.Id, ct));
        return [.. against.Distinct()];
    }

    private static async Task<Exclusion?> FullAsync(DispatchDb db, Ticket ticket, Guid? engineer, ZonedDateTime at, Guid? visit, CancellationToken ct)
    {
        var settings = await db.Teams.AsNoTracking().Where(t => t.Tenant == ticket.Tenant && t.Id == ticket.TeamId).Select(t => t.Settings).SingleOrDefaultAsync(ct);
        if (settings?.Assignment.VisitsPerDay is not { } most) return null;
        await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(hashtextextended({(engineer ?? ticket.TeamId).ToString()}, 7226))", ct);
        var (from, until) = (at.Zone.AtStartOfDay(at.Date).ToInstant().ToDateTimeOffset(), at.Zone.AtStartOfDay(at.Date.PlusDays(1)).ToInstant().ToDateTimeOffset());
        var agreed = db.Visits.Where(v => v.Tenant == ticket.Tenant && v.State != VisitState.Cancelled && v.StartsAt >= from && v.StartsAt < until && v.Id != visit);
        if (engineer is { } id)
            return await agreed.CountAsync(v => v.EngineerId == id, ct) >= most ? Full(at) : null;
        var people = await db.TeamMembers.CountAsync(m => m.TeamId == ticket.TeamId && db.Engineers.Any(e => e.Id == m.EngineerId && e.Active), ct);
        var teams = await agreed.CountAsync(v => db.Tickets.Any(t => t.Id == v.TicketId && t.TeamId == ticket.TeamId), ct);
        return teams >= most * Math.Max(1, people) ? Full(at) : null;
    }

    private static Exclusion Full(ZonedDateTime at) => new() { Code = "visits", Until = at.Date.ToDateOnly() };
}
