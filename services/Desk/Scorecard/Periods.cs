using System.Globalization;

namespace ServiceMesh.Desk.Scorecard;

/// <summary>The periods to choose from: half-years, then months, the newest first.</summary>
internal static class Periods
{
    public static IReadOnlyList<string> Of(DateTime today)
    {
        var half = (today.Year * 2) + (today.Month > 6 ? 1 : 0);
        var month = (today.Year * 12) + today.Month - 1;
        return
        [
            .. Enumerable.Range(0, 4).Select(i => string.Create(CultureInfo.InvariantCulture, $"{(half - i) / 2:d4}-H{((half - i) % 2) + 1}")),
            .. Enumerable.Range(0, 12).Select(i => string.Create(CultureInfo.InvariantCulture, $"{(month - i) / 12:d4}-{((month - i) % 12) + 1:d2}")),
        ];
    }

    /// <summary>Whether a period is over, so that it may be frozen.</summary>
    public static bool IsOver(string period, DateTime today)
    {
        var (year, rest) = (int.Parse(period.AsSpan(0, 4), NumberStyles.None, CultureInfo.InvariantCulture), period[5..]);
        var last = rest switch { "H1" => 6, "H2" => 12, _ => int.Parse(rest, NumberStyles.None, CultureInfo.InvariantCulture) };
        return (year * 12) + last < (today.Year * 12) + today.Month;
    }
}
