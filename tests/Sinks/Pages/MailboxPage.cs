using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.RegularExpressions;
using ServiceMesh.Sinks.Mail;

namespace ServiceMesh.Sinks.Pages;

/// <summary>The mailbox for people: a list, newest first, and the chosen mail beside it. Works without JavaScript.</summary>
public static partial class MailboxPage
{
    private const int ListLength = 200;
    private static readonly HtmlEncoder Html = HtmlEncoder.Create(System.Text.Unicode.UnicodeRanges.All);

    /// <summary>GET / with ?q= (part of recipient or subject) and ?id= (the mail to show).</summary>
    public static void MapMailboxPage(this IEndpointRouteBuilder app) =>
        app.MapGet("/", (HttpContext http, Mailbox mailbox, string? q, long? id) =>
        {
            // Mails are foreign content: no script runs, nothing is loaded, HTML parts are shown in a sandboxed frame.
            http.Response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-src 'self'; form-action 'self'; base-uri 'none'";
            http.Response.Headers["X-Content-Type-Options"] = "nosniff";
            http.Response.Headers["Referrer-Policy"] = "no-referrer";
            return Results.Content(Render(mailbox, q, id is { } i ? mailbox.Get(i) : null), "text/html; charset=utf-8");
        });

    /// <summary>The page as HTML.</summary>
    public static string Render(Mailbox mailbox, string? query, ReceivedMail? chosen)
    {
        var found = mailbox.Find(to: query).Concat(mailbox.Find(subject: query)).DistinctBy(m => m.Id).OrderByDescending(m => m.Id).Take(ListLength).ToList();
        var page = new StringBuilder();
        page.Append("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
        if (chosen is null) page.Append("<meta http-equiv=\"refresh\" content=\"5\">");
        page.Append(CultureInfo.InvariantCulture, $"<title>{mailbox.Received} mails - ServiceMesh mailbox</title><style>{Styles}</style></head><body>");
        page.Append(CultureInfo.InvariantCulture, $"""
            <header><h1><a href="/">Local mailbox</a></h1><p>{mailbox.Received} mails received. Nothing leaves this machine.</p>
            <form><input type="search" name="q" value="{Html.Encode(query ?? "")}" placeholder="Recipient or subject" aria-label="Recipient or subject"><button>Find</button></form></header>
            <main class="{(chosen is null ? "list" : "mail")}"><nav aria-label="Mails">
            """);
        if (found.Count == 0) page.Append("<p class=\"empty\">No mail yet. It appears here within five seconds of being sent.</p>");
        foreach (var mail in found) AppendRow(page, mail, query, chosen?.Id == mail.Id);
        page.Append("</nav><article>");
        if (chosen is null) page.Append("<p class=\"empty\">Choose a mail to read it.</p>");
        else AppendMail(page, chosen);
        return page.Append("</article></main></body></html>").ToString();
    }

    private static void AppendRow(StringBuilder page, ReceivedMail mail, string? query, bool current)
    {
        var href = $"/?id={mail.Id}" + (string.IsNullOrEmpty(query) ? "" : "&q=" + Uri.EscapeDataString(query));
        page.Append(CultureInfo.InvariantCulture, $"""
            <a class="row"{(current ? " aria-current=\"true\"" : "")} href="{Html.Encode(href)}"><span class="to">{Html.Encode(string.Join(", ", mail.To))}</span><time datetime="{mail.ReceivedAt:O}">{mail.ReceivedAt.ToLocalTime():HH:mm:ss}</time><strong>{Html.Encode(mail.Subject)}</strong><span class="excerpt">{Html.Encode(Excerpt(mail.Text))}</span></a>
            """);
    }

    private static void AppendMail(StringBuilder page, ReceivedMail mail)
    {
        page.Append(CultureInfo.InvariantCulture, $"""
            <h2>{Html.Encode(mail.Subject)}</h2><dl><dt>To</dt><dd>{Html.Encode(string.Join(", ", mail.To))}</dd><dt>From</dt><dd>{Html.Encode(mail.Header("From") ?? mail.Sender)}</dd><dt>At</dt><dd>{mail.ReceivedAt.ToLocalTime():yyyy-MM-dd HH:mm:ss}</dd></dl>
            """);
        if (mail.Html is { } html)
        {
            page.Append("<iframe title=\"Mail\" sandbox=\"allow-popups allow-popups-to-escape-sandbox\" srcdoc=\"")
                .Append(Html.Encode("<base target=\"_blank\"><style>body{font:16px/1.5 system-ui,sans-serif;color:#1c2733;background:#fff}</style>" + html)).Append("\"></iframe>");
        }
        if (mail.Html is null || mail.Text.Length > 0)
        {
            page.Append(mail.Html is null ? "<pre>" : "<details><summary>As text</summary><pre>");
            AppendLinked(page, mail.Text);
            page.Append(mail.Html is null ? "</pre>" : "</pre></details>");
        }
        page.Append("<details><summary>Headers</summary><pre>");
        foreach (var header in mail.Headers) page.Append(Html.Encode($"{header.Name}: {header.Value}\n"));
        page.Append("</pre></details>");
    }

    private static void AppendLinked(StringBuilder page, string text)
    {
        var position = 0;
        foreach (Match link in LinkPattern().Matches(text))
        {
            page.Append(Html.Encode(text[position..link.Index]))
                .Append(CultureInfo.InvariantCulture, $"<a href=\"{Html.Encode(link.Value)}\" target=\"_blank\" rel=\"noopener noreferrer\">{Html.Encode(link.Value)}</a>");
            position = link.Index + link.Length;
        }
        page.Append(Html.Encode(text[position..]));
    }

    private static string Excerpt(string text)
    {
        var line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Length <= 120 ? line : string.Concat(line.AsSpan(0, char.IsHighSurrogate(line[119]) ? 119 : 120), "...");
    }

    [GeneratedRegex("""https?://[^\s<>"']+[^\s<>"'.,;:!?)\]]""", RegexOptions.None, 1000)]
    private static partial Regex LinkPattern();

    private const string Styles = """
        :root{color-scheme:light dark;--ink:#1c2733;--soft:#5b6b7c;--line:#dde4ea;--paper:#fff;--back:#f4f6f8;--accent:#1f6feb;--chosen:#e8f0fe}
        @media(prefers-color-scheme:dark){:root{--ink:#e6ebf0;--soft:#9aa8b5;--line:#2c3640;--paper:#161c22;--back:#0f1419;--accent:#6ea8fe;--chosen:#1c2b3f}}
        *{box-sizing:border-box}body{margin:0;font:15px/1.45 system-ui,"Noto Sans","Noto Sans CJK SC",sans-serif;color:var(--ink);background:var(--back);height:100vh;display:flex;flex-direction:column}
        header{display:flex;gap:.5rem 1.5rem;align-items:center;flex-wrap:wrap;padding:.75rem 1.25rem;background:var(--paper);border-bottom:1px solid var(--line)}
        h1{font-size:1.15rem;margin:0}h1 a{color:inherit;text-decoration:none}header p{margin:0;color:var(--soft);flex:1}
        input,button{font:inherit;padding:.35rem .7rem;border:1px solid var(--line);border-radius:6px;background:var(--back);color:inherit}button{background:var(--accent);border-color:var(--accent);color:#fff}@media(prefers-color-scheme:dark){button{color:#0f1419}}
        main{flex:1;min-height:0;display:grid;grid-template-columns:minmax(18rem,26rem) 1fr}nav{overflow:auto;border-right:1px solid var(--line);background:var(--paper)}
        .row{display:grid;grid-template-columns:1fr auto;gap:0 .75rem;padding:.6rem 1.25rem;border-bottom:1px solid var(--line);color:inherit;text-decoration:none}.row:hover,.row:focus,.row[aria-current]{background:var(--chosen)}
        .row strong,.row .excerpt{grid-column:1/-1;overflow:hidden;text-overflow:ellipsis;white-space:nowrap;font-weight:600}.row .to,.row time,.row .excerpt{color:var(--soft);font-weight:400;font-size:.87rem;overflow:hidden;text-overflow:ellipsis}
        article{overflow:auto;padding:1.5rem 2rem;display:flex;flex-direction:column;gap:1rem}h2{margin:0;font-size:1.35rem}dl{display:grid;grid-template-columns:auto 1fr;gap:.15rem 1rem;margin:0}dt{color:var(--soft)}dd{margin:0;overflow-wrap:anywhere}
        pre{white-space:pre-wrap;overflow-wrap:anywhere;font:inherit;margin:0}details pre{font-size:.87rem;color:var(--soft);padding-top:.5rem}summary{cursor:pointer;color:var(--accent)}a{color:var(--accent)}
        iframe{border:1px solid var(--line);border-radius:8px;background:#fff;width:100%;min-height:24rem;flex:1}.empty{color:var(--soft);padding:1.25rem}
        @media(max-width:45rem){main{grid-template-columns:1fr}main.list article,main.mail nav{display:none}article{padding:1.25rem}}
        """;
}
