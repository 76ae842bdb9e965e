using FsCheck;
using FsCheck.Fluent;
using NodaTime;
using ServiceMesh.Dispatch.Domain.Rosters;
using Xunit;

namespace ServiceMesh.Dispatch.Tests.Rosters;

public sealed class Rosters_without_holes
{
    private static readonly string[] s_zones =
    [
        "Asia/Shanghai", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca", "America/Sao_Paulo", "Asia/Tehran",
        "America/Santiago", "Pacific/Apia", "Africa/Cairo", "Asia/Beirut", "Antarctica/Troll", "UTC",
    ];

    private static readonly Guid[] s_people = [.. Enumerable.Range(0, 4).Select(_ => Guid.CreateVersion7())];

    /// <summary>Days cut into shifts at any times of day, in any zone with any clock changes: each instant has exactly one person on call.</summary>
    [Fact]
    public void Shifts_that_tile_the_day_tile_the_time()
    {
        var cases =
            from zone in Gen.Elements(s_zones)
            from cuts in Gen.Choose(0, 24 * 60 - 1).NonEmptyListOf().Select(l => l.Distinct().Order().ToList())
            from turn in Gen.Choose(1, 9)
            from day in Gen.Choose(0, 365 * 50)
            from length in Gen.Choose(1, 40)
            select (zone, cuts, turn, From: Instant.FromUtc(1980, 1, 1, 0, 0) + Duration.FromDays(day) + Duration.FromMinutes(day % 1440), length);
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(1000), Prop.ForAll(cases.ToArbitrary(), c =>
        {
            var zone = DateTimeZoneProviders.Tzdb[c.zone];
            var rotations = c.cuts.Select((start, i) =>
                Rotation(zone, start, i + 1 < c.cuts.Count ? c.cuts[i + 1] - start : c.cuts[0] + 24 * 60 - start, c.turn)).ToList();
            var until = c.From + Duration.FromDays(c.length);
            var duties = new Roster(rotations, [], []).Between(c.From, until).OrderBy(d => d.From).ToList();
            AssertTiled(duties, c.From, until);
        }));
    }

    [Fact]
    public void A_week_handed_over_on_Mondays_has_no_hole_when_the_clocks_change()
    {
        foreach (var zone in s_zones.Select(z => DateTimeZoneProviders.Tzdb[z]))
        {
            var week = Rotation(zone, 2 * 60 + 30, 7 * 24 * 60, 7) with { Rule = RecurrenceReader.Read("FREQ=WEEKLY;BYDAY=SU").Rule! };
            var (from, until) = (Instant.FromUtc(2001, 1, 8, 0, 0), Instant.FromUtc(2004, 1, 8, 0, 0));
            AssertTiled([.. new Roster([week], [], []).Between(from, until).OrderBy(d => d.From)], from, until);
        }
    }

    /// <summary>Whatever overrides and absences there are: who is away is never on call, and the calendar and the look at one instant agree.</summary>
    [Fact]
    public void Nobody_is_on_call_while_away_and_both_views_agree()
    {
        var begin = Instant.FromUtc(2026, 3, 20, 0, 0);
        var span = Gen.Choose(0, 20 * 24).SelectMany(from => Gen.Choose(1, 100).Select(hours => (From: begin + Duration.FromHours(from), Until: begin + Duration.FromHours(from + hours))));
        var person = Gen.Elements(s_people);
        var rotation = Rotation(DateTimeZoneProviders.Tzdb["Europe/Berlin"], 9 * 60, 24 * 60, 2);
        var cases =
            from away in person.SelectMany(p => span.Select(s => new Away(p, s.From, s.Until))).ListOf()
            from standIns in person.SelectMany(p => span.Select(s => new StandIn(rotation.Id, p, null, s.From, s.Until))).ListOf()
            from probes in Gen.Choose(0, 20 * 24 * 60).ListOf()
            select (Roster: new Roster([rotation], [.. standIns], [.. away]), probes);
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(500), Prop.ForAll(cases.ToArbitrary(), c =>
        {
            var until = begin + Duration.FromDays(21);
            var duties = c.Roster.Between(begin, until);
            AssertTiled([.. duties.OrderBy(d => d.From)], begin, until);
            foreach (var probe in c.probes.Select(m => begin + Duration.FromMinutes(m)))
            {
                var away = c.Roster.Absences.Where(a => a.From <= probe && probe < a.Until).Select(a => a.EngineerId).ToHashSet();
                var now = Assert.Single(c.Roster.At(probe, Duration.FromDays(1)));
                Assert.Equal(duties.Single(d => d.From <= probe && probe < d.Until).EngineerId, now.EngineerId);
                Assert.Equal(now.EngineerId is null, s_people.All(away.Contains));
                if (now.EngineerId is { } onCall) Assert.DoesNotContain(onCall, away);
            }
        }));
    }

    [Fact]
    public void Turns_go_round_and_the_next_one_stands_in_for_who_is_away()
    {
        var rotation = Rotation(DateTimeZone.Utc, 8 * 60, 24 * 60, 7);
        Guid? At(int day, params Away[] away) => new Roster([rotation], [], away)
            .At(Instant.FromUtc(2000, 1, 1, 12, 0) + Duration.FromDays(day), Duration.FromHours(1)).Single().EngineerId;
        Assert.Equal(s_people[0], At(0));
        Assert.Equal(s_people[0], At(6));
        Assert.Equal(s_people[1], At(7));
        Assert.Equal(s_people[0], At(28));
        Assert.Equal(s_people[2], At(7, new Away(s_people[1], Instant.MinValue, Instant.MaxValue)));
    }

    [Fact]
    public void On_a_shift_all_work_but_who_is_away_or_replaced()
    {
        var shift = Rotation(DateTimeZone.Utc, 8 * 60, 8 * 60, 1) with { Kind = DutyKind.Shift, Participants = [s_people[0], s_people[1]] };
        var (from, until) = (Instant.FromUtc(2026, 3, 2, 0, 0), Instant.FromUtc(2026, 3, 3, 0, 0));
        var whole = new Roster([shift], [], []).Between(from, until);
        Assert.Equal(new[] { s_people[0], s_people[1] }.Order(), whole.Select(d => d.EngineerId!.Value).Order());
        var replaced = new Roster([shift], [new StandIn(shift.Id, s_people[3], s_people[0], from, until)], [new Away(s_people[1], from, until)]);
        var only = Assert.Single(replaced.Between(from, until));
        Assert.Equal((s_people[3], DutyReason.Override), (only.EngineerId!.Value, only.Reason));
    }

    private static Rotation Rotation(DateTimeZone zone, int minuteOfDay, int minutes, int turn) => new(
        Guid.CreateVersion7(), DutyKind.OnCall, 1, zone, new LocalDate(2000, 1, 1).PlusYears(-25).With(d => zone == DateTimeZone.Utc ? new LocalDate(2000, 1, 1) : d), null,
        LocalTime.FromMinutesSinceMidnight(minuteOfDay), minutes, new Recurrence { Frequency = Frequency.Daily }, turn, s_people);

    private static void AssertTiled(List<Duty> duties, Instant from, Instant until)
    {
        Assert.NotEmpty(duties);
        Assert.Equal(from, duties[0].From);
        for (var i = 1; i < duties.Count; i++) Assert.Equal(duties[i - 1].Until, duties[i].From);
        Assert.Equal(until, duties[^1].Until);
    }
}
