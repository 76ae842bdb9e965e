using System.Globalization;
using System.Xml;

namespace ServiceMesh.Desk;

/// <summary>Durations as the API writes them.</summary>
internal static class IsoSpan
{
    /// <summary>The duration; null when the text is none.</summary>
    public static TimeSpan? Read(string? iso)
    {
        try
        {
            return string.IsNullOrWhiteSpace(iso) ? null : XmlConvert.ToTimeSpan(iso.Trim());
        }
        catch (Exception e) when (e is FormatException or OverflowException)
        {
            return null;
        }
    }

    /// <summary>Hours and minutes as a duration; null when both are nought.</summary>
    public static string? Write(TimeSpan span)
    {
        if (span <= TimeSpan.Zero)
            return null;
        var hours = (int)span.TotalHours;
        return string.Create(CultureInfo.InvariantCulture, $"PT{(hours > 0 ? $"{hours}H" : "")}{(span.Minutes > 0 ? $"{span.Minutes}M" : "")}{(span.Seconds > 0 ? $"{span.Seconds}S" : "")}");
    }
}
