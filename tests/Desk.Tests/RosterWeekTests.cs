using ServiceMesh.Desk.People.Profile;
using ServiceMesh.Desk.People.Roster;
using Xunit;

namespace ServiceMesh.Desk.Tests;

public sealed class A_week_of_the_roster
{
    private static readonly DateTimeOffset s_from = new(2026, 11, 22, 16, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset s_until = s_from.AddDays(7);

    [Fact]
    public void Shows_every_instant_of_a_layer_as_somebodys_or_as_a_gap()
    {
        var lanes = RosterWeek.Lanes(
        [
            Duty("onCall", 1, "Ana", -24, 24), Duty("onCall", 1, "Bo", 24, 60), Duty("onCall", 1, null, 60, 72), Duty("onCall", 1, "Ana", 72, 200), Duty("onCall", 2, "Cy", 10, 20),
        ], s_from, s_until);
        Assert.Equal([1, 2], lanes.Select(l => l.Layer));
        Assert.Equal(["Ana 0-24", "Bo 24-60", " 60-72", "Ana 72-168"], lanes[0].Bars.Select(Told));
        Assert.Equal([" 0-10", "Cy 10-20", " 20-168"], lanes[1].Bars.Select(Told));
        foreach (var lane in lanes)
            Assert.Equal(TimeSpan.FromDays(7), lane.Bars.Aggregate(TimeSpan.Zero, (sum, b) => sum + (b.Until - b.From)));
    }

    [Fact]
    public void Hides_no_gap_behind_duties_that_overlap()
    {
        // Two rotations of one layer, such as two zones: the longer one covers what lies between.
        var lane = Assert.Single(RosterWeek.Lanes([Duty("onCall", 1, "Ana", 0, 100), Duty("onCall", 1, "Bo", 10, 20), Duty("onCall", 1, "Cy", 101, 168)], s_from, s_until));
        Assert.Equal([" 100-101"], lane.Gaps.Select(Told));
    }

    [Fact]
    public void Shows_who_is_at_work_together_between_two_changes()
    {
        var lane = Assert.Single(RosterWeek.Lanes([Duty("shift", 1, "Ana", 9, 18), Duty("shift", 1, "Bo", 9, 18), Duty("shift", 1, "Cy", 13, 22), Duty("shift", 1, "Ana", 33, 42)], s_from, s_until));
        Assert.Equal(["Ana+Bo 9-13", "Ana+Bo+Cy 13-18", "Cy 18-22", "Ana 33-42"], lane.Bars.Select(Told));
    }

    [Fact]
    public void Has_no_lane_where_nobody_was_ever_planned() => Assert.Empty(RosterWeek.Lanes([], s_from, s_until));

    [Theory]
    [InlineData("FREQ=DAILY", "daily")]
    [InlineData("FREQ=WEEKLY;BYDAY=MO,FR", "weekly")]
    [InlineData("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO", "rule")]
    [InlineData("FREQ=MONTHLY;BYMONTHDAY=-1", "rule")]
    public void Is_typed_as_it_was_stored(string rule, string repeats)
    {
        var draft = RotationDraft.Of(new RotationShape(
            Guid.NewGuid(), "Nights", "onCall", 2, "Asia/Shanghai", new DateOnly(2026, 1, 5), null, new TimeOnly(18, 0), 900, rule, 7, [Guid.NewGuid(), Guid.NewGuid()]));
        Assert.Equal((repeats, rule, "15"), (draft.Repeats, draft.RuleText, draft.Hours));
        var second = draft.People[1];
        draft.Move(second, -1);
        Assert.Equal(second, draft.People[0]);
        draft.Move(second, -1);
        Assert.Equal(second, draft.People[0]);
    }

    [Theory]
    [InlineData(-1, "over")]
    [InlineData(0, "soon")]
    [InlineData(30, "soon")]
    [InlineData(31, "valid")]
    public void Knows_how_a_certificate_stands(int days, string look)
    {
        var today = new DateOnly(2026, 11, 23);
        Assert.Equal(look, CertificateLook.On(today, today.AddDays(days)));
        Assert.Equal("valid", CertificateLook.On(today, null));
    }

    private static string Told(DutyBar b) => $"{string.Join('+', b.Names)} {(b.From - s_from).TotalHours:0}-{(b.Until - s_from).TotalHours:0}";

    private static DutyShape Duty(string kind, int layer, string? who, double from, double until) =>
        new(kind, layer, who is null ? null : Guid.NewGuid(), who, s_from.AddHours(from), s_from.AddHours(until), "turn");
}
