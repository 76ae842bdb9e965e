using ServiceMesh.Contracts;
using ServiceMesh.Dispatch.Domain;
using Xunit;
using static ServiceMesh.Dispatch.Tests.State_machine.Given;

namespace ServiceMesh.Dispatch.Tests.State_machine;

public sealed class What_the_verbs_do
{
    [Fact]
    public void An_assignment_tells_who_had_it_before_and_who_has_it_now()
    {
        var e = Assert.IsType<TicketAssigned>(Decide(Ticket(TicketState.InProgress), Command(Verb.Assign)).Events[0]);
        Assert.Equal((Erp.Id, Li.Id, Desk.Id, Bo.Id), (e.PreviousTeamId, e.PreviousEngineerId, e.TeamId, e.EngineerId));
        Assert.Equal("manual", e.Mode);
        Assert.True(e.Reassigned);
        Assert.Equal("Bo", e.Card.EngineerName);
    }

    [Fact]
    public void An_assignment_to_the_same_engineer_is_recorded_and_keeps_the_work_going()
    {
        var decision = Decide(Ticket(TicketState.InProgress), new AssignCommand(Ana, Erp, Li, "manual", null));
        Assert.Equal(TicketState.InProgress, decision.Ticket.State);
        Assert.Collection(decision.Events, e => Assert.IsType<TicketAssigned>(e), e => Assert.IsType<TicketHandedOver>(e));
    }

    [Fact]
    public void An_assignment_to_a_team_without_engineers_waits_in_its_queue()
    {
        var decision = Decide(Ticket(TicketState.InProgress), new AssignCommand(Ana, Desk, null, "manual", null));
        Assert.Equal(TicketState.Open, decision.Ticket.State);
        Assert.Null(decision.Ticket.EngineerId);
    }

    [Fact]
    public void A_waiting_ticket_that_nobody_has_can_be_claimed()
    {
        var given = Decide(Ticket(TicketState.Waiting), new UnassignCommand(Ana, null)).Ticket;
        var claimed = Decide(given, new ClaimCommand(Ana, Bo));
        Assert.Equal((TicketState.Waiting, Bo.Id), (claimed.Ticket.State, claimed.Ticket.EngineerId));
        Assert.Equal(TicketState.Assigned, Decide(claimed.Ticket, new ResumeCommand(Ana)).Ticket.State);
    }

    [Fact]
    public void A_waiting_ticket_can_wait_for_something_else_but_not_twice_for_the_same()
    {
        var ticket = Ticket(TicketState.Waiting);
        var other = Decide(ticket, new PauseCommand(Ana, PauseReason.WaitingForVendor, "RMA 17"));
        var e = Assert.IsType<TicketPaused>(Assert.Single(other.Events));
        Assert.Equal((PauseReason.WaitingForVendor, PauseReason.WaitingForCustomer), (e.Reason, e.PreviousReason));
        Assert.Equal(Now, other.Ticket.WaitingSince);
        Assert.NotNull(Decide(ticket, new PauseCommand(Ana, PauseReason.WaitingForCustomer, null)).Refusal);
    }

    [Fact]
    public void The_first_pause_has_no_reason_before() =>
        Assert.Null(Assert.IsType<TicketPaused>(Assert.Single(Decide(Ticket(TicketState.Open), Command(Verb.Pause)).Events)).PreviousReason);

    [Fact]
    public void A_customers_reply_resumes_only_what_waits_for_the_customer()
    {
        var vendor = Ticket(TicketState.Waiting) with { WaitingFor = PauseReason.WaitingForVendor };
        Assert.Empty(Decide(vendor, Command(Verb.CustomerReply)).Events);
        var e = Assert.IsType<TicketResumed>(Assert.Single(Decide(Ticket(TicketState.Waiting), Command(Verb.CustomerReply)).Events));
        Assert.Equal(("customer-replied", PauseReason.WaitingForCustomer), (e.Trigger, e.Reason));
    }

    [Fact]
    public void A_reply_written_before_the_waiting_began_does_not_end_it()
    {
        var ticket = Ticket(TicketState.Waiting);
        Assert.Empty(Decide(ticket, new CustomerReplyCommand(Ana, ticket.WaitingSince!.Value.AddMilliseconds(-1))).Events);
        Assert.NotEmpty(Decide(ticket, new CustomerReplyCommand(Ana, ticket.WaitingSince.Value)).Events);
    }

