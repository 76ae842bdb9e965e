using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ServiceMesh.Browser;

/// <summary>Messages as Notification tells them: one's own, wordings, ways out, endpoints, announcements, and why somebody was told.</summary>
internal static class FakeNotices
{
    public static readonly Guid Failed = FakeData.Id(861);

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    public static void MapNotices(this IEndpointRouteBuilder api, FakeData data)
    {
        MapOwn(api);
        MapWordings(api);
        MapWaysOut(api);
        MapAnnouncements(api);
        MapRules(api);
        api.MapGet("/notifications", (Guid? ticketId, Guid? endpointId, string? template, string? state) => Items(
            endpointId is not null ? Hooks.Where(h => state is null || (string)h.State == state)
            : template is not null ? [Delivery(FakeData.Id(862), "email", template, "customer", "delivered", null, "[T-20261123-000001] 财务月结报错")]
            : ticketId == FakeData.First ? data.Notices : ticketId == FakeData.Id(102) ? [Delivery(Failed, "email", "agent-message", "customer", "failed", "refused", "Re: [T-20261123-000002]")] : []));
        api.MapGet("/notifications/{id:guid}", (Guid id) => Results.Json(new
        {
            delivery = Delivery(id, "email", "agent-message", "customer", "failed", "refused", "Re: [T-20261123-000002]"),
            history = new object[] { new { at = Now.AddMinutes(-9), what = "deferred", reason = "deferred", status = 451 }, new { at = Now.AddMinutes(-8), what = "failed", reason = "refused", status = 550 } },
        }));
        api.MapPost("/notifications/{id:guid}/resend", () => Results.Accepted());
        api.MapGet("/notifications/why", (Guid ticketId, string person) => Results.Json(new
        {
            person, ticketId,
            items = person.StartsWith("lin", StringComparison.Ordinal) ? new[] { new { deliveryId = Failed, template = "sla-warned", channel = "email", audience = "engineer", verdict = "waiting", state = "held", because = Said("The ticket was yours, or was offered to you.", "该工单由您负责，或曾请您接单。"), reason = Said("It waits for your digest: your quiet hours or your interval are not over.", "正在等待摘要：免打扰时段或汇总间隔尚未结束。"), at = Now, holdUntil = Now.AddHours(6) } } : [],
            notFor = new[] { new { template = "ticket-opened", audiences = new[] { "customer" }, because = Said("It was for: customer. None of these fits you.", "该通知面向：customer，与您不符。") } },
        }));
        api.MapGet("/notifications/watches", () => Results.Json(new { items = Array.Empty<Guid>() }));
        api.MapPut("/notifications/watches/{id:guid}", () => Results.NoContent());
        api.MapDelete("/notifications/watches/{id:guid}", () => Results.NoContent());
    }

