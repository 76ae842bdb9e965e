using System.Globalization;
using NodaTime;

namespace ServiceMesh.Sla.Domain.Calendars;

/// <summary>Opening hours within one local day, half-open.</summary>
/// <param name="FromSecond">Seconds after local midnight, 0 to 86,399.</param>
/// <param name="ToSecond">Seconds after local midnight, at most 86,400 (24:00), greater than <paramref name="FromSecond"/>.</param>
public readonly record struct DayInterval(int FromSecond, int ToSecond)
{
    /// <summary>00:00 to 24:00.</summary>
    public static DayInterval WholeDay { get; } = new(0, SecondsPerDay);

    private const int SecondsPerDay = 86_400;

    /// <summary>Reads <c>09:00-12:30</c>; seconds may be given (<c>09:00:30</c>), 24:00 may only end an interval.</summary>
    /// <returns>What is wrong, in words; null when nothing is.</returns>
    public static string? TryRead(string? text, out DayInterval interval)
    {
        interval = default;
        var parts = text?.Split('-');
        if (parts is not [var from, var to] || ReadTime(from) is not { } start || ReadTime(to) is not { } end)
        {
            return $"'{text}' is not an interval like 09:00-12:30 between 00:00 and 24:00.";
        }

        if (start >= end)
        {
            return $"'{text}' does not end after it starts; an interval may not cross midnight (split it at 24:00).";
        }

        interval = new DayInterval(start, end);
        return null;
    }

    /// <summary>The stretch of time that this interval is on <paramref name="date"/>; empty when a clock change swallowed it.</summary>
    public (Instant From, Instant To) On(LocalDate date, DateTimeZone zone) => (At(date, FromSecond, zone), At(date, ToSecond, zone));

    /// <inheritdoc />
    public override string ToString() => $"{Write(FromSecond)}-{Write(ToSecond)}";

    // Leniently: a local time in a gap moves forward by the gap, an ambiguous one is its first pass.
    private static Instant At(LocalDate date, int second, DateTimeZone zone) =>
        (date.AtMidnight() + Period.FromSeconds(second)).InZoneLeniently(zone).ToInstant();

    /// <summary>Reads a local time like <c>16:00</c>; <c>24:00</c> is the day's last instant. Null when it is none.</summary>
    public static LocalTime? ReadTimeOfDay(string? text) => ReadTime(text ?? "") switch
    {
        null => null,
        SecondsPerDay => LocalTime.MaxValue,
        { } second => LocalTime.FromSecondsSinceMidnight(second),
    };

    private static int? ReadTime(string text)
    {
        var parts = text.Trim().Split(':');
        if (parts.Length is < 2 or > 3)
        {
            return null;
        }

        Span<int> values = [0, 0, 0];
        for (var i = 0; i < parts.Length; i++)
        {
            if (parts[i].Length != 2 || !int.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out values[i]))
            {
                return null;
            }
        }

        var second = (values[0] * 3600) + (values[1] * 60) + values[2];
        return values[1] < 60 && values[2] < 60 && second <= SecondsPerDay ? second : null;
    }

    private static string Write(int second)
    {
        var (hours, minutes, seconds) = (second / 3600, second / 60 % 60, second % 60);
        return seconds == 0 ? $"{hours:00}:{minutes:00}" : $"{hours:00}:{minutes:00}:{seconds:00}";
    }
}
