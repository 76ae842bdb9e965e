using System.Text.RegularExpressions;

namespace ServiceMesh.Desk.Terms;

/// <summary>A calendar while somebody writes it: opening hours as text, one line a day.</summary>
public sealed partial class CalendarDraft
{
    public static IReadOnlyList<string> Weekdays { get; } = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

    public string TimeZone { get; set; } = "Asia/Shanghai";

    public bool AlwaysOpen { get; set; }

    /// <summary>By weekday, like <c>09:00-12:00, 13:30-18:00</c>; empty is closed.</summary>
    public Dictionary<string, string> Week { get; } = Weekdays.ToDictionary(d => d, _ => "");

    /// <summary>Dates like <c>2026-10-01</c>, apart by whatever.</summary>
    public string Holidays { get; set; } = "";

    public List<SpecialDayDraft> SpecialDays { get; } = [];

    /// <summary>UTC while the name is none.</summary>
    public TimeZoneInfo Zone => TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone.Trim(), out var zone) ? zone : TimeZoneInfo.Utc;

    public static CalendarDraft Office(string zone)
    {
        var draft = new CalendarDraft { TimeZone = zone };
        foreach (var day in Weekdays.Take(5))
            draft.Week[day] = "09:00-12:00, 13:30-18:00";
        return draft;
    }

    public static CalendarDraft Of(CalendarShape calendar)
    {
        var draft = new CalendarDraft { TimeZone = calendar.TimeZone ?? "", AlwaysOpen = calendar.AlwaysOpen, Holidays = string.Join("\n", calendar.Holidays ?? []) };
        foreach (var (day, hours) in calendar.Week ?? new Dictionary<string, IReadOnlyList<string>>())
            draft.Week[day] = string.Join(", ", hours);
        draft.SpecialDays.AddRange((calendar.SpecialDays ?? []).Select(s => new SpecialDayDraft { Date = s.Date ?? "", Hours = string.Join(", ", s.Intervals ?? []) }));
        return draft;
    }

    /// <summary>The fields of <c>POST /api/v1/sla/calendars</c> and of a preview's calendar.</summary>
    public Dictionary<string, object?> ToApi() => new()
    {
        ["timeZone"] = TimeZone.Trim(),
        ["alwaysOpen"] = AlwaysOpen,
        ["week"] = AlwaysOpen ? null : Week.Where(d => Intervals(d.Value).Count > 0).ToDictionary(d => d.Key, d => Intervals(d.Value)),
        ["holidays"] = Parts(Holidays),
        ["specialDays"] = SpecialDays.Select(s => new { date = s.Date, intervals = Intervals(s.Hours) }).ToList(),
    };

    /// <summary>Opening hours as the API takes them: dashes and colons of any keyboard, apart by commas or blanks.</summary>
    public static IReadOnlyList<string> Intervals(string? text) => Parts(Dash().Replace((text ?? "").Replace('：', ':'), "-"));

    private static List<string> Parts(string? text) => [.. Gap().Split(text ?? "").Where(p => p.Length > 0)];

    [GeneratedRegex(@"\s*(?:-|–|—|~|～|至|到)\s*")]
    private static partial Regex Dash();

    [GeneratedRegex(@"[\s,，;；、]+")]
    private static partial Regex Gap();
}

/// <summary>A day with hours of its own; without hours it is closed.</summary>
public sealed class SpecialDayDraft
{
    public string Date { get; set; } = "";

    public string Hours { get; set; } = "";
}
