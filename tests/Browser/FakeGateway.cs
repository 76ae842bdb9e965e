using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Yarp.ReverseProxy.Forwarder;

namespace ServiceMesh.Browser;

/// <summary>Speaks the gateway's API from memory and hands everything else to the Desk, as the gateway does.</summary>
internal sealed class FakeGateway : IAsyncDisposable
{
    private const string Session = "fake-session-value-that-must-never-be-rendered";

    private readonly WebApplication _app;
    private readonly HttpMessageInvoker _toDesk = new(new SocketsHttpHandler
    {
        UseProxy = false, AllowAutoRedirect = false, UseCookies = false, EnableMultipleHttp2Connections = true,
        ActivityHeadersPropagator = new ReverseProxyPropagator(DistributedContextPropagator.Current),
    });

    private FakeGateway(WebApplication app) => _app = app;

    public FakeData Data { get; } = FakeData.Morning();

    public FakeFiles Files { get; } = new();

    public FakeIntake Intake { get; } = new();

    public FakePortal Portal { get; } = new();

    public FakeProducts Products { get; } = new();

    public string Address => _app.Urls.First();

    public static string SessionValue => Session;

    /// <summary>Where the Desk listens; set once it does.</summary>
    public string Desk { get; set; } = "";

    public static async Task<FakeGateway> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore();
        builder.Services.AddHttpForwarder();
        var app = builder.Build();
        var gateway = new FakeGateway(app);
        app.UseWebSockets();
        app.Use(async (http, next) =>
        {
            if (http.Request.Path.StartsWithSegments("/api/v1") && !http.Request.Path.StartsWithSegments("/api/v1/session") && http.Request.Cookies["sm_session"] == FakePortal.Session)
                await (await gateway.Portal.AnswerAsync(http.Request)).ExecuteAsync(http);
            else
                await next(http);
        });
        gateway.MapSession(app);
        gateway.MapTickets(app);
        gateway.MapProgress(app);
        app.Map("/{**rest}", async (HttpContext http, IHttpForwarder forwarder) =>
        {
            await forwarder.SendAsync(http, gateway.Desk, gateway._toDesk, ForwarderRequestConfig.Empty, HttpTransformer.Default);
        });
        await app.StartAsync();
        return gateway;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _toDesk.Dispose();
    }

    private void MapSession(IEndpointRouteBuilder app)
    {
        app.MapPost("/session", async (HttpContext http) =>
        {
            var form = await http.Request.ReadFormAsync();
            if (form["password"] != "right")
                return Results.Redirect($"/sign-in?error=credentials&returnUrl={Uri.EscapeDataString(form["returnUrl"].ToString())}");
            http.Response.Cookies.Append("sm_session", Session, new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Lax });
            return Results.Redirect(form["returnUrl"].ToString());
        });
        app.MapPost("/session/end", (HttpContext http) =>
        {
            http.Response.Cookies.Delete("sm_session");
            return Results.Redirect("/sign-in?signedOut=1");
        });
        app.MapGet("/api/v1/session", (HttpContext http) => http.Request.Cookies["sm_session"] == FakePortal.Session ? Results.Json(FakePortal.Account) : SignedIn(http)
            ? Results.Json(new
            {
                id = "account-1", name = "林晓东", email = "lin@vendor.example", tenant = "default", roles = new[] { "agent", "engineer", "dispatcher", "manager", "admin" }, language = "zh-CN", mustChangePassword = false,
                tenantName = "博睿软件服务", brand = "博睿服务", timeZone = "Asia/Shanghai", languages = new[] { "zh-CN", "en" },
            })
            : Refuse(401, "session.required"));
    }

    private void MapTickets(IEndpointRouteBuilder app)
    {
        var api = app.MapGroup("/api/v1").AddEndpointFilter(async (context, next) =>
            context.HttpContext.Request.Path.StartsWithSegments("/api/v1/progress") || SignedIn(context.HttpContext) ? await next(context) : Refuse(401, "session.required"));
        api.MapGet("/board", (string? state, string? q, int? severity, Guid? team, string? engineer) =>
        {
            var rows = Data.Tickets.Where(t => (state is null ? t.State is not "closed" and not "cancelled" : t.State == state) && (severity is null || t.Severity == severity) && (team is null || t.Team == team)
                && (engineer is null || t.Engineer == FakeData.Lin) && (q is null || t.Subject.Contains(q, StringComparison.OrdinalIgnoreCase) || t.Number.Contains(q, StringComparison.OrdinalIgnoreCase) || t.Customer.Contains(q, StringComparison.OrdinalIgnoreCase)));
            int Count(string s) => Data.Tickets.Count(t => t.State == s);
            return Results.Json(new
            {
                items = rows.OrderBy(t => t.NextDueAt).Select(Data.Work), next = (string?)null,
                counts = new { open = Count("open"), assigned = Count("assigned"), inProgress = Count("inProgress"), waiting = Count("waiting"), resolved = Count("resolved"), breached = 2, dueSoon = 3 },
            });
        });
        api.MapGet("/work/{id:guid}", (Guid id) => Find(id) is { } t ? Results.Json(Data.Work(t)) : Refuse(404, "ticket.not-found"));
        api.MapGet("/work/{id:guid}/record", (Guid id) => id == FakeData.Lacking
            ? Results.Json(new { complete = false, percent = 71, enforced = false, parts = new[] { "customer", "resolution", "faultClass", "causeCode" }.Select((part, i) => new { part, required = true, present = i < 2 }) })
            : Refuse(404, "ticket.not-found"));
        api.MapPost("/work/{id:guid}/{action}", (Guid id, string action) =>
        {
            if (Find(id) is not { } t)
                return Refuse(404, "ticket.not-found");
            if (action == "close" && t.State != "resolved")
                return Refuse(409, "ticket.illegal-transition");
            t.State = action switch { "claim" => "assigned", "start" or "resume" => "inProgress", "pause" => "waiting", "resolve" => "resolved", "close" => "closed", "cancel" => "cancelled", "reopen" => "inProgress", _ => t.State };
            t.Version++;
            return Results.Json(Data.Work(t));
        });
        api.MapGet("/tickets/{id:guid}", (Guid id) => Find(id) is { } t
            ? Results.Json(new
            {
                id, number = t.Number, subject = t.Subject, text = t.Id == FakeData.First ? "月结过账时提示 F5 263，财务关账受阻。" : null, channel = t.Channel, kind = t.Kind, state = t.State, openedAt = t.OpenedAt,
                customer = new { id = FakeData.Id(900), name = t.Customer }, contact = new { id = FakeData.Id(901), name = "王丽", email = "wang.li@example.com", phone = "+862161234567" },
                product = new { id = FakeData.Id(902), name = "SAP S/4HANA 2023" }, contract = new { id = FakeData.Id(903), number = "HT-2026-0318", serviceLevel = "premium" }, asset = (object?)null, entitlement = "covered", mergedInto = Intake.Name(id), conversationId = t.Channel == "chat" ? "visitor-1" : null, channelId = FakeData.Id(851), reply = FakeProducts.Terms(t),
                requestClass = t.Id == FakeData.First ? "backup-restore" : null, form = t.Id == FakeData.First ? new Dictionary<string, string> { ["server"] = "db-1", ["kind"] = "full", ["was"] = "a field of before" } : null,
            })
            : Refuse(404, "ticket.not-found"));
        api.MapGet("/tickets/{id:guid}/messages", (Guid id) => Items(Find(id)?.Messages));
        foreach (var (path, kind) in new[] { ("messages", "agent"), ("notes", "note") })
            api.MapPost($"/tickets/{{id:guid}}/{path}", (Guid id, Said said) =>
            {
                Find(id)!.Messages.Add(new { id = Guid.NewGuid(), kind, author = new { kind = "staff", name = "林晓东" }, text = said.Text, at = TimeProvider.System.GetUtcNow(), channel = "im", attachments = Files.Named(said.AttachmentIds) });
                return Results.Json(new { id = Guid.NewGuid() }, statusCode: 201);
            });
        api.MapPost("/tickets", (NewTicket t) =>
        {
            var n = Data.Tickets.Count + 1;
            if (t.CallId is { } call)
                Files.OpenedFor = call;
            if (t.CallId is not null && Files.Answered is not null)
                return Refuse(409, "call.has-ticket");
            Files.Opened[t.Subject] = (t.RequestClass, t.Form, t.AttachmentIds);
            Data.Tickets.Add(new FakeTicket { Id = FakeData.Id(100 + n), Number = $"T-20261123-{n:d6}", Subject = t.Subject, Customer = "华东重工集团", Channel = "hotline", Severity = 3, State = "open", OpenedAt = TimeProvider.System.GetUtcNow(), UpdatedAt = TimeProvider.System.GetUtcNow() });
            return Results.Json(new { id = FakeData.Id(100 + n), number = $"T-20261123-{n:d6}" }, statusCode: 201);
        });
        api.MapGet("/sla/tickets/{id:guid}", (Guid id) => Find(id) is { } t ? Results.Json(Data.Sla(t)) : Refuse(404, "ticket.not-found"));
        api.MapGet("/insight/tickets/{id:guid}/timeline", (Guid id) => Items(id == FakeData.First ? Data.Timeline : []));
        api.MapNotices(Data);
        api.MapSurveys(Data);
        api.MapTerms();
        api.MapContracts();
        api.MapAssets();
        api.MapMoney();
        Files.Map(api);
        Intake.Map(api);
        api.MapDuty(Data);
        api.MapMaintenance();
        api.MapOnSite(Data);
        api.MapScore();
        api.MapChain();
        api.MapPeople();
        api.MapTriage(Data);
        api.MapGet("/teams", () => Items(Data.Teams));
        api.MapGet("/engineers", () => Items(Data.Engineers));
        api.MapGet("/customers", (string? q) => Items(Data.Tickets.Select(t => t.Customer).Distinct().Append("Far Away Foods").Select((name, i) => (Name: name, Id: FakeData.Id(600 + i)))
            .Where(c => q is null ? c.Name != "Far Away Foods" : c.Name.Contains(q, StringComparison.OrdinalIgnoreCase)).Select(c => (object)new { id = c.Id, name = c.Name })));
        api.MapGet("/contacts", (Guid? customerId) => Items([new { id = FakeData.Id(901), customerId, name = "王丽", email = "wang.li@example.com" }]));
        var brands = new ConcurrentDictionary<string, object>(StringComparer.Ordinal) { ["nova"] = new { code = "nova", nameZh = "新星服务", nameEn = "Nova Care" } };
        api.MapGet("/products/brands", () => Items(brands.Values));
        api.MapPut("/products/brands/{code}", (string code, Dictionary<string, string> names) => brands[code] = new { code, nameZh = names["nameZh"], nameEn = names["nameEn"] });
        api.MapDelete("/products/brands/{code}", (string code) => brands.TryRemove(code, out _) ? Results.NoContent() : Refuse(404, "brand.not-found"));
        var senders = new ConcurrentDictionary<string, object>(StringComparer.Ordinal);
        api.MapGet("/notifications/senders", () => Results.Json(new { items = senders.Values, installation = "service@vendor.example", domains = Array.Empty<string>(), next = (string?)null }));
        api.MapPut("/notifications/senders", (Dictionary<string, string?> s) =>
            senders[s.GetValueOrDefault("brand") ?? ""] = new { brand = s.GetValueOrDefault("brand"), address = s["address"], name = s.GetValueOrDefault("name") });
        api.MapDelete("/notifications/senders", (string? brand) => senders.TryRemove(brand ?? "", out _) ? Results.NoContent() : Refuse(404, "sender.not-found"));
        Products.Map(api);
    }

    private void MapProgress(IEndpointRouteBuilder app)
    {
        var now = TimeProvider.System.GetUtcNow();
        app.MapGet("/api/v1/progress/{token}", (string token) => token.StartsWith(FakeData.Token, StringComparison.Ordinal) && Data.Tickets[token.Split('-')[^1] switch { "waiting" => 4, "resolved" => 11, _ => 0 }] is var t
            ? Results.Json(new
            {
                number = t.Number, subject = t.Subject, state = t.State, openedAt = t.OpenedAt, updatedAt = t.UpdatedAt, engineerName = FakeData.EngineerName(t.Engineer), waitingFor = t.WaitingFor, language = "zh-CN",
                clocks = t.Clocks, steps = new[] { new { at = now.AddMinutes(-95), code = "received", what = "" }, new { at = now.AddMinutes(-95), code = "assigned", what = "" }, new { at = now.AddMinutes(-88), code = "started", what = "" }, new { at = now.AddMinutes(-70), code = "waitingForYou", what = "" }, new { at = now.AddMinutes(-58), code = "resumed", what = "" }, new { at = now.AddMinutes(-31), code = "planned", what = "" } },
            })
            : Refuse(404, "progress.not-found"));
        app.MapGet("/api/v1/progress/{token}/conversation", (string token) => token.StartsWith(FakeData.Token, StringComparison.Ordinal) ? Results.Json(new { items = Data.Tickets[0].Messages, takesReplies = true, brand = "博睿服务", timeZone = "Asia/Shanghai", may = token.EndsWith("-resolved", StringComparison.Ordinal) ? new { reply = true, close = true, reopen = true } : null }) : Refuse(404, "progress.not-found"));
        foreach (var what in new[] { "close-request", "reopen-request" })
            app.MapPost($"/api/v1/progress/{{token}}/{what}", (string token, System.Text.Json.JsonElement body) =>
            {
                Portal.Asked.Add($"link {what} {body.GetProperty("reason")}".Trim());
                return Results.Json(new { ticketId = FakeData.Id(112) }, statusCode: 202);
            });
        app.MapPost("/api/v1/progress/{token}/messages", (string token, Said said) =>
        {
            Data.Tickets[0].Messages.Add(new { id = Guid.NewGuid(), kind = "customer", author = new { kind = "customer", name = "王丽" }, text = said.Text, at = TimeProvider.System.GetUtcNow(), attachments = Files.Named(said.AttachmentIds) });
            return Results.Json(new { id = Guid.NewGuid() }, statusCode: 201);
        });
    }

    private static bool SignedIn(HttpContext http) => http.Request.Cookies["sm_session"] == Session;

    private static IResult Items(IEnumerable<object>? items) => Results.Json(new { items = items ?? [], next = (string?)null });

    private static IResult Refuse(int status, string code) => Results.Json(new { title = code, status, code }, statusCode: status, contentType: "application/problem+json");

    private FakeTicket? Find(Guid id) => id == FakeData.Lacking ? Data.Incomplete : Data.Tickets.FirstOrDefault(t => t.Id == id);

    private sealed record Said(string Text, Guid[]? AttachmentIds, Guid? CallId = null);

    private sealed record NewTicket(string Subject, string? RequestClass, Dictionary<string, string>? Form, Guid[]? AttachmentIds, Guid? CallId = null);
}
