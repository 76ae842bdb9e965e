using System.Text;
using System.Text.RegularExpressions;
using ServiceMesh.Intake.Domain;

namespace ServiceMesh.Intake.Channels.Mail;

/// <summary>A file of a mail.</summary>
public sealed record MailFile(string? Name, byte[] Content);

/// <summary>What a raw mail holds.</summary>
/// <param name="Report">What mail systems say in it of another mail: parts of a delivery status report.</param>
internal sealed record MimeContent(MailHeaders Headers, string? Text, string? Html, IReadOnlyList<MailFile> Files, string Report);

/// <summary>
/// Reads a raw mail (RFC 5322 with MIME) as far as a ticket needs it: headers, the text, the files. What is broken is taken as plain text; it goes no
/// deeper than ten parts within parts.
/// </summary>
internal static partial class MimeReader
{
    private const int Deepest = 10;
    private const int MostParts = 100;

    public static MimeContent Read(ReadOnlySpan<byte> raw)
    {
        // Byte by byte: what the letters mean, each part says for itself.
        var found = new Found();
        var headers = Walk(Encoding.Latin1.GetString(raw), 0, found);
        return new MimeContent(headers, found.Text?.ToString(), found.Html?.ToString(), found.Files, found.Report.ToString());
    }

    private static MailHeaders Walk(string entity, int depth, Found found)
    {
        var (head, body) = Split(entity);
        var headers = MailHeaders.Parse(head);
        var type = headers["content-type"];
        var media = type.Split(';')[0].Trim().ToLowerInvariant();
        if (media.StartsWith("multipart/", StringComparison.Ordinal) && Parameter(type, "boundary") is { Length: > 0 } boundary && depth < Deepest)
        {
            foreach (var part in Parts(body, boundary))
            {
                if (found.Parts++ < MostParts)
                    Walk(part, depth + 1, found);
            }

            return headers;
        }

        if (media is "message/delivery-status" or "text/rfc822-headers" or "message/rfc822")
            found.Report.Append(body.AsSpan(0, Math.Min(body.Length, 20_000))).Append('\n');
        var content = headers["content-transfer-encoding"].Trim().ToLowerInvariant() switch
        {
            "base64" => MimeWords.Base64(body),
            "quoted-printable" => MimeWords.QuotedPrintable(body),
            _ => Encoding.Latin1.GetBytes(body),
        };
        var disposition = headers["content-disposition"];
        var name = Name(disposition, "filename") ?? Name(type, "name");
        var attached = disposition.StartsWith("attachment", StringComparison.OrdinalIgnoreCase) || name is not null;
        if (!attached && media is "" or "text/plain")
            (found.Text ??= new()).Append(MimeWords.Charset(Parameter(type, "charset")).GetString(content)).Append('\n');
        else if (!attached && media == "text/html")
            (found.Html ??= new()).Append(MimeWords.Charset(Parameter(type, "charset")).GetString(content)).Append('\n');
        else if (media is not ("message/delivery-status" or "text/rfc822-headers") && content.Length > 0)
            found.Files.Add(new MailFile(name ?? (media == "message/rfc822" ? "mail.eml" : null), content));
        return headers;
    }

    private static (string Head, string Body) Split(string entity)
    {
        var match = EmptyLine().Match(entity);
        return match.Success ? (entity[..match.Index], entity[(match.Index + match.Length)..]) : (entity, "");
    }

    private static IEnumerable<string> Parts(string body, string boundary)
    {
        var mark = "--" + boundary;
        int? start = null;
        for (var at = 0; (at = body.IndexOf(mark, at, StringComparison.Ordinal)) >= 0; at += mark.Length)
        {
            if (at > 0 && body[at - 1] != '\n')
                continue;
            if (start is { } from && at - 1 >= from)
                yield return body[from..(at - 1)].TrimEnd('\r');
            var after = at + mark.Length;
            if (after + 1 < body.Length && body[after] == '-' && body[after + 1] == '-')
                yield break;
            var line = body.IndexOf('\n', after);
            if (line < 0)
                yield break;
            start = line + 1;
        }

        if (start is { } last && last < body.Length)
            yield return body[last..];
    }

    private static string? Parameter(string header, string name)
    {
        foreach (Match match in Parameters().Matches(header))
        {
            if (match.Groups["name"].Value.Equals(name, StringComparison.OrdinalIgnoreCase))
                return match.Groups["quoted"].Success ? match.Groups["quoted"].Value : match.Groups["plain"].Value;
        }

        return null;
    }

    /// <summary>A file's name in whichever of the ways mails give it: <c>name*=UTF-8''...</c>, or with encoded words.</summary>
    private static string? Name(string header, string parameter)
    {
        if (Parameter(header, parameter + "*") is { } extended && extended.Split('\'', 3) is [var charset, _, var text])
            return MimeWords.Charset(charset).GetString(MimeWords.QuotedPrintable(text.Replace('%', '=')));
        return Parameter(header, parameter) is { } plain ? MimeWords.Decode(plain) : null;
    }

    [GeneratedRegex(@"\r?\n\r?\n")]
    private static partial Regex EmptyLine();

    [GeneratedRegex(@";\s*(?<name>[A-Za-z0-9\-*]{1,40})\s*=\s*(""(?<quoted>[^""]{0,1000})""|(?<plain>[^;\s]{0,1000}))")]
    private static partial Regex Parameters();

    private sealed class Found
    {
        public StringBuilder? Text { get; set; }

        public StringBuilder? Html { get; set; }

        public List<MailFile> Files { get; } = [];

        public StringBuilder Report { get; } = new();

        public int Parts { get; set; }
    }
}
