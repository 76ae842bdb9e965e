using ServiceMesh.Contracts;

namespace ServiceMesh.Dispatch.Domain;

/// <summary>Offers: asked, refused, not answered.</summary>
internal sealed partial record Change
{
    public Decision Offer(OfferTo offer)
    {
        var after = Next(Before with
        {
            OfferId = offer.OfferId, OfferedTo = offer.Engineer.Id, QueuedAt = null, Explanation = offer.Explanation, Why = offer.Why,
        });
        return Done(after, Offered(after, offer));
    }

    public Decision Refuse(RefuseCommand c) => Passed(c.Next, c.Explanation, c.Why, new OfferRefused
    {
        Tenant = Before.Tenant, TicketId = Before.Id, OccurredAt = Now, By = By, OfferId = Before.OfferId ?? Guid.Empty, EngineerId = c.Engineer.Id,
        EngineerName = c.Engineer.Name, Reason = c.Reason,
    });

    public Decision Expire(ExpireOfferCommand c) => Passed(c.Next, c.Explanation, c.Why, new OfferExpired
    {
        Tenant = Before.Tenant, TicketId = Before.Id, OccurredAt = Now, By = By, OfferId = c.OfferId, EngineerId = c.Engineer.Id, EngineerName = c.Engineer.Name,
    });

    /// <summary>The offer's event; the ticket is as it is after it.</summary>
    public TicketOffered Offered(Ticket after, OfferTo offer) => new()
    {
        Tenant = Before.Tenant, TicketId = Before.Id, OccurredAt = Now, By = Actor.System, OfferId = offer.OfferId, TeamId = after.TeamId,
        EngineerId = offer.Engineer.Id, EngineerName = offer.Engineer.Name, EngineerEmail = offer.Engineer.Email, EngineerLanguage = offer.Engineer.Language,
        ExpiresAt = offer.ExpiresAt, Explanation = offer.Explanation, Why = offer.Why, Card = Cards.Of(after),
    };

    /// <summary>One change, two events: the end of an offer and the next, or the way into the queue.</summary>
    private Decision Passed(OfferTo? next, string explanation, AssignmentReason? why, TicketEvent ended)
    {
        var after = Next(Before with
        {
            OfferId = next?.OfferId, OfferedTo = next?.Engineer.Id, QueuedAt = next is null ? Now : null, Explanation = explanation, Why = why,
        });
        return new Decision(after, next is null ? [ended] : [ended, Offered(after, next)]);
    }
}
