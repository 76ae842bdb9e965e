using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using ServiceMesh.Contracts;
using ServiceMesh.Intake.Channels;
using ServiceMesh.Intake.Channels.Chat;
using ServiceMesh.Intake.Domain;
using ServiceMesh.Intake.Persistence;
using ServiceMesh.Messaging;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Intake.Chat;

/// <summary>The opening hours of a calendar, as they are kept.</summary>
public sealed record CalendarHours(IReadOnlyList<WeekdayHours> Week, IReadOnlyList<DateOnly> Holidays, IReadOnlyList<SpecialDayHours> SpecialDays);

/// <summary>Keeps the newest version of each calendar as Sla tells of it; an older state than the known one changes nothing.</summary>
public sealed class CalendarCopy : IHandle<CalendarChanged>
{
    /// <inheritdoc />
    public Task HandleAsync(CalendarChanged e, Work work, CancellationToken ct)
    {
        var hours = JsonSerializer.Serialize(new CalendarHours(e.Week, e.Holidays, e.SpecialDays), JsonDefaults.Options);
        return work.Db<IntakeDb>().Database.ExecuteSqlAsync(
            $"""
            INSERT INTO calendars AS c (tenant, calendar_id, name, time_zone, hours, sequence)
            VALUES ({e.Tenant}, {e.CalendarId}, {e.Name}, {e.TimeZone}, {hours}::jsonb, {e.Stream!.Sequence})
            ON CONFLICT (tenant, calendar_id) DO UPDATE SET name = excluded.name, time_zone = excluded.time_zone, hours = excluded.hours, sequence = excluded.sequence
            WHERE c.sequence < excluded.sequence
            """, ct);
    }
}

/// <summary>When somebody answers a web chat: by the calendar that its channel names, else by its own hours, else always.</summary>
internal static class ChatCalendars
{
    /// <summary>Whether it is staffed now, and if not, when it will be next.</summary>
    public static async Task<(bool Open, DateTimeOffset? OpensAt)> AtAsync(IntakeDb db, OpenedChannel channel, TenantProfile profile, DateTimeOffset now, CancellationToken ct)
    {
        if (channel[ChatAdapter.Calendar] is { Length: > 0 } name
            && await db.Calendars.AsNoTracking().Where(c => c.Tenant == channel.Row.Tenant && c.Name == name).OrderByDescending(c => c.CalendarId).FirstOrDefaultAsync(ct) is { } calendar)
        {
            var kept = JsonSerializer.Deserialize<CalendarHours>(calendar.Hours, JsonDefaults.Options)!;
            return At(StaffedHours.Of(kept.Week, kept.Holidays, kept.SpecialDays), calendar.TimeZone, now);
        }

        return channel[ChatAdapter.Hours] is { Length: > 0 } text && StaffedHours.TryParse(text, out var hours) ? At(hours, profile.TimeZone, now) : (true, null);
    }

    /// <summary>Refuses a setting that names no calendar which Sla has told of: 400 <c>channel.setting</c>.</summary>
    public static async Task CheckAsync(IntakeDb db, string tenant, IReadOnlyDictionary<string, string?>? settings, CancellationToken ct)
    {
        if (settings?.GetValueOrDefault(ChatAdapter.Calendar) is not { } name)
            return;
        var known = await db.Calendars.AsNoTracking().Where(c => c.Tenant == tenant).Select(c => c.Name).Order().Take(50).ToListAsync(ct);
        if (!known.Contains(name))
            throw Problems.Invalid("channel.setting", $"settings.{ChatAdapter.Calendar} is no calendar of the service levels; there are {(known.Count == 0 ? "none" : string.Join(", ", known))}.");
    }

    private static (bool Open, DateTimeOffset? OpensAt) At(StaffedHours hours, string zone, DateTimeOffset now) =>
        hours.At(Instant.FromDateTimeOffset(now), DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone) ?? DateTimeZone.Utc) is var (open, opens)
            ? (open, opens?.ToDateTimeOffset()) : default;
}
