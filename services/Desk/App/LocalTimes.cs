namespace ServiceMesh.Desk;

/// <summary>Local times of a zone as instants, by the rule that calendars follow.</summary>
internal static class LocalTimes
{
    /// <summary>A time that a clock change swallowed moves forward by the gap; one that comes twice is its first pass.</summary>
    public static DateTimeOffset In(this DateTime local, TimeZoneInfo zone)
    {
        if (zone.IsInvalidTime(local))
        {
            // By the offset before the gap: that is as far after it as the time lay inside.
            var before = zone.GetUtcOffset(local.AddHours(-3));
            return new DateTimeOffset(local, before).ToUniversalTime();
        }

        var offset = zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local);
        return new DateTimeOffset(local, offset).ToUniversalTime();
    }

    public static DateTime At(this TimeZoneInfo zone, DateTimeOffset instant) => TimeZoneInfo.ConvertTime(instant, zone).DateTime;
}
