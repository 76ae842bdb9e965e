using ServiceMesh.Traffic.Replay;
using static ServiceMesh.Traffic.Tests.ALogBecomesAPlan.SmallLog;

namespace ServiceMesh.Traffic.Tests.ALogBecomesAPlan;

public sealed class PlannerTests
{
    [Fact]
    public void A_whole_life_is_played_step_by_step_and_repeated_rows_change_nothing() => Assert.Equal(
        ["assign Group 2/-", "assign Group 3/Resolver 7", "start", "pause waitingForCustomer", "resume", "start", "resolve code 6", "reopen", "start", "resolve code 6", "close"],
        Steps(
            Row("A", "New"),
            Row("A", "New"),
            Row("A", "New", 1, team: "Group 2"),
            Row("A", "Active", 2, team: "Group 3", engineer: "Resolver 7"),
            Row("A", "Active", 2, team: "Group 3", engineer: "Resolver 7"),
            Row("A", "Awaiting User Info", 2),
            Row("A", "Active", 2),
            Row("A", "Resolved", 2),
            Row("A", "Active", 2, 1),
            Row("A", "Resolved", 2, 1),
            Row("A", "Closed", 2, 1),
            Row("A", "Closed", 2, 1)));

    [Fact]
    public void A_change_between_two_reasons_is_a_wait_of_its_own_and_a_ticket_may_begin_waiting()
    {
        string[] rows = [Row("A", "Awaiting Problem"), Row("A", "Awaiting Vendor"), Row("A", "Awaiting Evidence"), Row("A", "Resolved"), Row("A", "Closed")];

        Assert.Equal(["pause waitingForProblem", "pause waitingForVendor", "pause waitingForEvidence", "resolve code 6", "close"], Steps(rows));
        Assert.Equal(new Figures(1, 0, 3, 0, 1), Plan(rows).Expected);
    }

    [Fact]
    public void Each_step_of_the_counter_is_one_assignment_also_where_the_team_is_not_named() => Assert.Equal(
        ["assign -/-", "assign Group 5/-", "assign Group 5/-"],
        Steps(Row("A", "New"), Row("A", "New", 1, team: "?"), Row("A", "New", 3, team: "Group 5"), Row("A", "New", 3, team: "Group 6")));

    [Fact]
    public void What_the_first_row_counts_happened_before_the_log() =>
        Assert.Equal(new Figures(1, 1, 0, 0, 0), Plan(Row("A", "New", 4, 1), Row("A", "New", 5, 1)).Expected);

    [Fact]
    public void Another_impact_urgency_or_priority_is_a_triage_before_anything_else_of_its_row() => Assert.Equal(
        ["triage high/medium/2", "assign Group 2/-", "start"],
        Steps(Row("A", "New"), Row("A", "Active", 1, team: "Group 2", impact: "1 - High", priority: "2 - High")));

    [Fact]
    public void Closing_without_resolving_resolves_and_waiting_after_resolving_reopens() => Assert.Equal(
        ["resolve code 6", "reopen", "pause waitingForCustomer", "resolve code 6", "close"],
        Steps(Row("A", "Resolved"), Row("A", "Awaiting User Info"), Row("A", "Closed")));

    [Fact]
    public void Going_back_to_new_only_ends_the_waiting() =>
        Assert.Equal(["pause waitingForCustomer", "resume"], Steps(Row("A", "Awaiting User Info"), Row("A", "New")));

    [Fact]
    public void Mixed_rows_keep_each_tickets_order_and_every_step_knows_its_line()
    {
        var plan = Plan(Row("A", "New"), Row("B", "Active"), Row("A", "Active"), Row("B", "Resolved"), Row("A", "Resolved"));

        Assert.Equal(["A", "B"], plan.Tickets.Select(t => t.Number));
        Assert.Equal([4, 6], plan.Tickets[0].Steps.Select(s => s.Line));
        Assert.Equal([3, 5], plan.Tickets[1].Steps.Select(s => s.Line));
        Assert.Equal(5, plan.Rows);
        Assert.Equal([3, 2], plan.Tickets.Select(t => t.Rows));
    }

    [Fact]
    public void People_are_found_and_a_category_belongs_to_the_team_most_tickets_began_with()
    {
        var plan = Plan(
            Row("A", "New", team: "Group 1", category: "Mail"), Row("B", "New", team: "Group 2", category: "Mail", caller: "Caller 2"),
            Row("C", "New", team: "Group 2", category: "Mail", engineer: "Resolver 1"), Row("D", "New", team: "Group 1", category: "Print", engineer: "Resolver 1"));

        Assert.Equal([("Group 1", "Print"), ("Group 2", "Mail")], plan.Teams.Select(t => (t.Name, Assert.Single(t.Categories))));
        Assert.Equal(["Group 2", "Group 1"], Assert.Single(plan.Engineers).Teams);
        Assert.Equal(["Caller 1", "Caller 2"], plan.Callers.Select(c => c.Name));
        Assert.Equal("Location 1", plan.Callers[0].Customer);
        Assert.Equal("Mail, Subcategory 2", plan.Tickets[0].Subject);
        Assert.Equal("hotline", plan.Tickets[0].Channel);
    }

    [Fact]
    public void The_figures_are_the_sums_of_the_tickets() => Assert.Equal(
        new Figures(3, 3, 3, 1, 2),
        Plan(
            Row("A", "New"), Row("A", "New", 1), Row("A", "Awaiting User Info", 2), Row("A", "Awaiting Vendor", 2), Row("A", "Resolved", 2), Row("A", "Closed", 2),
            Row("B", "Awaiting Problem"), Row("B", "Resolved"), Row("B", "Active", 0, 1), Row("B", "Resolved", 0, 1), Row("B", "Closed", 0, 1),
            Row("C", "New"), Row("C", "New", 1)).Expected);

    [Theory]
    [InlineData("Pending", "2 - Medium", "Line 2, column incident_state: the mapping does not say what 'Pending' means.")]
    [InlineData("New", "9 - Huge", "Line 2, column impact: the mapping does not say what '9 - Huge' means.")]
    [InlineData("?", "2 - Medium", "Line 2, column incident_state: the state is missing.")]
    public void What_the_mapping_does_not_know_is_said_with_its_line(string state, string impact, string message)
    {
        var failure = Assert.Throws<InvalidDataException>(() => Plan(Row("A", state, impact: impact)));

        Assert.Equal(message, failure.Message);
    }

    [Fact]
    public void A_missing_column_is_named()
    {
        var mapping = Mapping with { Columns = Mapping.Columns with { Team = "queue" } };

        var failure = Assert.Throws<InvalidDataException>(() => Planner.Make(Rows(Row("A", "New")), mapping));

        Assert.Equal("Line 2, column queue: there is no such column.", failure.Message);
    }

    [Fact]
    public void A_mapping_that_is_none_is_refused() => Assert.Throws<InvalidDataException>(() => LogMapping.Read("""{"name": "x", "states": {"New": "begun"}}"""));
}
