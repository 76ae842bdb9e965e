using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ServiceMesh.Browser;

/// <summary>A record of 48,211 events whose verification and rebuilds take two looks.</summary>
internal static class FakeChain
{
    public static void MapChain(this IEndpointRouteBuilder api)
    {
        var jobs = new List<FakeJob>();
        var erasures = new List<object>();
        var day = new DateOnly(2026, 11, 22);
        object Head(int back) => new { day = day.AddDays(-back), position = 48_000 - (back * 310), hash = Hash(back), signedAt = TimeProvider.System.GetUtcNow().AddDays(-back), keyId = "5f2c9a01d3b7e840" };
        api.MapGet("/insight/tickets/{id:guid}/record", (Guid id, string view) => id == FakeData.First ? Json(Record(view)) : Results.Json(new { status = 404, code = "ticket.not-found" }, statusCode: 404, contentType: "application/problem+json"));
        api.MapGet("/insight/record", () => Json(new { position = 48_211, hash = Hash(99), arrivedAt = TimeProvider.System.GetUtcNow(), lastClosedDay = Head(0), canSign = true, keyId = "5f2c9a01d3b7e840", publicKey = "PEM", copied = true, erasures = erasures.Count }));
        api.MapGet("/insight/record/heads", (DateOnly? before) => Json(new { items = Enumerable.Range(before is null ? 0 : 30, 30).Select(Head), next = before is null ? day.AddDays(-29) : (DateOnly?)null }));
        api.MapGet("/insight/engines", () => Json(new
        {
            items = new[] { ("dispatch", 5, 0.0, "ok"), ("notification", 8, 12.4, "late"), ("sla", 190, 171.0, "lost") }
                .Select(e => new { service = e.Item1, lastSeenAt = TimeProvider.System.GetUtcNow().AddSeconds(-e.Item2), lateness = e.Item3, state = e.Item4 }),
        }));
        api.MapGet("/insight/projections", () => Json(new { items = new[] { new { name = "daily-counts", version = 2 }, new { name = "scorecard", version = 3 } } }));
        api.MapGet("/insight/jobs", () => Json(new { items = jobs.AsEnumerable().Reverse().Select(j => j.Look()).ToList() }));
        api.MapPost("/insight/record/verifications", () => Ask(new FakeJob("verify", "", new { intact = false, @checked = 48_211, erased = 3, heads = 60, openFrom = 48_001, found = 1, findings = new[] { new { kind = "changed", position = 812, type = "TicketResolved", @event = "dispatch-1-9", ticketId = FakeData.First } } })));
        api.MapPost("/insight/projections/{name}/rebuilds", (string name) => Ask(new FakeJob("rebuild", name, new { position = 48_211, tables = new[] { new { table = "daily_counts", rows = 211, removed = 0, added = 0 } } })));
        api.MapGet("/insight/record/erasures", () => Json(new { items = erasures }));
        api.MapPost("/insight/record/erasures", (Erasure body) =>
        {
            erasures.Insert(0, new { id = Guid.NewGuid(), body.ContactId, at = TimeProvider.System.GetUtcNow(), tickets = 4, events = 37, body.Reason });
            return Results.Json(erasures[0], JsonSerializerOptions.Web, statusCode: 201);
        });

        IResult Ask(FakeJob job)
        {
            jobs.Add(job);
            return Results.Json(new { id = job.Id, kind = job.Kind, target = job.Target }, statusCode: 202);
        }
    }

    private static object Record(string view)
    {
        var customer = view == "customer";
        var at = new DateTimeOffset(2026, 11, 23, 1, 0, 0, TimeSpan.Zero);
        object Event(int n, string type, string kind, string? name, object data) => new
        {
            id = $"intake-0-{n}", position = 811 + n, arrivedAt = at.AddMinutes(n), at = at.AddMinutes(n), type, by = new { kind, name }, summary = type, data, traceId = customer ? null : new string('b', 32), erasedAt = (DateTimeOffset?)null,
            proof = customer ? null : new { row = new { }, previous = Hash(n), hash = Hash(n + 1), holds = true },
        };
        var said = string.Join('\n', Enumerable.Repeat("月结过账时提示 F5 263，凭证号码段已用完。", 12));
        List<object> events =
        [
            Event(1, "TicketOpened", "customer", "王丽", new { number = "T-20261123-000001", channel = "hotline", subject = "SAP 月结过账报错", text = said, customerName = "华东重工集团" }),
            Event(2, "TicketTriaged", "system", null, new { severity = 2 }),
            Event(3, "TicketPaused", "staff", "林晓东", new { reason = "waitingForCustomer" }),
            Event(4, "TicketResolved", "staff", "林晓东", new { resolution = "已扩展号码段 FBN1。" }),
        ];
        if (!customer) events.Insert(2, Event(9, "NoteAdded", "staff", "林晓东", new { text = "内部：先看 FBN1" }));
        return new { tenant = "default", ticketId = FakeData.First, number = "T-20261123-000001", view, exportedAt = at.AddDays(1), exportedBy = "林晓东", events, missing = Array.Empty<object>(), heads = customer ? [] : new[] { new { day = "2026-11-23", position = 900, hash = Hash(7), signedAt = at, keyId = "5f2c9a01d3b7e840", signature = "x" } }, publicKey = (string?)null };
    }

    private static string Hash(int n) => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData([(byte)n]));

    private static IResult Json(object body) => Results.Json(body, JsonSerializerOptions.Web);

    private sealed record Erasure(Guid ContactId, string? Reason);

    private sealed record FakeJob(string Kind, string Target, object Result)
    {
        private int _looks;

        public Guid Id { get; } = Guid.NewGuid();

        /// <summary>Half done at the first look, done at the second.</summary>
        public object Look()
        {
            var done = _looks++ > 0;
            return new { id = Id, kind = Kind, target = Target, state = done ? "done" : "running", done = done ? 48_211 : 24_000, total = 48_211, requestedAt = TimeProvider.System.GetUtcNow(), startedAt = TimeProvider.System.GetUtcNow(), endedAt = done ? TimeProvider.System.GetUtcNow() : (DateTimeOffset?)null, result = done ? Result : null };
        }
    }
}
