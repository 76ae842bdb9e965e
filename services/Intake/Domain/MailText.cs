using System.Net;
using System.Text.RegularExpressions;

namespace ServiceMesh.Intake.Domain;

/// <summary>What somebody wrote in a mail, without what his program added.</summary>
public static partial class MailText
{
    /// <summary>Only so much of a text is searched for patterns.</summary>
    private const int Longest = 200_000;

    /// <summary>
    /// The text above the quoted mail and the signature; the whole text when nothing stands above (some people answer below, between the lines).
    /// </summary>
    public static string WithoutQuote(string text)
    {
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        var end = lines.Length;
        for (var i = 0; i < lines.Length; i++)
        {
            if (!StartsQuote(lines, i))
                continue;
            end = i;
            break;
        }

        while (end > 0 && (string.IsNullOrWhiteSpace(lines[end - 1]) || lines[end - 1].TrimStart().StartsWith('>')))
            end--;
        var own = string.Join('\n', lines[..end]).Trim();
        return own.Length > 0 ? own : text.Trim();
    }

    /// <summary>The words of an HTML mail: markup, scripts and styles gone, blocks on lines of their own, quotes of the usual programs cut off.</summary>
    public static string OfHtml(string html)
    {
        var text = html.Length > Longest ? html[..Longest] : html;
        text = QuoteBlock().Match(text) is { Success: true, Index: > 0 } quote && Words(text[..quote.Index]).Length > 0 ? text[..quote.Index] : text;
        return Words(text);
    }

    private static string Words(string html)
    {
        var text = Hidden().Replace(html, " ");
        text = Blank().Replace(text, " ");
        text = Break().Replace(text, "\n");
        text = WebUtility.HtmlDecode(Tag().Replace(text, ""));
        var lines = text.Split('\n').Select(l => l.Replace('\u00a0', ' ').Trim());
        return Empty().Replace(string.Join('\n', lines), "\n\n").Trim();
    }

    private static bool StartsQuote(string[] lines, int at)
    {
        var line = lines[at].Trim();
        if (line is "--" or "-- " || lines[at] == "-- " || Divider().IsMatch(line))
            return true;
        // "On Monday ... wrote:" may be broken over two or three lines.
        if (line.StartsWith("On ", StringComparison.Ordinal) || line.StartsWith('在') || line.StartsWith('于') || line.StartsWith("Am ", StringComparison.Ordinal))
        {
            var together = string.Join(' ', lines.Skip(at).Take(3).Select(l => l.Trim()));
            if (Wrote().IsMatch(together.Length > 500 ? together[..500] : together))
                return true;
        }

        if (ChineseWrote().IsMatch(line.Length > 300 ? line[..300] : line))
            return true;
        // A block of headers, as Outlook and its like put before what is quoted.
        return HeaderFrom().IsMatch(line) && lines.Skip(at + 1).Take(4).Count(l => HeaderOther().IsMatch(l.Trim())) >= 2;
    }

    [GeneratedRegex(@"\A(-{3,}\s*(original message|forwarded message|原始邮件|原邮件|转发邮件|ursprüngliche nachricht)\s*-{3,}|_{20,}|-{4,}\s*回复的原邮件\s*-{4,})\z", RegexOptions.IgnoreCase)]
    private static partial Regex Divider();

    [GeneratedRegex(@"\A(On .{4,400}wrote:|Am .{4,400}schrieb.{0,100}:|[在于].{2,400}写道\s*[:：])")]
    private static partial Regex Wrote();

    [GeneratedRegex(@"\A.{0,200}(于|在)?\s*\d{4}\s*年.{2,100}写道\s*[:：]\z")]
    private static partial Regex ChineseWrote();

    [GeneratedRegex(@"\A\*?(From|Von|发件人)\*?\s*[:：]", RegexOptions.IgnoreCase)]
    private static partial Regex HeaderFrom();

    [GeneratedRegex(@"\A\*?(Sent|Date|To|Cc|Subject|Gesendet|An|Betreff|发送时间|日期|时间|收件人|抄送|主题)\*?\s*[:：]", RegexOptions.IgnoreCase)]
    private static partial Regex HeaderOther();

    [GeneratedRegex("<(blockquote[^>]{0,200}type=[\"']?cite|div[^>]{0,200}class=[\"']?gmail_quote|div[^>]{0,200}id=[\"']?(divRplyFwdMsg|appendonsend)|div[^>]{0,200}class=[\"']?(qmbox|yahoo_quoted|ntes-mailmaster-quote))", RegexOptions.IgnoreCase)]
    private static partial Regex QuoteBlock();

    [GeneratedRegex(@"<!--.*?-->|<(script|style|head|title)\b.*?</\1\s*>", RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    private static partial Regex Hidden();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blank();

    [GeneratedRegex(@"<\s*(br|/p|/div|/tr|/li|/h[1-6]|hr)\b[^>]*>", RegexOptions.IgnoreCase)]
    private static partial Regex Break();

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tag();

    [GeneratedRegex(@"\n{3,}")]
    private static partial Regex Empty();
}
