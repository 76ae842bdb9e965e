using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ServiceMesh.Browser;

/// <summary>Who is on duty, whom a ticket was offered to, who was called, and what broken promises cost.</summary>
internal static class FakeDuty
{
    public static readonly Guid Offered = FakeData.Id(103), Escalated = FakeData.Id(101), Contract = FakeData.Id(903);

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    public static void MapDuty(this IEndpointRouteBuilder api, FakeData data)
    {
        var (offered, acknowledged) = (true, false);
        api.MapGet("/work/offers", () => Items(offered ? [new { offerId = FakeData.Id(801), offeredAt = Now.AddMinutes(-2), expiresAt = Now.AddMinutes(3), ticket = data.Work(data.Number(3)) }] : []));
        foreach (var answer in new[] { "accept", "refuse" })
            api.MapPost($"/work/{{id:guid}}/{answer}", (Guid id) =>
            {
                offered = false;
                return Results.Json(data.Work(data.Number(3)));
            });
        api.MapGet("/work/{id:guid}/pagings", (Guid id) => Items(id == Escalated ? [Paging(acknowledged)] : []));
        api.MapPost("/work/{id:guid}/acknowledge", () =>
        {
            acknowledged = true;
            return Results.Json(Paging(true));
        });
        api.MapGet("/work/{id:guid}/ranking", () => Items([new
        {
            at = Now.AddMinutes(-90), version = 2, ranking = new
            {
                explanation = "ERP: 2 of 3 active engineers with SAP FI; 林晓东 has 2 open tickets, the fewest.", considered = 3, weights = new { skill = 10, load = 10 },
                ranked = new[] { Ranked(FakeData.Lin, "林晓东", .86, 2), Ranked(FakeData.Chen, "陈建国", .71, 3) }, excluded = new[] { new { engineerId = FakeData.Zhao, name = "赵敏", reason = "the certificate SAP FI ended on 2026-10-31", why = new { code = "certificateEnded", what = "SAP FI", until = "2026-10-31" } } },
            },
        }]));
        api.MapGet("/teams/{id:guid}/on-call", (Guid id) => Items(id == FakeData.CrmTeam ? [] :
        [
            new { kind = "onCall", layer = 1, engineerId = FakeData.Lin, engineerName = "林晓东", from = Now.AddHours(-3), until = Now.AddHours(9), because = "turn" },
            new { kind = "onCall", layer = 2, engineerId = FakeData.Chen, engineerName = "陈建国", from = Now.AddHours(-3), until = Now.AddHours(33), because = "override" },
        ]));
        var accounts = new Dictionary<Guid, (string Name, string Email, string[] Roles, bool Active)> { [FakeData.Id(841)] = ("周婷", "zhou@vendor.example", ["agent"], true) };
        object Account(Guid id) => new { id, name = accounts[id].Name, email = accounts[id].Email, roles = accounts[id].Roles, language = "zh-CN", active = accounts[id].Active };
        api.MapGet("/accounts", () => Items(accounts.Keys.Select(Account)));
        api.MapPatch("/accounts/{id:guid}", (Guid id, AccountChange c) =>
        {
            accounts[id] = accounts[id] with { Roles = c.Roles ?? accounts[id].Roles, Active = c.Active ?? accounts[id].Active };
            return Results.Json(Account(id));
        });
        var channels = new List<object> { new { id = FakeData.Id(851), kind = "im", name = "企业微信客服", webhookUrl = "https://service.example.com/webhooks/1/messages", active = true } };
        var hotline = new Dictionary<string, string?> { ["accountSid"] = "AC12", ["waitSeconds"] = "30" };
        object Hotline() => new { id = FakeData.Id(853), kind = "twilio", name = "服务热线", webhookUrl = "https://service.example.com/webhooks/3/voice", active = true, settings = hotline };
        api.MapGet("/channels", () => Items([.. channels, Hotline()]));
        api.MapPut("/channels/{id:guid}", (ChannelWish wish) =>
        {
            foreach (var (name, value) in wish.Settings ?? [])
                hotline[name] = value;
            foreach (var gone in hotline.Where(s => s.Value is null).Select(s => s.Key).ToList())
                hotline.Remove(gone);
            return Results.Json(Hotline());
        });
        api.MapGet("/channels/kinds", () => Items(
        [
            new { kind = "im", outboundUrl = true, showsSecret = true, settings = Array.Empty<object>() },
            new { kind = "telegram", outboundUrl = false, showsSecret = true, settings = new object[] { new { name = "botToken", secret = true, required = true } } },
            new { kind = "twilio", outboundUrl = false, showsSecret = false, settings = new object[] { new { name = "accountSid", secret = false, required = true }, new { name = "authToken", secret = true, required = true }, new { name = "waitSeconds", secret = false, required = false }, new { name = "record", secret = false, required = false } } },
            new { kind = "chat", outboundUrl = false, showsSecret = true, settings = new object[] { new { name = "title", secret = false, required = false }, new { name = "hours", secret = false, required = false }, new { name = "calendar", secret = false, required = false } } },
        ]));
        api.MapPost("/channels", (ChannelWish wish) =>
        {
            if (wish.Settings?.GetValueOrDefault("botToken")?.Contains(':') is false)
                return Results.Problem("settings.botToken does not look like one.", statusCode: 400, extensions: new Dictionary<string, object?> { ["code"] = "channel.setting" });
            channels.Insert(0, new { id = FakeData.Id(852), kind = wish.Kind, name = wish.Name, webhookUrl = "https://service.example.com/webhooks/2/updates", active = true });
            return Results.Json(new { id = FakeData.Id(852), kind = wish.Kind, name = wish.Name, webhookUrl = "https://service.example.com/webhooks/2/updates", secret = "0f3c" }, statusCode: 201);
        });
        var credits = new Dictionary<Guid, string> { [FakeData.Id(811)] = "accrued", [FakeData.Id(812)] = "disputed" };
        var reasons = new Dictionary<Guid, string?> { [FakeData.Id(812)] = "客户网络中断，不应计时" };
        api.MapGet("/sla/credits", (string month, string? state) => Items(credits.Where(c => state is null || c.Value == state).Select(c => Credit(c.Key, month, c.Value, reasons.GetValueOrDefault(c.Key)))));
        foreach (var (decision, state) in new[] { ("approve", "approved"), ("dispute", "disputed"), ("waive", "waived") })
            api.MapPost($"/sla/credits/{{id:guid}}/{decision}", (Guid id, Decision d) =>
            {
                (credits[id], reasons[id]) = (state, d.Reason);
                return Results.Json(Credit(id, "2026-11", state, d.Reason));
            });
        api.MapGet("/sla/statements/{contract:guid}/{month}", (Guid contract, string month) => Results.Json(new
        {
            contractId = contract, contractNumber = "HT-2026-0318", month, at = Now, monthlyFee = 20_000m, currency = "CNY", cap = new { percent = 20m, amount = 4_000m, reached = true },
            charges = new[] { new { id = FakeData.Id(821), ticketId = FakeData.Id(105), ticketNumber = "T-20261123-000005", openedAt = Now.AddDays(-3), workType = "support", why = "per-case", state = "charged", amount = 800m, currency = "CNY" } },
            credits = new[] { new { ticketId = FakeData.Id(104), ticketNumber = "T-20261123-000004", clock = "diagnosis", dueAt = Now.AddHours(-1), lateWorkingSeconds = 4_200, clause = "诊断超时", state = "approved", amount = 1_000m, currency = "CNY" } },
            totals = new[] { new { currency = "CNY", charges = 800m, gross = 1_500m, capped = 0m, credits = 1_500m, approved = 1_000m, disputed = 500m, balance = -700m } },
        }));
    }

