using System.Globalization;
using System.Text;

namespace ServiceMesh.Sinks.Mail;

/// <summary>The two content transfer encodings. Input that is not well-formed comes through as far as it can.</summary>
internal static class TransferEncodings
{
    public static byte[] Base64(string text)
    {
        var clean = new string([.. text.Where(c => char.IsAsciiLetterOrDigit(c) || c is '+' or '/')]);
        clean = clean[..(clean.Length - (clean.Length % 4 == 1 ? 1 : 0))];
        return Convert.FromBase64String(clean.PadRight((clean.Length + 3) / 4 * 4, '='));
    }

    public static byte[] QuotedPrintable(string text)
    {
        var bytes = new List<byte>(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '=')
            {
                bytes.Add((byte)text[i]);
                continue;
            }
            var rest = text.AsSpan(i + 1);
            if (rest.Length >= 2 && byte.TryParse(rest[..2], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
            {
                bytes.Add(value);
                i += 2;
                continue;
            }
            var lineEnd = rest.IndexOf('\n');
            if (lineEnd >= 0 && rest[..lineEnd].IsWhiteSpace()) i += lineEnd + 1;
            else if (!rest.IsEmpty) bytes.Add((byte)'=');
        }
        return [.. bytes];
    }
}

/// <summary>Bytes to text by the charset a mail names; UTF-8, then Latin-1, when it names none that is known.</summary>
internal static class Charsets
{
    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    static Charsets() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    public static string Decode(byte[] bytes, string? charset)
    {
        if (charset is not null && Named(charset) is { } encoding) return encoding.GetString(bytes);
        try
        {
            return StrictUtf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return Encoding.Latin1.GetString(bytes);
        }
    }

    private static Encoding? Named(string charset)
    {
        try
        {
            return charset.Equals("us-ascii", StringComparison.OrdinalIgnoreCase) ? null : Encoding.GetEncoding(charset);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
