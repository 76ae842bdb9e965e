using System.Text;
using System.Text.RegularExpressions;

namespace ServiceMesh.Sinks.Mail;

/// <summary>A message's decoded headers and its first readable text and HTML parts.</summary>
public sealed record ParsedMail(IReadOnlyList<MailHeader> Headers, string Text, string? Html)
{
    /// <summary>The value of the first header of that name, or null.</summary>
    public string? Header(string name) =>
        Headers.FirstOrDefault(h => string.Equals(h.Name, name, StringComparison.OrdinalIgnoreCase))?.Value;
}

/// <summary>
/// Reads a mail (RFC 5322, MIME): folded headers, encoded words, nested multiparts, quoted-printable, base64, charsets.
/// It never throws on odd input: what cannot be decoded is shown as it came. MimeKit is the library for more.
/// </summary>
public static partial class MimeParser
{
    private const int MaxDepth = 10;

    /// <summary>Parses a whole message as it came over the wire.</summary>
    public static ParsedMail Parse(ReadOnlySpan<byte> message)
    {
        var raw = Encoding.Latin1.GetString(message);
        var (headers, body) = Split(raw);
        string? text = null, html = null;
        Collect(headers, body, 0, ref text, ref html);
        return new ParsedMail([.. headers.Select(h => h with { Value = EncodedWords.Decode(Utf8(h.Value)) })], text ?? "", html);
    }

    private static void Collect(List<MailHeader> headers, string body, int depth, ref string? text, ref string? html)
    {
        var type = Find(headers, "Content-Type") ?? "text/plain";
        var mediaType = type.Split(';')[0].Trim().ToLowerInvariant();
        if (mediaType.StartsWith("multipart/", StringComparison.Ordinal) && depth < MaxDepth && Parameter(type, "boundary") is { } boundary)
        {
            foreach (var part in Parts(body, boundary))
            {
                var (partHeaders, partBody) = Split(part);
                Collect(partHeaders, partBody, depth + 1, ref text, ref html);
            }
            return;
        }
        if (Find(headers, "Content-Disposition")?.TrimStart().StartsWith("attachment", StringComparison.OrdinalIgnoreCase) == true) return;
        if (mediaType == "text/plain" && text is null) text = DecodeBody(headers, type, body);
        else if (mediaType == "text/html" && html is null) html = DecodeBody(headers, type, body);
    }

    private static string DecodeBody(List<MailHeader> headers, string contentType, string body)
    {
        var encoding = Find(headers, "Content-Transfer-Encoding")?.Trim().ToLowerInvariant();
        var bytes = encoding switch
        {
            "base64" => TransferEncodings.Base64(body),
            "quoted-printable" => TransferEncodings.QuotedPrintable(body),
            _ => Encoding.Latin1.GetBytes(body),
        };
        return Charsets.Decode(bytes, Parameter(contentType, "charset")).TrimEnd('\r', '\n').ReplaceLineEndings("\n");
    }

    private static (List<MailHeader> Headers, string Body) Split(string raw)
    {
        var headers = new List<MailHeader>();
        var position = 0;
        while (position < raw.Length)
        {
            var end = raw.IndexOf("\r\n", position, StringComparison.Ordinal);
            if (end < 0) end = raw.Length;
            var line = raw[position..end];
            position = Math.Min(end + 2, raw.Length);
            if (line.Length == 0) break;
            if (line[0] is ' ' or '\t' && headers.Count > 0)
            {
                headers[^1] = headers[^1] with { Value = headers[^1].Value + " " + line.Trim() };
                continue;
            }
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0) headers.Add(new MailHeader(line[..colon].Trim(), line[(colon + 1)..].Trim()));
        }
        return (headers, raw[position..]);
    }

    private static IEnumerable<string> Parts(string body, string boundary)
    {
        var delimiter = "--" + boundary;
        StringBuilder? part = null;
        foreach (var line in body.Split("\r\n"))
        {
            if (line.StartsWith(delimiter, StringComparison.Ordinal) && line[delimiter.Length..].TrimEnd() is "" or "--")
            {
                if (part is not null) yield return part.ToString();
                if (line.AsSpan(delimiter.Length).StartsWith("--")) yield break;
                part = new StringBuilder();
                continue;
            }
            part?.Append(line).Append("\r\n");
        }
        if (part is not null) yield return part.ToString();
    }

    private static string? Find(List<MailHeader> headers, string name) =>
        headers.FirstOrDefault(h => string.Equals(h.Name, name, StringComparison.OrdinalIgnoreCase))?.Value;

    private static string? Parameter(string header, string name)
    {
        foreach (Match match in ParameterPattern().Matches(header))
        {
            if (!string.Equals(match.Groups["name"].Value, name, StringComparison.OrdinalIgnoreCase)) continue;
            return match.Groups["quoted"].Success ? match.Groups["quoted"].Value.Replace("\\", "", StringComparison.Ordinal) : match.Groups["token"].Value;
        }
        return null;
    }

    /// <summary>Headers may be UTF-8 as they are (SMTPUTF8).</summary>
    private static string Utf8(string latin1) => Charsets.Decode(Encoding.Latin1.GetBytes(latin1), null);

    [GeneratedRegex("""(?<=;)\s*(?<name>[^\s=;"]+)\s*=\s*(?:"(?<quoted>(?:[^"\\]|\\.)*)"|(?<token>[^\s;]+))""", RegexOptions.None, 1000)]
    private static partial Regex ParameterPattern();
}
