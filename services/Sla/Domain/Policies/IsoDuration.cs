using NodaTime;
using NodaTime.Text;

namespace ServiceMesh.Sla.Domain.Policies;

/// <summary>ISO 8601 durations in whole seconds: weeks, days (24 hours), hours, minutes, seconds. Years and months have no fixed length and are refused.</summary>
public static class IsoDuration
{
    private const decimal MostSeconds = 100_000_000_000m;

    /// <summary>The duration; null when the text is none, or it is negative, longer than 3,000 years, or not in whole seconds.</summary>
    public static Duration? Read(string? text)
    {
        if (text is null || text.Length > 40
            || PeriodPattern.NormalizingIso.Parse(text) is not { Success: true, Value: { Years: 0, Months: 0, Milliseconds: 0, Ticks: 0, Nanoseconds: 0 } period })
        {
            return null;
        }

        // Decimal holds every sum of the parts, however absurd.
        var seconds = (period.Weeks * 604_800m) + (period.Days * 86_400m) + (period.Hours * 3_600m) + (period.Minutes * 60m) + period.Seconds;
        return seconds is >= 0 and <= MostSeconds ? Duration.FromSeconds((long)seconds) : null;
    }
}
