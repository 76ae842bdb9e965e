using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ServiceMesh.Browser;

/// <summary>Rosters, profiles, presence and hand-over notes of four engineers.</summary>
internal static class FakePeople
{
    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    public static void MapPeople(this IEndpointRouteBuilder api)
    {
        Roster(api);
        Profiles(api);
        var away = new HashSet<Guid> { FakeData.Zhao };
        api.MapGet("/engineers/presence", () => Items(new[] { (FakeData.Lin, "林晓东", 3), (FakeData.Zhao, "赵敏", 2), (FakeData.Emma, "Emma Clarke", 4), (FakeData.Chen, "陈建国", 1) }.Select(p => (object)new
        {
            engineerId = p.Item1, name = p.Item2, state = away.Contains(p.Item1) ? "away" : "available", seenAt = p.Item1 == FakeData.Chen ? null : (DateTimeOffset?)Now, openTickets = p.Item3, calls = 0, chats = 1, cases = p.Item3 - 1, background = 0,
        })));
        IResult Set(Guid who, string? state)
        {
            if (state is not null) _ = state == "away" ? away.Add(who) : away.Remove(who);
            return Results.NoContent();
        }
        api.MapPost("/engineers/me/presence", (Presence p) => Set(FakeData.Lin, p.State));
        api.MapPost("/engineers/{id:guid}/presence", (Guid id, Presence p) => Set(id, p.State));
        var notes = new List<Note> { new(FakeData.Id(880), FakeData.ErpTeam, "T-20261123-000001 等客户提供借方凭证，10:30 前回电。", "陈建国", Now.AddHours(-2), null, null) };
        object View(Note n) => new
        {
            id = n.Id, teamId = n.Team, teamName = "ERP 实施组", text = n.Text, by = n.By, at = n.At, takenBy = n.TakenBy, takenAt = n.TakenAt,
            tickets = n.Text.Contains("000001", StringComparison.Ordinal) ? [new { id = FakeData.First, number = "T-20261123-000001", subject = "SAP 月结过账报错", state = "inProgress" }] : Array.Empty<object>(),
        };
        api.MapGet("/teams/handovers", () => Items(notes.Select(View)));
        api.MapPost("/teams/{id:guid}/handovers", (Guid id, Text t) =>
        {
            notes.Insert(0, new(Guid.NewGuid(), id, t.Value, "林晓东", Now, null, null));
            return Results.Json(View(notes[0]), statusCode: 201);
        });
        api.MapPost("/teams/{id:guid}/handovers/{note:guid}/take", (Guid id, Guid note) =>
        {
            var at = notes.FindIndex(n => n.Id == note);
            notes[at] = notes[at] with { TakenBy = "林晓东", TakenAt = Now };
            return Results.Json(View(notes[at]));
        });
    }

    /// <summary>As Dispatch shows them: nobody here has level 5 of anything.</summary>
    private static object Settings(JsonElement s) => new
    {
        paging = s.GetProperty("paging"), assignment = s.GetProperty("assignment"), warnings = Array.Empty<string>(),
        gaps = s.GetProperty("assignment").TryGetProperty("requirements", out var asked)
            ? asked.EnumerateArray().SelectMany(r => r.GetProperty("skills").EnumerateArray()).Where(k => k.GetProperty("level").GetInt32() == 5).Select(k => new { code = "skillLevel", what = k.GetProperty("name").GetString(), level = 5 }).ToArray()
            : [],
    };

