using System.Text;

namespace ServiceMesh.Intake.Domain;

/// <summary>Cuts a text into parts that a platform takes.</summary>
public static class MessageParts
{
    /// <summary>
    /// The parts, none longer than <paramref name="longest"/> (16 at least), counted in UTF-8 bytes or UTF-16 units. Cut behind a line or a blank where
    /// that leaves at least half a part, else between two characters; joined again they are the text without blanks at the cuts.
    /// </summary>
    public static IReadOnlyList<string> Split(string text, int longest, bool countsBytes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(longest, 16);
        var parts = new List<string>();
        var rest = text.AsSpan().Trim();
        while (Size(rest, countsBytes) > longest)
        {
            var fits = Fitting(rest, longest, countsBytes);
            var cut = Cut(rest, fits);
            parts.Add(rest[..cut].TrimEnd().ToString());
            rest = rest[cut..].TrimStart();
        }

        if (rest.Length > 0 || parts.Count == 0)
            parts.Add(rest.ToString());
        return parts;
    }

    private static int Size(ReadOnlySpan<char> text, bool countsBytes) => countsBytes ? Encoding.UTF8.GetByteCount(text) : text.Length;

    /// <summary>How many UTF-16 units fit, up to the end of a whole character.</summary>
    private static int Fitting(ReadOnlySpan<char> text, int longest, bool countsBytes)
    {
        var (units, used) = (0, 0);
        foreach (var rune in text.EnumerateRunes())
        {
            used += countsBytes ? rune.Utf8SequenceLength : rune.Utf16SequenceLength;
            if (used > longest)
                break;
            units += rune.Utf16SequenceLength;
        }

        return units;
    }

    private static int Cut(ReadOnlySpan<char> text, int fits)
    {
        var line = text[..fits].LastIndexOf('\n');
        if (line >= fits / 2)
            return line;
        var blank = text[..fits].LastIndexOf(' ');
        return blank >= fits / 2 ? blank : fits;
    }
}
