using ServiceMesh.Contracts;

namespace ServiceMesh.Dispatch.Domain;

/// <summary>
/// (ticket, command, now) -> (ticket, events). <see cref="Transitions"/> says what is allowed when; here is what each verb does,
/// and its own conditions.
/// </summary>
public static class TicketMachine
{
    private static readonly AssignmentReason s_claimed = new() { Code = "claimed" };
    private static readonly AssignmentReason s_acknowledged = new() { Code = "acknowledged" };

    /// <summary>Decides a command.</summary>
    /// <param name="ticket">The ticket as it stands.</param>
    /// <param name="command">What is to be done.</param>
    /// <param name="now">The instant of the decision: the events' time.</param>
    /// <param name="terms">The tenant's rules.</param>
    public static Decision Decide(Ticket ticket, Command command, DateTimeOffset now, Terms terms)
    {
        var effect = Transitions.Of(command.Verb, ticket.State);
        if (effect == Effect.Illegal)
            return Refuse(ticket, $"{Words.Of(command.Verb)} is not possible while the ticket is {Words.Of(ticket.State)}.");
        if (effect == Effect.Ignored)
            return new Decision(ticket, []);

        var step = new Change(ticket, command.By, now, effect);
        return command switch
        {
            TriageCommand c => step.Triage(c),
            AssignCommand c => step.Assign(c.Team, c.Engineer, c.Mode, c.Explanation, c.Why, c.Queues),
            ClaimCommand c => Claim(step, c),
            UnassignCommand c => Unassign(step, c),
            OfferCommand c => Offer(step, c),
            AcceptCommand c => Accept(step, c),
            RefuseCommand c => step.Before.OfferedTo == c.Engineer.Id ? step.Refuse(c) : NotOffered(step.Before),
            ExpireOfferCommand c => step.Before.OfferId == c.OfferId ? step.Expire(c) : new Decision(ticket, []),
            StartCommand => step.Start(),
            FixPlanCommand c => step.FixPlan(c),
            RemoteSessionCommand c => step.RemoteSession(c),
            ScheduleVisitCommand c => step.ScheduleVisit(c),
            ArriveCommand c => step.Arrive(c),
            CompleteVisitCommand c => step.CompleteVisit(c),
            CancelVisitCommand c => step.CancelVisit(c),
            EndRemoteSessionCommand c => step.EndRemoteSession(c),
            PauseCommand c => Pause(step, c),
            ResumeCommand => step.Resume("manual"),
            ResolveCommand c => step.Resolve(c.Resolution, c.CauseCode, c.FaultClass, c.Module),
            ReopenCommand c => step.Reopen(c.Reason, terms),
            CloseCommand c => step.Close(c.Missing),
            AmendRecordCommand c => step.AmendRecord(c),
            CancelCommand c => step.Cancel(c.Reason),
            EscalateCommand c => step.Escalate(c.Reason),
            CustomerReplyCommand c => CustomerReplied(step, c),
            CloseRequestCommand c => CloseRequested(step, c),
            ReopenRequestCommand c => ReopenRequested(step, c, terms),
            _ => throw new ArgumentOutOfRangeException(nameof(command)),
        };
    }

    private static Decision Claim(Change step, ClaimCommand c)
    {
        if (step.Before.EngineerId is not null) return Refuse(step.Before, "The ticket has an engineer already.");
        var why = c.Acknowledges ? s_acknowledged : s_claimed;
        return step.Assign(new TeamRef(step.Before.TeamId, step.Before.TeamName), c.Engineer, "claimed", AssignmentReasonWords.Say(why, "en"), why);
    }

    private static Decision Unassign(Change step, UnassignCommand c) => step.Before.EngineerId is not null
        ? step.Unassign(c.Reason)
        : Refuse(step.Before, "The ticket has no engineer.");

    private static Decision Offer(Change step, OfferCommand c) => step.Before.OfferId is null
        ? step.Offer(c.Offer)
        : Refuse(step.Before, "The ticket is offered to somebody already.");

    private static Decision Accept(Change step, AcceptCommand c) => step.Before.OfferedTo == c.Engineer.Id
        ? step.Assign(new TeamRef(step.Before.TeamId, step.Before.TeamName), c.Engineer, "accepted", step.Before.Explanation, step.Before.Why)
        : NotOffered(step.Before);

    private static Decision NotOffered(Ticket ticket) => Refuse(ticket, "The ticket is not, or no longer, offered to this engineer.");

    private static Decision Pause(Change step, PauseCommand c) => step.Before.WaitingFor != c.Reason
        ? step.Pause(c.Reason, c.Note)
        : Refuse(step.Before, "The ticket waits for that reason already.");

    /// <summary>Only an answer given since the ticket waits for the customer ends the waiting, in whatever order events arrive.</summary>
    private static Decision CustomerReplied(Change step, CustomerReplyCommand c) =>
        step.Before is { WaitingFor: PauseReason.WaitingForCustomer, WaitingSince: { } since } && c.At >= since
            ? step.Resume("customer-replied")
            : new Decision(step.Before, []);

    /// <summary>A ticket that the customer calls done is done, also when nobody has resolved it yet. A wish from before a reopening is void.</summary>
    private static Decision CloseRequested(Change step, CloseRequestCommand c)
    {
        if (c.At < step.Before.ReopenedAt)
            return new Decision(step.Before, []);
        if (step.Before.State == TicketState.Resolved)
            return step.Close(c.Missing);
        var resolved = step.Resolve("The customer says that it can be closed.", null);
        var closed = new Change(resolved.Ticket, c.By, step.Now, Effect.Closes).Close(c.Missing);
        return new Decision(closed.Ticket, [.. resolved.Events, .. closed.Events]);
    }

    private static Decision ReopenRequested(Change step, ReopenRequestCommand c, Terms terms) =>
        c.At < step.Before.ResolvedAt ? new Decision(step.Before, []) : step.Reopen(c.Reason, terms);

    private static Decision Refuse(Ticket ticket, string why) => new(ticket, [], why);
}
