using Microsoft.EntityFrameworkCore;
using ServiceMesh.Contracts;
using ServiceMesh.Dispatch.Assignment;
using ServiceMesh.Dispatch.Closing;
using ServiceMesh.Dispatch.Domain;
using ServiceMesh.Dispatch.Domain.Paging;
using ServiceMesh.Dispatch.Offers;
using ServiceMesh.Dispatch.Paging;
using ServiceMesh.Dispatch.Persistence;
using ServiceMesh.Dispatch.Records;
using ServiceMesh.Dispatch.Triage;
using ServiceMesh.Dispatch.Visits;
using ServiceMesh.Messaging;

namespace ServiceMesh.Dispatch.Tickets;

/// <summary>Loads a ticket under its row's lock and stores decisions about it with everything that follows from them.</summary>
internal static class TicketStore
{
    /// <summary>The ticket, locked until the work ends; null when the tenant has none by that id.</summary>
    public static async Task<Ticket?> LockAsync(Work work, string tenant, Guid id, CancellationToken ct)
    {
        var found = await work.Db<DispatchDb>().Tickets
            .FromSql($"SELECT * FROM tickets WHERE tenant = {tenant} AND id = {id} FOR UPDATE")
            .ToListAsync(ct);
        return found.SingleOrDefault();
    }

    /// <summary>The ticket that an event speaks of. Its opening may still be on the way.</summary>
    /// <exception cref="NotYetException">There is no such ticket yet.</exception>
    public static async Task<Ticket> LockAsync(Work work, TicketEvent e, CancellationToken ct) =>
        await LockAsync(work, e.Tenant, e.AggregateId, ct) ?? throw new NotYetException($"The ticket of this {e.GetType().Name} is not open yet.");

    /// <summary>
    /// The instant of a decision about a locked ticket. The work's own instant was read before the lock was there: whoever waited for
    /// another's decision must not decide before it.
    /// </summary>
    public static DateTimeOffset Now(Work work, Ticket locked) => locked.UpdatedAt > work.Now ? locked.UpdatedAt : work.Now;

    /// <summary>Stores what was decided about <paramref name="before"/>, the tracked ticket that <see cref="LockAsync(Work, string, Guid, CancellationToken)"/> gave; it takes the new values.</summary>
    public static async Task StoreAsync(Work work, Ticket before, Decision decision, DispatchOptions options, CancellationToken ct)
    {
        if (!decision.Changed) return;
        var db = work.Db<DispatchDb>();
        var waited = before.State == TicketState.Waiting;
        var (offer, owner, first) = (before.OfferId, before.EngineerId, before.Version == 1);
        var (unowned, waiting) = (QueueAlarm.IsUnowned(before), QueueAlarm.IsWaiting(before));
        db.Entry(before).CurrentValues.SetValues(decision.Ticket);
        foreach (var e in decision.Events)
        {
            work.Publish(e);
            await FollowAsync(work, db, before, waited, e, options, ct);
            // A ticket to which nothing has happened yet has no visits: placing the queue asks for none.
            if (!first && e is TicketAssigned or TicketUnassigned) await work.Services.GetRequiredService<VisitMoves>().FollowAsync(work, decision.Ticket, e, ct);
        }

        await SolvingAsync(work, db, before, decision.Events, ct);
        await OfferBook.FollowAsync(work, db, offer, decision.Ticket, decision.Events, ct);
        if (owner is { } freed && decision.Events.Any(e => Frees(e, freed)))
            await Queue.FreedAsync(work, before.Tenant, freed, ct);
        await QueueAlarm.FollowAsync(work, before, unowned, waiting, ct);
    }

    /// <summary>Whether the engineer has a ticket less to work on.</summary>
    private static bool Frees(TicketEvent e, Guid engineer) => e switch
    {
        TicketResolved or TicketCancelled or TicketPaused or TicketUnassigned => true,
        TicketAssigned a => a.EngineerId != engineer,
        _ => false,
    };

