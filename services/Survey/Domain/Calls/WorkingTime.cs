using System.Globalization;
using NodaTime;
using NodaTime.Text;

namespace ServiceMesh.Survey.Domain.Calls;

/// <summary>Counts working hours: real elapsed time within the open intervals of a zone's days, across clock changes too.</summary>
public sealed class WorkingTime
{
    /// <summary>Hours that are not reached within so many days are never reached.</summary>
    private const int LongestDays = 3660;

    private static readonly string[] s_days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    private readonly Dictionary<string, List<(long From, long To)>> _week = [];
    private readonly HashSet<LocalDate> _holidays = [];
    private readonly Dictionary<LocalDate, List<(long From, long To)>> _special = [];

    private WorkingTime()
    {
    }

    /// <summary>The hours as they count; what is wrong is added to <paramref name="errors"/>, and null returned.</summary>
    public static WorkingTime? Read(WorkingHours hours, string at, List<FieldError> errors)
    {
        ArgumentNullException.ThrowIfNull(hours);
        ArgumentNullException.ThrowIfNull(errors);
        var (read, before) = (new WorkingTime(), errors.Count);
        foreach (var (day, intervals) in hours.Week ?? new Dictionary<string, IReadOnlyList<string>>())
        {
            if (!s_days.Contains(day)) errors.Add(new($"{at}.week.{day}", $"One of {string.Join(", ", s_days)} is wanted."));
            else read._week[day] = Intervals(intervals, $"{at}.week.{day}", errors);
        }
        foreach (var (text, index) in (hours.Holidays ?? []).Select((t, i) => (t, i)))
        {
            if (Date(text) is { } date) read._holidays.Add(date);
            else errors.Add(new($"{at}.holidays[{index}]", "A day like 2026-10-01 is wanted."));
        }
        foreach (var (text, intervals) in hours.SpecialDays ?? new Dictionary<string, IReadOnlyList<string>>())
        {
            if (Date(text) is { } date) read._special[date] = Intervals(intervals, $"{at}.specialDays.{text}", errors);
            else errors.Add(new($"{at}.specialDays", "Days like 2026-10-01 are wanted."));
        }
        if (errors.Count == before && read._week.Values.All(d => d.Count == 0)) errors.Add(new($"{at}.week", "At least one open interval is wanted."));
        return errors.Count == before ? read : null;
    }

    /// <summary>The earliest instant at which so many working hours have passed since <paramref name="from"/>; null when that is never.</summary>
    public DateTimeOffset? After(DateTimeOffset from, int hours, string zone)
    {
        var tz = DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone) ?? DateTimeZone.Utc;
        var (start, left) = (Instant.FromDateTimeOffset(from), Duration.FromHours(hours));
        var day = start.InZone(tz).Date;
        for (var i = 0; i < LongestDays; i++, day = day.PlusDays(1))
        {
            foreach (var (opens, closes) in On(day))
            {
                var (open, close) = (At(day, opens, tz), At(day, closes, tz));
                if (open < start) open = start;
                if (close <= open) continue;
                if (close - open >= left) return (open + left).ToDateTimeOffset();
                left -= close - open;
            }
        }
        return null;
    }

    private List<(long From, long To)> On(LocalDate date) =>
        _special.TryGetValue(date, out var special) ? special
        : _holidays.Contains(date) ? []
        : _week.GetValueOrDefault(s_days[(int)date.DayOfWeek - 1]) ?? [];

    /// <summary>A time that a clock change skips opens when the clock has jumped.</summary>
    private static Instant At(LocalDate day, long minutes, DateTimeZone zone) =>
        (minutes == 24 * 60 ? day.PlusDays(1).AtMidnight() : day.AtMidnight().PlusMinutes(minutes)).InZoneLeniently(zone).ToInstant();

    private static LocalDate? Date(string? text) => text is not null && LocalDatePattern.Iso.Parse(text) is { Success: true } date ? date.Value : null;

    private static List<(long From, long To)> Intervals(IReadOnlyList<string>? texts, string at, List<FieldError> errors)
    {
        var read = new List<(long From, long To)>();
        for (var i = 0; i < (texts?.Count ?? 0); i++)
        {
            if (Interval(texts![i]) is { } interval && (read.Count == 0 || read[^1].To <= interval.From)) read.Add(interval);
            else errors.Add(new($"{at}[{i}]", "An interval like 09:00-18:00 is wanted, after the one before it."));
        }
        return read;
    }

    private static (long From, long To)? Interval(string? text) =>
        text?.Split('-') is [var from, var to] && Minutes(from) is { } a && Minutes(to) is { } b && a < b ? (a, b) : null;

    private static int? Minutes(string text) =>
        text is [var a, var b, ':', var c, var d] && char.IsAsciiDigit(a) && char.IsAsciiDigit(b) && char.IsAsciiDigit(c) && char.IsAsciiDigit(d)
        && int.Parse(text[..2], CultureInfo.InvariantCulture) * 60 + int.Parse(text[3..], CultureInfo.InvariantCulture) is var minutes and <= 24 * 60
        && c < '6' ? minutes : null;
}
