using System.Globalization;
using System.Text;

namespace ServiceMesh.Intake.Domain;

/// <summary>Names of files as strangers give them.</summary>
public static class FileName
{
    /// <summary>Longest name kept, in UTF-16 units.</summary>
    public const int Longest = 120;

    private const int LongestExtension = 20;
    private const string Forbidden = "/\\:*?\"<>|";

    private static readonly HashSet<string> s_devices = new(StringComparer.OrdinalIgnoreCase)
    {
        "con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9",
        "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9",
    };

    /// <summary>
    /// The name without its folders and without what does harm in a header, on a disk or before somebody's eyes (control and invisible
    /// characters, characters that turn the direction of writing); cut before its extension; null when nothing is left.
    /// </summary>
    public static string? Clean(string? given)
    {
        if (string.IsNullOrWhiteSpace(given))
            return null;
        var last = given[(given.AsSpan().LastIndexOfAny('/', '\\') + 1)..];
        var kept = new StringBuilder();
        foreach (var rune in last.EnumerateRunes())
        {
            if (rune == Rune.ReplacementChar || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse
                or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.OtherNotAssigned)
                continue;
            kept.Append(rune.IsAscii && Forbidden.Contains((char)rune.Value, StringComparison.Ordinal) ? "_" : rune.ToString());
        }

        var name = kept.ToString().Normalize(NormalizationForm.FormC).Trim().Trim('.').Trim();
        if (name.Length == 0)
            return null;
        if (s_devices.Contains(name.Split('.')[0].Trim()))
            name = "_" + name;
        return name.Length <= Longest ? name : Shorten(name);
    }

    /// <summary>The extension in lower case with its dot; empty for none.</summary>
    public static string Extension(string? name)
    {
        var at = name?.LastIndexOf('.') ?? -1;
        return at < 1 || name!.Length - at > LongestExtension ? "" : name[at..].ToLowerInvariant();
    }

    private static string Shorten(string name)
    {
        var extension = Extension(name);
        var stem = name[..(Longest - extension.Length)];
        if (char.IsHighSurrogate(stem[^1]))
            stem = stem[..^1];
        return stem.TrimEnd('.', ' ') + name[^extension.Length..];
    }
}
