using NodaTime;
using NodaTime.TimeZones;

namespace ServiceMesh.Intake.Domain;

/// <summary>A tenant's days, languages and way of dialling, as far as registering a ticket needs them, and the name its customers know.</summary>
/// <param name="Brand">Null while it is not known.</param>
public sealed record TenantProfile(string TimeZone, IReadOnlyList<string> Languages, string? Brand = null)
{
    /// <summary>In force until the gateway has told about the tenant.</summary>
    public static TenantProfile Default { get; } = new("Asia/Shanghai", ["zh-CN", "en"]);

    private static readonly Dictionary<string, string> s_countries = TzdbDateTimeZoneSource.Default.ZoneLocations!
        .ToDictionary(l => l.ZoneId, l => l.CountryCode, StringComparer.Ordinal);

    /// <summary>The language to use when nobody said another.</summary>
    public string Language => Languages.Count > 0 ? Languages[0] : Default.Languages[0];

    /// <summary>How numbers without country code are read: by the country of the zone; null for zones of no country, such as UTC.</summary>
    public DialPlan? Dialling => DialPlan.ForRegion(
        s_countries.TryGetValue(TimeZone, out var country)
        || (TzdbDateTimeZoneSource.Default.CanonicalIdMap.TryGetValue(TimeZone, out var id) && s_countries.TryGetValue(id, out country))
            ? country
            : null);

    /// <summary>The day of an instant in the tenant's zone; an unknown zone counts as UTC.</summary>
    public DateOnly DayOf(DateTimeOffset at) => DateOnly.FromDateTime(TimeOf(at));

    /// <summary>What clocks show at an instant in the tenant's zone; an unknown zone counts as UTC.</summary>
    public DateTime TimeOf(DateTimeOffset at) =>
        Instant.FromDateTimeOffset(at).InZone(DateTimeZoneProviders.Tzdb.GetZoneOrNull(TimeZone) ?? DateTimeZone.Utc).ToDateTimeUnspecified();
}
