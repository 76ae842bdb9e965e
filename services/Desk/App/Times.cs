using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace ServiceMesh.Desk;

/// <summary>Times as people read them: in one zone and one language, no longer than needed.</summary>
public sealed class Times(Words words, TimeZoneInfo zone, TimeProvider clock)
{
    public DateTimeOffset Now => clock.GetUtcNow();

    public TimeZoneInfo Zone => zone;

    /// <summary>"14:05" today, "Mon 14:05" nearby, "12 Nov 14:05" else.</summary>
    [SuppressMessage("Naming", "CA1720", Justification = "A time said shortly, no number.")]
    public string Short(DateTimeOffset at)
    {
        var local = TimeZoneInfo.ConvertTime(at, zone);
        var today = TimeZoneInfo.ConvertTime(Now, zone).Date;
        var days = (local.Date - today).Days;
        var time = local.ToString("HH:mm", CultureInfo.InvariantCulture);
        return days switch
        {
            0 => time,
            1 => $"{words.Tomorrow} {time}",
            -1 => $"{words.Yesterday} {time}",
            _ => local.ToString(local.Year == today.Year ? words.DayPattern : words.DateOnlyPattern, words.Culture) + (local.Year == today.Year ? " " + time : ""),
        };
    }

    /// <summary>The same with "today" said, for sentences.</summary>
    public string Spoken(DateTimeOffset at) =>
        TimeZoneInfo.ConvertTime(at, zone).Date == TimeZoneInfo.ConvertTime(Now, zone).Date ? $"{words.Today} {Short(at)}" : Short(at);

    /// <summary>"today by 16:00", "tomorrow by 24:00": midnight is the end of the day before it.</summary>
    public string SpokenBy(DateTimeOffset due)
    {
        var local = TimeZoneInfo.ConvertTime(due, zone);
        var midnight = local.TimeOfDay == TimeSpan.Zero;
        var day = midnight ? local.Date.AddDays(-1) : local.Date;
        var said = (day - TimeZoneInfo.ConvertTime(Now, zone).Date).Days switch
        {
            0 => words.Today,
            1 => words.Tomorrow,
            -1 => words.Yesterday,
            _ => day.ToString(words.DayPattern, words.Culture),
        };
        return words.ByTime(said, midnight ? "24:00" : local.ToString("HH:mm", CultureInfo.InvariantCulture));
    }

    /// <summary>Day, time with seconds and the zone: for tooltips.</summary>
    public string Full(DateTimeOffset at) =>
        TimeZoneInfo.ConvertTime(at, zone).ToString(words.FullPattern, words.Culture) + $" ({zone.Id})";

    /// <summary>Day and weekday with the time, seconds only where there are some: for lists in which every instant counts.</summary>
    public string Exact(DateTimeOffset at)
    {
        var local = TimeZoneInfo.ConvertTime(at, zone);
        return local.ToString(words.WeekdayPattern, words.Culture) + " " + Clock(local);
    }

    /// <summary>From and to; the day is said once where it is the same.</summary>
    public string Stretch(DateTimeOffset from, DateTimeOffset? to)
    {
        if (to is not { } end)
            return Exact(from) + " –";
        var (a, b) = (TimeZoneInfo.ConvertTime(from, zone), TimeZoneInfo.ConvertTime(end, zone));
        // Midnight belongs to the day before it, as opening hours are written.
        var midnight = b.TimeOfDay == TimeSpan.Zero && b.Date == a.Date.AddDays(1);
        return midnight ? $"{Exact(from)}–24:00" : a.Date == b.Date ? $"{Exact(from)}–{Clock(b)}" : $"{Exact(from)} – {Exact(end)}";
    }

    /// <summary>"30 h 15 min 2 s": hours are not folded into days, as working time has none.</summary>
    public string ExactSpan(double seconds)
    {
        var s = TimeSpan.FromSeconds(Math.Round(Math.Abs(seconds)));
        return words.HoursMinutesSeconds((int)s.TotalHours, s.Minutes, s.Seconds);
    }

    /// <summary>"2 h 05 min", "3 d 4 h", "12 min", "45 s".</summary>
    public string Span(TimeSpan span)
    {
        var s = span.Duration();
        if (s.TotalSeconds < 60)
            return words.Seconds((int)s.TotalSeconds);
        if (s.TotalMinutes < 60)
            return words.Minutes((int)s.TotalMinutes);
        return s.TotalHours < 24 ? words.Hours((int)s.TotalHours, s.Minutes) : words.Days((int)s.TotalDays, s.Hours);
    }

    private static string Clock(DateTimeOffset local) => local.ToString(local.Second == 0 ? "HH:mm" : "HH:mm:ss", CultureInfo.InvariantCulture);
}
