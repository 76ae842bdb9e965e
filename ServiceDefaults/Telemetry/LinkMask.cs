using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;

namespace ServiceMesh.ServiceDefaults;

/// <summary>
/// Takes the secret out of links: surveys (<c>/s/</c>), progress (<c>/p/</c>, <c>/progress/</c>), acknowledgements (<c>/a/</c>), unsubscriptions
/// (<c>/u/</c>), calendars (<c>/ical/</c>) and the addresses that mail comes in by (<c>/mail/</c>).
/// </summary>
internal static partial class LinkMask
{
    /// <summary>The same text with what follows such a prefix, up to where a path's part ends, replaced; the very same one when there is nothing.</summary>
    public static string Of(string text) => text.Contains('/', StringComparison.Ordinal) && Secret().IsMatch(text) ? Secret().Replace(text, "***") : text;

    /// <summary>A value of a log line or scope; anything but texts and addresses is left as it is.</summary>
    public static object? Of(object? value)
    {
        var text = value switch
        {
            string s => s,
            PathString path => path.Value,
            Uri uri => uri.OriginalString,
            _ => null,
        };
        if (text is null)
            return value;
        var masked = Of(text);
        return ReferenceEquals(masked, text) ? value : masked;
    }

    [GeneratedRegex(@"(?<=/(?:s|p|a|u|ical|progress|mail)/)[^/?#\s""'<>*]+", RegexOptions.IgnoreCase, matchTimeoutMilliseconds: -1)]
    private static partial Regex Secret();
}
