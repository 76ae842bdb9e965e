using ServiceMesh.Desk.Ticket;
using Xunit;

namespace ServiceMesh.Desk.Tests;

public sealed class The_actions_of_a_ticket
{
    [Theory]
    [InlineData("open", "claim")]
    [InlineData("assigned", "start")]
    [InlineData("inProgress", "resolve")]
    [InlineData("waiting", "resume")]
    [InlineData("resolved", "close")]
    public void Have_one_likely_next_step(string state, string primary) =>
        Assert.Equal(primary, Assert.Single(TicketActions.For(state, mine: false, owned: true), a => a.Primary).Name);

    [Fact]
    public void Are_none_for_a_cancelled_ticket_and_only_reopening_for_a_closed_one()
    {
        Assert.Empty(TicketActions.For("cancelled", false, false));
        Assert.Equal("reopen", Assert.Single(TicketActions.For("closed", false, true)).Name);
    }

    [Fact]
    public void Allow_resolving_from_every_open_state()
    {
        foreach (var state in new[] { "open", "assigned", "inProgress", "waiting" })
            Assert.Contains(TicketActions.For(state, false, false), a => a.Name == "resolve");
    }
}
