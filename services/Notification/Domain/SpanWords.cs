using System.Globalization;

namespace ServiceMesh.Notification.Domain;

/// <summary>A span of time in the largest unit that it fills: 2 hours, 90 minutes, 1 second.</summary>
public static class SpanWords
{
    /// <summary>How many, and the word of the catalog that says them.</summary>
    public static (string Count, string Word) Of(long seconds)
    {
        var (count, unit) = seconds % 3_600 == 0 ? (seconds / 3_600, "hour") : seconds % 60 == 0 ? (seconds / 60, "minute") : (seconds, "second");
        return (count.ToString(CultureInfo.InvariantCulture), $"span.{unit}{(count == 1 ? "" : "s")}");
    }
}