    private static async Task FollowAsync(
        Work work, DispatchDb db, Ticket ticket, bool waited, TicketEvent happened, DispatchOptions options, CancellationToken ct)
    {
        switch (happened)
        {
            case TicketPaused e:
                if (e.PreviousReason is not null) await EndPauseAsync(db, waited, e, "reason-changed", ct);
                db.Pauses.Add(new Pause
                {
                    Id = Guid.CreateVersion7(), Tenant = e.Tenant, TicketId = e.AggregateId, Reason = e.Reason, Note = e.Note,
                    ByName = e.By.Name, StartedAt = e.OccurredAt,
                });
                break;
            case TicketResumed e:
                await EndPauseAsync(db, waited, e, e.Trigger, ct);
                break;
            case DiagnosisDelivered e:
                db.FixPlans.Add(new FixPlan
                {
                    Id = Guid.CreateVersion7(), Tenant = e.Tenant, TicketId = e.AggregateId, Cause = e.Cause, Steps = e.Steps,
                    Risk = e.Risk, EstimatedMinutes = e.EstimatedMinutes, ByName = e.By.Name, At = e.OccurredAt,
                });
                break;
            case TicketResolved e:
                await EndPauseAsync(db, waited, e, "resolved", ct);
                AutoClose.Arm(work, e, options);
                await Pager.StopAsync(work, e, "resolved", ct);
                await Affinities.CountAsync(work, ticket, ct);
                break;
            case TicketCancelled e:
                await EndPauseAsync(db, waited, e, "cancelled", ct);
                await Pager.StopAsync(work, e, "cancelled", ct);
                break;
            case TicketEscalated e:
                var byHand = new Alarm(AlarmKeys.OfHand(ticket.Version), null, 0, null, e.Reason, null);
                await work.Services.GetRequiredService<Pager>().AlarmAsync(work, ticket, byHand, e.OccurredAt, ct);
                break;
            case TicketReopened or TicketClosed:
                AutoClose.Cancel(work, happened.AggregateId);
                break;
            case TicketAssigned { PreviousTeamId: { } previous } e when previous != e.TeamId:
                await work.Services.GetRequiredService<Pager>().FollowTeamAsync(work, ticket, e.OccurredAt, ct);
                break;
            default:
                await VisitBook.FollowAsync(db, happened, ct);
                break;
        }
    }

    /// <summary>What the search and the watch for second repairs make of it; both read the stored row.</summary>
    private static async Task SolvingAsync(Work work, DispatchDb db, Ticket after, IReadOnlyList<TicketEvent> events, CancellationToken ct)
    {
        if (events.Any(e => e is TicketReopened)) await SolvedTickets.ForgetAsync(work, after, ct);
        var solved = events.Any(e => e is TicketResolved);
        if (!solved && !events.Any(e => e is TicketTriaged or RecordAmended or VisitCompleted or RemoteSessionEnded)) return;
        await db.SaveChangesAsync(ct);
        await TicketRecord.RefreshAsync(work, after, ct);
        if (!solved && !events.Any(e => e is TicketTriaged or RecordAmended { FaultClass: not null })) return;
        if (solved) await SolvedTickets.KeepAsync(work, after, ct);
        if (after is not { AssetId: not null, FaultClass: not null }) return;
        var book = await work.Services.GetRequiredService<TriageBooks>().KnownAsync(work, after.Tenant, ct);
        await SecondRepairs.LookAsync(work, after, book.Book.SecondRepairDays, ct);
    }

    private static async Task EndPauseAsync(DispatchDb db, bool waited, TicketEvent e, string endedBy, CancellationToken ct)
    {
        if (!waited) return;
        foreach (var pause in await db.Pauses.Where(p => p.TicketId == e.AggregateId && p.EndedAt == null).ToListAsync(ct))
        {
            pause.EndedAt = e.OccurredAt;
            pause.EndedBy = endedBy;
        }
    }
}
