using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace ServiceMesh.Browser;

/// <summary>What the services tell a customer who is signed in, from memory; whatever else they are asked for is refused.</summary>
internal sealed class FakePortal
{
    public const string Session = "fake-session-of-a-customer";
    private const int First = 1001;

    private readonly Lock _lock = new();
    private readonly List<Own> _tickets;
    private readonly Dictionary<Guid, string> _files = [];

    public FakePortal()
    {
        var now = TimeProvider.System.GetUtcNow();
        _tickets =
        [
            new(1, "月结过账报错 F5 263，财务关账受阻", "inProgress", "王丽", now.AddMinutes(-95), [FakeData.Running("resolution", 95, 240)]),
            new(2, "Scanner loses its pairing every morning", "waiting", "王丽", now.AddHours(-5), []) { WaitingFor = "waitingForCustomer" },
            new(3, "仓库扫码枪无法连接 WMS", "resolved", "李强", now.AddHours(-30), []),
            new(4, "Invoice PDF prints without tax line", "closed", "王丽", now.AddDays(-5), []) { Until = now.AddDays(2) },
            new(5, "Export to Excel stops at 65,536 rows", "closed", "李强", now.AddDays(-80), []),
            new(6, "Password reset mail is not sent", "inProgress", "王丽", now.AddHours(-2), [FakeData.Running("firstResponse", 10, 30)]),
        ];
        foreach (var t in _tickets)
            t.Messages.Add(new { id = Guid.NewGuid(), kind = "customer", author = new { kind = "customer", name = t.Contact }, text = t.Subject, channel = "portal", at = t.OpenedAt });
        _tickets[0].Messages.Add(new { id = Guid.NewGuid(), kind = "agent", author = new { kind = "staff", name = "林晓东" }, text = "原因已定位，预计 45 分钟内完成。", channel = "email", at = now.AddMinutes(-30) });
    }

    /// <summary>The last request that was sent.</summary>
    public JsonElement Sent { get; private set; }

    /// <summary>What was asked for: the ticket's last two digits, the word of the address and the reason.</summary>
    public List<string> Asked { get; } = [];

    public static Guid Id(int n) => FakeData.Id(First - 1 + n);

    public static object Account => new
    {
        id = "account-9", name = "王丽", email = "wang.li@example.com", tenant = "default", roles = new[] { "customer" }, language = "zh-CN", mustChangePassword = false,
        tenantName = "博睿软件服务", brand = "博睿服务", timeZone = "Asia/Shanghai", languages = new[] { "zh-CN", "en" },
    };

    public async Task<IResult> AnswerAsync(HttpRequest request)
    {
        var path = request.Path.Value!["/api/v1/".Length..].Split('/');
        if (request.Method == "POST" && path is ["tickets", "attachments"])
            return Keep(request.Query["name"].ToString());
        var body = request.Method == "POST" ? await JsonSerializer.DeserializeAsync<JsonElement>(request.Body) : default;
        lock (_lock)
        {
            return (request.Method, path) switch
            {
                ("GET", ["tickets"]) => Listed(request.Query),
                ("GET", ["progress"]) => Items(_tickets.Where(t => request.Query["ticket"].Contains($"{t.Key}")).Select(Progress)),
                ("GET", ["request-classes"]) => Items(Classes),
                ("GET", ["assets"]) => Items([new { id = FakeData.Id(951), customerId = FakeData.Id(900), productId = FakeData.Id(902), serialNumber = "S4-PROD-01", name = "生产系统" }]),
                ("GET", ["products"]) => Items([new { id = FakeData.Id(902), code = "S4", name = "SAP S/4HANA 2023", modules = new[] { "FI 财务", "MM 物料" } }, new { id = FakeData.Id(904), code = "CRM", name = "CRM Cloud", modules = Array.Empty<string>() }]),
                ("POST", ["tickets"]) => Open(body),
                (_, ["tickets", var id, ..]) when _tickets.Find(t => $"{t.Key}" == id) is { } ticket => One(request.Method, ticket, path[2..], body),
                (_, ["tickets", ..]) => Refuse(404, "ticket.not-found"),
                _ => Refuse(403, "access.role-missing"),
            };
        }
    }

    private static object[] Classes =>
    [
        new { key = "fault", name = new { zh = "故障报修", en = "Fault" }, fields = Array.Empty<object>(), evidenceFiles = 0, active = true },
        new { key = "question", name = new { zh = "使用咨询", en = "Question" }, fields = Array.Empty<object>(), evidenceFiles = 0, active = true },
        new { key = "upgrade", name = new { zh = "升级", en = "Upgrade" }, fields = Array.Empty<object>(), evidenceFiles = 0, active = true },
        new
        {
            key = "backup-restore", name = new { zh = "数据备份与恢复", en = "Data backup and restore" }, evidenceFiles = 1, evidenceHint = new { zh = "报错截图", en = "a screenshot" }, active = true,
            fields = new object[]
            {
                new { key = "server", label = new { zh = "服务器", en = "Server" }, type = "text", required = true, choices = Array.Empty<string>() },
                new { key = "kind", label = new { zh = "类型", en = "Kind of backup" }, type = "choice", required = false, choices = new[] { "full", "partial" } },
                new { key = "day", label = new { zh = "日期", en = "Day" }, type = "date", required = false, choices = Array.Empty<string>() },
            },
        },
    ];

