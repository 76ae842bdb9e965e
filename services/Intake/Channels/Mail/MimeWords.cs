using System.Text;
using System.Text.RegularExpressions;

namespace ServiceMesh.Intake.Channels.Mail;

/// <summary>Words of headers that are not ASCII (RFC 2047), and charsets by the names that mails give them.</summary>
internal static partial class MimeWords
{
    /// <summary>A header's text; what cannot be read stays as it is.</summary>
    public static string Decode(string header) => Word().Replace(Between().Replace(header, "$1$2"), m => Read(m) ?? m.Value);

    /// <summary>The charset of a name; UTF-8 for none, unknown ones and plain ASCII.</summary>
    public static Encoding Charset(string? name)
    {
        if (string.IsNullOrWhiteSpace(name) || name.Equals("us-ascii", StringComparison.OrdinalIgnoreCase))
            return Encoding.UTF8;
        // What calls itself GB2312 or GBK is often the larger set.
        if (name.StartsWith("gb", StringComparison.OrdinalIgnoreCase))
            return CodePagesEncodingProvider.Instance.GetEncoding("gb18030")!;
        try
        {
            return CodePagesEncodingProvider.Instance.GetEncoding(name) ?? Encoding.GetEncoding(name);
        }
        catch (ArgumentException)
        {
            return Encoding.UTF8;
        }
    }

    /// <summary>Bytes of quoted-printable text.</summary>
    public static byte[] QuotedPrintable(string text)
    {
        var bytes = new List<byte>(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '=')
                bytes.Add((byte)text[i]);
            else if (i + 2 < text.Length && char.IsAsciiHexDigit(text[i + 1]) && char.IsAsciiHexDigit(text[i + 2]))
                (_, i) = (Add(Convert.ToByte(text.Substring(i + 1, 2), 16)), i + 2);
            else if (text.AsSpan(i + 1).StartsWith("\r\n"))
                i += 2;
            else if (text.AsSpan(i + 1).StartsWith("\n"))
                i++;
        }

        return [.. bytes];

        bool Add(byte b)
        {
            bytes.Add(b);
            return true;
        }
    }

    /// <summary>Bytes of base64 text, whatever stands between its letters; empty when it is none.</summary>
    public static byte[] Base64(string text)
    {
        var clean = string.Concat(text.Where(c => char.IsAsciiLetterOrDigit(c) || c is '+' or '/'));
        clean = clean[..(clean.Length - (clean.Length % 4 == 1 ? 1 : 0))];
        var bytes = new byte[(clean.Length / 4 * 3) + 3];
        return Convert.TryFromBase64String(clean.PadRight((clean.Length + 3) / 4 * 4, '='), bytes, out var length) ? bytes[..length] : [];
    }

    private static string? Read(Match word)
    {
        var text = word.Groups["text"].Value;
        var bytes = word.Groups["kind"].Value is "B" or "b" ? Base64(text) : QuotedPrintable(text.Replace('_', ' '));
        return Charset(word.Groups["charset"].Value.Split('*')[0]).GetString(bytes);
    }

    [GeneratedRegex(@"=\?(?<charset>[A-Za-z0-9\-_*.:]{1,40})\?(?<kind>[BbQq])\?(?<text>[^?\s]{0,2000})\?=")]
    private static partial Regex Word();

    /// <summary>Blanks between two such words do not count.</summary>
    [GeneratedRegex(@"(\?=)\s+(=\?)")]
    private static partial Regex Between();
}
