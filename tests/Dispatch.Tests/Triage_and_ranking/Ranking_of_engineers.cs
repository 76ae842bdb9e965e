using FsCheck;
using FsCheck.Fluent;
using ServiceMesh.Contracts;
using ServiceMesh.Dispatch.Domain;
using Xunit;

namespace ServiceMesh.Dispatch.Tests.Triage_and_ranking;

public sealed class Ranking_of_engineers
{
    private static readonly DateTimeOffset s_noon = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void The_least_loaded_gets_it() =>
        Assert.Equal("Bo", Choose([Engineer("Li", 3), Engineer("Bo", 1), Engineer("Cy", 2)]));

    [Fact]
    public void Among_equals_whoever_waited_longest() => Assert.Equal("Cy", Choose(
        [Engineer("Li", 1, s_noon), Engineer("Bo", 1, s_noon.AddHours(-1)), Engineer("Cy", 1, s_noon.AddHours(-2))]));

    [Fact]
    public void Whoever_never_had_one_waited_longest() =>
        Assert.Equal("Bo", Choose([Engineer("Li", 0, s_noon.AddYears(-1)), Engineer("Bo", 0)]));

    [Fact]
    public void A_skill_that_somebody_has_is_required() =>
        Assert.Equal("Li", Choose([Engineer("Li", 9, null, "sap-fi"), Engineer("Bo", 0)], "SAP-FI"));

    [Fact]
    public void A_skill_that_nobody_has_is_not() => Assert.Equal("Bo", Choose([Engineer("Li", 9), Engineer("Bo", 0)], "SAP-FI"));

    [Fact]
    public void The_product_narrows_first_and_the_category_only_what_it_does_not_empty() => Assert.Equal("Li", Choose(
        [Engineer("Li", 9, null, "SAP-FI"), Engineer("Bo", 0, null, "printing")], "SAP-FI", "printing"));

    [Fact]
    public void Nobody_there_means_the_queue_and_says_so()
    {
        var choice = Ranking.Choose([], [null, null], "ERP as the default team");
        Assert.Null(choice.Engineer);
        Assert.Equal("ERP as the default team: no active engineer, waits in the queue.", choice.Explanation);
    }

    [Fact]
    public void The_explanation_names_team_skill_and_load()
    {
        var choice = Ranking.Choose(
            [Engineer("Li", 2, null, "SAP-FI"), Engineer("Bo", 5, null, "SAP-FI"), Engineer("Cy", 0)], ["SAP-FI", null], "ERP for product SAP");
        Assert.Equal("ERP for product SAP: 2 of 3 active engineers with SAP-FI; Li has 2 open tickets, the fewest.", choice.Explanation);
    }

    [Fact]
    public void Who_lacks_the_skill_and_is_counted_only_is_counted_all_the_same()
    {
        var needs = new Needs(["SAP-FI"]) { Unnamed = [new ExclusionCount(Ranking.Without("SAP-FI"), 900)] };
        var choice = Ranking.Choose([Engineer("Li", 2, null, "SAP-FI"), Engineer("Bo", 0)], needs, "ERP");
        Assert.Equal(("Li", 902, 1), (choice.Engineer?.Name, choice.Why.Considered, choice.Why.Able));
        var waits = Ranking.Choose([Engineer("Li", 2, null, "SAP-FI") with { Away = true }, Engineer("Bo", 0)], needs, "ERP");
        Assert.Equal([901, 1], waits.Why.Excluded!.Select(e => e.Count));
    }

    [Fact]
    public void The_order_of_candidates_is_irrelevant_and_the_choice_is_never_more_loaded_than_another()
    {
        var candidates = Gen.Choose(0, 5).SelectMany(load => Gen.Choose(0, 3).Select(hours => (load, hours))).NonEmptyListOf()
            .Select(list => list.Select((x, i) => Engineer($"e{i}", x.load, x.hours == 0 ? null : s_noon.AddHours(x.hours))).ToList()).ToArbitrary();
        Check.QuickThrowOnFailure(Prop.ForAll(candidates, list =>
        {
            var chosen = Ranking.Choose(list, [], "ERP").Engineer;
            Assert.Equal(chosen, Ranking.Choose([.. list.AsEnumerable().Reverse()], [], "ERP").Engineer);
            var best = list.Single(c => c.Engineer == chosen);
            Assert.All(list, c => Assert.True(c.OpenTickets >= best.OpenTickets));
            Assert.All(
                list.Where(c => c.OpenTickets == best.OpenTickets),
                c => Assert.True((c.LastAssignedAt ?? DateTimeOffset.MinValue) >= (best.LastAssignedAt ?? DateTimeOffset.MinValue)));
        }));
    }

    private static string? Choose(IReadOnlyCollection<Candidate> candidates, params string?[] wanted) =>
        Ranking.Choose(candidates, wanted, "ERP").Engineer?.Name;

    private static Candidate Engineer(string name, int load, DateTimeOffset? last = null, params string[] skills) =>
        new(new EngineerRef(Guid.CreateVersion7(), name, null, "en"), skills, load, last);
}
