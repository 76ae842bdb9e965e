using System.Globalization;
using NodaTime;

namespace ServiceMesh.Notification.Domain;

/// <summary>An instant as people say it: "10:30", "tomorrow 09:00", "Mon 23 Nov 09:00".</summary>
public static class PlainTime
{
    private static readonly CultureInfo s_chinese = CultureInfo.GetCultureInfo("zh-CN");
    private static readonly CultureInfo s_english = CultureInfo.InvariantCulture;

    /// <param name="zone">IANA name of the reader's clock; an unknown one counts as UTC.</param>
    /// <param name="language"><c>zh</c> or <c>en</c>.</param>
    public static string Of(DateTimeOffset at, DateTimeOffset now, string zone, string language)
    {
        var clock = DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone) ?? DateTimeZone.Utc;
        var (when, today) = (Instant.FromDateTimeOffset(at).InZone(clock), Instant.FromDateTimeOffset(now).InZone(clock).Date);
        var chinese = language == "zh";
        var time = when.TimeOfDay.ToString("HH:mm", s_english);
        var days = Period.DaysBetween(today, when.Date);
        return days switch
        {
            0 => chinese ? $"今天 {time}" : time,
            1 => chinese ? $"明天 {time}" : $"tomorrow {time}",
            -1 => chinese ? $"昨天 {time}" : $"yesterday {time}",
            _ when chinese => $"{when.Date.ToString("M月d日", s_chinese)}（{Weekday(when.Date)}）{time}",
            _ => $"{when.Date.ToString("ddd d MMM", s_english)} {time}",
        };
    }

    /// <summary>The end of a span as people say it after its begin: on the same day its time alone.</summary>
    public static string Until(DateTimeOffset end, DateTimeOffset begin, DateTimeOffset now, string zone, string language)
    {
        var clock = DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone) ?? DateTimeZone.Utc;
        var (from, until) = (Instant.FromDateTimeOffset(begin).InZone(clock), Instant.FromDateTimeOffset(end).InZone(clock));
        return from.Date == until.Date ? until.TimeOfDay.ToString("HH:mm", s_english) : Of(end, now, zone, language);
    }

    private static string Weekday(LocalDate date) => "周" + "一二三四五六日"[(int)date.DayOfWeek - 1];
}
