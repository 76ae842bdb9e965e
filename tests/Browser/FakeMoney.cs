using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ServiceMesh.Browser;

/// <summary>Jobs of Sla that go on while somebody looks, charges, the month's statements, and how teams pause.</summary>
internal static class FakeMoney
{
    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    public static void MapMoney(this IEndpointRouteBuilder api)
    {
        var jobs = new List<FakeJob> { new(FakeData.Id(701), new JsonObject { ["calendars"] = new JsonArray("working-hours") }, true, null, "2026 国庆调休公布") { Looks = 9 } };
        api.MapGet("/sla/reprocess", () => Items(jobs.AsEnumerable().Reverse().Select(j => j.Show())));
        api.MapGet("/sla/reprocess/{id:guid}", (Guid id) => jobs.Find(j => j.Id == id) is { } job ? Results.Json(job.Look()) : Results.NotFound());
        api.MapPost("/sla/reprocess", async (HttpContext http) =>
        {
            var body = (await http.Request.ReadFromJsonAsync<JsonObject>())!;
            var preview = (Guid?)body["previewId"];
            if (preview is null && body["dryRun"]?.GetValue<bool>() != true)
                return Results.Json(new { status = 422, code = "reprocess.preview-required" }, statusCode: 422, contentType: "application/problem+json");
            var job = new FakeJob(FakeData.Id(701 + jobs.Count), preview is null ? body : jobs.Find(j => j.Id == preview)!.Selection, preview is null, preview, (string)body["reason"]!);
            jobs.Add(job);
            return Results.Json(job.Show(), statusCode: 202);
        });
        api.MapPost("/sla/reprocess/{id:guid}/cancel", (Guid id) =>
        {
            var job = jobs.Find(j => j.Id == id)!;
            job.IsStopped = true;
            return Results.Json(job.Show());
        });

        var asked = new List<(Guid Id, JsonObject Question, int Looks)>();
        api.MapGet("/sla/what-if", () => Items(asked.Select(a => WhatIf(a.Id, a.Question, a.Looks))));
        api.MapGet("/sla/what-if/{id:guid}", (Guid id) =>
        {
            var at = asked.FindIndex(a => a.Id == id);
            asked[at] = asked[at] with { Looks = asked[at].Looks + 1 };
            return Results.Json(WhatIf(id, asked[at].Question, asked[at].Looks));
        });
        api.MapPost("/sla/what-if", async (HttpContext http) =>
        {
            asked.Insert(0, (Guid.CreateVersion7(), (await http.Request.ReadFromJsonAsync<JsonObject>())!, 0));
            return Results.Json(WhatIf(asked[0].Id, asked[0].Question, 0), statusCode: 202);
        });
        api.MapGet("/sla/what-if/{id:guid}/tickets", () => Items([new
        {
            ticketId = FakeData.Id(104), ticketNumber = "T-20261123-000004", before = new[] { new { clock = "diagnosis", cycle = 1, dueAt = Now.AddHours(-1) } }, after = Array.Empty<object>(),
        }]));

        var charges = new Dictionary<Guid, List<(string Kind, string? Reason, string? By)>>
        {
            [FakeData.Id(821)] = [("charged", null, null)], [FakeData.Id(822)] = [("charged", null, null), ("withdrawn", "merged into T-20261123-000001", null)],
        };
        (decimal? Amount, string? Currency) price = (800m, "CNY");
        api.MapGet("/sla/charges", () => Items(charges.Select(c => Charge(c.Key, c.Value))));
        api.MapPost("/sla/charges/{id:guid}/waive", (Guid id, Waiver w) =>
        {
            charges[id].Add(("waived", w.Reason, "林晓东"));
            return Results.Json(Charge(id, charges[id]));
        });
        api.MapGet("/sla/uncovered-price", () => Results.Json(new { amount = price.Amount, currency = price.Currency }));
        api.MapPut("/sla/uncovered-price", (Price p) =>
        {
            if (p.Amount is not null && p.Currency is not { Length: 3 })
                return FakeTerms.Refuse([new("currency", "A currency of ISO 4217 like CNY is wanted.")]);
            price = (p.Amount, p.Currency);
            return Results.Json(p);
        });
        api.MapGet("/sla/statements", (string month) => Items(
        [
            new { contractId = FakeDuty.Contract, contractNumber = "HT-2026-0318", month, charges = 1, breaches = 2, totals = new[] { Total("CNY", 800m, 1_500m) } },
            new { contractId = FakeData.Id(905), contractNumber = "HT-2026-0420", month, charges = 3, breaches = 0, totals = new[] { Total("EUR", 360m, 0m) } },
        ]));
        api.MapGet("/sla/pause-discipline", () => Results.Json(new
        {
            teams = new object[]
            {
                new
                {
                    team = "ERP 实施组", tickets = 41, seconds = 1_480_000, pausedSeconds = 515_000, pausedShare = .348, latePauses = 2,
                    reasons = new object[] { Reason("waiting-for-customer", 33, 402_000, .2716, 2), Reason("waiting-for-vendor", 6, 113_000, .0764, 0) },
                },
                new { team = "CRM Support", tickets = 18, seconds = 402_000, pausedSeconds = 30_000, pausedShare = .0746, latePauses = 0, reasons = new object[] { Reason("waiting-for-customer", 4, 30_000, .0746, 0) } },
            },
            latePauses = new object[]
            {
                new { ticketId = FakeData.Id(105), ticketNumber = "T-20261123-000005", at = Now.AddHours(-30), reason = "waiting-for-customer", clock = "resolution", cycle = 1, team = "ERP 实施组", dueAt = Now.AddHours(-29.8), leftSeconds = 720 },
            },
        }));
    }

