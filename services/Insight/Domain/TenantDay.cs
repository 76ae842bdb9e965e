using NodaTime;

namespace ServiceMesh.Insight.Domain;

/// <summary>The calendar day of an instant where the tenant lives.</summary>
public static class TenantDay
{
    /// <summary>The zone by its IANA name, or null when there is none of that name.</summary>
    public static DateTimeZone? Zone(string? name) => name is null ? null : DateTimeZoneProviders.Tzdb.GetZoneOrNull(name);

    /// <summary>The day of <paramref name="at"/> in <paramref name="zone"/>; in UTC while the zone is not known.</summary>
    public static DateOnly Of(DateTimeOffset at, DateTimeZone? zone) =>
        Instant.FromDateTimeOffset(at).InZone(zone ?? DateTimeZone.Utc).Date.ToDateOnly();
}
