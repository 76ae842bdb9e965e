using NodaTime;

namespace ServiceMesh.Traffic.Demo.Stories;

/// <summary>Somewhere it is night. The services' clocks are real, so a story that plays at night plays where it is night now: follow the sun.</summary>
public static class NightZones
{
    /// <summary>In the dead of night: twenty past one.</summary>
    private static readonly LocalTime s_wanted = new(1, 20);

    /// <summary>Cities that people know, where clocks may change; then a zone for each hour of the world in which they do not.</summary>
    private static readonly string[] s_zones =
    [
        "Europe/Lisbon", "Europe/Berlin", "America/New_York", "America/Los_Angeles", "Pacific/Auckland",
        "Pacific/Pago_Pago", "Pacific/Honolulu", "Pacific/Gambier", "Pacific/Pitcairn", "America/Phoenix", "America/Costa_Rica", "America/Bogota", "America/Puerto_Rico", "America/Sao_Paulo",
        "Atlantic/South_Georgia", "Atlantic/Cape_Verde", "Africa/Abidjan", "Africa/Lagos", "Africa/Johannesburg", "Africa/Nairobi", "Asia/Dubai", "Asia/Karachi", "Asia/Dhaka",
        "Asia/Bangkok", "Asia/Shanghai", "Asia/Tokyo", "Australia/Brisbane", "Pacific/Noumea", "Pacific/Fiji",
    ];

    /// <summary>The zone in which it is nearest to 01:20 now, and the time there.</summary>
    public static (string Zone, LocalDateTime Local) Nearest(DateTimeOffset now)
    {
        var instant = Instant.FromDateTimeOffset(now);
        return s_zones.Select(zone => (Zone: zone, Local: instant.InZone(DateTimeZoneProviders.Tzdb[zone]).LocalDateTime)).MinBy(z => Away(z.Local.TimeOfDay));
    }

    /// <summary>The zone in which a time of day comes next.</summary>
    public static string Before(DateTimeOffset now, LocalTime time)
    {
        var instant = Instant.FromDateTimeOffset(now);
        return s_zones.MinBy(zone => (time.TickOfDay - instant.InZone(DateTimeZoneProviders.Tzdb[zone]).TimeOfDay.TickOfDay + NodaConstants.TicksPerDay) % NodaConstants.TicksPerDay)!;
    }

    private static long Away(LocalTime time)
    {
        var ticks = Math.Abs(time.TickOfDay - s_wanted.TickOfDay);
        return Math.Min(ticks, NodaConstants.TicksPerDay - ticks);
    }
}
