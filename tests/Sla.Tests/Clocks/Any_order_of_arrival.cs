using FsCheck;
using FsCheck.Fluent;
using ServiceMesh.Sla.Domain.Clocks;
using ServiceMesh.Sla.Tests.Calendars;
using Xunit;

namespace ServiceMesh.Sla.Tests.Clocks;

public sealed class Any_order_of_arrival
{
    [Fact]
    public void Shuffled_and_repeated_facts_make_the_same_clocks()
    {
        var cases =
            from story in RandomStories.Any
            from arrival in Gen.Shuffle(story.Facts.Concat(story.Facts.Where((_, i) => i % 3 == 0)))
            select (story, arrival);
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(500), Prop.ForAll(cases.ToArbitrary(), c =>
        {
            var now = SlowCalendar.InstantOf(c.story.Now);
            Assert.Equal(
                Print(ClockEngine.Clocks(TicketHistory.Of(c.story.Facts)!, now)),
                Print(ClockEngine.Clocks(TicketHistory.Of(c.arrival)!, now)));
        }));
    }

    [Fact]
    public void So_they_do_for_every_kind_of_clock_and_fact_and_the_ladder_tells_the_same()
    {
        var cases =
            from story in RandomStories.Wide
            from arrival in Gen.Shuffle(story.Facts.Concat(story.Facts.Where((_, i) => i % 2 == 0)))
            select (story, arrival);
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(1_000), Prop.ForAll(cases.ToArbitrary(), c =>
        {
            var now = SlowCalendar.InstantOf(c.story.Now);
            var (told, arrived) = (TicketHistory.Of(c.story.Facts)!, TicketHistory.Of(c.arrival)!);
            Assert.Equal(Print(ClockEngine.Clocks(told, now)), Print(ClockEngine.Clocks(arrived, now)));
            Assert.Equal(Print(Ladder.Look(told, ClockEngine.Clocks(told, now), new HashSet<LevelKey>(), now)), Print(Ladder.Look(arrived, ClockEngine.Clocks(arrived, now), new HashSet<LevelKey>(), now)));
        }));
    }

    [Fact]
    public void Before_the_opening_is_known_there_is_no_clock() =>
        Assert.Null(TicketHistory.Of(Story.Opened("02 10:00").Answered("02 10:10").Facts.Where(f => f is not Opened)));

    private static IEnumerable<string> Print(IEnumerable<Clock> clocks) => clocks.Select(c =>
        $"{c.Name} {c.Cycle} {c.State} {c.StartedAt} {c.AttachedAt} {c.DueAt} {c.MetAt} {c.BreachedAt} {c.CancelledAt} {c.ElapsedTicks} {c.Target} {string.Join(' ', c.Legs)}");

    private static string Print(LadderStep step) => $"{step.NextAt} {string.Join('\n', step.Passed.Select(p => $"{p.Key} {p.ReachedAt} {p.SkippedBecause}"))}";
}
