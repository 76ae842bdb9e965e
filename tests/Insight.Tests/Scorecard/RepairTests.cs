using ServiceMesh.Insight.Domain.Learning;
using ServiceMesh.Insight.Domain.Scorecard;

namespace ServiceMesh.Insight.Tests.Scorecard;

public sealed class RepairTests
{
    private static readonly DateTimeOffset s_closed = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly Guid s_first = Guid.CreateVersion7(), s_second = Guid.CreateVersion7(), s_third = Guid.CreateVersion7();

    [Theory]
    [InlineData(0, true)]
    [InlineData(90 * 86_400, true)]
    [InlineData((90 * 86_400) + 1, false)]
    [InlineData(-1, false)]
    public void A_second_repair_comes_within_ninety_days_of_the_closing_both_ends_included(int seconds, bool isSecond)
    {
        var found = SecondRepairs.Find([new(s_first, s_closed.AddDays(-1), s_closed, 1), new(s_second, s_closed.AddSeconds(seconds), null, 7)]);

        Assert.Equal(isSecond ? s_second : (Guid?)null, found[s_first].CameBackAs);
        Assert.Equal(isSecond ? s_first : (Guid?)null, found[s_second].Of);
        Assert.Equal(isSecond ? 7 : 0, found[s_first].Position);
    }

    [Fact]
    public void Only_the_previous_repair_is_blamed()
    {
        var found = SecondRepairs.Find(
        [
            new(s_first, s_closed.AddDays(-5), s_closed.AddDays(-4), 1), new(s_second, s_closed.AddDays(-2), s_closed, 2), new(s_third, s_closed.AddDays(9), null, 3),
        ]);

        Assert.Equal((s_second, s_third, (Guid?)null), (found[s_first].CameBackAs, found[s_second].CameBackAs, found[s_third].CameBackAs));
        Assert.Equal(((Guid?)null, s_first, s_second), (found[s_first].Of, found[s_second].Of, found[s_third].Of));
    }

    [Fact]
    public void A_repair_that_is_not_closed_is_not_blamed()
    {
        var found = SecondRepairs.Find([new(s_first, s_closed, null, 1), new(s_second, s_closed.AddDays(1), null, 2)]);

        Assert.All(found.Values, r => Assert.Equal(default, r));
    }

    [Theory]
    [InlineData(5, 3, 0, new[] { "frequent", "growing" })]
    [InlineData(6, 6, 2, new[] { "frequent", "repeating" })]
    [InlineData(10, 20, 0, new[] { "frequent" })]
    public void A_cluster_speaks_for_maintenance_when_it_grows_repeats_or_is_very_frequent(long recent, long before, long repeats, string[] reasons)
    {
        var proposal = Assert.Single(Propose(recent, before, repeats, "config"));

        Assert.Equal(reasons, proposal.Reasons);
        Assert.Equal((recent, before, repeats, "inspection"), (proposal.Tickets, proposal.Before, proposal.Repeats, proposal.Kind));
    }

    [Theory]
    [InlineData(4, 0, 4)]
    [InlineData(9, 9, 1)]
    public void Few_or_steady_faults_speak_for_nothing(long recent, long before, long repeats) => Assert.Empty(Propose(recent, before, repeats, "config"));

    [Theory]
    [InlineData("software-bug", "patch")]
    [InlineData("version-mismatch", "upgrade")]
    [InlineData("user-error", "training")]
    [InlineData("backup-failed", "backupDrill")]
    [InlineData("权限错误", "securityAudit")]
    [InlineData("wear", "inspection")]
    public void The_cause_names_the_kind_of_maintenance(string cause, string kind) => Assert.Equal(kind, Assert.Single(Propose(20, 0, 0, cause)).Kind);

    private static IReadOnlyList<Proposal> Propose(long recent, long before, long repeats, string cause)
    {
        var now = Month.Of(2025, 6);
        Cluster Of(Month month, long opened, long again) => new(s_first, "ERP", null, "boot", cause, month, new ItemSum(opened, opened, again, 3600 * opened));
        return Proposals.Of([Of(now, recent, repeats), Of(now + -3, before, 0), Of(now + -6, 1_000, 900)], now, 5);
    }
}
