using System.Buffers.Text;
using System.Globalization;
using System.Text;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Dispatch.Board;

/// <summary>What the board is ordered by.</summary>
public enum BoardSort
{
    /// <summary>The most pressing promise first; only open tickets have promises.</summary>
    Due,

    /// <summary>The newest first.</summary>
    Opened,

    /// <summary>The latest changed first.</summary>
    Updated,
}

/// <summary>The last row of a page: the next page begins after it, however rows moved meanwhile.</summary>
internal sealed record BoardCursor(BoardSort Sort, DateTimeOffset At, Guid Id)
{
    public string Write() =>
        Base64Url.EncodeToString(Encoding.ASCII.GetBytes(FormattableString.Invariant($"{(int)Sort} {At.UtcTicks} {Id:N}")));

    /// <exception cref="ProblemException">400: it is no cursor of this list in this order.</exception>
    public static BoardCursor? Read(string? text, BoardSort sort)
    {
        if (string.IsNullOrEmpty(text)) return null;
        var buffer = new byte[128];
        if (text.Length <= 128 && Base64Url.IsValid(text) && Base64Url.TryDecodeFromChars(text, buffer, out var written))
        {
            var parts = Encoding.ASCII.GetString(buffer, 0, written).Split(' ');
            if (parts.Length == 3 && parts[0] == ((int)sort).ToString(CultureInfo.InvariantCulture)
                && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var ticks)
                && ticks <= DateTimeOffset.MaxValue.UtcTicks && Guid.TryParseExact(parts[2], "N", out var id))
                return new BoardCursor(sort, new DateTimeOffset(ticks, TimeSpan.Zero), id);
        }

        throw Problems.InvalidField("cursor", "The cursor is not one of this list in this order.");
    }
}
