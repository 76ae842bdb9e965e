using Microsoft.EntityFrameworkCore;
using ServiceMesh.Contracts;
using ServiceMesh.Dispatch.Domain;
using ServiceMesh.Dispatch.Persistence;

namespace ServiceMesh.Dispatch.Visits;

/// <summary>Keeps visits and remote sessions as the ticket's events tell of them, in the same commit.</summary>
internal static class VisitBook
{
    public static async Task FollowAsync(DispatchDb db, TicketEvent happened, CancellationToken ct)
    {
        switch (happened)
        {
            case RemoteSessionStarted e:
                db.RemoteSessions.Add(new RemoteSessionRow
                {
                    Id = e.SessionId, Tenant = e.Tenant, TicketId = e.AggregateId, Tool = e.Tool, Link = e.Link, Note = e.Note, ByName = e.By.Name, StartedAt = e.OccurredAt,
                });
                break;
            case RemoteSessionEnded e:
                var session = await db.RemoteSessions.SingleAsync(s => s.Id == e.SessionId, ct);
                (session.EndedAt, session.Log) = (e.OccurredAt, e.Log);
                break;
            case VisitScheduled e:
                await AgreedAsync(db, e, ct);
                break;
            case VisitArrived e:
                await ArrivedAsync(db, e, ct);
                break;
            case VisitCompleted e:
                var done = await db.Visits.SingleAsync(v => v.Id == e.VisitId, ct);
                (done.State, done.DoneAt, done.Report, done.SignedBy, done.PartsUsed) = (VisitState.Done, e.OccurredAt, e.Report, e.SignedBy, [.. e.PartsUsed ?? []]);
                break;
            case VisitCancelled e:
                var off = await db.Visits.SingleAsync(v => v.Id == e.VisitId, ct);
                (off.State, off.CancelReason) = (VisitState.Cancelled, e.Reason);
                break;
        }
    }

    private static async Task AgreedAsync(DispatchDb db, VisitScheduled e, CancellationToken ct)
    {
        var visit = await db.Visits.SingleOrDefaultAsync(v => v.Id == e.VisitId, ct);
        if (visit is null)
        {
            visit = new VisitRow { Id = e.VisitId, Tenant = e.Tenant, TicketId = e.AggregateId, StartsAt = e.From, EndsAt = e.To, State = VisitState.Agreed };
            db.Visits.Add(visit);
        }

        (visit.StartsAt, visit.EndsAt, visit.Place, visit.At) = (e.From.ToUniversalTime(), e.To.ToUniversalTime(), e.Place, Point(e.Latitude, e.Longitude));
        (visit.EngineerId, visit.EngineerName) = (e.EngineerId, e.EngineerName);
        (visit.Parts, visit.TravelMinutes, visit.LateReason, visit.OverrideReason) = ([.. e.Parts ?? []], e.TravelMinutes, e.LateReason, e.OverrideReason);
    }

    private static async Task ArrivedAsync(DispatchDb db, VisitArrived e, CancellationToken ct)
    {
        var visit = await db.Visits.SingleOrDefaultAsync(v => v.Id == e.VisitId, ct);
        if (visit is null)
        {
            visit = new VisitRow
            {
                Id = e.VisitId, Tenant = e.Tenant, TicketId = e.AggregateId, EngineerId = e.EngineerId, StartsAt = e.OccurredAt, EndsAt = e.OccurredAt,
                State = VisitState.Arrived,
            };
            db.Visits.Add(visit);
        }

        visit.State = VisitState.Arrived;
        // The first check-in counts.
        visit.ArrivedAt ??= e.OccurredAt;
        visit.ArrivedBy ??= e.By.Name;
        visit.ArrivedReason ??= e.Reason;
        visit.NoPlaceReason ??= e.NoPlaceReason;
        visit.ArrivedPlace = e.Place ?? visit.ArrivedPlace;
        visit.ArrivedPoint = Point(e.Latitude, e.Longitude) ?? visit.ArrivedPoint;
    }

    private static GeoPoint? Point(double? latitude, double? longitude) => latitude is { } a && longitude is { } o ? new GeoPoint(a, o) : null;
}
