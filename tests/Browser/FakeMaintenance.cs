using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ServiceMesh.Browser;

/// <summary>Planned maintenance of a few customers: an overdue drill, an upgrade under way, what is due and what comes.</summary>
internal static class FakeMaintenance
{
    public static readonly Guid Drill = FakeData.Id(701), Upgrade = FakeData.Id(702), Due = FakeData.Id(703), Plan = FakeData.Id(751);

    private static readonly string[] s_outcome = ["succeeded", "rolledBack", "failed"], s_test = ["passed", "failed"], s_condition = ["good", "attention", "critical"];

    private static readonly string[] s_kinds = ["inspection", "patch", "upgrade", "backupDrill", "securityAudit", "training", "healthReview"];

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    public static void MapMaintenance(this IEndpointRouteBuilder api)
    {
        var runs = new Dictionary<Guid, Run>
        {
            [Drill] = new(Drill, "ERP 备份恢复演练", "backupDrill", "华东重工集团", "HT-2026-0318", Now.AddHours(-40), 4, "overdue") { Overdue = true },
            [Upgrade] = new(Upgrade, "S/4HANA FPS02 upgrade", "upgrade", "Northfield Machining Ltd", "C-2026-11", Now.AddHours(-1), 6, "inProgress") { Zone = "Europe/London" },
            [Due] = new(Due, "季度巡检", "inspection", "苏州精达电子有限公司", "HT-2026-0102", Now.AddMinutes(-20), 3, "due"),
            [FakeData.Id(704)] = new(FakeData.Id(704), "Security patches", "patch", "Aldgate Insurance plc", "C-2026-07", Now.AddDays(4), 2, "scheduled") { Zone = "Europe/London" },
            [FakeData.Id(705)] = new(FakeData.Id(705), "年度安全审计", "securityAudit", "深圳光华医疗", "HT-2025-0777", Now.AddDays(19), 8, "scheduled") { Cover = "expired" },
        };
        runs[Upgrade].Values["backupId"] = "B-20261123-01";
        runs[Upgrade].Values["rollbackPlan"] = "Restore B-20261123-01, start the old kernel, switch the load balancer back.";
        MapRuns(api, runs);
        MapPlans(api);
        var feeds = new List<object>();
        api.MapGet("/maintenance/feeds", () => Items(feeds));
        api.MapPost("/maintenance/feeds", (JsonElement f) =>
        {
            var id = Guid.NewGuid();
            feeds.Add(new { id, name = f.GetProperty("name").GetString(), language = f.GetProperty("language").GetString(), createdBy = "林晓东", createdAt = Now });
            return Results.Json(new { id, path = "/ical/bm90LWEtcmVhbC10b2tlbi1idXQtbG9uZw.ics" }, statusCode: 201);
        });
        api.MapDelete("/maintenance/feeds/{id:guid}", (Guid id) =>
        {
            feeds.Clear();
            return Results.NoContent();
        });
    }

    private static void MapRuns(IEndpointRouteBuilder api, Dictionary<Guid, Run> runs)
    {
        api.MapGet("/maintenance/runs", (string? state, string? kind, bool? overdue, bool? open, string? engineer, DateTimeOffset? from, DateTimeOffset? until) => Results.Json(new
        {
            items = runs.Values.Where(r => (state is null || r.State == state) && (kind is null || r.Kind == kind) && (overdue != true || r.Overdue) && (open != true || r.State is not "completed")
                && (engineer is null || r.Id == Due) && (from is null || r.To > from) && (until is null || r.From < until)).OrderBy(r => r.From).Select(r => r.View()),
            next = (string?)null, counts = new { thisWeek = 1, due = runs.Values.Count(r => r.State == "due"), inProgress = runs.Values.Count(r => r.State == "inProgress"), overdue = runs.Values.Count(r => r.Overdue && r.State != "completed") },
        }));
        api.MapGet("/maintenance/runs/{id:guid}", (Guid id) => runs.TryGetValue(id, out var run) ? Results.Json(run.Detail()) : Refuse(404, "maintenance-run.not-found"));
        api.MapPost("/maintenance/runs/{id:guid}/{action}", (Guid id, string action, JsonElement body) => runs[id].Do(action, body) is { } refused ? refused : Results.Json(runs[id].Detail()));
    }

