using ServiceMesh.Contracts;
using ServiceMesh.Dispatch.Domain;
using Xunit;

namespace ServiceMesh.Dispatch.Tests.State_machine;

public sealed class Every_state_and_every_verb
{
    /// <summary>The state afterwards; "no" where it is refused, "-" where it changes nothing.</summary>
    private static readonly (Verb Verb, string[] After)[] s_expected =
    [
        //                       open        assigned    inProgress  waiting     resolved    closed      cancelled
        (Verb.Triage,        ["Open",     "Assigned", "InProgress", "Waiting",  "no",       "no",       "no"]),
        (Verb.Assign,        ["Assigned", "Assigned", "Assigned", "Waiting",    "Resolved", "no",       "no"]),
        (Verb.Claim,         ["Assigned", "no",       "no",       "no",         "no",       "no",       "no"]),
        (Verb.Unassign,      ["no",       "Open",     "Open",     "Waiting",    "no",       "no",       "no"]),
        (Verb.Offer,         ["no",       "no",       "no",       "no",         "no",       "no",       "no"]),
        (Verb.Accept,        ["Assigned", "no",       "no",       "no",         "no",       "no",       "no"]),
        (Verb.Refuse,        ["Open",     "no",       "no",       "no",         "no",       "no",       "no"]),
        (Verb.ExpireOffer,   ["Open",     "-",        "-",        "-",          "-",        "-",        "-"]),
        (Verb.Start,         ["no",       "InProgress", "no",     "no",         "no",       "no",       "no"]),
        (Verb.FixPlan,       ["Open",     "Assigned", "InProgress", "Waiting",  "no",       "no",       "no"]),
        (Verb.RemoteSession, ["Open",     "Assigned", "InProgress", "Waiting",  "no",       "no",       "no"]),
        (Verb.ScheduleVisit, ["Open",     "Assigned", "InProgress", "Waiting",  "no",       "no",       "no"]),
        (Verb.Arrive,        ["Open",     "Assigned", "InProgress", "Waiting",  "no",       "no",       "no"]),
        (Verb.CompleteVisit, ["Open",     "Assigned", "InProgress", "Waiting",  "Resolved", "Closed",   "no"]),
        (Verb.CancelVisit,   ["Open",     "Assigned", "InProgress", "Waiting",  "Resolved", "no",       "no"]),
        (Verb.EndRemoteSession, ["Open",  "Assigned", "InProgress", "Waiting",  "Resolved", "Closed",   "no"]),
        (Verb.Pause,         ["Waiting",  "Waiting",  "Waiting",  "Waiting",    "no",       "no",       "no"]),
        (Verb.Resume,        ["no",       "no",       "no",       "InProgress", "no",       "no",       "no"]),
        (Verb.Resolve,       ["Resolved", "Resolved", "Resolved", "Resolved",   "no",       "no",       "no"]),
        (Verb.Reopen,        ["no",       "no",       "no",       "no",         "Assigned", "Assigned", "no"]),
        (Verb.Close,         ["no",       "no",       "no",       "no",         "Closed",   "no",       "no"]),
        (Verb.Cancel,        ["Cancelled", "Cancelled", "Cancelled", "Cancelled", "no",     "no",       "no"]),
        (Verb.AmendRecord,   ["no",       "no",       "no",       "no",         "Resolved", "Closed",   "no"]),
        (Verb.Escalate,      ["Open",     "Assigned", "InProgress", "Waiting",  "no",       "no",       "no"]),
        (Verb.CustomerReply, ["-",        "-",        "-",        "InProgress", "-",        "-",        "-"]),
        (Verb.CloseRequest,  ["Closed",   "Closed",   "Closed",   "Closed",     "Closed",   "-",        "-"]),
        (Verb.ReopenRequest, ["-",        "-",        "-",        "-",          "Assigned", "Assigned", "-"]),
    ];

    public static TheoryData<Verb, TicketState, string> Cases()
    {
        var cases = new TheoryData<Verb, TicketState, string>();
        foreach (var (verb, after) in s_expected)
            foreach (var state in Enum.GetValues<TicketState>())
                cases.Add(verb, state, after[(int)state]);
        return cases;
    }

    [Fact]
    public void The_table_covers_them_all() => Assert.Equal(Enum.GetValues<Verb>(), s_expected.Select(e => e.Verb));

    [Theory]
    [MemberData(nameof(Cases))]
    public void Is_decided(Verb verb, TicketState state, string expected)
    {
        var ticket = Given.Ticket(state);
        var decision = TicketMachine.Decide(ticket, Given.Command(verb), Given.Now, Given.Terms);
        switch (expected)
        {
            case "no":
                Assert.NotNull(decision.Refusal);
                Assert.Empty(decision.Events);
                Assert.Same(ticket, decision.Ticket);
                break;
            case "-":
                Assert.Null(decision.Refusal);
                Assert.Empty(decision.Events);
                Assert.Same(ticket, decision.Ticket);
                break;
            default:
                Assert.Null(decision.Refusal);
                Assert.Equal(Enum.Parse<TicketState>(expected), decision.Ticket.State);
                Assert.NotEmpty(decision.Events);
                Assert.True(decision.Ticket.Version > ticket.Version);
                Assert.Equal(decision.Ticket.State == TicketState.Waiting, decision.Ticket.WaitingFor is not null);
                Assert.All(decision.Events, e => AssertStamped(e, ticket));
                break;
        }
    }

    private static void AssertStamped(TicketEvent e, Ticket ticket)
    {
        Assert.Equal(ticket.Tenant, e.Tenant);
        Assert.Equal(ticket.Id, e.TicketId);
        Assert.Equal(Given.Now, e.OccurredAt);
        Assert.Equal(e is OfferExpired ? Actor.System : Given.Ana, e.By);
    }
}
