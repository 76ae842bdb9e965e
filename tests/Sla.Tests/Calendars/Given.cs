using NodaTime;
using NodaTime.Text;
using ServiceMesh.Sla.Domain;
using ServiceMesh.Sla.Domain.Calendars;
using Xunit;

namespace ServiceMesh.Sla.Tests.Calendars;

/// <summary>Short ways to write calendars and instants.</summary>
internal static class Given
{
    public const string Shanghai = "Asia/Shanghai";

    private static readonly string[] _days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

    private static readonly LocalDateTimePattern _local = LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd HH:mm:ss");

    public static CalendarDefinition OfficeHours(string zone, params string[] hours) => new()
    {
        TimeZone = zone,
        Week = _days[..5].ToDictionary(day => day, IReadOnlyList<string> (_) => hours.Length == 0 ? ["09:00-18:00"] : hours),
    };

    public static CalendarDefinition AllWeek(string zone, params string[] hours) => new()
    {
        TimeZone = zone,
        Week = _days.ToDictionary(day => day, IReadOnlyList<string> (_) => hours),
    };

    public static WorkCalendar Calendar(CalendarDefinition definition)
    {
        var errors = new List<FieldError>();
        var calendar = CalendarReader.Read(definition, errors);
        Assert.Empty(errors);
        return calendar!;
    }

    public static Instant Local(string zone, string text) =>
        _local.Parse(text.Length == 16 ? text + ":00" : text).Value.InZoneLeniently(DateTimeZoneProviders.Tzdb[zone]).ToInstant();

    public static Instant Utc(string text) => Local("Etc/UTC", text);
}
