using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Npgsql;
using ServiceMesh.Contracts;
using ServiceMesh.Messaging;
using ServiceMesh.Sla.Domain.Calendars;
using ServiceMesh.Sla.Money;

namespace ServiceMesh.Sla.Calendars;

/// <summary>Tells other services of a tenant's calendars.</summary>
internal static class CalendarNews
{
    // A version that is not the newest any more is never told: whoever reads takes what came last for the present state.
    private const string Take = """
        WITH untold AS (UPDATE calendars SET told = true WHERE tenant = $1 AND NOT told RETURNING name, version, definition, created_at)
        SELECT u.name, u.version, u.definition, u.created_at FROM untold u
        WHERE NOT EXISTS (SELECT FROM calendars newer WHERE newer.tenant = $1 AND newer.name = u.name AND newer.version > u.version)
        ORDER BY u.name
        """;

    /// <summary>Registers what tells of calendars that were there before.</summary>
    public static IServiceCollection AddCalendarNews(this IServiceCollection services) =>
        services.AddSingleton<CalendarTelling>().AddHostedService(s => s.GetRequiredService<CalendarTelling>());

    /// <summary>Publishes each calendar's newest version, if it was not told yet. The tenant's row must be locked.</summary>
    public static async Task TellAsync(Work work, string tenant, Actor by, CancellationToken ct)
    {
        foreach (var told in await Sql.ReadAsync(work, Take, reader => Of(tenant, work.Now, reader), ct, tenant))
        {
            work.Publish(told with { By = by });
        }
    }

    private static CalendarChanged Of(string tenant, DateTimeOffset now, NpgsqlDataReader row)
    {
        var name = row.GetString(0);
        var calendar = CalendarStore.Open(JsonSerializer.Deserialize<CalendarDefinition>(row.GetString(2), EventJson.Options)!);
        return new()
        {
            Tenant = tenant,
            OccurredAt = now,
            CalendarId = IdOf(tenant, name),
            Name = name,
            Version = row.GetInt32(1),
            TimeZone = calendar.Zone.Id,
            Week = [.. calendar.Week.Select((hours, day) => new WeekdayHours((DayOfWeek)((day + 1) % 7), Hours(hours))).Where(day => day.Open.Count > 0)],
            Holidays = [.. calendar.Holidays.Order().Select(date => date.ToDateOnly())],
            SpecialDays = [.. calendar.SpecialDays.OrderBy(day => day.Key).Select(day => new SpecialDayHours(day.Key.ToDateOnly(), Hours(day.Value)))],
            ValidFrom = row.GetFieldValue<DateTimeOffset>(3),
        };
    }

    private static List<OpenHours> Hours(IEnumerable<DayInterval> intervals) => [.. intervals.Select(i => new OpenHours(i.FromSecond, i.ToSecond))];

    /// <summary>Made of what a calendar is known by here: a tenant's key has no slash. A UUID of version 8.</summary>
    private static Guid IdOf(string tenant, string name)
    {
        var id = SHA256.HashData(Encoding.UTF8.GetBytes($"{tenant}/{name}")).AsSpan(0, 16);
        id[6] = (byte)((id[6] & 0x0F) | 0x80);
        id[8] = (byte)((id[8] & 0x3F) | 0x80);
        return new(id, bigEndian: true);
    }
}
