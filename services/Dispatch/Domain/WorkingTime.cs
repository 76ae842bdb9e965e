using NodaTime;
using ServiceMesh.Contracts;

namespace ServiceMesh.Dispatch.Domain;

/// <summary>A span of a week's day; its end is not part of it, and 00:00 there is midnight.</summary>
public sealed record DayHours(IsoDayOfWeek Day, TimeOnly From, TimeOnly To);

/// <summary>When a team works.</summary>
/// <param name="Zone">IANA zone of the times.</param>
/// <param name="Holidays">Days without work.</param>
public sealed record TeamHours(string Zone, DayHours[] Days, DateOnly[]? Holidays = null);

/// <summary>A calendar of the service levels: hours by weekday, closed holidays, and days with hours of their own, which go before both.</summary>
/// <param name="Zone">IANA zone of the times.</param>
public sealed record OpeningHours(string Zone, IReadOnlyList<WeekdayHours> Week, IReadOnlyList<DateOnly> Holidays, IReadOnlyList<SpecialDayHours> SpecialDays);

/// <summary>Counts minutes of a team's hours; real minutes, also across a change of the clocks.</summary>
public static class WorkingTime
{
    /// <summary>Beyond so many days nothing is looked for: what is not over by then ends then.</summary>
    private const int Horizon = 400;

    private static readonly NodaTime.TimeZones.ZoneLocalMappingResolver s_resolver = NodaTime.TimeZones.Resolvers.CreateMappingResolver(
        NodaTime.TimeZones.Resolvers.ReturnEarlier, NodaTime.TimeZones.Resolvers.ReturnStartOfIntervalAfter);

    /// <summary>Why the hours cannot be, in words; null when they can.</summary>
    public static string? Problem(TeamHours hours)
    {
        if (hours.Zone is null || DateTimeZoneProviders.Tzdb.GetZoneOrNull(hours.Zone) is null) return "There is no such zone.";
        if (hours.Days is not { Length: > 0 and <= 70 }) return "A team works at some time of the week.";
        if (hours.Days.Any(d => d is null || !Enum.IsDefined(d.Day) || d.Day == IsoDayOfWeek.None)) return "A day is monday to sunday.";
        if (hours.Days.Any(d => Minutes(d.To, true) <= Minutes(d.From, false))) return "A span ends after it begins, on the same day.";
        if (hours.Holidays is { Length: > 400 }) return "There are at most 400 holidays.";
        foreach (var day in hours.Days.GroupBy(d => d.Day))
        {
            var spans = day.OrderBy(d => d.From).ToList();
            for (var i = 1; i < spans.Count; i++)
                if (Minutes(spans[i - 1].To, true) > Minutes(spans[i].From, false)) return "Two spans of a day overlap.";
        }

        return null;
    }

    /// <summary>The earliest instant at which so many minutes of the hours have gone by since <paramref name="start"/>; without hours all minutes count.</summary>
    public static DateTimeOffset After(TeamHours? hours, DateTimeOffset start, int minutes)
    {
        if (hours is null) return start.AddMinutes(minutes);
        var zone = DateTimeZoneProviders.Tzdb[hours.Zone];
        return After(date => SpansOf(hours, date, zone), zone, start, minutes);
    }

    /// <summary>The same by a calendar.</summary>
    public static DateTimeOffset After(OpeningHours calendar, DateTimeOffset start, int minutes)
    {
        var zone = DateTimeZoneProviders.Tzdb.GetZoneOrNull(calendar.Zone) ?? DateTimeZone.Utc;
        return After(date => SpansOf(calendar, date, zone), zone, start, minutes);
    }

