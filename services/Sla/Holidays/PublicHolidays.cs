using System.Text.Json;
using NodaTime;
using NodaTime.Text;
using NodaTime.TimeZones;
using ServiceMesh.Sla.Domain.Calendars;

namespace ServiceMesh.Sla.Holidays;

/// <summary>A country's public holidays of one year, as announced.</summary>
/// <param name="Country">ISO 3166 code, for example <c>CN</c>.</param>
/// <param name="Year">The year.</param>
/// <param name="Notice">The official announcement.</param>
/// <param name="Occasions">The holidays with their make-up working days, in order.</param>
public sealed record HolidayYear(string Country, int Year, HolidayNotice Notice, IReadOnlyList<Occasion> Occasions)
{
    /// <summary>Every day off, as a calendar's year takes it.</summary>
    public IReadOnlyList<string> Holidays { get; } = [.. Occasions.SelectMany(o => o.Days()).Order(StringComparer.Ordinal)];

    /// <summary>Every make-up working day, as a calendar's year takes it.</summary>
    public IReadOnlyList<WorkingDay> WorkingDays { get; } = [.. Occasions.SelectMany(o => o.WorkingDays).Order(StringComparer.Ordinal).Select(d => new WorkingDay(d))];
}

/// <summary>An official announcement.</summary>
/// <param name="Title">Its title.</param>
/// <param name="Number">Its number.</param>
/// <param name="IssuedOn">Its date.</param>
/// <param name="Address">Where it is published.</param>
public sealed record HolidayNotice(string Title, string Number, string IssuedOn, string Address);

/// <summary>A holiday with the working days that make up for it.</summary>
/// <param name="Zh">Its name in Chinese.</param>
/// <param name="En">Its name in English.</param>
/// <param name="From">The first day off.</param>
/// <param name="To">The last day off.</param>
/// <param name="WorkingDays">Days of a weekend that are worked instead.</param>
public sealed record Occasion(string Zh, string En, string From, string To, IReadOnlyList<string> WorkingDays)
{
    internal IEnumerable<string> Days()
    {
        var last = LocalDatePattern.Iso.Parse(To).Value;
        for (var date = LocalDatePattern.Iso.Parse(From).Value; date <= last; date = date.PlusDays(1))
        {
            yield return LocalDatePattern.Iso.Format(date);
        }
    }
}

/// <summary>The public holidays that come with ServiceMesh; see data/README.md.</summary>
public static class PublicHolidays
{
    private static readonly Dictionary<string, string> _countries = new() { ["Asia/Shanghai"] = "CN" };

    /// <summary>All of them, by country and year.</summary>
    public static IReadOnlyList<HolidayYear> All { get; } = [.. Load().OrderBy(y => y.Country, StringComparer.Ordinal).ThenBy(y => y.Year)];

    /// <summary>One year of a country; null when it is not known.</summary>
    public static HolidayYear? Find(string country, int year) => All.FirstOrDefault(y => y.Country == country && y.Year == year);

    /// <summary>The known years of the country whose holidays hold in a time zone; none when no country's do.</summary>
    public static IEnumerable<HolidayYear> In(string timeZone)
    {
        var zone = TzdbDateTimeZoneSource.Default.CanonicalIdMap.TryGetValue(timeZone, out var canonical) ? canonical : timeZone;
        return _countries.TryGetValue(zone, out var country) ? All.Where(y => y.Country == country) : [];
    }

    private static IEnumerable<HolidayYear> Load()
    {
        var assembly = typeof(PublicHolidays).Assembly;
        foreach (var name in assembly.GetManifestResourceNames().Where(n => n.StartsWith("holidays/", StringComparison.Ordinal)))
        {
            using var file = assembly.GetManifestResourceStream(name)!;
            yield return JsonSerializer.Deserialize<HolidayYear>(file, JsonSerializerOptions.Web)!;
        }
    }
}
