using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ServiceMesh.Browser;

/// <summary>Triage rules in versions, a dry run, and suggestions with their evidence.</summary>
internal static class FakeTriage
{
    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    public static void MapTriage(this IEndpointRouteBuilder api, FakeData data)
    {
        var versions = new List<(int Version, JsonElement Book, string? Note)>
        {
            (1, Json(new
            {
                matrix = new { high = new[] { 1, 2, 3 }, medium = new[] { 2, 3, 4 }, low = new[] { 3, 4, 5 } }, secondRepairDays = 90,
                completeness = new { support = new[] { "customer", "resolution" }, maintenance = new[] { "customer" }, enforced = false },
                rules = new object[]
                {
                    new { name = "月结期间财务优先", all = new[] { new { field = "text", op = "contains", values = new[] { "月结", "过账" } } }, set = new { category = "finance", urgency = "high", teamId = FakeData.ErpTeam }, stop = false, enabled = true },
                    new { name = "Nights", all = new[] { new { field = "localTime", op = "within", values = new[] { "22:00-06:00" } } }, set = new { tags = new[] { "night" } }, stop = false, enabled = true },
                },
            }), "首版"),
        };
        object View((int Version, JsonElement Book, string? Note) v) => new { version = v.Version, book = v.Book, note = v.Note, by = "林晓东", at = Now.AddDays(-3), warnings = Array.Empty<string>() };
        api.MapGet("/triage", () => Results.Json(View(versions[^1])));
        api.MapGet("/triage/versions", () => Items(versions.AsEnumerable().Reverse().Select(v => (object)new { version = v.Version, note = v.Note, by = "林晓东", at = Now.AddDays(-3), rules = 2 })));
        api.MapGet("/triage/versions/{version:int}", (int version) => Results.Json(View(versions[version - 1])));
        api.MapPut("/triage", (JsonElement body) =>
        {
            var book = body.GetProperty("book");
            foreach (var (rule, i) in book.GetProperty("rules").EnumerateArray().Select((r, i) => (r, i)))
                if (rule.GetProperty("name").GetString()!.Length == 0)
                    return Results.Json(new { title = "The request is not valid.", status = 400, code = "request.invalid", errors = new Dictionary<string, string[]> { [$"book.rules[{i}].name"] = ["A rule has a name of 1 to 200 characters."] } }, statusCode: 400, contentType: "application/problem+json");
            versions.Add((versions.Count + 1, book.Clone(), body.GetProperty("note").GetString()));
            return Results.Json(View(versions[^1]));
        });
        api.MapPost("/triage/dry-run", (JsonElement body) => Results.Json(new
        {
            tickets = 240, changed = 1, keptByHand = 2, rules = body.GetProperty("book").GetProperty("rules").EnumerateArray().Select((r, i) => new { name = r.GetProperty("name").GetString(), matched = 12 + i, changed = i == 0 ? 1 : 0 }),
            items = new[] { new { ticketId = FakeData.Id(109), number = "T-20261123-000009", subject = "Invoice PDF prints without tax line", openedAt = Now.AddHours(-2), rules = new[] { "月结期间财务优先" }, changes = new[] { new { field = "severity", was = (string?)"4", now = "2" }, new { field = "category", was = (string?)null, now = "finance" } }, kept = new[] { "workType" } } },
        }));
        api.MapGet("/work/{id:guid}/suggestions", (Guid id) => Results.Json(new
        {
            categories = new[] { new { value = "finance", name = (string?)null, share = .82, because = new[] { Evidence(data) } } }, products = Array.Empty<object>(),
            faultClasses = new[] { new { value = "posting-period", name = (string?)null, share = .6, because = new[] { Evidence(data) } } },
            solutions = new[] { new { resolution = "打开 OB52 中的过账期间后重新过账。", causeCode = "config", resolvedAt = Now.AddDays(-31), because = Evidence(data) } },
        }));
    }

    private static object Evidence(FakeData data) => new { ticketId = FakeData.Id(113), number = data.Number(13).Number, subject = "月结过账报错 F5 263", similarity = .74, words = new[] { "f5", "263", "过账" } };

    private static JsonElement Json(object value) => JsonSerializer.SerializeToElement(value, JsonSerializerOptions.Web);

    private static IResult Items(IEnumerable<object> items) => Results.Json(new { items, next = (string?)null });
}
