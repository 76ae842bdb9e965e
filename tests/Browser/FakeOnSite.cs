using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ServiceMesh.Browser;

/// <summary>Visits, remote sessions and common causes, kept as they are told.</summary>
internal static class FakeOnSite
{
    /// <summary>A ticket with an agreed visit today.</summary>
    public static readonly Guid Visited = FakeData.Id(108);

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    public static void MapOnSite(this IEndpointRouteBuilder api, FakeData data)
    {
        var visits = new List<Visit>
        {
            new() { Id = FakeData.Id(861), Ticket = Visited, From = Now.AddMinutes(30), To = Now.AddMinutes(150), Place = "宁波市北仑区海天路 1688 号 2 号车间", Parts = ["PT100 温度传感器 ×2"], Travel = 40 },
            new() { Id = FakeData.Id(862), Ticket = FakeData.Id(112), From = Now.AddMinutes(-300), To = Now.AddMinutes(-180), Place = "上海市嘉定区仓库 B3", State = "done", Report = "重新配对扫码枪。", SignedBy = "王丽" },
        };
        var sessions = new List<(Guid Id, Guid Ticket, string? Tool, string? Link, DateTimeOffset At, string? Log)>();
        api.MapGet("/work/{id:guid}/visits", (Guid id) => Results.Json(new
        {
            visits = visits.Where(v => v.Ticket == id).Select(v => v.View()), dueOnSiteAt = id == FakeData.Id(102) ? Now.AddHours(3) : (DateTimeOffset?)null, visitsPerDay = 2,
            promise = id == FakeData.Id(102) ? new { dueAt = Now.AddHours(3), cutoff = "16:00", zone = "Asia/Shanghai" } : null,
            days = new[] { new { day = DateOnly.FromDateTime(TimeZoneInfo.ConvertTimeBySystemTimeZoneId(Now, "Asia/Shanghai").DateTime), visits = 2 } },
            sessions = sessions.Where(s => s.Ticket == id).Select(s => new { id = s.Id, tool = s.Tool, link = s.Link, by = "林晓东", startedAt = s.At, endedAt = s.Log is null ? (DateTimeOffset?)null : Now, log = s.Log }),
        }));
        api.MapGet("/work/visits", () => Items(visits.Where(v => v.State != "cancelled").OrderBy(v => v.From).Select(v => data.Tickets.Find(t => t.Id == v.Ticket)! is var t
            ? new { visit = v.View(), ticketId = t.Id, number = t.Number, subject = t.Subject, severity = t.Severity, state = t.State, customerName = t.Customer, contactName = "王丽", dueOnSiteAt = (DateTimeOffset?)null } : null!)));
        api.MapGet("/work/{id:guid}/against", (Guid? engineerId, DateTimeOffset? at) => Items(at is not null ? []
            : engineerId == FakeData.Zhao ? [new { why = new { code = "skill", what = "SAP-FI" }, mayBePassedOver = true }, new { why = new { code = "full" }, mayBePassedOver = true }]
            : engineerId == FakeData.Chen ? [new { why = new { code = "certificateEnded", what = "SAP FI", until = "2026-10-31" }, mayBePassedOver = false }] : Array.Empty<object>()));
        api.MapGet("/work/incomplete-records", (string? engineer) => Items(data.Tickets.Take(engineer is null ? 3 : 1).Select(t => new { ticket = data.Work(t), closedAt = Now.AddHours(-5), missing = new[] { "faultClass", "causeCode" } })));
        api.MapPost("/work/{id:guid}/visit", (Guid id, JsonElement v) =>
        {
            var visit = v.TryGetProperty("visitId", out var known) && known.ValueKind == JsonValueKind.String ? visits.First(x => x.Id == known.GetGuid()) : new Visit { Id = Guid.NewGuid(), Ticket = id };
            if (!visits.Contains(visit)) visits.Add(visit);
            (visit.From, visit.To, visit.Place) = (v.GetProperty("from").GetDateTimeOffset(), v.GetProperty("to").GetDateTimeOffset(), v.GetProperty("place").GetString());
            visit.Parts = [.. v.GetProperty("parts").EnumerateArray().Select(p => p.GetString()!)];
            return Done(id);
        });
        api.MapPost("/work/{id:guid}/arrive", (Guid id, JsonElement a) =>
        {
            var visit = visits.First(x => x.Id == a.GetProperty("visitId").GetGuid());
            (visit.State, visit.ArrivedAt, visit.ArrivedPlace) = ("arrived", Now, a.GetProperty("place").GetString());
            visit.Metres = a.GetProperty("at").ValueKind == JsonValueKind.Object ? 84 : null;
            return Done(id);
        });
        api.MapPost("/work/{id:guid}/visit-report", (Guid id, JsonElement r) =>
        {
            var visit = visits.First(x => x.Id == r.GetProperty("visitId").GetGuid());
            (visit.State, visit.Report, visit.SignedBy) = ("done", r.GetProperty("report").GetString(), r.GetProperty("signedBy").GetString());
            return Done(id);
        });
        api.MapPost("/work/{id:guid}/visits/{visit:guid}/files", async (Guid visit, string kind, HttpContext http) =>
        {
            using var body = new MemoryStream();
            await http.Request.Body.CopyToAsync(body);
            var picture = (Id: Guid.NewGuid(), Kind: kind, Content: body.ToArray());
            visits.First(v => v.Id == visit).Pictures.Add(picture);
            return Results.Json(new { id = picture.Id, kind, type = "image/png", bytes = picture.Content.Length, by = "林晓东", at = Now }, statusCode: 201);
        });
        api.MapGet("/work/{id:guid}/visits/{visit:guid}/files/{file:guid}", (Guid visit, Guid file) => Results.Bytes(visits.First(v => v.Id == visit).Pictures.First(p => p.Id == file).Content, "image/png"));
        api.MapPost("/work/{id:guid}/remote-session", (Guid id, JsonElement s) =>
        {
            sessions.Add((Guid.NewGuid(), id, s.GetProperty("tool").GetString(), s.GetProperty("link").GetString(), Now, null));
            return Done(id);
        });
        api.MapPost("/work/{id:guid}/remote-session-end", (Guid id, JsonElement s) =>
        {
            var at = sessions.FindIndex(x => x.Id == s.GetProperty("sessionId").GetGuid());
            sessions[at] = sessions[at] with { Log = s.GetProperty("log").GetString() };
            return Done(id);
        });
        MapProblems(api, data);

        IResult Done(Guid id) => Results.Json(data.Work(data.Tickets.First(t => t.Id == id)));
    }

