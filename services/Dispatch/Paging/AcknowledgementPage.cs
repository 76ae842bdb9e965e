using System.Text.Encodings.Web;
using Microsoft.EntityFrameworkCore;
using ServiceMesh.Contracts;
using ServiceMesh.Dispatch.Domain;
using ServiceMesh.Dispatch.Domain.Paging;
using ServiceMesh.Dispatch.Persistence;
using ServiceMesh.Dispatch.Tickets;
using ServiceMesh.Messaging;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Dispatch.Paging;

/// <summary>
/// The page behind a page's link. Looking changes nothing, since mail scanners look too; the button acknowledges, once. It needs no
/// sign-in and no script, and shows no more of the ticket than its number and severity.
/// </summary>
internal static class AcknowledgementPage
{
    private const int LongestToken = 100;
    private static readonly TimeSpan s_life = TimeSpan.FromDays(2);

    public static IEndpointRouteBuilder MapAcknowledgementPage(this IEndpointRouteBuilder app)
    {
        app.MapGet("/a/{token}", ShowAsync).AllowAnonymous().WithTags("paging").WithSummary("The page with the button. 404 for a token that is wrong or older than two days.");
        app.MapPost("/a/{token}", PressAsync).AllowAnonymous().DisableAntiforgery().WithTags("paging").WithSummary("The button: acknowledges as the person who was paged.");
        return app;
    }

    private static async Task<IResult> ShowAsync(string token, HttpContext http, DispatchDb db, DatabaseClock clock, CancellationToken ct)
    {
        if (await FindAsync(token, db, clock.Now, ct) is not { } page) return Answer(http, 404, Unknown(), null);
        var paging = await db.Pagings.AsNoTracking().SingleAsync(p => p.Id == page.PagingId, ct);
        var ticket = await db.Tickets.AsNoTracking().SingleAsync(t => t.Tenant == page.Tenant && t.Id == page.TicketId, ct);
        return Answer(http, 200, Words(page.Language, paging, ticket), paging.State == PagingState.Active ? Button(page.Language) : null);
    }

    private static async Task<IResult> PressAsync(string token, HttpContext http, DispatchDb db, DatabaseClock clock, IWorkFactory works, CancellationToken ct)
    {
        if (await FindAsync(token, db, clock.Now, ct) is not { } page) return Answer(http, 404, Unknown(), null);
        await using var work = await works.BeginAsync(ct);
        var ticket = await TicketStore.LockAsync(work, page.Tenant, page.TicketId, ct) ?? throw Problems.NotFound("ticket.not-found");
        var current = await work.Db<DispatchDb>().Pagings.AsNoTracking().SingleAsync(p => p.Id == page.PagingId, ct);
        if (current.State == PagingState.Active)
        {
            var by = new Actor(ActorKind.Staff, (page.AccountId ?? page.PersonId).ToString(), page.PersonName);
            current = await Pager.AcknowledgeAsync(work, ticket, by, "link", TicketStore.Now(work, ticket), ct) ?? current;
            await work.CommitAsync(ct);
        }

        return Answer(http, 200, Words(page.Language, current, ticket), null);
    }

    private static async Task<PageRow?> FindAsync(string token, DispatchDb db, DateTimeOffset now, CancellationToken ct)
    {
        if (token.Length > LongestToken) return null;
        var hash = LinkTokens.Hash(token);
        var since = now - s_life;
        return await db.Pages.AsNoTracking().SingleOrDefaultAsync(p => p.TokenHash == hash && p.At > since, ct);
    }

    private static IResult Answer(HttpContext http, int status, (string Lang, string Title, string Text) words, string? button)
    {
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers["Referrer-Policy"] = "no-referrer";
        http.Response.Headers["X-Content-Type-Options"] = "nosniff";
        http.Response.Headers.ContentSecurityPolicy = "default-src 'none'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
        var encode = HtmlEncoder.Create(System.Text.Unicode.UnicodeRanges.All);
        var form = button is null ? "" : $"<form method=\"post\"><button type=\"submit\">{encode.Encode(button)}</button></form>";
        return Results.Content(
            $"""
            <!doctype html>
            <html lang="{words.Lang}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{encode.Encode(words.Title)}</title></head>
            <body><main><h1>{encode.Encode(words.Title)}</h1><p>{encode.Encode(words.Text)}</p>{form}</main></body></html>
            """,
            "text/html; charset=utf-8", statusCode: status);
    }

    private static (string Lang, string Title, string Text) Words(string language, Domain.Paging.Paging p, Ticket t) => (IsChinese(language), p.State) switch
    {
        (true, PagingState.Active) => ("zh", $"工单 {t.Number}（级别 {t.Severity}）", "该工单已升级，正在等待有人接手。按下按钮即表示由您接手，之后不再呼叫他人。"),
        (false, PagingState.Active) => ("en", $"Ticket {t.Number} (severity {t.Severity})", "It was escalated and waits for somebody to take it on. With the button you do, and nobody else is paged."),
        (true, PagingState.Acknowledged) => ("zh", $"工单 {t.Number}", $"已由 {p.EndedBy} 接手。"),
        (false, PagingState.Acknowledged) => ("en", $"Ticket {t.Number}", $"{p.EndedBy} has taken it on."),
        (true, _) => ("zh", $"工单 {t.Number}", "已无需接手。"),
        (false, _) => ("en", $"Ticket {t.Number}", "Nobody needs to take it on any more."),
    };

    private static (string Lang, string Title, string Text) Unknown() =>
        ("en", "链接无效 / This link does not work", "链接有误或已过期。It is wrong, or its time is over.");

    private static string Button(string language) => IsChinese(language) ? "由我接手" : "I take it on";

    private static bool IsChinese(string language) => language.StartsWith("zh", StringComparison.OrdinalIgnoreCase);
}
