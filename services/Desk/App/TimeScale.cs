using System.Globalization;

namespace ServiceMesh.Desk;

/// <summary>A stretch of time drawn from left to right: where an instant lies, and where round times are in the zone of a calendar.</summary>
public sealed class TimeScale
{
    private static readonly TimeSpan[] Steps =
    [
        TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(15), TimeSpan.FromMinutes(30), TimeSpan.FromHours(1), TimeSpan.FromHours(2), TimeSpan.FromHours(3),
        TimeSpan.FromHours(6), TimeSpan.FromHours(12), TimeSpan.FromDays(1), TimeSpan.FromDays(2), TimeSpan.FromDays(7), TimeSpan.FromDays(14), TimeSpan.FromDays(28), TimeSpan.FromDays(91), TimeSpan.FromDays(364),
    ];

    private readonly Words _words;
    private readonly TimeZoneInfo _zone;

    public TimeScale(DateTimeOffset from, DateTimeOffset to, TimeZoneInfo zone, Words words)
    {
        From = from;
        To = to > from ? to : from.AddMinutes(1);
        (_zone, _words) = (zone, words);
    }

    public DateTimeOffset From { get; }

    public DateTimeOffset To { get; }

    /// <summary>Percent of the width, 0 to 100; what lies outside is at the edge.</summary>
    public double At(DateTimeOffset instant) => Math.Clamp(100 * (instant - From).TotalSeconds / (To - From).TotalSeconds, 0, 100);

    /// <summary>A percentage as style sheets write it.</summary>
    public static string Percent(double value) => value.ToString("0.###", CultureInfo.InvariantCulture) + "%";

    /// <summary>Position and width for a style attribute.</summary>
    public string Place(DateTimeOffset from, DateTimeOffset to) => $"left:{Percent(At(from))};width:{Percent(Math.Max(0, At(to) - At(from)))}";

    /// <summary>Round local times inside, at most <paramref name="most"/>.</summary>
    public IReadOnlyList<(DateTimeOffset At, string Label)> Ticks(int most)
    {
        var step = Steps.FirstOrDefault(s => (To - From) / s <= most, Steps[^1]);
        var local = TimeZoneInfo.ConvertTime(From, _zone).DateTime;
        var day = local.Date;
        // Days are counted from a Monday, so that weeks begin with one.
        if (step >= TimeSpan.FromDays(1))
            day = day.AddDays(-((day - new DateTime(1970, 1, 5)).Days % step.Days));
        var ticks = new List<(DateTimeOffset, string)>();
        for (var at = day; ticks.Count <= most; at += step)
        {
            var instant = at.In(_zone);
            if (instant > To)
                break;
            if (instant >= From)
                ticks.Add((instant, at.TimeOfDay == TimeSpan.Zero ? at.ToString(_words.DayPattern, _words.Culture) : at.ToString("HH:mm", CultureInfo.InvariantCulture)));
        }

        return ticks;
    }
}
