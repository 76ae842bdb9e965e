using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using ServiceMesh.Survey.Domain.Calls;
using ServiceMesh.Survey.Domain.Qr;
using ServiceMesh.Survey.Domain.Questionnaires;
using ServiceMesh.Survey.Domain.Sending;
using ServiceMesh.Survey.Pages;

namespace ServiceMesh.Browser;

/// <summary>Questions to customers and calls to them as Survey tells them: pages, codes and checks by its own pure code, the rest from memory.</summary>
internal static class FakeSurveys
{
    public static readonly Guid Own = FakeData.Id(701);
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web);

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    public static void MapSurveys(this IEndpointRouteBuilder api, FakeData data)
    {
        MapQuestionnaires(api);
        var rules = (Version: 0, Rules: new SurveyRules());
        api.MapGet("/surveys/rules", () => Results.Json(Rules(rules), s_json));
        api.MapPut("/surveys/rules", async (HttpContext http) =>
        {
            var wanted = (await http.Request.ReadFromJsonAsync<SurveyRules>(s_json))!;
            if (RulesCheck.Check(wanted) is { Count: > 0 } errors)
                return Refuse(errors);
            rules = (rules.Version + 1, wanted);
            return Results.Json(Rules(rules), s_json);
        });
        api.MapGet("/surveys", (Guid? ticketId, string? state) => Items(Surveys(data).Where(s => (ticketId is null || s.TicketId == ticketId) && (state is null || s.State == state))));
        api.MapGet("/surveys/figures", () => Results.Json(new
        {
            self = new { sent = 48, answered = 31, score = 4.26, solvedShare = .9, nps = 42.0, npsAnswers = 19 },
            calls = new { due = 9, reached = 7, unreachable = 1, score = 3.4, solvedShare = .71, nps = 0.0, npsAnswers = 0 },
        }));
        api.MapPost("/surveys/{id:guid}/qr", () => Results.Json(new { svg = QrCode.Of("https://service.example.com/s/" + new string('x', 32)).ToSvg("QR T-20261123-000004"), expiresAt = Now.AddDays(13) }));
        MapCalls(api, data);
    }

    private static void MapQuestionnaires(IEndpointRouteBuilder api)
    {
        var shipped = Shipped.Questionnaire;
        var stored = new List<object>();
        var first = shipped.Body with { Title = new("年度巡检做得怎么样？", "How did the yearly inspection go?") };
        stored.Add(new { id = Own, version = 1, name = "年度巡检", workType = "maintenance", body = first, shipped = false, createdAt = Now.AddDays(-20), createdBy = "周婷" });
        api.MapGet("/surveys/questionnaires", () => Results.Json(new { items = stored.TakeLast(1).Prepend(View(shipped)), next = (string?)null }, s_json));
        api.MapGet("/surveys/questionnaires/{id:guid}", (Guid id) => Results.Json(new { items = id == Own ? stored.AsEnumerable().Reverse() : [View(shipped)], next = (string?)null }, s_json));
        api.MapPost("/surveys/questionnaires/preview", async (HttpContext http) =>
        {
            var asked = (await http.Request.ReadFromJsonAsync<JsonElement>());
            var body = asked.GetProperty("body").Deserialize<QuestionnaireBody>(s_json)!;
            if (Wrong(body) is { } refused)
                return refused;
            var texts = PageTexts.For(asked.GetProperty("language").GetString()!, []);
            var html = SurveyPages.Form(new PageView("博睿服务", "T-20261123-000001", texts.SampleSubject, texts), FormParts.Of(body, texts)).ToString();
            return Results.Json(new { html, bytes = Encoding.UTF8.GetByteCount(html) });
        });
        api.MapGet("/surveys/questionnaires/choice", (Guid? productId) => Results.Json(new
        {
            brand = productId is null ? null : "nova",
            items = new object[] { new { id = Own, version = 1, name = "上门服务", shipped = false, by = productId is null ? Array.Empty<string>() : ["product", "brand"] }, new { id = Guid.Empty, version = 1, name = "shipped", shipped = true, by = Array.Empty<string>() } },
        }));
        api.MapPost("/surveys/questionnaires", async (HttpContext http) =>
        {
            var wanted = (await http.Request.ReadFromJsonAsync<JsonElement>());
            var body = wanted.GetProperty("body").Deserialize<QuestionnaireBody>(s_json)!;
            if (Wrong(body) is { } refused)
                return refused;
            stored.Add(new { id = Own, version = stored.Count + 1, name = wanted.GetProperty("name").GetString(), body, shipped = false, createdAt = Now, createdBy = "林晓东" });
            return Results.Json(stored[^1], s_json, statusCode: 201);
        });
    }

    private static void MapCalls(IEndpointRouteBuilder api, FakeData data)
    {
        api.MapGet("/follow-ups", (bool? open, Guid? ticketId) =>
            Items(data.FollowUps.Where(f => (open is null || open == (f.Outcome is null)) && (ticketId is null || ticketId == f.Ticket.Id)).Select(Call)));
        api.MapGet("/follow-ups/{id:guid}", (Guid id) =>
        {
            var found = data.FollowUps.First(f => f.Id == id);
            var script = new CallRules().Script;
            string In(string text) => text.Replace("{contact}", "王丽", StringComparison.Ordinal).Replace("{brand}", "博睿服务", StringComparison.Ordinal)
                .Replace("{number}", found.Ticket.Number, StringComparison.Ordinal).Replace("{subject}", found.Ticket.Subject, StringComparison.Ordinal);
            return Results.Json(new { call = Call(found), script = new { zh = In(script.Zh), en = In(script.En) }, phones = new[] { "+862161234567", "+8613800138000" }, attempts = 3 });
        });
        api.MapPost("/follow-ups/{id:guid}/complete", async (Guid id, HttpContext http) =>
        {
            var said = await http.Request.ReadFromJsonAsync<JsonElement>();
            var found = data.FollowUps.First(f => f.Id == id);
            found.Attempts++;
            // Somebody who was not reached is called again.
            if (said.GetProperty("outcome").GetString() is var outcome && (outcome != "unreachable" || found.Attempts == 3))
                found.Outcome = outcome;
            return Results.Json(Call(found));
        });
    }

    private static object Call(FakeFollowUp f) => new
    {
        id = f.Id, ticketId = f.Ticket.Id, number = f.Ticket.Number, subject = f.Ticket.Subject, customerName = f.Ticket.Customer, contactName = "王丽",
        reason = f.Solved == false ? "not-solved" : "low-score", score = f.Score, comment = f.Comment, dueAt = Now.AddMinutes(f.DueInMinutes), attempts = f.Attempts,
        outcome = f.Outcome, completedAt = f.Outcome is null ? (DateTimeOffset?)null : Now,
    };

    private static IEnumerable<SurveySeen> Surveys(FakeData data)
    {
        yield return Seen(1, data.Number(12), "answered") with { Score = 2, Solved = false, Comment = "工程师走后扫码枪又断了两次，希望再来看看。", AnsweredAt = Now.AddHours(-3) };
        yield return Seen(2, data.Number(4), "open") with { Reminders = 1 };
        yield return Seen(3, data.Number(9), "planned") with { SentAt = Now.AddHours(20) };
        yield return Seen(4, data.Number(10), "skipped") with { SkipReason = "asked-lately" };
        yield return Seen(5, data.Number(7), "answered") with { Score = 5, Solved = true, AnsweredAt = Now.AddDays(-1) };
    }

    private static SurveySeen Seen(int n, FakeTicket ticket, string state) => new()
    {
        Id = FakeData.Id(710 + n), TicketId = ticket.Id, Number = ticket.Number, Subject = ticket.Subject, State = state, Channel = "email", SentAt = Now.AddDays(-4), ExpiresAt = Now.AddDays(10),
    };

    private static object Rules((int Version, SurveyRules Rules) r) =>
        new { version = r.Version, rules = r.Rules, timeZone = "Asia/Shanghai", changedAt = r.Version == 0 ? (DateTimeOffset?)null : Now, changedBy = r.Version == 0 ? null : "林晓东" };

    private static object View(Questionnaire q) => new { id = q.Id, version = q.Version, name = q.Name, body = q.Body, shipped = true };

    private static IResult? Wrong(QuestionnaireBody body) =>
        QuestionnaireCheck.Check(body).Select(e => e with { Field = "body." + e.Field }).ToList() is { Count: > 0 } errors ? Refuse(errors) : null;

    private static IResult Refuse(IReadOnlyList<ServiceMesh.Survey.Domain.FieldError> errors) => FakeTerms.Refuse([.. errors.Select(e => new ServiceMesh.Sla.Domain.FieldError(e.Field, e.Message))]);

    private static IResult Items(IEnumerable<object> items) => Results.Json(new { items, next = (string?)null }, s_json);

    private sealed record SurveySeen
    {
        public Guid Id { get; init; }
        public Guid TicketId { get; init; }
        public string? Number { get; init; }
        public string? Subject { get; init; }
        public string? State { get; init; }
        public string? SkipReason { get; init; }
        public string? Channel { get; init; }
        public DateTimeOffset SentAt { get; init; }
        public DateTimeOffset ExpiresAt { get; init; }
        public DateTimeOffset? AnsweredAt { get; init; }
        public int Reminders { get; init; }
        public int? Score { get; init; }
        public bool? Solved { get; init; }
        public string? Comment { get; init; }
    }
}
