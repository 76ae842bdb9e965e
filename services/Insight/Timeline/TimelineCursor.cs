using System.Buffers.Text;
using System.Globalization;
using System.Text;
using ServiceMesh.Insight.Persistence;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Insight.Timeline;

/// <summary>A place on a timeline, written as one opaque word.</summary>
internal sealed record TimelineCursor(DateTimeOffset At, string Publisher, long Sequence, Guid Aggregate)
{
    private const char Separator = '|';

    /// <summary>The cursor behind a row.</summary>
    public static string Of(TimelineRow row) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(
        string.Create(CultureInfo.InvariantCulture, $"{row.At.UtcTicks}{Separator}{row.Publisher}{Separator}{row.Sequence}{Separator}{row.Aggregate:N}")));

    /// <summary>The place a cursor names, or null without one; 400 for anything that is no cursor.</summary>
    public static TimelineCursor? Parse(string? cursor)
    {
        if (string.IsNullOrEmpty(cursor)) return null;
        if (cursor.Length <= 400 && Base64Url.IsValid(cursor)
            && Encoding.UTF8.GetString(Base64Url.DecodeFromChars(cursor)).Split(Separator) is [var at, var publisher, var sequence, var aggregate]
            && long.TryParse(at, CultureInfo.InvariantCulture, out var ticks) && ticks > 0 && ticks < DateTime.MaxValue.Ticks
            && long.TryParse(sequence, CultureInfo.InvariantCulture, out var number)
            && Guid.TryParseExact(aggregate, "N", out var id)
            && !publisher.Contains('\0', StringComparison.Ordinal))
        {
            return new TimelineCursor(new DateTimeOffset(ticks, TimeSpan.Zero), publisher, number, id);
        }
        throw Problems.InvalidField("cursor", "cursor is not one of this list's.");
    }
}
