using System.Globalization;
using System.Text;

namespace ServiceMesh.Dispatch.Domain.Maintenance;

/// <summary>An entry of a calendar.</summary>
/// <param name="Uid">Stays the same for ever; what changes of the entry raises <paramref name="Sequence"/>.</param>
/// <param name="Status"><c>CONFIRMED</c>, <c>TENTATIVE</c> or <c>CANCELLED</c>.</param>
public sealed record CalendarEntry(
    string Uid, int Sequence, DateTimeOffset ChangedAt, DateTimeOffset From, DateTimeOffset Until, string Summary, string? Description, string Status, string? Category);

/// <summary>Writes calendars as RFC 5545 wants them: lines of at most 75 octets that end with CR and LF, texts escaped, instants in UTC.</summary>
public static class ICalendar
{
    public const string MediaType = "text/calendar; charset=utf-8";

    private const int LongestLine = 75;

    public static string Write(string name, string language, IEnumerable<CalendarEntry> entries)
    {
        var text = new StringBuilder();
        Line(text, "BEGIN:VCALENDAR");
        Line(text, "VERSION:2.0");
        Line(text, "PRODID:-//ServiceMesh//Maintenance//EN");
        Line(text, "CALSCALE:GREGORIAN");
        Line(text, "METHOD:PUBLISH");
        Line(text, $"X-WR-CALNAME;LANGUAGE={language}:{Escape(name)}");
        Line(text, "REFRESH-INTERVAL;VALUE=DURATION:PT1H");
        foreach (var entry in entries) Write(text, entry, language);
        Line(text, "END:VCALENDAR");
        return text.ToString();
    }

    private static void Write(StringBuilder text, CalendarEntry e, string language)
    {
        Line(text, "BEGIN:VEVENT");
        Line(text, $"UID:{Escape(e.Uid)}");
        Line(text, $"SEQUENCE:{e.Sequence}");
        Line(text, $"DTSTAMP:{Instant(e.ChangedAt)}");
        Line(text, $"LAST-MODIFIED:{Instant(e.ChangedAt)}");
        Line(text, $"DTSTART:{Instant(e.From)}");
        Line(text, $"DTEND:{Instant(e.Until)}");
        Line(text, $"SUMMARY;LANGUAGE={language}:{Escape(e.Summary)}");
        if (e.Description is { Length: > 0 } description) Line(text, $"DESCRIPTION;LANGUAGE={language}:{Escape(description)}");
        if (e.Category is { Length: > 0 } category) Line(text, $"CATEGORIES:{Escape(category)}");
        Line(text, $"STATUS:{e.Status}");
        Line(text, "TRANSP:OPAQUE");
        Line(text, "END:VEVENT");
    }

    private static string Instant(DateTimeOffset at) => at.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);

    /// <summary>A text value: backslash, semicolon, comma and line breaks escaped; other control characters, which none may hold, left out.</summary>
    internal static string Escape(string value)
    {
        var text = new StringBuilder(value.Length + 8);
        foreach (var c in value.ReplaceLineEndings("\n"))
            _ = c switch
            {
                '\\' => text.Append(@"\\"),
                ';' => text.Append(@"\;"),
                ',' => text.Append(@"\,"),
                '\n' => text.Append(@"\n"),
                '\t' => text.Append(c),
                _ when char.IsControl(c) => text,
                _ => text.Append(c),
            };
        return text.ToString();
    }

    /// <summary>Folds between characters, never inside one: a line that goes on begins with a blank, which counts.</summary>
    private static void Line(StringBuilder text, string line)
    {
        var octets = 0;
        foreach (var rune in line.EnumerateRunes())
        {
            if (octets + rune.Utf8SequenceLength > LongestLine)
            {
                text.Append("\r\n ");
                octets = 1;
            }

            text.Append(rune.ToString());
            octets += rune.Utf8SequenceLength;
        }

        text.Append("\r\n");
    }
}
