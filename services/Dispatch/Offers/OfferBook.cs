using Microsoft.EntityFrameworkCore;
using ServiceMesh.Contracts;
using ServiceMesh.Dispatch.Domain;
using ServiceMesh.Dispatch.Persistence;
using ServiceMesh.Messaging;

namespace ServiceMesh.Dispatch.Offers;

/// <summary>Keeps offers as decisions about their tickets make and end them.</summary>
internal static class OfferBook
{
    /// <summary>The timer's kind; its key is the ticket, which has one offer at a time.</summary>
    public const string Timer = "offer";

    /// <summary>Stores what a decision made of the ticket's offer. Without one before and after it costs nothing.</summary>
    public static async Task FollowAsync(Work work, DispatchDb db, Guid? before, Ticket after, IReadOnlyList<TicketEvent> events, CancellationToken ct)
    {
        if (before == after.OfferId) return;
        var round = 1;
        if (before is { } ended)
        {
            var row = await db.Offers.SingleAsync(o => o.Id == ended, ct);
            row.State = events.OfType<OfferRefused>().Any() ? OfferState.Refused
                : events.OfType<OfferExpired>().Any() ? OfferState.Expired
                : after.EngineerId == row.EngineerId ? OfferState.Accepted : OfferState.Withdrawn;
            row.EndedAt = after.UpdatedAt;
            row.Reason = events.OfType<OfferRefused>().FirstOrDefault()?.Reason;
            round = row.Round;
            // The unique index knows no order within a transaction.
            await db.SaveChangesAsync(ct);
            work.Cancel(Timer, after.Id.ToString());
        }
        else if (after.OfferId is not null)
        {
            round = 1 + (await db.Offers.Where(o => o.TicketId == after.Id).MaxAsync(o => (int?)o.Round, ct) ?? 0);
        }

        if (events.OfType<TicketOffered>().LastOrDefault() is { } offered) Add(work, db, after, offered, round);
    }

    /// <summary>Stores a new offer and awaits its end.</summary>
    public static void Add(Work work, DispatchDb db, Ticket ticket, TicketOffered offered, int round)
    {
        db.Offers.Add(new OfferRow
        {
            Id = offered.OfferId, Tenant = ticket.Tenant, TicketId = ticket.Id, EngineerId = offered.EngineerId, Cycle = ticket.Cycle, Round = round,
            OfferedAt = offered.OccurredAt, ExpiresAt = offered.ExpiresAt, State = OfferState.Open,
        });
        work.Arm(new TimerRequest(Timer, ticket.Id.ToString(), offered.ExpiresAt, ticket.Tenant, ticket.Id));
    }
}