    private static void MapPlans(IEndpointRouteBuilder api)
    {
        var plans = new List<object> { PlanView(Plan, "ERP 备份恢复演练", "backupDrill", "FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=31;SKIP=BACKWARD") };
        api.MapGet("/maintenance/plans", (bool? ended) => Items(ended == true ? [] : plans));
        api.MapGet("/maintenance/plans/{id:guid}", (Guid id) => id == Plan ? Results.Json(plans[0]) : Refuse(404, "maintenance-plan.not-found"));
        api.MapPost("/maintenance/plans/preview", (JsonElement p) => RuleOf(p).Contains("BYMONTHDAY=31", StringComparison.Ordinal)
            ? Results.Json(new { rule = RuleOf(p), windows = Enumerable.Range(0, 12).Select(m => new DateOnly(2027, 1, 31).AddMonths(m)).Select(d => new { on = d, from = At(d, 14), to = At(d, 18) }) })
            : RuleOf(p).Contains("BYDAY=;", StringComparison.Ordinal) || RuleOf(p).EndsWith("BYDAY=", StringComparison.Ordinal) ? Wrong("rule", "By this rule it never happens.")
            : Results.Json(new { rule = RuleOf(p), windows = new[] { new { on = new DateOnly(2027, 1, 9), from = At(new(2027, 1, 9), 14), to = At(new(2027, 1, 9), 18) } } }));
        api.MapPost("/maintenance/plans", (JsonElement p) =>
        {
            plans.Add(PlanView(Guid.NewGuid(), p.GetProperty("name").GetString()!, p.GetProperty("kind").GetString()!, RuleOf(p)));
            return Results.Json(plans[^1], statusCode: 201);
        });
        MapKinds(api);
        api.MapGet("/maintenance/year", (int year, Guid? customerId) => Results.Json(new
        {
            year, plans = new[]
            {
                Year("ERP 备份恢复演练", "backupDrill", year, [(1, 31, "completed"), (4, 30, "completed"), (7, 31, "overdue"), (10, 31, "scheduled")]),
                Year("月度巡检", "inspection", year, [.. Enumerable.Range(1, 12).Select(m => (m, 15, m < 11 ? "completed" : "scheduled"))]),
            },
        }));

        static string RuleOf(JsonElement p) => p.GetProperty("rule").GetString() ?? "";
    }

    private static void MapKinds(IEndpointRouteBuilder api)
    {
        object Shipped(string kind) => new { items = new[] { new { key = "capacity", text = "Disk space, memory and load looked at", textZh = "检查磁盘空间、内存与负载", required = true }, new { key = "logs", text = $"Error logs read ({kind})", textZh = "查看错误日志", required = false } } };
        var own = new Dictionary<string, object>();
        object Kind(string kind) => new { kind, checklist = own.TryGetValue(kind, out var list) ? list : Shipped(kind), own = own.ContainsKey(kind), evidence = new[] { new { name = "findings", type = "text", phase = "after", min = 1, max = 10_000, required = true } }, keepsToWindow = false };
        api.MapGet("/maintenance/kinds", () => Items(s_kinds.Select(Kind)));
        api.MapPut("/maintenance/kinds/{kind}/checklist", (string kind, JsonElement list) =>
        {
            if (list.GetProperty("items").EnumerateArray().Any(i => i.GetProperty("text").GetString()!.Length > 80))
                return Wrong("items[0].text", "The field Text must be a string with a maximum length of 500.");
            own[kind] = list;
            return Results.Json(Kind(kind));
        });
        api.MapDelete("/maintenance/kinds/{kind}/checklist", (string kind) =>
        {
            own.Remove(kind);
            return Results.NoContent();
        });
    }

    private static object Year(string name, string kind, int year, (int Month, int Day, string State)[] runs) => new
    {
        planId = Plan, name, kind, contractNumber = "HT-2026-0318", customerId = FakeData.Id(600), customerName = "华东重工集团", zone = "Asia/Shanghai", rule = "FREQ=MONTHLY", teamName = "ERP 实施组", ended = false,
        runs = runs.Select(r => new
        {
            runId = (Guid?)Guid.NewGuid(), planId = Plan, occursOn = new DateOnly(year, r.Month, r.Day), from = At(new(year, r.Month, r.Day), 14), to = At(new(year, r.Month, r.Day), 18), state = r.State, cover = "covered",
            overdue = r.State == "overdue", verdict = r.State == "completed" ? r.Month == 4 ? "failed" : "passed" : null, engineerName = r.Month < 11 ? "林晓东" : null, reschedules = 0,
        }),
    };

