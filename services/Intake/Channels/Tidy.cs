using System.Text;
using ServiceMesh.Intake.Requests;

namespace ServiceMesh.Intake.Channels;

/// <summary>
/// Makes storable what people and platforms call themselves and each other: a message is not refused because a nickname holds a line end
/// (the platform would only send it again), it loses the line end.
/// </summary>
internal static class Tidy
{
    /// <summary>One line without control characters and half characters, cut at a whole character; null when nothing is left.</summary>
    public static string? Line(string? text, int longest) => Clean(text, longest, lines: false);

    /// <summary>The same with line ends and tabs kept, cut at what a message may hold.</summary>
    public static string Text(string? text) => Clean(text, Limits.Text, lines: true) ?? "";

    /// <summary>An id as the platform gave it; null for none and for one that no platform gives.</summary>
    public static string? Id(string? id) => id is { Length: > 0 and <= Limits.PlatformId } && !id.Any(c => char.IsControl(c) || char.IsSurrogate(c)) ? id : null;

    private static string? Clean(string? text, int longest, bool lines)
    {
        if (string.IsNullOrWhiteSpace(text))
            return null;
        var clean = new StringBuilder(Math.Min(text.Length, longest));
        foreach (var rune in text.EnumerateRunes())
        {
            if (clean.Length + rune.Utf16SequenceLength > longest)
                break;
            if (rune.Value is '\n' or '\r' or '\t')
                clean.Append(lines ? (char)rune.Value : ' ');
            else if (!Rune.IsControl(rune))
                clean.Append(rune.ToString());
        }

        return clean.ToString().TrimToNull();
    }
}