    /// <summary>One on-call layer in turns of half a week with a hole at its end, and a shift of two.</summary>
    private static void Roster(IEndpointRouteBuilder api)
    {
        var rotations = new List<JsonElement> { Json(new { id = FakeData.Id(861), name = "ERP 夜间待命", kind = "onCall", layer = 1, zone = "Asia/Shanghai", startsOn = "2026-01-05", endsOn = (string?)null, at = "18:00:00", minutes = 900, rule = "FREQ=DAILY", turnDays = 7, participants = new[] { FakeData.Lin, FakeData.Chen } }) };
        var overrides = new List<JsonElement>();
        var absences = new Dictionary<Guid, List<JsonElement>>();
        api.MapGet("/teams/{id:guid}/calendar", (Guid id, DateTimeOffset from, DateTimeOffset until) => Items(id == FakeData.CrmTeam ? [] :
        [
            new { rotationId = FakeData.Id(861), kind = "onCall", layer = 1, engineerId = FakeData.Lin, engineerName = "林晓东", from, until = from.AddDays(3.5), because = "turn" },
            .. overrides.Count > 0
                ? [new { rotationId = FakeData.Id(861), kind = "onCall", layer = 1, engineerId = FakeData.Zhao, engineerName = "赵敏", from = from.AddDays(3.5), until, because = "override" }]
                : new object[] { new { rotationId = FakeData.Id(861), kind = "onCall", layer = 1, engineerId = FakeData.Chen, engineerName = "陈建国", from = from.AddDays(3.5), until = from.AddDays(6), because = "turn" } },
            .. Enumerable.Range(0, 5).SelectMany(d => new[] { "林晓东", "陈建国" }.Select(name => (object)new { rotationId = FakeData.Id(862), kind = "shift", layer = 1, engineerId = FakeData.Lin, engineerName = name, from = from.AddDays(d).AddHours(9), until = from.AddDays(d).AddHours(18), because = "turn" })),
        ]));
        api.MapGet("/teams/{id:guid}/rotations", (Guid id) => Items(id == FakeData.CrmTeam ? [] : rotations.Select(r => (object)r)));
        api.MapPost("/teams/{id:guid}/rotations", (Guid id, JsonElement body) =>
        {
            if (body.GetProperty("rule").GetString() == "FREQ=MONTHLY;BYMONTHDAY=31;BYMONTH=2")
                return Refuse("rule", "By this rule the shift never comes.");
            rotations.Add(Json(new
            {
                id = Guid.NewGuid(), name = body.GetProperty("name").GetString(), kind = body.GetProperty("kind").GetString(), layer = body.GetProperty("layer").GetInt32(), zone = body.GetProperty("zone").GetString(), startsOn = body.GetProperty("startsOn").GetString(),
                at = body.GetProperty("at").GetString() + ":00", minutes = body.GetProperty("minutes").GetInt32(), rule = body.GetProperty("rule").GetString(), turnDays = body.GetProperty("turnDays").GetInt32(), participants = body.GetProperty("participants"),
            }));
            return Results.Json(rotations[^1], statusCode: 201);
        });
        api.MapGet("/teams/{id:guid}/overrides", () => Items(overrides.Select(o => (object)o)));
        api.MapPost("/teams/{id:guid}/overrides", (Guid id, JsonElement o) =>
        {
            overrides.Add(Json(new { id = Guid.NewGuid(), rotationId = o.GetProperty("rotationId"), engineerId = o.GetProperty("engineerId"), from = o.GetProperty("from"), until = o.GetProperty("until"), reason = o.GetProperty("reason"), by = "林晓东" }));
            return Results.Json(overrides[^1], statusCode: 201);
        });
        api.MapDelete("/teams/{id:guid}/overrides/{entry:guid}", (Guid id, Guid entry) =>
        {
            overrides.RemoveAll(o => o.GetProperty("id").GetGuid() == entry);
            return Results.NoContent();
        });
        api.MapGet("/engineers/{id:guid}/absences", (Guid id) => Items((absences.GetValueOrDefault(id) ?? []).Select(a => (object)a)));
        api.MapPost("/engineers/{id:guid}/absences", (Guid id, JsonElement a) =>
        {
            absences[id] = [.. absences.GetValueOrDefault(id) ?? [], Json(new { id = Guid.NewGuid(), from = a.GetProperty("from"), until = a.GetProperty("until"), reason = a.GetProperty("reason") })];
            return Results.Json(absences[id][^1], statusCode: 201);
        });
        var set = new Dictionary<Guid, JsonElement>();
        api.MapGet("/teams/{id:guid}/settings", (Guid id) => Results.Json(Settings(set.TryGetValue(id, out var kept) ? kept : Json(new { paging = new { }, assignment = new { mode = "offer", capacity = new { call = 1, chat = 3, @case = 8 } } }))));
        api.MapPut("/teams/{id:guid}/settings", (Guid id, JsonElement s) =>
        {
            if (s.GetProperty("assignment").GetProperty("weights").EnumerateObject().Any(w => w.Value.GetInt32() is < 0 or > 100))
                return Results.Json(new { status = 400, code = "request.invalid", errors = new Dictionary<string, string[]> { ["assignment.weights"] = ["A weight is 0 to 100."] } }, statusCode: 400);
            set[id] = s;
            return Results.Json(Settings(s));
        });
    }

    private static void Profiles(IEndpointRouteBuilder api)
    {
        var profiles = new Dictionary<Guid, JsonElement>
        {
            [FakeData.Lin] = Json(new
            {
                phone = "+8613800138000", pageChannels = new[] { "voice", "sms" }, skills = new[] { new { name = "SAP-FI", level = 5 }, new { name = "U8", level = 3 } },
                certificates = new object[] { new { name = "SAP FI", validUntil = (DateOnly?)Day(400), number = "C-1021" }, new { name = "用友 U8", validUntil = Day(12), number = (string?)null } },
                languages = new[] { "zh-CN", "en" }, regions = new[] { "华东" }, knows = new[] { FakeData.Id(600) }, avoids = Array.Empty<Guid>(), trainings = new[] { new { title = "S/4HANA 2023 升级", completedOn = Day(-60) } }, warnings = Array.Empty<string>(),
            }),
            [FakeData.Zhao] = Json(new { skills = Array.Empty<object>(), certificates = new[] { new { name = "电工证", validUntil = Day(-3) } } }),
        };
        api.MapGet("/engineers/{id:guid}/profile", (Guid id) => Results.Json(profiles.GetValueOrDefault(id, Json(new { skills = Array.Empty<object>(), certificates = Array.Empty<object>() }))));
        api.MapPut("/engineers/{id:guid}/profile", (Guid id, JsonElement body) =>
        {
            if (body.GetProperty("skills").EnumerateArray().GroupBy(s => s.GetProperty("name").GetString()).Any(g => g.Count() > 1))
                return Refuse("skills", "A skill is named twice.");
            profiles[id] = body;
            return Results.Json(body);
        });
        api.MapGet("/customers/{id:guid}", (Guid id) => Results.Json(new { id, name = "华东重工集团" }));
    }

    private static DateOnly Day(int ahead) => DateOnly.FromDateTime(Now.UtcDateTime).AddDays(ahead);

    private static JsonElement Json(object value) => JsonSerializer.SerializeToElement(value, JsonSerializerOptions.Web);

    private static IResult Items(IEnumerable<object> items) => Results.Json(new { items, next = (string?)null });

    private static IResult Refuse(string field, string message) => Results.Json(
        new { title = "The request is not valid.", status = 400, code = "request.invalid", errors = new Dictionary<string, string[]> { [field] = [message] } }, statusCode: 400, contentType: "application/problem+json");

    private sealed record Presence(string? State);

    private sealed record Text([property: System.Text.Json.Serialization.JsonPropertyName("text")] string Value);

    private sealed record Note(Guid Id, Guid Team, string Text, string By, DateTimeOffset At, string? TakenBy, DateTimeOffset? TakenAt);
}