    private static object PlanView(Guid id, string name, string kind, string rule) => new
    {
        id, name, kind, contractId = FakeData.Id(903), contractNumber = "HT-2026-0318", customerId = FakeData.Id(600), customerName = "华东重工集团", zone = "Asia/Shanghai", startsOn = new DateOnly(2026, 1, 31),
        at = new TimeOnly(22, 0), minutes = 240, rule, graceHours = 24, announceDays = 7, teamId = FakeData.ErpTeam, teamName = "ERP 实施组", rtoMinutes = kind == "backupDrill" ? 60 : (int?)null,
        rpoMinutes = kind == "backupDrill" ? 15 : (int?)null, cover = "covered",
    };

    private static DateTimeOffset At(DateOnly day, int hour) => new(day.ToDateTime(new TimeOnly(hour, 0)), TimeSpan.Zero);

    private static IResult Items(IEnumerable<object> items) => Results.Json(new { items, next = (string?)null });

    private static IResult Refuse(int status, string code, Dictionary<string, string[]>? errors = null) =>
        Results.Json(new { title = code, status, code, errors }, statusCode: status, contentType: "application/problem+json");

    private static IResult Wrong(string field, string message) => Refuse(400, "request.invalid", new() { [field] = [message] });

    /// <summary>A run that keeps what it is told, and closes only with everything.</summary>
    private sealed class Run(Guid id, string plan, string kind, string customer, string contract, DateTimeOffset from, int hours, string state)
    {
        private readonly Dictionary<string, (string State, string? Note)> _checks = [];
        private readonly List<object> _history = [new { at = from.AddDays(-7), what = "announced" }, new { at = from, what = "due" }];
        private string? _waived, _verdict, _remark;

        public Guid Id => id;
        public string Kind => kind;
        public DateTimeOffset From { get; private set; } = from;
        public DateTimeOffset To => From.AddHours(hours);
        public string State { get; private set; } = state;
        public bool Overdue { get; init; }
        public string Zone { get; init; } = "Asia/Shanghai";
        public string Cover { get; init; } = "covered";
        public Dictionary<string, string> Values { get; } = [];

        private bool Started => State is "inProgress" or "completed";

        private object[] Form => kind switch
        {
            "backupDrill" =>
            [
                Field("backupId", "text", 200), Field("backupTakenAt", "instant"), Field("restoredBytes", "number"), Field("expectedChecksum", "checksum"), Field("restoredChecksum", "checksum"),
                Field("restoreSeconds", "number"), Field("dataLossSeconds", "number"), Field("reference", "text", 500, required: false),
            ],
            "upgrade" =>
            [
                Field("backupId", "text", 200, "before"), Field("rollbackPlan", "text", 10_000, "before"), Field("outcome", "choice", choices: s_outcome), Field("rollbackTest", "choice", choices: s_test, required: false),
                Field("rollbackTestNote", "text", 10_000, required: false),
            ],
            _ => [Field("condition", "choice", choices: s_condition), Field("findings", "text", 10_000)],
        };

        private static readonly object[] s_items =
        [
            new { key = "isolated", text = "Restored into an isolated system", textZh = "恢复到隔离环境，未覆盖生产数据", required = true }, new { key = "readable", text = "Somebody signed in and read recent records", textZh = "已登录并核对近期数据", required = true },
        ];

        private List<string> Missing()
        {
            var form = Form.Select(f => JsonSerializer.SerializeToElement(f)).Where(f => f.GetProperty("required").GetBoolean() && f.GetProperty("phase").GetString() == (Started ? "after" : "before"))
                .Select(f => f.GetProperty("name").GetString()!).Where(n => !Values.ContainsKey(n)).ToList();
            if (!Started) return form;
            if (kind == "upgrade" && _waived is null && !Values.ContainsKey("rollbackTest")) form.Add("rollbackTest");
            return [.. form, .. new[] { "isolated", "readable" }.Where(k => !_checks.ContainsKey(k)).Select(k => $"checklist.{k}")];
        }

