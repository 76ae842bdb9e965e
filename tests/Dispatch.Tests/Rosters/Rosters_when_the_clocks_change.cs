using FsCheck;
using FsCheck.Fluent;
using NodaTime;
using ServiceMesh.Dispatch.Domain.Rosters;
using Xunit;

namespace ServiceMesh.Dispatch.Tests.Rosters;

/// <summary>
/// Around every kind of clock change, with shifts that begin in the hour that is left out or comes twice, and absences, overrides and swaps that begin
/// or end at, just before or just after it: there is never a hole but where everybody is away.
/// </summary>
public sealed class Rosters_when_the_clocks_change
{
    private static readonly string[] s_zones =
    [
        "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca", "America/Sao_Paulo", "Asia/Tehran", "America/Santiago", "Pacific/Apia",
        "Africa/Cairo", "Asia/Beirut", "Antarctica/Troll", "America/Havana", "Asia/Gaza", "Europe/Dublin", "Pacific/Kiritimati",
    ];

    /// <summary>Zone and instant of each change in forty years; a whole day left out among them.</summary>
    private static readonly (DateTimeZone Zone, Instant At)[] s_changes =
    [
        .. from id in s_zones
           let zone = DateTimeZoneProviders.Tzdb[id]
           from interval in zone.GetZoneIntervals(Instant.FromUtc(1990, 1, 1, 0, 0), Instant.FromUtc(2030, 1, 1, 0, 0))
           where interval.HasStart && interval.Start > Instant.FromUtc(1990, 1, 1, 0, 0)
           select (zone, interval.Start),
    ];

    private static readonly Guid[] s_people = [.. Enumerable.Range(0, 3).Select(_ => Guid.CreateVersion7())];
    private static readonly Guid s_guest = Guid.CreateVersion7();

    [Fact]
    public void Nobody_is_missing_but_who_is_away() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(400), Prop.ForAll(AroundAChange().ToArbitrary(), c =>
    {
        var (from, until) = (c.At - Duration.FromDays(3), c.At + Duration.FromDays(3));
        var onCall = c.Roster.Between(from, until).OrderBy(d => d.From).ToList();
        Assert.Equal((from, until), (onCall[0].From, onCall[^1].Until));
        for (var i = 1; i < onCall.Count; i++) Assert.Equal(onCall[i - 1].Until, onCall[i].From);

        var shifts = c.Roster with { Rotations = [.. c.Roster.Rotations.Select(r => r with { Kind = DutyKind.Shift })] };
        var working = shifts.Between(from, until);
        foreach (var at in Edges(c.Roster, onCall, from, until))
        {
            var duty = onCall.Single(d => d.From <= at && at < d.Until);
            var away = c.Roster.Absences.Where(a => a.From <= at && at < a.Until).Select(a => a.EngineerId).ToHashSet();
            var standIns = c.Roster.StandIns.Where(s => s.RotationId == duty.RotationId && s.From <= at && at < s.Until).ToList();
            // On call: the last who was named and is there, else the next in turn; nobody only when there is nobody.
            var present = standIns.Where(s => !away.Contains(s.EngineerId)).Select(s => (Guid?)s.EngineerId).LastOrDefault();
            if (present is not null) Assert.Equal(present, duty.EngineerId);
            else Assert.Equal(s_people.All(away.Contains), duty.EngineerId is null);
            Assert.True(duty.EngineerId is not { } who || !away.Contains(who));
            Assert.Equal(duty.EngineerId, Assert.Single(c.Roster.At(at, Duration.FromMinutes(1))).EngineerId);

            // On a shift: everybody but who is replaced, and whoever stands in; nobody twice.
            var expected = s_people.Except(standIns.Select(s => s.Replaces).OfType<Guid>()).Union(standIns.Select(s => s.EngineerId)).Where(p => !away.Contains(p)).Order();
            Assert.Equal(expected, working.Where(d => d.From <= at && at < d.Until).Select(d => d.EngineerId!.Value).Order());
        }
    }));

    /// <summary>Every instant at which anything begins or ends, and the change itself.</summary>
    private static IEnumerable<Instant> Edges(Roster roster, List<Duty> duties, Instant from, Instant until) =>
        duties.Select(d => d.From).Concat(roster.Absences.SelectMany(a => new[] { a.From, a.Until })).Concat(roster.StandIns.SelectMany(s => new[] { s.From, s.Until }))
            .SelectMany(at => new[] { at, at - Duration.FromMilliseconds(1) }).Where(at => at >= from && at < until).Distinct();

    private static Gen<(Instant At, Roster Roster)> AroundAChange() =>
        from change in Gen.Elements(s_changes)
        let clock = change.At.InZone(change.Zone).LocalDateTime
        let minute = clock.Hour * 60 + clock.Minute
        from near in Gen.Choose(-150, 150).Select(m => (minute + m + 1440) % 1440).ListOf(3)
        from far in Few(Gen.Choose(0, 1439))
        from turn in Gen.Choose(1, 4)
        let cuts = near.Concat(far).Distinct().Order().ToList()
        let rotations = cuts.Select((start, i) => RotationAt(change.Zone, start, i + 1 < cuts.Count ? cuts[i + 1] - start : cuts[0] + 1440 - start, turn)).ToList()
        let span =
            from edge in Gen.Elements(-24 * 60, -120, -60, -30, -1, 0, 1, 30, 60, 120)
            from length in Gen.Elements(1, 30, 59, 60, 61, 120, 24 * 60, 3 * 24 * 60)
            select (From: change.At + Duration.FromMinutes(edge), Until: change.At + Duration.FromMinutes(edge + length))
        from away in Few(Gen.Elements(s_people).SelectMany(p => span.Select(s => new Away(p, s.From, s.Until))))
        from standIns in Few(StandInOf(rotations, span))
        from swap in Gen.Elements(rotations.ToArray()).SelectMany(r => span.Select(s => (r.Id, s)))
        // A swap is two overrides: here and a day later.
        let swapped = new[]
        {
            new StandIn(swap.Id, s_people[0], s_people[1], swap.s.From, swap.s.Until),
            new StandIn(swap.Id, s_people[1], s_people[0], swap.s.From + Duration.FromDays(1), swap.s.Until + Duration.FromDays(1)),
        }
        select (change.At, new Roster(rotations, [.. standIns, .. swapped], [.. away]));

    private static Gen<List<T>> Few<T>(Gen<T> one) => Gen.Choose(0, 5).SelectMany(n => one.ListOf(n));

    private static Gen<StandIn> StandInOf(List<Rotation> rotations, Gen<(Instant From, Instant Until)> span) =>
        from rotation in Gen.Elements(rotations.ToArray())
        from who in Gen.Elements(s_people.Append(s_guest).ToArray())
        from replaced in Gen.Elements(s_people.Select(p => (Guid?)p).Append(null).ToArray())
        from s in span
        select new StandIn(rotation.Id, who, replaced, s.From, s.Until);

    private static Rotation RotationAt(DateTimeZone zone, int minuteOfDay, int minutes, int turn) => new(
        Guid.CreateVersion7(), DutyKind.OnCall, 1, zone, new LocalDate(1980, 1, 1), null, LocalTime.FromMinutesSinceMidnight(minuteOfDay), minutes,
        new Recurrence { Frequency = Frequency.Daily }, turn, s_people);
}
