using System.Globalization;
using System.Text;
using NodaTime;
using NodaTime.Text;

namespace ServiceMesh.Sla.Domain.Policies;

/// <summary>ISO 8601 durations. Read in whole seconds: weeks, days (24 hours), hours, minutes, seconds; years and months have no fixed length and are refused.</summary>
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

    /// <summary>Hours, minutes and seconds like <c>PT30H15M</c>, exact to 100 ns: working time has no days.</summary>
    public static string Write(Duration duration)
    {
        var ticks = Math.Abs(duration.BclCompatibleTicks);
        if (ticks == 0)
        {
            return "PT0S";
        }

        var text = new StringBuilder(duration < Duration.Zero ? "-PT" : "PT");
        Append(text, ticks / NodaConstants.TicksPerHour, 'H');
        Append(text, ticks / NodaConstants.TicksPerMinute % 60, 'M');
        Append(text, ticks % NodaConstants.TicksPerMinute / (decimal)NodaConstants.TicksPerSecond, 'S');
        return text.ToString();
    }

    private static void Append(StringBuilder text, decimal amount, char unit)
    {
        if (amount != 0)
        {
            text.Append(amount.ToString("0.#######", CultureInfo.InvariantCulture)).Append(unit);
        }
    }
}