    [Theory]
    [InlineData(TicketState.Resolved, 7, null, 1)]
    [InlineData(TicketState.Resolved, 7.0001, null, 2)] // it counts from resolving, closed or not
    [InlineData(TicketState.Closed, 0, null, 1)]
    [InlineData(TicketState.Closed, 7, null, 1)]
    [InlineData(TicketState.Closed, 7.0001, null, 2)]
    [InlineData(TicketState.Closed, 8, 30, 1)] // the policy's window comes first
    [InlineData(TicketState.Closed, 30.0001, 30, 2)]
    [InlineData(TicketState.Closed, 1, 0, 2)]
    public void A_reopening_after_the_window_since_resolving_begins_a_new_cycle(TicketState from, double days, int? policyDays, int cycle)
    {
        var wasClosed = from == TicketState.Closed;
        var ticket = Ticket(from) with
        {
            ResolvedAt = Now.AddDays(-days), EndedAt = wasClosed ? Now.AddMinutes(-1) : null, ReopenWindowSeconds = policyDays * 86_400L,
        };
        var decision = Decide(ticket, Command(Verb.Reopen));
        var e = Assert.IsType<TicketReopened>(Assert.Single(decision.Events));
        Assert.Equal((cycle, cycle, cycle == 2, wasClosed), (decision.Ticket.Cycle, e.Card.Cycle, e.NewCycle, e.WasClosed));
        Assert.Null(decision.Ticket.ResolvedAt);
        Assert.Null(decision.Ticket.EndedAt);
    }

    [Fact]
    public void Resolving_keeps_what_solved_it_and_ends_the_waiting()
    {
        var decision = Decide(Ticket(TicketState.Waiting), Command(Verb.Resolve));
        Assert.Equal(("Released the lock", "lock", Now), (decision.Ticket.Resolution, decision.Ticket.CauseCode, decision.Ticket.ResolvedAt));
        Assert.IsType<TicketResolved>(Assert.Single(decision.Events));
    }

    [Fact]
    public void A_close_request_for_work_that_goes_on_resolves_and_closes()
    {
        var decision = Decide(Ticket(TicketState.InProgress), Command(Verb.CloseRequest));
        Assert.Collection(decision.Events, e => Assert.IsType<TicketResolved>(e), e => Assert.IsType<TicketClosed>(e));
        Assert.Equal(Now, ((TicketClosed)decision.Events[1]).ResolvedAt);
    }

    [Fact]
    public void Requests_that_come_late_change_nothing()
    {
        var reopened = Ticket(TicketState.InProgress) with { ReopenedAt = Now.AddMinutes(-1) };
        Assert.Empty(Decide(reopened, new CloseRequestCommand(Ana, Now.AddMinutes(-2))).Events);
        var resolved = Ticket(TicketState.Resolved);
        Assert.Empty(Decide(resolved, new ReopenRequestCommand(Ana, resolved.ResolvedAt!.Value.AddSeconds(-1), null)).Events);
    }

    [Fact]
    public void A_triage_by_hand_tells_the_severity_before()
    {
        var e = Assert.IsType<TicketTriaged>(Assert.Single(Decide(Ticket(TicketState.Assigned), Command(Verb.Triage)).Events));
        Assert.Equal((1, 3, "manual"), (e.Severity, e.PreviousSeverity, e.DecidedBy));
    }

    [Fact]
    public void Steps_are_kept_within_bounds_the_first_always()
    {
        var ticket = Ticket(TicketState.InProgress);
        for (var i = 0; i < 150; i++)
        {
            ticket = Decide(ticket, Command(Verb.Pause), Now.AddMinutes(i)).Ticket;
            ticket = Decide(ticket, Command(Verb.Resume), Now.AddMinutes(i)).Ticket;
        }

        Assert.Equal(Step.Most, ticket.Steps.Count);
        Assert.Equal("received", ticket.Steps[0].Code);
        Assert.Equal(new Step(Now.AddMinutes(149), "resumed"), ticket.Steps[^1]);
    }
}