    private static object WhatIf(Guid id, JsonObject q, int looks) => new
    {
        id, state = looks < 2 ? "running" : "done", createdAt = Now.AddSeconds(-3), createdBy = "林晓东", total = 1_260, done = looks < 2 ? 400 : 1_260, counted = 977,
        question = new
        {
            from = q["from"]!.GetValue<DateTimeOffset>(), to = q["to"]!.GetValue<DateTimeOffset>(), filter = (object?)null, policy = (string?)q["policy"]?["name"], policyVersion = q["policy"] is null ? (int?)null : 3,
            calendar = (string?)q["calendar"]?["name"], calendarVersion = q["calendar"] is null ? (int?)null : q["calendar"]!["definition"] is null ? 2 : 0,
        },
        result = looks < 2 ? null : new
        {
            before = Side(18, 12_400m), after = Side(7, 4_100m), byClock = new[] { Compared("diagnosis", 11, 8_000m, 4, 2_500m), Compared("resolution", 7, 4_400m, 3, 1_600m) },
            byTeam = new[] { Compared("ERP 实施组", 13, 9_000m, 5, 3_000m), Compared("", 5, 3_400m, 2, 1_100m) }, bySeverity = new[] { Compared("1", 10, 9_400m, 4, 3_000m), Compared("3", 8, 3_000m, 3, 1_100m) },
        },
    };

    private static object Side(int breaches, decimal amount) => new { breaches, credits = new[] { new { currency = "CNY", amount } } };

    private static object Compared(string key, int before, decimal credit, int after, decimal less) => new { key, before = Side(before, credit), after = Side(after, less) };

    private static object Charge(Guid id, List<(string Kind, string? Reason, string? By)> history) => new
    {
        id, ticketId = FakeData.Id(105), ticketNumber = "T-20261123-000005", contractId = FakeDuty.Contract, openedAt = Now.AddDays(-3), workType = "support", reason = "per-case", amount = 800m, currency = "CNY",
        state = history[^1].Kind, history = history.Select(h => new { at = Now.AddDays(-2), kind = h.Kind, reason = h.Reason, by = h.By }),
    };

    private static object Total(string currency, decimal charges, decimal credits) =>
        new { currency, charges, gross = credits, capped = 0m, credits, approved = credits, disputed = 0m, balance = charges - credits };

    private static object Reason(string reason, int pauses, double seconds, double share, int latePauses) => new { reason, pauses, seconds, share, latePauses };

    private static IResult Items(IEnumerable<object> items) => Results.Json(new { items, next = (string?)null });

    private sealed record Waiver(string Reason);

    private sealed record Price(decimal? Amount, string? Currency);

    /// <summary>A re-process that is a little further at each look.</summary>
    private sealed class FakeJob(Guid id, JsonObject selection, bool dryRun, Guid? previewId, string reason)
    {
        private const int Total = 100_000, Steps = 3;

        public Guid Id => id;

        public JsonObject Selection => selection;

        public int Looks { get; set; }

        public bool IsStopped { get; set; }

        public object Look()
        {
            Looks++;
            return Show();
        }

        public object Show()
        {
            var scanned = Math.Min(Total, Total * Looks / Steps);
            return new
            {
                id, state = IsStopped ? "cancelled" : Looks >= Steps ? "done" : Looks == 0 ? "queued" : "running", dryRun, previewId, reason, createdAt = Now.AddMinutes(-1), createdBy = "林晓东",
                cancelledBy = IsStopped ? "林晓东" : null,
                selection = new { calendars = selection["calendars"]?.AsArray().Select(c => (string)c!), policies = selection["policies"]?.AsArray().Select(p => (string)p!), all = (bool?)selection["all"] ?? false },
                result = new
                {
                    total = Total, scanned, concerned = scanned / 2, changed = scanned / 4, unchanged = scanned / 4, ended = scanned / 2, failed = 0,
                    clocks = new Dictionary<string, int> { ["later"] = scanned / 4, ["same"] = scanned / 8, ["newlyBreached"] = scanned / 50_000, ["earlier"] = scanned / 1_000 },
                    sample = scanned == 0 ? [] : new[]
                    {
                        new { ticketId = FakeData.Id(104), number = "T-20261123-000004", clocks = new[] { Moved("resolution", "newlyBreached", 5, -3), Moved("diagnosis", "earlier", 9, 4) } },
                        new { ticketId = FakeData.Id(101), number = "T-20261123-000001", clocks = new[] { Moved("resolution", "later", 5, 77) } },
                    },
                },
            };
        }

        private static object Moved(string clock, string effect, int from, int to) => new { clock, cycle = 1, effect, oldDueAt = Now.AddHours(from), newDueAt = Now.AddHours(to) };
    }
}
