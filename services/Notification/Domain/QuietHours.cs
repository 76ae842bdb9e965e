using NodaTime;

namespace ServiceMesh.Notification.Domain;

/// <summary>Quiet hours on the recipient's own clock.</summary>
public static class QuietHours
{
    /// <summary>The end of the quiet hours that <paramref name="now"/> lies in; null outside. From is inside, to is not.</summary>
    /// <param name="zone">IANA name; an unknown one counts as UTC.</param>
    public static DateTimeOffset? EndOf(TimeOnly from, TimeOnly to, string zone, DateTimeOffset now)
    {
        if (from == to) return null;
        var local = Instant.FromDateTimeOffset(now).InZone(DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone) ?? DateTimeZone.Utc);
        var (start, end) = (LocalTime.FromTimeOnly(from), LocalTime.FromTimeOnly(to));
        var time = local.TimeOfDay;
        LocalDate? day = start < end
            ? time >= start && time < end ? local.Date : null
            : time >= start ? local.Date.PlusDays(1) : time < end ? local.Date : null;
        // A quiet period that would end in the hour a clock skips ends when the clock is past it.
        return day?.At(end).InZoneLeniently(local.Zone).ToInstant().ToDateTimeOffset();
    }
}