    private static DateTimeOffset After(Func<LocalDate, IEnumerable<(Instant From, Instant Until)>> spans, DateTimeZone zone, DateTimeOffset start, int minutes)
    {
        var at = Instant.FromDateTimeOffset(start);
        var left = Duration.FromMinutes(minutes);
        // From the day before: a change of the clocks may push its last hour past midnight.
        var first = at.InZone(zone).Date.PlusDays(-1);
        for (var i = 0; i <= Horizon; i++)
        {
            foreach (var (from, until) in spans(first.PlusDays(i)))
            {
                if (until <= at || until <= from) continue;
                var begins = Instant.Max(from, at);
                if (begins + left <= until) return (begins + left).ToDateTimeOffset();
                left -= until - begins;
            }
        }

        return zone.AtStartOfDay(first.PlusDays(Horizon + 1)).ToDateTimeOffset().ToUniversalTime();
    }

    /// <summary>The span of the hours in which an instant lies, else the next one; those that follow one another at once are one. Null when there is none for a year.</summary>
    public static (DateTimeOffset From, DateTimeOffset Until)? Next(TeamHours hours, DateTimeOffset at)
    {
        var zone = DateTimeZoneProviders.Tzdb[hours.Zone];
        return Next(date => SpansOf(hours, date, zone), zone, at);
    }

    /// <summary>The same by a calendar.</summary>
    public static (DateTimeOffset From, DateTimeOffset Until)? Next(OpeningHours calendar, DateTimeOffset at)
    {
        var zone = DateTimeZoneProviders.Tzdb.GetZoneOrNull(calendar.Zone) ?? DateTimeZone.Utc;
        return Next(date => SpansOf(calendar, date, zone), zone, at);
    }

    private static (DateTimeOffset From, DateTimeOffset Until)? Next(Func<LocalDate, IEnumerable<(Instant From, Instant Until)>> spans, DateTimeZone zone, DateTimeOffset at)
    {
        var now = Instant.FromDateTimeOffset(at);
        var first = now.InZone(zone).Date.PlusDays(-1);
        (Instant From, Instant Until)? found = null;
        foreach (var (from, until) in Enumerable.Range(0, Horizon + 1).SelectMany(i => spans(first.PlusDays(i))))
        {
            if (until <= now || until <= from) continue;
            if (found is not { } one) found = (from, until);
            else if (from <= one.Until) found = (one.From, Instant.Max(one.Until, until));
            else break;
        }

        return found is { } span ? (span.From.ToDateTimeOffset(), span.Until.ToDateTimeOffset()) : null;
    }

    private static IEnumerable<(Instant From, Instant Until)> SpansOf(TeamHours hours, LocalDate date, DateTimeZone zone)
    {
        if (hours.Holidays?.Contains(date.ToDateOnly()) == true) yield break;
        foreach (var day in hours.Days.Where(d => d.Day == date.DayOfWeek).OrderBy(d => d.From))
        {
            var ends = Minutes(day.To, true) == 1440 ? date.PlusDays(1).AtMidnight() : date.At(LocalTime.FromTimeOnly(day.To));
            yield return (zone.ResolveLocal(date.At(LocalTime.FromTimeOnly(day.From)), s_resolver).ToInstant(), zone.ResolveLocal(ends, s_resolver).ToInstant());
        }
    }

    // As Sla reckons: a local time that was left out moves forward by what was left out, one that comes twice is its first pass.
    private static IEnumerable<(Instant From, Instant Until)> SpansOf(OpeningHours calendar, LocalDate date, DateTimeZone zone)
    {
        var day = date.ToDateOnly();
        var open = calendar.SpecialDays.FirstOrDefault(s => s.Date == day)?.Open
            ?? (calendar.Holidays.Contains(day) ? null : calendar.Week.FirstOrDefault(w => w.Weekday == day.DayOfWeek)?.Open);
        return (open ?? []).OrderBy(o => o.FromSecond).Select(o => (At(o.FromSecond), At(o.ToSecond)));

        Instant At(int second) =>
            (second == NodaConstants.SecondsPerDay ? date.PlusDays(1).AtMidnight() : date.AtMidnight().PlusSeconds(second)).InZoneLeniently(zone).ToInstant();
    }

    private static int Minutes(TimeOnly time, bool end) => end && time == TimeOnly.MinValue ? 1440 : time.Hour * 60 + time.Minute;
}
