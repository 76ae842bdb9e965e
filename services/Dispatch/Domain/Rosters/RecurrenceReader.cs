using System.Globalization;
using NodaTime;
using NodaTime.Text;

namespace ServiceMesh.Dispatch.Domain.Rosters;

/// <summary>Reads a recurrence; what it does not know, or what RFC 5545 forbids, is a problem that names the part.</summary>
public static class RecurrenceReader
{
    private static readonly string[] s_days = ["", "MO", "TU", "WE", "TH", "FR", "SA", "SU"];
    private static readonly LocalDatePattern s_date = LocalDatePattern.CreateWithInvariantCulture("yyyyMMdd");

    internal static string Word(IsoDayOfWeek day) => s_days[(int)day];

    /// <summary>The recurrence, or why there is none.</summary>
    public static (Recurrence? Rule, string? Problem) Read(string text)
    {
        var parts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var part in text.Trim().ToUpperInvariant().Split(';', StringSplitOptions.RemoveEmptyEntries))
        {
            var pair = part.Split('=', 2);
            if (pair.Length != 2 || pair[1].Length == 0) return (null, $"{part} is not NAME=VALUE.");
            if (!parts.TryAdd(pair[0], pair[1])) return (null, $"{pair[0]} is given twice.");
        }

        if (!parts.Remove("FREQ", out var word)) return (null, "FREQ is missing.");
        if (!Enum.TryParse<Frequency>(word, ignoreCase: true, out var frequency) || char.IsDigit(word[0]))
            return (null, "FREQ is DAILY, WEEKLY, MONTHLY or YEARLY.");
        var rule = new Recurrence { Frequency = frequency };
        foreach (var (name, value) in parts)
        {
            var (next, problem) = With(rule, name, value);
            if (next is null) return (null, problem);
            rule = next;
        }

        return Conflict(rule) is { } conflict ? (null, conflict) : (rule, null);
    }

    private static (Recurrence? Rule, string? Problem) With(Recurrence rule, string name, string value) => name switch
    {
        "INTERVAL" => Number(value, 1, 1000) is { } n ? (rule with { Interval = n }, null) : (null, "INTERVAL is 1 to 1000."),
        "COUNT" => Number(value, 1, 10_000) is { } n ? (rule with { Count = n }, null) : (null, "COUNT is 1 to 10000."),
        "UNTIL" => s_date.Parse(value.Split('T')[0]) is { Success: true, Value: var date } ? (rule with { Until = date }, null) : (null, "UNTIL is a date, for example 20271231."),
        "WKST" => Weekday(value) is { } day ? (rule with { WeekStart = day }, null) : (null, "WKST is a weekday, for example MO."),
        "BYDAY" => All(value, Day) is { } days ? (rule with { ByDay = days }, null) : (null, "BYDAY lists weekdays, for example MO,WE or 1MO,-1FR."),
        "BYMONTHDAY" => All(value, v => Number(v, -31, 31) is { } n and not 0 ? n : (int?)null) is { } days
            ? (rule with { ByMonthDay = [.. days.Select(d => d!.Value)] }, null) : (null, "BYMONTHDAY lists 1 to 31, or -1 to -31."),
        "BYMONTH" => All(value, v => Number(v, 1, 12)) is { } months
            ? (rule with { ByMonth = [.. months.Select(m => m!.Value)] }, null) : (null, "BYMONTH lists 1 to 12."),
        "SKIP" => value is "BACKWARD" or "OMIT" ? (rule with { Clamps = value == "BACKWARD" }, null) : (null, "SKIP is OMIT or BACKWARD."),
        _ => (null, $"{name} is not supported."),
    };

    private static string? Conflict(Recurrence rule)
    {
        var monthly = rule.Frequency is Frequency.Monthly or Frequency.Yearly;
        if (rule.Count is not null && rule.Until is not null) return "COUNT and UNTIL exclude each other.";
        if (!monthly && rule.ByDay.Any(d => d.Ordinal is not null)) return "BYDAY has numbers only with FREQ=MONTHLY or YEARLY.";
        if (rule.Frequency == Frequency.Weekly && rule.ByMonthDay.Count > 0) return "BYMONTHDAY does not go with FREQ=WEEKLY.";
        if (rule.Frequency == Frequency.Yearly && rule.ByDay.Count > 0 && rule.ByMonth.Count == 0) return "BYDAY with FREQ=YEARLY needs BYMONTH.";
        return null;
    }

    private static RuleDay? Day(string text)
    {
        if (text.Length < 2 || Weekday(text[^2..]) is not { } day) return null;
        if (text.Length == 2) return new RuleDay(null, day);
        return Number(text[..^2], -5, 5) is { } ordinal and not 0 ? new RuleDay(ordinal, day) : null;
    }

    private static IsoDayOfWeek? Weekday(string text) => Array.IndexOf(s_days, text) is > 0 and var index ? (IsoDayOfWeek)index : null;

    private static int? Number(string text, int least, int most) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var n) && n >= least && n <= most ? n : null;

    private static List<T>? All<T>(string text, Func<string, T?> read)
    {
        List<T> all = [];
        foreach (var word in text.Split(','))
        {
            if (read(word) is not { } item) return null;
            all.Add(item);
        }

        return all;
    }
}
