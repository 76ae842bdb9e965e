using System.Buffers;
using System.Globalization;
using System.Net.Mail;
using System.Text;

namespace ServiceMesh.Notification.Domain;

/// <summary>Small rules about texts that come from outside.</summary>
public static class Texts
{
    private const int LongestHeader = 180;
    private static readonly SearchValues<char> s_overrides = SearchValues.Create("\u202A\u202B\u202C\u202D\u202E\u2066\u2067\u2068\u2069");

    /// <summary>A text that is safe as a header: one line, no control characters, at most 180 characters.</summary>
    public static string ForHeader(string? text)
    {
        if (string.IsNullOrEmpty(text)) return "";
        var line = new StringBuilder(Math.Min(text.Length, LongestHeader));
        foreach (var rune in text.EnumerateRunes())
        {
            if (line.Length >= LongestHeader) break;
            var unsafeHere = Rune.IsControl(rune) || rune == Rune.ReplacementChar
                || Rune.GetUnicodeCategory(rune) is UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Format;
            if (!unsafeHere) line.Append(rune);
            else if (line.Length > 0 && line[^1] != ' ') line.Append(' ');
        }
        return line.ToString().Trim();
    }

    /// <summary>
    /// A text that may stand in somebody's messenger: line breaks stay, other controls, direction marks and what lies beyond
    /// <paramref name="longest"/> characters go.
    /// </summary>
    public static string Clean(string text, int longest)
    {
        ArgumentNullException.ThrowIfNull(text);
        var clean = new StringBuilder(Math.Min(text.Length, longest));
        foreach (var rune in text.EnumerateRunes())
        {
            if (clean.Length >= longest - 1)
            {
                clean.Append('…');
                break;
            }
            if (rune.Value == '\n') clean.Append('\n');
            else if (!Rune.IsControl(rune) && Rune.GetUnicodeCategory(rune) is not UnicodeCategory.Format) clean.Append(rune);
        }
        return clean.ToString().Trim();
    }

    /// <summary>The text without marks that turn the direction of what follows, by which a text can be made to read as something else.</summary>
    public static string WithoutOverrides(string text) =>
        text.AsSpan().IndexOfAny(s_overrides) < 0 ? text : string.Concat(text.Where(c => !s_overrides.Contains(c)));

    /// <summary>Whether mail can be sent to this address: one plain address without a name, and nothing that could break out of a header.</summary>
    public static bool IsAddress(string address) =>
        address.Length <= 254 && !address.Any(c => char.IsControl(c) || char.IsWhiteSpace(c)) && char.IsAscii(address[0])
        && MailAddress.TryCreate(address, out var parsed) && parsed.Address == address && parsed.User.All(char.IsAscii);

    /// <summary>An address that may be shown: <c>w***@example.com</c>, <c>+86***78</c>. Anything else is shown as it is.</summary>
    public static string Mask(string address)
    {
        if (address is ['+', _, _, _, _, _, ..]) return $"{address[..3]}***{address[^2..]}";
        var at = address.LastIndexOf('@');
        return at <= 0 ? address : $"{address[0]}***{address[at..]}";
    }

    /// <summary>The language a message is written in: the wanted one where there is a translation, else the tenant's first one that has.</summary>
    public static string Language(string? wanted, IReadOnlyList<string> tenantLanguages) =>
        Translation(wanted) ?? tenantLanguages.Select(Translation).FirstOrDefault(l => l is not null) ?? "en";

    /// <summary>An instant on the tenant's clock, with the zone's name.</summary>
    public static string LocalTime(DateTimeOffset at, string zone) =>
        TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var known)
            ? string.Create(CultureInfo.InvariantCulture, $"{TimeZoneInfo.ConvertTime(at, known):yyyy-MM-dd HH:mm} ({zone})")
            : string.Create(CultureInfo.InvariantCulture, $"{at.UtcDateTime:yyyy-MM-dd HH:mm} (UTC)");

    private static string? Translation(string? tag) => tag?.Split('-', '_')[0].ToUpperInvariant() switch
    {
        "ZH" => "zh",
        "EN" => "en",
        _ => null,
    };
}
