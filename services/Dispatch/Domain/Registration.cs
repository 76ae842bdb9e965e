using ServiceMesh.Contracts;
using ServiceMesh.Dispatch.Domain.Triage;

namespace ServiceMesh.Dispatch.Domain;

/// <summary>The first triage and assignment of a ticket: one decision, two events, one commit.</summary>
public static class Registration
{
    /// <summary>Whether its caller is on the line: a call that was answered, until CallEnded tells of its end.</summary>
    public static bool IsOnPhone(TicketOpened e) => e is { Channel: Channel.Hotline, CallId: not null, AnsweredAt: not null };

    /// <summary>Makes the ticket of an opening.</summary>
    /// <param name="e">The opening.</param>
    /// <param name="triage">By the tenant's matrix and rules.</param>
    /// <param name="bookVersion">Of these.</param>
    /// <param name="team">The team chosen.</param>
    /// <param name="choice">The engineer chosen, if any, and why.</param>
    /// <param name="offer">The offer that takes the place of an assignment; null when the engineer chosen gets it at once.</param>
    /// <param name="now">The instant of the decision.</param>
    public static Decision Decide(TicketOpened e, TriageResult triage, int bookVersion, TeamRef team, Choice choice, OfferTo? offer, DateTimeOffset now)
    {
        var engineer = offer is null ? choice.Engineer : null;
        var received = Step.Add([], new Step(e.OccurredAt, "received"));
        var ticket = new Ticket
        {
            Id = e.AggregateId,
            Tenant = e.Tenant,
            Number = e.Number,
            Subject = e.Subject,
            Channel = e.Channel,
            Kind = e.Kind,
            Category = triage.Category,
            CustomerId = e.CustomerId,
            CustomerName = e.CustomerName,
            ContactId = e.ContactId,
            ContactName = e.ContactName,
            ContactEmail = e.ContactEmail,
            Language = e.Language,
            ProductId = e.ProductId,
            ProductName = e.ProductName,
            Module = e.Module,
            AssetId = e.AssetId,
            ContractId = e.ContractId,
            ServiceLevel = e.ServiceLevel,
            ProgressTokenHash = e.ProgressTokenHash,
            OpenedAt = e.OccurredAt,
            AnsweredAt = e.AnsweredAt,
            OnPhone = IsOnPhone(e) ? true : null,
            WorkType = triage.WorkType,
            Impact = triage.Impact,
            Urgency = triage.Urgency,
            Severity = triage.Severity,
            DecidedBy = triage.DecidedBy,
            FaultClass = triage.FaultClass,
            Tags = [.. triage.Tags],
            Triage = triage is { Rules.Count: 0, WorkTypeByHand: false } ? null : new TriageNote(bookVersion, triage.Rules) { WorkTypeByHand = triage.WorkTypeByHand },
            State = engineer is null ? TicketState.Open : TicketState.Assigned,
            TeamId = team.Id,
            TeamName = team.Name,
            EngineerId = engineer?.Id,
            EngineerName = engineer?.Name,
            AssignedAt = engineer is null ? null : now,
            Explanation = choice.Explanation,
            Why = choice.Why,
            QueuedAt = choice.Waits ? now : null,
            OfferId = offer?.OfferId,
            OfferedTo = offer?.Engineer.Id,
            Cycle = 1,
            Version = 1,
            UpdatedAt = now,
            Steps = engineer is null ? received : Step.Add(received, new Step(now, "assigned")),
            LastCustomerMessageAt = e.OccurredAt,
            LastAgentMessageAt = e.AnsweredAt,
        };
        var change = new Change(ticket, Actor.System, now, Effect.Keeps);
        return new Decision(ticket, [change.Triaged(ticket, null, null) with { Entitlement = e.Entitlement }, change.Assigned(ticket, engineer, choice.Why.Code == AnsweredCall.Code ? AnsweredCall.Code : "automatic", null), .. offer is null ? [] : new TicketEvent[] { change.Offered(ticket, offer) }]);
    }
}