    private static object Paging(bool acknowledged) => new
    {
        id = FakeData.Id(830), state = acknowledged ? "acknowledged" : "active", level = 1, clock = "resolution", step = 1, startedAt = Now.AddMinutes(-6), nextAt = Now.AddMinutes(4), endedBy = acknowledged ? "林晓东" : null,
        pages = new[] { new { step = 1, target = "on-call-1", reminder = 0, personName = "林晓东", reachable = true, at = Now.AddMinutes(-6), ackUntil = Now.AddMinutes(4) } },
    };

    private static object Ranked(Guid id, string name, double rank, int open) => new { engineerId = id, name, rank, criteria = new { skill = 1.0, capacity = .6, load = rank }, openTickets = open };

    private static object Credit(Guid id, string month, string state, string? reason) => new
    {
        id, contractId = Contract, month, state, ticketId = FakeData.Id(104), ticketNumber = "T-20261123-000004", clock = "diagnosis", dueAt = Now.AddHours(-1), severity = 3, clause = "诊断超时",
        gross = 1_500m, amount = state == "waived" ? 0m : 1_000m, currency = "CNY", cappedBy = "contract", reason, team = "CRM Support", engineerName = "Emma Clarke",
    };

    private static IResult Items(IEnumerable<object> items) => Results.Json(new { items, next = (string?)null });

    private sealed record AccountChange(string[]? Roles, bool? Active);

    private sealed record ChannelWish(string? Kind, string Name, Dictionary<string, string?>? Settings = null);

    private sealed record Decision(string? Reason);
}
