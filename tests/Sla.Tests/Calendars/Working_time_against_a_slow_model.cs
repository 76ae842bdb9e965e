using FsCheck;
using FsCheck.Fluent;
using NodaTime;
using ServiceMesh.Sla.Domain.Calendars;
using Xunit;

namespace ServiceMesh.Sla.Tests.Calendars;

public sealed class Working_time_against_a_slow_model
{
    private const int Days = 20;

    [Fact]
    public void Any_calendar_in_any_zone_agrees_minute_by_minute()
    {
        var cases =
            from definition in RandomCalendars.Any
            from start in Gen.Choose(0, 4 * 1440)
            from amount in Gen.Choose(0, 6 * 1440)
            select (definition.Definition, definition.Around, start, amount);
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(500), Prop.ForAll(cases.ToArbitrary(), c =>
        {
            var calendar = Given.Calendar(c.Definition);
            var slow = new SlowCalendar(c.Definition, c.Around.PlusDays(-3), Days);
            var from = slow.LastMinute - ((Days + 2) * 1440) + c.start;
            var start = SlowCalendar.InstantOf(from);
            if (slow.After(from, c.amount) is { } due)
            {
                Assert.Equal(SlowCalendar.InstantOf(due), calendar.After(start, c.amount * NodaConstants.TicksPerMinute));
            }

            var to = Math.Min(from + c.amount, slow.LastMinute);
            Assert.Equal(slow.Between(from, to) * NodaConstants.TicksPerMinute, calendar.Between(start, SlowCalendar.InstantOf(to)));
        }));
    }

    [Fact]
    public void Adding_and_measuring_are_inverse_and_add_up_to_the_tick()
    {
        var cases =
            from definition in RandomCalendars.Any
            from start in Gen.Choose(0, 20 * 86_400)
            from tick in Gen.Choose(0, 9_999_999)
            from amount in Gen.Choose(1, 30 * 86_400)
            from part in Gen.Choose(0, 100)
            select (definition.Definition, definition.Around, start, tick, amount, part);
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(500), Prop.ForAll(cases.ToArbitrary(), c =>
        {
            var calendar = Given.Calendar(c.Definition);
            var start = c.Around.PlusDays(-10).AtMidnight().InUtc().ToInstant() + Duration.FromSeconds(c.start) + Duration.FromTicks(c.tick);
            var ticks = c.amount * NodaConstants.TicksPerSecond;
            if (calendar.After(start, ticks) is not { } due)
            {
                return;
            }

            Assert.Equal(ticks, calendar.Between(start, due));
            Assert.Equal(ticks - 1, calendar.Between(start, due - Duration.FromTicks(1)));
            var first = ticks / 100 * c.part;
            Assert.Equal(due, calendar.After(calendar.After(start, first)!.Value, ticks - first));
            Assert.Equal(ticks, calendar.OpenBetween(start, due).Sum(o => (o.To - o.From).BclCompatibleTicks));
        }));
    }
}
