using Microsoft.EntityFrameworkCore;
using ServiceMesh.Contracts;
using ServiceMesh.Dispatch.Domain;
using ServiceMesh.Dispatch.Persistence;
using ServiceMesh.Messaging;

namespace ServiceMesh.Dispatch.Visits;

/// <summary>
/// Agreed visits go with their ticket. Whoever gives it by hand was told before what speaks against it; where the ranking chose somebody whose day is
/// full, or whose certificate does not last until then, the visit stays without an engineer until somebody sees to it.
/// </summary>
internal sealed class VisitMoves(VisitRules rules)
{
    /// <summary>The ticket's row has its new owner already.</summary>
    public async Task FollowAsync(Work work, Ticket after, TicketEvent happened, CancellationToken ct)
    {
        var db = work.Db<DispatchDb>();
        var open = await db.Visits.Where(v => v.Tenant == after.Tenant && v.TicketId == after.Id && v.State == VisitState.Agreed && v.EngineerId != after.EngineerId)
            .OrderBy(v => v.StartsAt).ToListAsync(ct);
        foreach (var visit in open)
        {
            var goes = after.EngineerId is { } engineer && (await rules.AgainstAsync(work, after, engineer, visit.StartsAt, visit.Id, ct)).Count == 0;
            if (!goes && visit.EngineerId is null) continue;
            (visit.EngineerId, visit.EngineerName) = goes ? (after.EngineerId, after.EngineerName) : (null, null);
            // The count of a day reads the stored rows.
            await db.SaveChangesAsync(ct);
            work.Publish(new VisitScheduled
            {
                Tenant = after.Tenant, TicketId = after.Id, OccurredAt = happened.OccurredAt, By = happened.By, VisitId = visit.Id, From = visit.StartsAt, To = visit.EndsAt,
                EngineerId = visit.EngineerId, EngineerName = visit.EngineerName, Place = visit.Place, Latitude = visit.At?.Latitude, Longitude = visit.At?.Longitude,
                Parts = visit.Parts.Length == 0 ? null : visit.Parts, TravelMinutes = visit.TravelMinutes, LateReason = visit.LateReason, OverrideReason = visit.OverrideReason,
                OtherEngineer = true,
            });
        }
    }
}