    private static void MapOwn(IEndpointRouteBuilder api)
    {
        var unread = new HashSet<Guid> { FakeData.Id(871), FakeData.Id(872) };
        object Own(int n, string template, string subject, string text) => new
        {
            id = FakeData.Id(n), ticketId = FakeData.First, template, audience = "engineer", subject, text, createdAt = Now.AddMinutes(-3 * (n - 870)), readAt = unread.Contains(FakeData.Id(n)) ? (DateTimeOffset?)null : Now,
        };
        api.MapGet("/notifications/mine", (bool? unread) =>
        {
            var all = new[]
            {
                (Id: 871, Value: Own(871, "sla-warned", "[T-20261123-000001] 诊断时限已用 75%", "工单 T-20261123-000001 的诊断时限将于今天 15:30 到期。")),
                (Id: 872, Value: Own(872, "customer-replied", "[T-20261123-000001] 客户已回复", "王丽：附件是报错截图。")),
                (Id: 873, Value: Own(873, "ticket-assigned", "[T-20261123-000001] 已分派给您", "财务月结报错，级别 1。")),
            };
            return Results.Json(new { items = all.Where(n => unread != true || Waits(n.Id)).Select(n => n.Value), next = (string?)null, unread = Waiting() });
        });
        bool Waits(int n) => unread.Contains(FakeData.Id(n));
        int Waiting() => unread.Count;
        api.MapPost("/notifications/mine/read", () =>
        {
            unread.Clear();
            return Results.NoContent();
        });
        api.MapPost("/notifications/mine/{id:guid}/read", (Guid id) =>
        {
            unread.Remove(id);
            return Results.NoContent();
        });
        var wishes = new Wishes(null, null, null, "22:00:00", "07:00:00", 0, new() { ["sla-warned"] = ["in-app"] });
        api.MapGet("/notifications/preferences", () => Results.Json(Show(wishes)));
        api.MapPut("/notifications/preferences", (Wishes change) =>
        {
            if (change.TimeZone is { } zone && !TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _))
                return Invalid("timeZone", "The zone is not an IANA zone.");
            wishes = change;
            return Results.Json(Show(wishes));
        });
    }

    private static void MapWordings(IEndpointRouteBuilder api)
    {
        var wordings = new List<object>();
        var versions = 0;
        string[] fields = ["brand", "name", "number", "subject", "link", "hello"];
        api.MapGet("/notifications/templates", () => Results.Json(new { messages = new[] { "ticket-opened", "agent-message", "sla-breached", "on-call-paged" }.Select(t => new { template = t, fields }), items = wordings }));
        api.MapGet("/notifications/templates/shipped", (string template, string channel, string language) => Results.Json(new
        {
            template, channel, language, subject = "[{{number}}] {{subject}}", text = language == "zh" ? "{{hello}}\n\n我们已收到您的请求。" : "{{hello}}\n\nWe have your request.",
        }));
        api.MapPost("/notifications/templates", (Wording w) =>
        {
            if (w.Text.Contains("{{nobody}}", StringComparison.Ordinal))
                return Refuse("text", "There is no value nobody in this message.");
            wordings.Insert(0, new { id = Guid.NewGuid(), template = w.Template, channel = w.Channel, language = w.Language, brand = "", version = ++versions, active = true, subject = w.Subject, text = w.Text, html = w.Html, createdAt = Now, createdBy = "林晓东" });
            return Results.Json(new { id = Guid.NewGuid(), version = versions }, statusCode: 201);
        });
        api.MapPost("/notifications/templates/preview", (Wording w) => w.Text.Contains("{{nobody}}", StringComparison.Ordinal) ? Refuse("text", "There is no value nobody in this message.")
            : Results.Json(new { deliveryId = Guid.NewGuid(), subject = "[T-20261123-000001] 财务月结报错", text = "王丽，您好：\n\n我们已收到您的请求。", html = "<p style=\"color:#123\">王丽，您好：</p><p>我们已收到您的请求。</p>" }));
        api.MapDelete("/notifications/templates/{id:guid}", () => Results.NoContent());
    }

    private static void MapWaysOut(IEndpointRouteBuilder api)
    {
        var providers = new List<object> { new { id = FakeData.Id(881), name = "值班群", kind = "wecom", channel = "robot", templates = new[] { "on-call-paged", "sla-breached" }, audiences = new[] { "on-call", "manager" }, language = "zh", perMinute = 20 }, new { id = FakeData.Id(882), name = "短信网关", kind = "sms-http", channel = "sms", sender = "10690000", templates = Array.Empty<string>(), audiences = Array.Empty<string>(), language = "zh", perMinute = 60 } };
        api.MapGet("/notifications/providers", () => Items(providers));
        api.MapGet("/notifications/providers/email", () => Results.Json(new { on = true, from = "service@vendor.example", answers = (string?)null, encrypted = true }));
        api.MapPost("/notifications/providers", (Provider p) =>
        {
            if (p.Url?.Contains("10.0.0", StringComparison.Ordinal) == true)
                return Results.Problem("The url must lead to the public internet.", statusCode: 400, extensions: new Dictionary<string, object?> { ["code"] = "provider.bad-target" });
            providers.Add(new { id = FakeData.Id(883), name = p.Name, kind = p.Kind, channel = "robot", templates = new[] { "on-call-paged" }, audiences = new[] { "on-call" }, language = "zh", perMinute = 20 });
            return Results.Json(new { id = FakeData.Id(883) }, statusCode: 201);
        });
        api.MapDelete("/notifications/providers/{id:guid}", () => Results.NoContent());
        api.MapPost("/notifications/providers/email/test", () => Results.Json(new { taken = true, failure = (string?)null, status = 250, milliseconds = 41 }));
        api.MapPost("/notifications/providers/{id:guid}/test", (TestWish wish, Guid id) => id == FakeData.Id(882) && wish.To is null ? Invalid("to", "A number like +8613800000000 is wanted.")
            : Results.Json(new { taken = false, failure = "authentication-failed", status = 401, milliseconds = 95 }));

        var (off, secret) = (true, 0);
        api.MapGet("/webhook-endpoints", () => Results.Json(new
        {
            items = new object[]
            {
                new { id = FakeData.Id(891), url = "https://erp.example.com/hooks/servicemesh", events = new[] { "*" }, createdAt = Now.AddDays(-40), overlapUntil = secret > 0 ? (DateTimeOffset?)Now.AddHours(24) : null },
                new { id = FakeData.Id(892), url = "https://crm.example.com/in", events = new[] { "TicketOpened", "TicketClosed" }, createdAt = Now.AddDays(-9), disabledAt = off ? (DateTimeOffset?)Now.AddHours(-5) : null, disabledReason = off ? "failing" : null, failingSince = off ? (DateTimeOffset?)Now.AddDays(-3) : null },
            },
            events = new[] { "*", "AgentMessageSent", "SlaBreached", "TicketClosed", "TicketOpened" }, next = (string?)null,
        }));
        api.MapPost("/webhook-endpoints", () => Results.Json(new { id = FakeData.Id(893), secret = "whsec_new-endpoint" }, statusCode: 201));
        api.MapPost("/webhook-endpoints/{id:guid}/rotate-secret", (Guid id) => Results.Json(new { id, secret = $"whsec_rotated-{++secret}" }));
        api.MapPost("/webhook-endpoints/{id:guid}/enable", () =>
        {
            off = false;
            return Results.NoContent();
        });
        api.MapPost("/webhook-endpoints/{id:guid}/replay", () => Results.Json(new { count = 3 }, statusCode: 202));
        api.MapDelete("/webhook-endpoints/{id:guid}", () => Results.NoContent());
    }

    private static void MapAnnouncements(IEndpointRouteBuilder api)
    {
        var all = new Dictionary<Guid, (string Subject, string State, int Seen)> { [FakeData.Id(895)] = ("11 月 30 日升级窗口", "done", 99), [FakeData.Id(894)] = ("12 月 5 日数据库升级", "draft", 0) };
        object Show(Guid id) => new
        {
            id, texts = new Dictionary<string, object> { ["zh"] = new { subject = all[id].Subject, text = "系统将于 22:00 至 24:00 升级。" } }, audience = new { productIds = Array.Empty<Guid>() }, perMinute = 300, state = all[id].State,
            total = all[id].State == "draft" ? 0 : 120, made = Math.Min(120, all[id].Seen * 40), delivered = Math.Min(118, all[id].Seen * 38), failed = all[id].Seen > 3 ? 1 : 0, dropped = all[id].Seen > 3 ? 1 : 0, createdBy = "林晓东", createdAt = Now.AddMinutes(-5),
            byChannel = all[id].State == "draft" ? (object)new { } : new { email = new { total = 104, delivered = Math.Min(104, all[id].Seen * 33) }, im = new { total = 3, delivered = 3 }, sms = new { total = 13, delivered = Math.Min(11, all[id].Seen * 2) } },
        };
        api.MapGet("/notifications/announcements", () => Items(all.Keys.OrderByDescending(k => k).Select(Show)));
        api.MapPost("/notifications/announcements", (Announcement a) =>
        {
            var id = FakeData.Id(896);
            all[id] = (a.Texts.Values.First().Subject, "draft", 0);
            return Results.Json(new { id }, statusCode: 201);
        });
        api.MapGet("/notifications/announcements/{id:guid}", (Guid id) =>
        {
            if (all[id].State == "sending")
                all[id] = all[id] with { Seen = all[id].Seen + 1 };
            return Results.Json(Show(id));
        });
        api.MapGet("/notifications/announcements/{id:guid}/audience", () => Results.Json(new
        {
            count = 120, byChannel = new { email = 104, im = 3, sms = 13, webhook = 1 }, unreachable = 2,
            from = new { brand = "nova", names = new { zh = "新星服务", en = "Nova Care" }, address = "care@nova.example", senderName = "Nova Helpdesk" },
            sample = new[] { new { address = "w***@example.com", name = "王丽", language = "zh", channel = "email" }, new { address = "+86***78", name = "Emma", language = "en", channel = "sms" } },
        }));
        foreach (var (what, state) in new[] { ("start", "sending"), ("stop", "stopped") })
            api.MapPost($"/notifications/announcements/{{id:guid}}/{what}", (Guid id) =>
            {
                all[id] = all[id] with { State = state };
                return Results.NoContent();
            });
    }

    private static void MapRules(IEndpointRouteBuilder api)
    {
        var rules = new List<Rule> { new(["sla-breached"], "dispatcher", null, null, 2, FakeData.Id(898)) };
        api.MapGet("/notifications/rules", () => Results.Json(new
        {
            items = rules.Select(r => new { id = r.Id, templates = r.Templates, role = r.Role, teamId = r.TeamId, ofTeamId = r.OfTeamId, severityAtMost = r.SeverityAtMost, createdAt = Now, createdBy = "林晓东" }),
            messages = new[] { "ticket-assigned", "sla-warned", "sla-breached", "delivery-failed" },
        }));
        api.MapPost("/notifications/rules", (Rule rule) =>
        {
            rules.Add(rule with { Id = FakeData.Id(899) });
            return Results.Json(new { id = FakeData.Id(899) }, statusCode: 201);
        });
        api.MapDelete("/notifications/rules/{id:guid}", (Guid id) =>
        {
            rules.RemoveAll(r => r.Id == id);
            return Results.NoContent();
        });
    }

    private static dynamic[] Hooks =>
    [
        new { id = FakeData.Id(863), ticketId = FakeData.First, template = "TicketOpened", channel = "webhook", audience = "integration", recipient = "891", State = "failed", subject = "", text = "{\"type\":\"TicketOpened\"}", attempts = 10, failure = "receiver-error", statusCode = 500, createdAt = Now.AddHours(-2), finishedAt = Now.AddHours(-1) },
        new { id = FakeData.Id(864), ticketId = FakeData.First, template = "TicketClosed", channel = "webhook", audience = "integration", recipient = "891", State = "delivered", subject = "", text = "{\"type\":\"TicketClosed\"}", attempts = 1, failure = (string?)null, statusCode = 200, createdAt = Now.AddHours(-3), finishedAt = Now.AddHours(-3) },
    ];

    private static object Delivery(Guid id, string channel, string template, string audience, string state, string? failure, string subject) => new
    {
        id, channel, template, audience, recipient = "w***@example.com", language = "zh", subject, text = "您好，请您重启后再试。", state, attempts = 2, failure, statusCode = failure is null ? 250 : 550, createdAt = Now.AddMinutes(-10), finishedAt = Now.AddMinutes(-8),
    };

    private static object Said(string en, string zh) => new { en, zh };

    private static object Show(Wishes w) => new { address = "lin@vendor.example", phone = w.Phone, feishuId = w.FeishuId, timeZone = w.TimeZone, quietFrom = w.QuietFrom, quietTo = w.QuietTo, digestMinutes = w.DigestMinutes, rules = w.Rules };

    private static IResult Invalid(string field, string message) => Refuse(field, message, "request.invalid");

    private static IResult Refuse(string field, string message, string code = "template.refused") => Results.Json(
        new { title = "The request is not valid.", status = 400, code, detail = message, errors = new Dictionary<string, string[]> { [field] = [message] } }, statusCode: 400, contentType: "application/problem+json");

    private static IResult Items(IEnumerable<object> items) => Results.Json(new { items, next = (string?)null });

    private sealed record Wishes(string? Phone, string? FeishuId, string? TimeZone, string? QuietFrom, string? QuietTo, int DigestMinutes, Dictionary<string, string[]> Rules);

    private sealed record Wording(string Template, string Channel, string Language, string Subject, string Text, string? Html);

    private sealed record Rule(string[] Templates, string? Role, Guid? TeamId, Guid? OfTeamId, int? SeverityAtMost, Guid Id);

    private sealed record Provider(string Name, string Kind, string? Url);

    private sealed record TestWish(string? To);

    private sealed record Text(string Subject);

    private sealed record Announcement(Dictionary<string, Text> Texts);
}
