using System.Globalization;
using System.Text.RegularExpressions;

namespace ServiceMesh.Desk;

/// <summary>Durations as people type them: <c>15 min</c>, <c>1 h 30</c>, <c>2小时30分</c>, <c>7 d</c>, <c>PT2H</c>.</summary>
internal static partial class DurationText
{
    /// <summary>ISO 8601 for the API; null for nothing; what nobody can read stays as it is, for the API to refuse at its field.</summary>
    public static string? ToIso(string? text)
    {
        var said = text?.Trim();
        if (string.IsNullOrEmpty(said))
            return null;
        if (said[0] is 'P' or '-')
            return said;
        if (Spoken().Match(said) is not { Success: true } m)
            return said;
        var (d, h, min, s) = (Number(m, "d"), Number(m, "h"), Number(m, "m"), Number(m, "s"));
        var span = TimeSpan.FromDays(d) + TimeSpan.FromHours(h) + TimeSpan.FromMinutes(min) + TimeSpan.FromSeconds(s);
        return d > 0 && h == 0 && min == 0 && s == 0 ? string.Create(CultureInfo.InvariantCulture, $"P{d}D") : IsoSpan.Write(span) ?? said;
    }

    /// <summary>An API's duration as somebody would type it; whole days stay days only where they were written so.</summary>
    public static string FromIso(string? iso, Words w)
    {
        if (IsoSpan.Read(iso) is not { } span)
            return iso ?? "";
        return Days().Match(iso!) is { Success: true } days ? w.Days(int.Parse(days.Groups[1].Value, CultureInfo.InvariantCulture), 0) : w.HoursMinutesSeconds((int)span.TotalHours, span.Minutes, span.Seconds);
    }

    private static int Number(Match m, string group) => int.TryParse(m.Groups[group].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : 0;

    [GeneratedRegex(@"^(?=.*\d)(?:(?<d>\d{1,4})\s*(?:d|days?|天|日))?\s*(?:(?<h>\d{1,5})\s*(?:h|hours?|hrs?|小时|时))?\s*(?:(?<m>\d{1,6})\s*(?:m|mins?|minutes?|分钟|分)?)?\s*(?:(?<s>\d{1,6})\s*(?:s|secs?|seconds?|秒))?$", RegexOptions.IgnoreCase)]
    private static partial Regex Spoken();

    [GeneratedRegex(@"^P(\d{1,4})D$")]
    private static partial Regex Days();
}
