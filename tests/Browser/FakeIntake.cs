using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ServiceMesh.Browser;

/// <summary>Who is covered, tickets that belong together, and imports, from memory.</summary>
internal sealed class FakeIntake
{
    private readonly ConcurrentDictionary<Guid, object> _blocked = new(
        [KeyValuePair.Create(FakeData.Id(920), Entry(FakeData.Id(920), "number", "+8613800001111", "Threatens agents"))]);

    /// <summary>What was last asked for: the action and the body of it.</summary>
    public (string Action, JsonElement Body)? Asked { get; private set; }

    /// <summary>The ticket that another goes on for.</summary>
    public (Guid Ticket, Guid Into)? Merged { get; private set; }

    public void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/channels/blocked", (bool? past) => Results.Json(new { items = past == true ? [] : _blocked.Values.ToArray() }));
        api.MapGet("/channels/blocked/attempts", () => Results.Json(new
        {
            items = new[] { new { id = FakeData.Id(922), entryId = FakeData.Id(920), channelId = FakeData.Id(921), channelName = "PBX", sender = "+8613800001111", text = (string?)null, at = "2026-11-23T02:00:00Z" } },
        }));
        api.MapPost("/channels/blocked", (JsonElement body) =>
        {
            var id = FakeData.Id(930 + _blocked.Count);
            _blocked[id] = Entry(id, body.GetProperty("kind").GetString()!, body.GetProperty("value").GetString()!, body.GetProperty("reason").GetString()!);
            return Results.Json(_blocked[id], statusCode: 201);
        });
        api.MapDelete("/channels/blocked/{id:guid}", (Guid id) => _blocked.TryRemove(id, out _) ? Results.NoContent() : Results.NotFound());
        api.MapGet("/contracts/entitlement", (Guid? customerId) => Results.Json(new
        {
            answer = "exhausted", status = "exhausted", customerId,
            contract = new { contractId = FakeData.Id(903), number = "HT-2026-0318", weight = 1, status = "exhausted", serviceLevel = "premium", startsOn = "2026-01-01", endsOn = "2026-12-31", casesLeft = 0, visitsLeft = 3 },
            candidates = new[] { new { contractId = FakeData.Id(904), number = "HT-2025-0102", weight = 1, status = "expired", serviceLevel = "basic", startsOn = "2025-01-01", endsOn = "2025-12-31", casesLeft = (int?)null } },
        }));
        api.MapPut("/tickets/{id:guid}/cover", (Guid id, JsonElement body) =>
        {
            Asked = ("cover", body);
            return Results.Json(new { ticketId = id, assetId = body.GetProperty("assetId"), entitlement = new { status = "covered", contractNumber = "HT-2026-0318" } });
        });
        api.MapPut("/request-classes/{key}", (string key, JsonElement body) =>
        {
            Asked = ("class", body);
            return Results.Json(new { key, name = body.GetProperty("name"), workType = "support", fields = Array.Empty<object>(), evidenceFiles = 0, active = true, version = 4 });
        });
        api.MapGet("/request-classes/{key}/versions", (string key) => Results.Json(new
        {
            items = new[] { new { version = 3, by = "陈静", at = "2026-11-20T02:00:00Z", @class = new { key, name = new { zh = "故障", en = "Breakdown" }, fields = Array.Empty<object>(), evidenceFiles = 0, active = true } } },
        }));
        api.MapGet("/tickets/duplicates", () => Results.Json(new
        {
            items = new[]
            {
                new { id = FakeData.Id(112), number = "T-20261123-000012", subject = "过账报错 F5 263", state = "open", openedAt = "2026-11-23T01:00:00Z", contactName = "王丽", score = 0.82, textSimilarity = 0.7, reasons = new[] { "same-contact", "similar-text", "within-a-day" } },
            },
        }));
        api.MapGet("/tickets/{id:guid}/children", () => Results.Json(new { items = Array.Empty<object>(), next = (string?)null }));
        foreach (var action in new[] { "merge", "unmerge", "parent", "announce" })
            api.MapPost($"/tickets/{{id:guid}}/{action}", (Guid id, JsonElement body) =>
            {
                Asked = (action, body);
                Merged = action == "merge" ? (id, body.GetProperty("into").GetGuid()) : action == "unmerge" ? null : Merged;
                return Results.Json(new { ticketId = id, mergedInto = Name(id) });
            });
        api.MapPut("/tickets/{id:guid}/sender", (Guid id, JsonElement body) =>
        {
            Asked = ("sender", body);
            return Results.Json(new { ticketId = id, contactId = FakeData.Id(901), customerId = FakeData.Id(900), entitlement = "covered" });
        });
        api.MapPost("/{what}/import", async (HttpContext http, bool dryRun) =>
        {
            using var reader = new StreamReader(http.Request.Body, Encoding.UTF8);
            var wrong = (await reader.ReadToEndAsync()).Contains("Nobody", StringComparison.Ordinal);
            return Results.Json(new
            {
                dryRun, saved = !dryRun && !wrong, lines = 3, created = wrong ? 2 : 3, updated = 0, failed = wrong ? 1 : 0,
                errors = wrong ? new[] { new { line = 3, column = "customer", code = "customer.unknown", message = "There is no customer of that name." } } : [],
            });
        });
    }

    private static object Entry(Guid id, string kind, string value, string reason) => new
    {
        id, kind, value, reason, channelId = (Guid?)null, channelName = (string?)null, until = (string?)null, addedBy = "王芳", addedAt = "2026-11-22T02:00:00Z",
        removedBy = (string?)null, removedAt = (string?)null, attempts = 1, lastAttemptAt = "2026-11-23T02:00:00Z",
    };

    /// <summary>What a merged ticket says of the one that goes on.</summary>
    public object? Name(Guid ticket) => Merged is { } m && m.Ticket == ticket ? new { id = m.Into, number = "T-20261123-000012" } : null;
}