        public object View() => new
        {
            id, planId = Plan, planName = plan, kind, contractId = FakeData.Id(903), contractNumber = contract, customerId = FakeData.Id(600), customerName = customer, occursOn = DateOnly.FromDateTime(From.UtcDateTime),
            zone = Zone, from = From, to = To, dueAt = To.AddHours(24), state = State, cover = Cover, teamId = FakeData.ErpTeam, teamName = "ERP 实施组", engineerId = FakeData.Lin, engineerName = "林晓东",
            startedAt = Started ? From : (DateTimeOffset?)null, overdueAt = Overdue ? To.AddHours(24) : (DateTimeOffset?)null, completedAt = State == "completed" ? Now : (DateTimeOffset?)null, verdict = _verdict, reschedules = 0,
        };

        public object Detail() => new
        {
            run = View(), checklist = new { items = s_items }, form = Form, evidence = Values, missing = State == "completed" ? [] : Missing(),
            checks = _checks.Select(c => new { key = c.Key, state = c.Value.State, note = c.Value.Note, by = "林晓东", at = Now }), rtoSeconds = kind == "backupDrill" ? 3600 : (int?)null, rpoSeconds = kind == "backupDrill" ? 900 : (int?)null,
            verdictBecause = _verdict == "failed" ? new[] { "rto" } : [], remark = _remark, waiverReason = _waived, waiverBy = _waived is null ? null : "林晓东", explanation = "Named in the plan.", why = new { code = "planned" }, planNote = "恢复到 QAS 环境。",
            history = _history, tickets = kind == "upgrade" ? new[] { new { ticketId = FakeData.Id(102), number = "T-20261123-000002", subject = "CNC line 3 stops with servo alarm 414 after restart", state = "assigned", openedAt = Now.AddMinutes(-22) } } : [],
        };

        public IResult? Do(string action, JsonElement body)
        {
            switch (action)
            {
                case "evidence":
                    foreach (var value in body.GetProperty("values").EnumerateObject())
                    {
                        if (value.Name.EndsWith("Checksum", StringComparison.Ordinal) && !value.Value.GetString()!.Contains(':', StringComparison.Ordinal))
                            return Refuse(400, "request.invalid", new() { [$"values.{value.Name}"] = ["It is an algorithm, a colon and its hex digits."] });
                        Values[value.Name] = value.Value.GetString() ?? "";
                    }
                    break;
                case "check":
                    _checks[body.GetProperty("key").GetString()!] = (body.GetProperty("state").GetString()!, body.GetProperty("note").GetString());
                    break;
                case "waive-rollback-test":
                    _waived = body.GetProperty("reason").GetString();
                    break;
                case "reschedule":
                    (From, State) = (body.GetProperty("from").GetDateTimeOffset(), "scheduled");
                    break;
                case "start" or "complete" when Missing() is { Count: > 0 } missing:
                    return Refuse(409, "maintenance.evidence-missing", missing.ToDictionary(m => m, _ => new[] { "It is missing." }));
                case "start":
                    State = "inProgress";
                    break;
                case "complete" when long.TryParse(Values.GetValueOrDefault("restoreSeconds"), NumberStyles.None, CultureInfo.InvariantCulture, out var took) && took > 3600 && !body.TryGetProperty("remark", out _):
                    return Refuse(409, "maintenance.remark-missing");
                case "complete":
                    (State, _verdict) = ("completed", body.TryGetProperty("remark", out var remark) ? "failed" : "passed");
                    _remark = remark.ValueKind == JsonValueKind.String ? remark.GetString() : null;
                    break;
            }

            _history.Add(new { at = Now, what = action switch { "start" => "started", "check" => "checked", "complete" => "completed", "reschedule" => "rescheduled", "waive-rollback-test" => "waived", _ => action }, by = "林晓东" });
            return null;
        }

        private static object Field(string name, string type, int max = 1000, string phase = "after", string[]? choices = null, bool required = true) => new { name, type, phase, min = 1, max, choices, required };
    }
}
