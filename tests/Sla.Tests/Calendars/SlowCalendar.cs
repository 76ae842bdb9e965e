using NodaTime;
using ServiceMesh.Sla.Domain.Calendars;

namespace ServiceMesh.Sla.Tests.Calendars;

/// <summary>
/// The same rules told minute by minute: it asks the zone for nothing but the offset at an instant, and counts. Minutes are since 1970;
/// definitions must be in whole minutes, zones in quarter hours.
/// </summary>
internal sealed class SlowCalendar
{
    private static readonly string[] _names = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

    private readonly CalendarDefinition _definition;
    private readonly DateTimeZone _zone;
    private readonly bool[] _open;
    private readonly long _first;

    public SlowCalendar(CalendarDefinition definition, LocalDate from, int days)
    {
        _definition = definition;
        _zone = DateTimeZoneProviders.Tzdb[definition.TimeZone!];
        _first = Midnight(from.PlusDays(-2));
        _open = new bool[(days + 4) * 1440];
        for (var i = -2; i < days + 4; i++)
        {
            var date = from.PlusDays(i);
            foreach (var (start, end) in IntervalsOn(date))
            {
                for (var minute = Math.Max(start, _first); minute < end && minute - _first < _open.Length; minute++)
                {
                    _open[minute - _first] = true;
                }
            }
        }
    }

    public long FirstMinute => _first;

    public long LastMinute => _first + _open.Length;

    public bool IsOpen(long minute) => _open[minute - _first];

    public long Between(long from, long to)
    {
        var count = 0L;
        for (var minute = from; minute < to; minute++)
        {
            count += IsOpen(minute) ? 1 : 0;
        }

        return count;
    }

    public long? After(long from, long amount)
    {
        for (var minute = from; minute < LastMinute; minute++)
        {
            if (amount == 0)
            {
                return minute;
            }

            amount -= IsOpen(minute) ? 1 : 0;
        }

        return null;
    }

    public static Instant InstantOf(long minute) => Instant.FromUnixTimeSeconds(minute * 60);

    /// <summary>The date that the zone's clocks show.</summary>
    public LocalDate DateAt(Instant instant) => instant.Plus(Duration.FromMinutes(Offset(instant.ToUnixTimeSeconds() / 60))).InUtc().Date;

    /// <summary>The first minute that shows this time of day.</summary>
    public long MinuteOf(LocalDate date, int minuteOfDay) => Minute(date, $"{minuteOfDay / 60:00}:{minuteOfDay % 60:00}");

    /// <summary>The opening hours of a date.</summary>
    public IEnumerable<(long Start, long End)> IntervalsOn(LocalDate date) =>
        Hours(_definition, date).Select(hours => hours.Split('-')).Select(parts => (Minute(date, parts[0]), Minute(date, parts[1])));

    private static IReadOnlyList<string> Hours(CalendarDefinition definition, LocalDate date)
    {
        var text = $"{date:uuuu-MM-dd}";
        if (definition.SpecialDays?.FirstOrDefault(s => s.Date == text) is { } special)
        {
            return special.Intervals!;
        }

        if (definition.Holidays?.Contains(text) == true)
        {
            return [];
        }

        return definition.AlwaysOpen ? ["00:00-24:00"]
            : definition.Week is not null && definition.Week.TryGetValue(_names[(int)date.DayOfWeek - 1], out var hours) ? hours : [];
    }

    private long Minute(LocalDate date, string time)
    {
        var local = Midnight(date) + (int.Parse(time[..2], null) * 60) + int.Parse(time[3..], null);
        // The first minute that shows this local time; offsets from east to west, so earliest first.
        for (var offset = 15 * 60; offset >= -13 * 60; offset -= 15)
        {
            if (Offset(local - offset) == offset)
            {
                return local - offset;
            }
        }

        // No minute shows it: the clock jumped over it, so it counts by the offset before the jump.
        var before = local + (26 * 60);
        while (before + Offset(before) > local)
        {
            before -= 15;
        }

        return local - Offset(before);
    }

    private static long Midnight(LocalDate date) => Period.DaysBetween(new LocalDate(1970, 1, 1), date) * 1440L;

    private long Offset(long minute) => _zone.GetUtcOffset(InstantOf(minute)).Seconds / 60;
}
