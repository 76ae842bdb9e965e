using System.Globalization;
using System.Text.RegularExpressions;

namespace ServiceMesh.Desk.Maintenance;

/// <summary>How often, as somebody chooses it; written as RFC 5545's RRULE. A rule that no choice gives stays as it is written.</summary>
public sealed partial class RuleDraft
{
    public static IReadOnlyList<string> Choices { get; } = ["weekly", "monthly", "quarterly", "halfYearly", "yearly", "nth", "rule"];

    public static IReadOnlyList<string> Days { get; } = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

    /// <summary>One of <see cref="Choices"/>.</summary>
    public string Every { get; set; } = "monthly";

    /// <summary>1 to 31.</summary>
    public int Day { get; set; } = 31;

    /// <summary>Which one in the month: 1 to 4, or -1 for the last.</summary>
    public int Nth { get; set; } = 2;

    public HashSet<string> Weekdays { get; } = ["sat"];

    /// <summary>A rule of one's own.</summary>
    public string Text { get; set; } = "";

    public string ToRule() => Every switch
    {
        "weekly" => $"FREQ=WEEKLY;BYDAY={ByDay("")}",
        "nth" => $"FREQ=MONTHLY;BYDAY={ByDay(Nth.ToString(CultureInfo.InvariantCulture))}",
        "rule" => Text.Trim(),
        _ => string.Create(CultureInfo.InvariantCulture, $"FREQ=MONTHLY{(Months == 1 ? "" : $";INTERVAL={Months}")};BYMONTHDAY={Day}"),
    };

    public static RuleDraft Of(string rule)
    {
        var draft = new RuleDraft { Text = rule };
        if (Monthly().Match(rule) is { Success: true } m && Name(m.Groups["n"].Success ? int.Parse(m.Groups["n"].Value, CultureInfo.InvariantCulture) : 1) is { } every)
            (draft.Every, draft.Day) = (every, int.Parse(m.Groups["d"].Value, CultureInfo.InvariantCulture));
        else if (Weekly().Match(rule) is { Success: true } w)
            draft.Take("weekly", w.Groups["days"].Value.Split(','));
        else if (NthOf().Match(rule) is { Success: true } n && n.Groups["days"].Value.Split(',') is var days && days.All(d => d[..^2] == days[0][..^2]))
        {
            draft.Take("nth", days.Select(d => d[^2..]));
            draft.Nth = int.Parse(days[0][..^2], CultureInfo.InvariantCulture);
        }
        else
            draft.Every = "rule";
        return draft;
    }

    private int Months => Every switch { "quarterly" => 3, "halfYearly" => 6, "yearly" => 12, _ => 1 };

    private static string? Name(int months) => months switch { 1 => "monthly", 3 => "quarterly", 6 => "halfYearly", 12 => "yearly", _ => null };

    private string ByDay(string ordinal) => string.Join(',', Days.Where(Weekdays.Contains).Select(d => ordinal + d[..2].ToUpperInvariant()));

    private void Take(string every, IEnumerable<string> days)
    {
        Every = every;
        Weekdays.Clear();
        foreach (var day in days)
            Weekdays.Add(Days.First(d => d.StartsWith(day, StringComparison.OrdinalIgnoreCase)));
    }

    [GeneratedRegex("^FREQ=MONTHLY(;INTERVAL=(?<n>[0-9]{1,2}))?;BYMONTHDAY=(?<d>[0-9]{1,2})(;SKIP=BACKWARD)?$")]
    private static partial Regex Monthly();

    [GeneratedRegex("^FREQ=WEEKLY;BYDAY=(?<days>(MO|TU|WE|TH|FR|SA|SU)(,(MO|TU|WE|TH|FR|SA|SU))*)(;SKIP=BACKWARD)?$")]
    private static partial Regex Weekly();

    [GeneratedRegex("^FREQ=MONTHLY;BYDAY=(?<days>(-1|[1-4])(MO|TU|WE|TH|FR|SA|SU)(,(-1|[1-4])(MO|TU|WE|TH|FR|SA|SU))*)(;SKIP=BACKWARD)?$")]
    private static partial Regex NthOf();
}
