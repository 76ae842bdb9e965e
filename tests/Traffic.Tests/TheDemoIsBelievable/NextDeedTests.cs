using ServiceMesh.Traffic.Demo;
using ServiceMesh.Traffic.Gateway;

namespace ServiceMesh.Traffic.Tests.TheDemoIsBelievable;

public sealed class NextDeedTests
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 23, 9, 0, 0, TimeSpan.Zero);
    private static readonly Guid s_cared = new("0195d2f0-0000-7000-8000-000000000001");
    private static readonly Guid s_neglected = new("0195d2f0-0000-7000-8000-000000000008");

    [Theory]
    [InlineData("open", new[] { Deed.Assign })]
    [InlineData("assigned", new[] { Deed.Greet })]
    [InlineData("resolved", new[] { Deed.Close, Deed.Reopen, Deed.Leave })]
    [InlineData("closed", new[] { Deed.Leave })]
    [InlineData("cancelled", new[] { Deed.Leave })]
    public void Each_state_has_its_deeds(string state, Deed[] possible) => Assert.Equal(possible.Order(), Drawn(Row(s_cared, state)));

    [Fact]
    public void Work_begins_after_the_first_answer() =>
        Assert.Equal([Deed.Start], Drawn(Row(s_cared, "assigned") with { LastAgentMessageAt = s_now }));

    [Fact]
    public void A_running_diagnosis_asks_for_a_fix_plan_and_nothing_is_resolved_before()
    {
        var row = Row(s_cared, "inProgress") with { Clocks = [new ClockRowView("diagnosis", "running")] };

        Assert.Contains(Deed.GiveFixPlan, Drawn(row));
        Assert.DoesNotContain(Deed.Resolve, Drawn(row));
        Assert.Contains(Deed.Resolve, Drawn(row with { Clocks = [new ClockRowView("diagnosis", "met")] }));
    }

    [Fact]
    public void Only_the_customer_ends_waiting_for_the_customer()
    {
        Assert.Equal([Deed.Leave, Deed.CustomerAnswers], Drawn(Row(s_cared, "waiting") with { WaitingFor = "waitingForCustomer" }));
        Assert.Equal([Deed.Leave, Deed.Resume], Drawn(Row(s_cared, "waiting") with { WaitingFor = "waitingForVendor" }));
    }

    [Fact]
    public void Some_tickets_wait_too_long_for_their_first_answer_and_get_it_in_the_end()
    {
        Assert.Equal([Deed.Leave], Drawn(Row(s_neglected, "assigned")));
        Assert.Equal([Deed.Greet], Drawn(Row(s_neglected, "assigned") with { OpenedAt = s_now - NextDeed.Neglect }));
    }

    private static IEnumerable<Deed> Drawn(BoardRowView row)
    {
        var chance = new Random(7);
        return Enumerable.Range(0, 500).Select(_ => NextDeed.For(row, s_now, chance)).Distinct().Order();
    }

    private static BoardRowView Row(Guid id, string state) => new()
    {
        Id = id, Number = "T-1", Subject = "s", Channel = "im", Kind = "request", Severity = 3, State = state, OpenedAt = s_now.AddMinutes(-5),
    };
}