    private IResult Listed(IQueryCollection query) => Items(_tickets.AsEnumerable().Reverse()
        .Where(t => (query["open"].ToString() is not { Length: > 0 } open || (open == "true") == t.State is not "closed")
            && (query["q"].ToString() is not { Length: > 0 } q || t.Subject.Contains(q, StringComparison.OrdinalIgnoreCase) || t.Number.Contains(q, StringComparison.OrdinalIgnoreCase))
            && (query["mine"] != "true" || t.Contact == "王丽"))
        .Select(t => new { id = t.Key, number = t.Number, subject = t.Subject, state = Copy(t), contactName = t.Contact, openedAt = t.OpenedAt }));

    private IResult One(string method, Own t, string[] rest, JsonElement body)
    {
        switch (method, rest)
        {
            case ("GET", []):
                return Results.Json(new
                {
                    id = t.Key, number = t.Number, subject = t.Subject, channel = "portal", kind = "request", state = Copy(t), openedAt = t.OpenedAt, contact = new { name = t.Contact },
                    product = new { id = FakeData.Id(902), name = "SAP S/4HANA 2023" }, module = "FI 财务", asset = new { id = FakeData.Id(951), serialNumber = "S4-PROD-01", name = "生产系统" },
                    linkedTicket = t.After is { } after ? new { id = after, number = _tickets.Find(x => x.Key == after)!.Number } : null,
                    customerMay = new { reply = t.State != "closed" || t.Until is not null, close = t.State != "closed", reopen = t.State == "resolved" || t.Until is not null, until = t.Until },
                });
            case ("GET", ["messages"]):
                return Items(t.Messages);
            case ("POST", ["messages"]):
                var files = body.GetProperty("attachmentIds").EnumerateArray().Select(f => new { id = f.GetGuid(), name = _files[f.GetGuid()], kind = "file", scan = "clean" });
                t.Messages.Add(new { id = Guid.NewGuid(), kind = "customer", author = new { kind = "customer", name = "王丽" }, text = body.GetProperty("text").GetString(), at = TimeProvider.System.GetUtcNow(), attachments = files.ToArray() });
                return Results.Json(new { id = Guid.NewGuid() }, statusCode: 201);
            case ("POST", ["close-request" or "reopen-request"]):
                Asked.Add($"{t.Number[^2..]} {rest[0]} {body.GetProperty("reason")}".Trim());
                return Results.Json(new { ticketId = t.Key }, statusCode: 202);
            default:
                return Refuse(404, "ticket.not-found");
        }
    }

    private IResult Open(JsonElement body)
    {
        Sent = body.Clone();
        var made = new Own(_tickets.Count + 1, body.GetProperty("subject").GetString()!, "open", "王丽", TimeProvider.System.GetUtcNow(), [])
        {
            After = body.GetProperty("linkedTicketId") is { ValueKind: JsonValueKind.String } after ? after.GetGuid() : null,
        };
        _tickets.Add(made);
        return Results.Json(new { id = made.Key, number = made.Number }, statusCode: 201);
    }

    private IResult Keep(string name)
    {
        if (name.EndsWith(".exe", StringComparison.Ordinal))
            return Refuse(400, "attachment.refused");
        var id = Guid.NewGuid();
        lock (_lock)
            _files[id] = name;
        return Results.Json(new { id, name, kind = "file" }, statusCode: 201);
    }

    private static object Progress(Own t) => new
    {
        id = t.Key, state = t.State, updatedAt = t.OpenedAt, engineerName = t.State == "inProgress" ? "林晓东" : null, waitingFor = t.WaitingFor, clocks = t.Clocks,
        steps = new[] { new { at = t.OpenedAt, code = "received", what = "" }, new { at = t.OpenedAt.AddMinutes(2), code = t.State == "waiting" ? "waitingForYou" : "assigned", what = "" } },
    };

    /// <summary>The state as Intake knows it.</summary>
    private static string Copy(Own t) => t.State is "resolved" or "closed" ? t.State : "open";

    private static IResult Items(IEnumerable<object> items) => Results.Json(new { items = items.ToArray(), next = (string?)null });

    private static IResult Refuse(int status, string code) => Results.Json(new { title = code, status, code }, statusCode: status, contentType: "application/problem+json");

    private sealed class Own(int n, string subject, string state, string contact, DateTimeOffset openedAt, object[] clocks)
    {
        public Guid Key { get; } = Id(n);
        public string Number { get; } = $"T-20261123-{900 + n:d6}";
        public string Subject => subject;
        public string State => state;
        public string Contact => contact;
        public DateTimeOffset OpenedAt => openedAt;
        public object[] Clocks => clocks;
        public string? WaitingFor { get; init; }
        public DateTimeOffset? Until { get; init; }
        public Guid? After { get; init; }
        public List<object> Messages { get; } = [];
    }
}
