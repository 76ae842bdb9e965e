using System.Globalization;
using System.Text.RegularExpressions;
using NodaTime;
using ServiceMesh.Contracts;

namespace ServiceMesh.Intake.Domain;

/// <summary>
/// When somebody answers a web chat: days and intervals of a week, half-open, with holidays and days that have hours of their own. Either written as
/// <c>mon-fri 09:00-12:00 13:00-18:00; sat 09:00-12:00</c> (24:00 is allowed as an end; what no rule names is closed), or a calendar of Sla's. It only tells whether
/// it is open at an instant; how much working time has passed is Sla's to reckon.
/// </summary>
public sealed partial class StaffedHours
{
    /// <summary>An opening further ahead than this is not looked for.</summary>
    private const int FurthestDays = 366;
    private const int Day = 24 * 60 * 60;
    private static readonly string[] s_days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    private readonly List<(int From, int To)>[] _week = [.. s_days.Select(_ => new List<(int, int)>())];
    private readonly HashSet<LocalDate> _holidays = [];
    private readonly Dictionary<LocalDate, List<(int From, int To)>> _specialDays = [];

    private StaffedHours()
    {
    }

    /// <summary>Reads the written form; false when it is none.</summary>
    public static bool TryParse(string text, out StaffedHours hours)
    {
        hours = new StaffedHours();
        foreach (var rule in text.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (Rule().Match(rule.ToLowerInvariant()) is not { Success: true } match)
                return false;
            var first = Array.IndexOf(s_days, match.Groups["from"].Value);
            var last = match.Groups["to"].Success ? Array.IndexOf(s_days, match.Groups["to"].Value) : first;
            foreach (var interval in match.Groups["hours"].Captures.Select(c => c.Value))
            {
                var (from, to) = (Seconds(interval[..5]), Seconds(interval[6..]));
                if (from >= to)
                    return false;
                for (var day = first; ; day = (day + 1) % 7)
                {
                    hours._week[day].Add((from, to));
                    if (day == last)
                        break;
                }
            }
        }

        return hours._week.Any(d => d.Count > 0);
    }

    /// <summary>A calendar as Sla tells of it: a special day goes before a holiday, and both before the week.</summary>
    public static StaffedHours Of(IEnumerable<WeekdayHours> week, IEnumerable<DateOnly> holidays, IEnumerable<SpecialDayHours> specialDays)
    {
        var hours = new StaffedHours();
        foreach (var day in week)
            hours._week[((int)day.Weekday + 6) % 7].AddRange(Intervals(day.Open));
        hours._holidays.UnionWith(holidays.Select(LocalDate.FromDateOnly));
        foreach (var day in specialDays)
            hours._specialDays[LocalDate.FromDateOnly(day.Date)] = [.. Intervals(day.Open)];
        return hours;
    }

    /// <summary>Whether it is staffed at an instant, and if not, when it will be next; null when that is not within a year.</summary>
    public (bool Open, Instant? OpensAt) At(Instant now, DateTimeZone zone)
    {
        var today = now.InZone(zone).Date;
        // From the day before: a clock change may push its last hour past midnight.
        for (var date = today.PlusDays(-1); date <= today.PlusDays(FurthestDays); date = date.PlusDays(1))
        {
            foreach (var (from, to) in On(date).Select(i => (At(date, i.From, zone), At(date, i.To, zone))).Where(i => i.Item1 < i.Item2).Order())
            {
                if (from <= now && now < to)
                    return (true, null);
                if (from > now)
                    return (false, from);
            }
        }

        return (false, null);
    }

    private List<(int From, int To)> On(LocalDate date) =>
        _specialDays.TryGetValue(date, out var special) ? special : _holidays.Contains(date) ? [] : _week[(int)date.DayOfWeek - 1];

    /// <summary>A local time that a clock change left out moves forward by what it left out; one that comes twice is its first pass.</summary>
    private static Instant At(LocalDate date, int second, DateTimeZone zone) =>
        (second == Day ? date.PlusDays(1).AtMidnight() : date.AtMidnight().PlusSeconds(second)).InZoneLeniently(zone).ToInstant();

    private static IEnumerable<(int From, int To)> Intervals(IEnumerable<OpenHours> open) => open.Select(o => (o.FromSecond, o.ToSecond));

    private static int Seconds(string time) =>
        (int.Parse(time[..2], CultureInfo.InvariantCulture) * 3600) + (int.Parse(time[3..], CultureInfo.InvariantCulture) * 60);

    [GeneratedRegex(@"\A(?<from>mon|tue|wed|thu|fri|sat|sun)(-(?<to>mon|tue|wed|thu|fri|sat|sun))?( (?<hours>([01][0-9]|2[0-3]):[0-5][0-9]-(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)))+\z")]
    private static partial Regex Rule();
}
