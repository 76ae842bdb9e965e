using FsCheck;
using FsCheck.Fluent;
using ServiceMesh.Contracts;
using ServiceMesh.Dispatch.Domain;
using Xunit;

namespace ServiceMesh.Dispatch.Tests.State_machine;

public sealed class Any_sequence_of_commands
{
    [Fact]
    public void Leaves_a_ticket_that_makes_sense()
    {
        var sequences = Gen.Choose(0, Enum.GetValues<Verb>().Length - 1).Select(i => (Verb)i).ListOf().ToArbitrary();
        Check.QuickThrowOnFailure(Prop.ForAll(sequences, verbs =>
        {
            var ticket = Given.Ticket(TicketState.Assigned);
            var now = Given.Now;
            foreach (var verb in verbs)
            {
                now = now.AddDays(1);
                var decision = Given.Decide(ticket, Given.Command(verb), now);
                if (decision.Refusal is not null || !decision.Changed)
                    Assert.Same(ticket, decision.Ticket);
                else
                    Assert.Equal(ticket.Version + decision.Events.Count(e => e is not TicketHandedOver), decision.Ticket.Version);
                Assert.True(decision.Ticket.Cycle >= ticket.Cycle);
                ticket = decision.Ticket;
                AssertSense(ticket);
            }
        }));
    }

    private static void AssertSense(Ticket t)
    {
        Assert.Equal(t.State == TicketState.Waiting, t.WaitingFor is not null);
        Assert.Equal(t.State is TicketState.Closed or TicketState.Cancelled, t.EndedAt is not null);
        if (t.State == TicketState.Open) Assert.Null(t.EngineerId);
        if (t.State != TicketState.Open) Assert.Equal((null, null, null), (t.OfferId, t.OfferedTo, t.QueuedAt));
        Assert.Equal(t.OfferId is null, t.OfferedTo is null);
        if (t.State is TicketState.Assigned or TicketState.InProgress) Assert.NotNull(t.EngineerId);
        if (t.State == TicketState.Resolved) Assert.NotNull(t.ResolvedAt);
        if (t.State == TicketState.InProgress) Assert.True(t.Started);
    }
}