    private static void MapProblems(IEndpointRouteBuilder api, FakeData data)
    {
        object Problem(string? solution = null, bool solved = false) => new
        {
            id = FakeData.Id(871), title = "升级后打印服务丢失税率模板", cause = "模板路径变更", workaround = "从 /templates/old 复制模板", solution, createdAt = Now.AddDays(-2), by = "林晓东", solvedAt = solved ? Now : (DateTimeOffset?)null, tickets = 2, openTickets = 1,
        };
        var current = Problem();
        api.MapGet("/work/problems", () => Items([current]));
        api.MapGet("/work/problems/{id:guid}", () => Results.Json(new { problem = current, tickets = new[] { data.Work(data.Number(9)), data.Work(data.Number(12)) } }));
        api.MapPut("/work/problems/{id:guid}", (JsonElement p) => Results.Json(current = Problem(p.GetProperty("solution").GetString(), p.GetProperty("solved").GetBoolean())));
        api.MapPost("/work/{id:guid}/problem", (Guid id, JsonElement p) =>
        {
            data.Tickets.First(t => t.Id == id).Problem = p.GetProperty("problemId").ValueKind == JsonValueKind.String;
            return Results.Json(new { problemId = p.GetProperty("problemId").GetString() });
        });
    }

    private static IResult Items(IEnumerable<object> items) => Results.Json(new { items, next = (string?)null });

    private sealed class Visit
    {
        public required Guid Id { get; init; }
        public required Guid Ticket { get; init; }
        public DateTimeOffset From { get; set; }
        public DateTimeOffset To { get; set; }
        public string? Place { get; set; }
        public string[] Parts { get; set; } = [];
        public int? Travel { get; init; }
        public string State { get; set; } = "agreed";
        public DateTimeOffset? ArrivedAt { get; set; }
        public string? ArrivedPlace { get; set; }
        public double? Metres { get; set; }
        public string? Report { get; set; }
        public string? SignedBy { get; set; }
        public List<(Guid Id, string Kind, byte[] Content)> Pictures { get; } = [];

        public object View() => new
        {
            id = Id, state = State, engineerId = FakeData.Lin, engineerName = "林晓东", from = From, to = To, place = Place, at = new { latitude = 29.9, longitude = 121.8 }, parts = Parts, travelMinutes = Travel,
            arrivedAt = ArrivedAt, arrivedPlace = ArrivedPlace, checkInMetres = Metres, report = Report, partsUsed = Array.Empty<string>(), signedBy = SignedBy,
            files = Pictures.Select(p => new { id = p.Id, kind = p.Kind, type = "image/png", bytes = p.Content.Length, by = "林晓东", at = Now }),
        };
    }
}
