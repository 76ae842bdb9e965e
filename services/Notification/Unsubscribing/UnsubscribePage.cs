using System.Text.Encodings.Web;
using System.Text.Unicode;
using Npgsql;
using ServiceMesh.Messaging;
using ServiceMesh.Notification.Domain;

namespace ServiceMesh.Notification.Unsubscribing;

/// <summary>
/// The end of announcements or survey invitations for one address: the page behind the link in the mail, and the one click of mail programs
/// (RFC 8058), which is the same POST. Looking changes nothing, since mail scanners look too. What a customer is told about their own tickets
/// goes on.
/// </summary>
internal static class UnsubscribePage
{
    private const int LongestToken = 100;

    private const string Find = """
        SELECT d.tenant, d.recipient, d.template, d.language, coalesce(d.brand, b.brand, '') FROM deliveries d LEFT JOIN tenant_copies b ON b.tenant = d.tenant
        WHERE d.id = $1 AND d.channel = 'email' AND d.template = ANY ($2)
        """;

    private const string End = """
        INSERT INTO people AS p (tenant, address, rules) VALUES ($1, $2, jsonb_build_object($3::text, '[]'::jsonb))
        ON CONFLICT (tenant, address) DO UPDATE SET rules = p.rules || excluded.rules
        """;

    private static readonly HtmlEncoder s_html = HtmlEncoder.Create(UnicodeRanges.All);

    private sealed record Link(Guid Delivery, string Tenant, string Address, string Template, string Language, string Brand);

    /// <summary>The messages that somebody may end by a link.</summary>
    public static IReadOnlyList<string> Templates { get; } = [Template.Announcement, Template.SurveyInvitation, Template.SurveyReminder];

    /// <summary>The mail with the link at its end.</summary>
    public static (string Text, string? Html) WithLink(string text, string? html, string url, string language)
    {
        var words = language == "zh" ? "不想再收到此类邮件" : "No more mails of this kind";
        var end = html?.LastIndexOf("</body>", StringComparison.OrdinalIgnoreCase) ?? -1;
        var link = $"<p style=\"margin:12px;font-size:13px\"><a href=\"{url}\">{words}</a></p>";
        return ($"{text}\n{words}: {url}\n", html is null ? null : end < 0 ? html + link : html.Insert(end, link));
    }

    public static void MapUnsubscribing(this IEndpointRouteBuilder app)
    {
        app.MapMethods("/u/{token}", [HttpMethods.Get, HttpMethods.Head], ShowAsync).AllowAnonymous().ExcludeFromDescription();
        app.MapPost("/u/{token}", EndAsync).AllowAnonymous().DisableAntiforgery().ExcludeFromDescription();
    }

    /// <summary>200 with the page and its button; 404 for a link that is not ours.</summary>
    private static async Task<IResult> ShowAsync(string token, HttpContext http, UnsubscribeTokens tokens, NpgsqlDataSource database, CancellationToken ct)
    {
        if (Read(token, tokens) is not { } delivery || await FindAsync(database, delivery, ct) is not { } link) return Unknown(http);
        var (title, text, button, _) = Words(link);
        return Page(http, 200, link.Language, link.Brand, title, text, button);
    }

    /// <summary>200: no more of these from now on, also when it was said before; 404 for a link that is not ours.</summary>
    private static async Task<IResult> EndAsync(
        string token, HttpContext http, UnsubscribeTokens tokens, NpgsqlDataSource database, IWorkFactory works, CancellationToken ct)
    {
        if (Read(token, tokens) is not { } delivery || await FindAsync(database, delivery, ct) is not { } link) return Unknown(http);
        await using var work = await works.BeginAsync(ct);
        await using (var command = new NpgsqlCommand(End, work.Connection, work.Transaction))
        {
            command.Parameters.Add(new() { Value = link.Tenant });
            command.Parameters.Add(new() { Value = link.Address.ToLowerInvariant() });
            command.Parameters.Add(new() { Value = link.Template });
            await command.ExecuteNonQueryAsync(ct);
        }
        await work.CommitAsync(ct);
        var (title, _, _, done) = Words(link);
        return Page(http, 200, link.Language, link.Brand, title, done, null);
    }

    private static Guid? Read(string token, UnsubscribeTokens tokens) => token.Length > LongestToken ? null : tokens.Read(token);

    private static async Task<Link?> FindAsync(NpgsqlDataSource database, Guid delivery, CancellationToken ct)
    {
        await using var command = database.CreateCommand(Find);
        command.Parameters.Add(new() { Value = delivery });
        command.Parameters.Add(new() { Value = Templates.ToArray() });
        await using var row = await command.ExecuteReaderAsync(ct);
        return await row.ReadAsync(ct) ? new Link(delivery, row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4)) : null;
    }

    private static (string Title, string Text, string Button, string Done) Words(Link link)
    {
        var announcement = link.Template == Template.Announcement;
        return link.Language == "zh"
            ? (announcement ? "不再接收公告" : "不再接收满意度调查", "您自己的服务请求的通知不受影响，会照常发送。", "确认不再接收", "已确认，不会再给您发送。您自己的服务请求的通知会照常发送。")
            : (announcement ? "No more announcements" : "No more surveys", "You will still hear about your own requests.", "Stop sending me these",
                "Done: we will not send you any more of these. You will still hear about your own requests.");
    }

    private static IResult Unknown(HttpContext http) =>
        Page(http, 404, "en", "", "This link is not valid / 链接无效", "Please open the link from your e-mail again, complete and unchanged. 请从邮件中重新打开完整的链接。", null);

    private static IResult Page(HttpContext http, int status, string language, string brand, string title, string text, string? button)
    {
        var headers = http.Response.Headers;
        headers.CacheControl = "no-store";
        headers["Referrer-Policy"] = "no-referrer";
        headers["X-Content-Type-Options"] = "nosniff";
        headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
        var form = button is null ? "" : $"<form method=\"post\"><button type=\"submit\">{s_html.Encode(button)}</button></form>";
        return Results.Content(
            $"""
            <!doctype html>
            <html lang="{(language == "zh" ? "zh-CN" : "en")}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="robots" content="noindex, nofollow"><title>{s_html.Encode(title)}</title>
            <style>body{"{"}margin:0;padding:24px 12px;background:#f2f5f8;color:#1d2b3a;font:17px/1.6 system-ui,'PingFang SC','Microsoft YaHei',sans-serif{"}"}main{"{"}max-width:520px;margin:0 auto;background:#fff;border:1px solid #dde5ec;border-radius:12px;padding:28px{"}"}button{"{"}font:inherit;padding:10px 20px;border:0;border-radius:8px;background:#1f6feb;color:#fff;font-weight:600{"}"}</style></head>
            <body><main><p>{s_html.Encode(brand)}</p><h1>{s_html.Encode(title)}</h1><p>{s_html.Encode(text)}</p>{form}</main></body></html>
            """,
            "text/html; charset=utf-8", statusCode: status);
    }
}
