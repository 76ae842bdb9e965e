using System.Globalization;
using System.Text.RegularExpressions;
using NodaTime;

namespace ServiceMesh.Intake.Domain;

/// <summary>
/// When somebody answers a web chat, written as <c>mon-fri 09:00-12:00 13:00-18:00; sat 09:00-12:00</c>: days and intervals of a week, half-open,
/// in the tenant's zone; 24:00 is allowed as an end. What no rule names is closed.
/// </summary>
public sealed partial class StaffedHours
{
    private static readonly string[] s_days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    private readonly List<(int Day, int From, int To)> _intervals;

    private StaffedHours(List<(int Day, int From, int To)> intervals) => _intervals = intervals;

    /// <summary>Reads the written form; false when it is none.</summary>
    public static bool TryParse(string text, out StaffedHours hours)
    {
        var found = new List<(int, int, int)>();
        hours = new StaffedHours(found);
        foreach (var rule in text.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (Rule().Match(rule.ToLowerInvariant()) is not { Success: true } match)
                return false;
            var first = Array.IndexOf(s_days, match.Groups["from"].Value);
            var last = match.Groups["to"].Success ? Array.IndexOf(s_days, match.Groups["to"].Value) : first;
            foreach (var interval in match.Groups["hours"].Captures.Select(c => c.Value))
            {
                var (from, to) = (Minutes(interval[..5]), Minutes(interval[6..]));
                if (from >= to)
                    return false;
                for (var day = first; ; day = (day + 1) % 7)
                {
                    found.Add((day, from, to));
                    if (day == last)
                        break;
                }
            }
        }

        return found.Count > 0;
    }

    /// <summary>Whether it is staffed at an instant, and if not, when it will be next.</summary>
    public (bool Open, Instant? OpensAt) At(Instant now, DateTimeZone zone)
    {
        var local = now.InZone(zone).LocalDateTime;
        var minute = (local.Hour * 60) + local.Minute;
        var today = (int)local.DayOfWeek - 1;
        if (_intervals.Any(i => i.Day == today && i.From <= minute && minute < i.To))
            return (true, null);
        var next = Enumerable.Range(0, 8).SelectMany(ahead => _intervals.Where(i => i.Day == (today + ahead) % 7)
            .Select(i => (local.Date.PlusDays(ahead).AtMidnight().PlusMinutes(i.From)).InZoneLeniently(zone).ToInstant()));
        return (false, next.Where(i => i > now).Cast<Instant?>().Min());
    }

    private static int Minutes(string time) =>
        (int.Parse(time[..2], CultureInfo.InvariantCulture) * 60) + int.Parse(time[3..], CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\A(?<from>mon|tue|wed|thu|fri|sat|sun)(-(?<to>mon|tue|wed|thu|fri|sat|sun))?( (?<hours>([01][0-9]|2[0-3]):[0-5][0-9]-(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)))+\z")]
    private static partial Regex Rule();
}
