using System.Net.Http.Headers;
using System.Text;

namespace ServiceMesh.EndToEnd;

/// <summary>What cannot be right is refused with a problem that says so, and leaves no trace in any database.</summary>
[Collection(Phase.Work)]
public sealed class Bad_input(Mesh mesh, TwoTenants tenants)
{
    private const string Invalid = "request.invalid";
    private const int MiB = 1024 * 1024;

    /// <summary>As large bodies are sent: the server is asked first, and refuses without reading.</summary>
    private static readonly Dictionary<string, string> s_asked = new() { ["Expect"] = "100-continue" };
    private static readonly string[] s_notJson = ["text/plain", "application/xml", "application/x-www-form-urlencoded"];
    private static readonly string[] s_noScores = ["", "0", "6", "five", "\0"];

    [Fact]
    public async Task Bodies_that_are_not_what_they_should_be()
    {
        string[] tickets =
        [
            "{", "", "null", "[]", "7", "\"subject\"", "{}", """{"subject":null}""", """{"subject":""}""", """{"subject":"   "}""", """{"subject":5}""", """{"subject":["x"]}""",
            """{"subject":"a\u0000b"}""", """{"subject":"a\ud800b"}""", """{"subject":"\udc00"}""", """{"subject":"two\nlines"}""", """{"subject":"x","subject":"y"}""", """{"subject":"x",}""",
            """{"subject":"x","text":"a\u0000"}""", """{"subject":"x","text":7}""", """{"subject":"x","impact":"enormous"}""", """{"subject":"x","impact":1}""", """{"subject":"x","impact":""}""",
            """{"subject":"x","urgency":"HIGH!"}""", """{"subject":"x","workType":"holiday"}""", """{"subject":"x","channel":"pigeon"}""", """{"subject":"x","customerId":"no-id"}""",
            """{"subject":"x","customerId":17}""", """{"subject":"x","contact":{}}""", """{"subject":"x","contact":"me"}""", """{"subject":"x","contact":{"name":"x","email":"no mail"}}""",
            """{"subject":"x","contact":{"name":"x","language":"§"}}""", $$"""{"subject":"{{new string('x', 201)}}"}""", $$"""{"subject":"x","text":"{{new string('x', 20_001)}}"}""",
            $$"""{"subject":"x","text":{{new string('[', 200)}}{{new string(']', 200)}}}""",
        ];
        var ticket = $"/api/v1/tickets/{tenants.OpenTicket}";
        var work = $"/api/v1/work/{tenants.OpenTicket}";
        var progress = $"/api/v1/progress/{tenants.ProgressToken}/messages";
        await NothingIsStoredAsync(staff => staff.IsRefusedAsync(
        [
            .. tickets.Select(body => new Refused("POST /api/v1/tickets", body, 400, Invalid)),
            .. Each($"POST {ticket}/messages", "{", "{}", """{"text":""}""", """{"text":3}""", """{"text":"\u0000"}""", """{"text":"\ud83d"}"""),
            .. Each($"POST {ticket}/notes", "{}", """{"text":null}"""),
            .. Each($"POST {ticket}/reopen-request", """{"reason":5}""", """{"reason":"\u0000"}"""),
            .. Each($"POST {progress}", "{", "{}", """{"text":" "}""", """{"text":"\u0000"}"""),
            .. Each($"POST {work}/pause", "{}", """{"reason":"lunch"}""", """{"reason":0}""", """{"reason":"waitingForCustomer","note":"\u0000"}"""),
            .. Each($"POST {work}/fix-plan", "{}", """{"cause":"a","steps":"b","risk":"c"}""", """{"cause":"a","steps":"b","risk":"c","estimatedMinutes":"20"}""", """{"cause":"a","steps":"b","risk":"c","estimatedMinutes":0}"""),
            .. Each($"POST {work}/resolve", "", "{}", """{"resolution":" "}""", """{"resolution":"\u0000"}""", """{"resolution":{}}"""),
            .. Each($"POST {work}/triage", "{}", """{"impact":"high","urgency":"soon"}""", """{"impact":"high","urgency":"high","severity":9}"""),
            .. Each($"POST {work}/assign", """{"engineerId":"Li Na"}""", """{"reason":"\u0000"}"""),
            .. Each($"POST {work}/cancel", "{}"),
            .. Each($"POST {work}/escalate", """{"reason":""}"""),
            .. Each("POST /api/v1/customers", "{", "{}", """{"name":7}""", """{"name":"\u0000"}"""),
            .. Each("POST /api/v1/contacts", "{}", $$"""{"customerId":"{{mesh.Vendor.CustomerId}}","name":"x","phones":"1"}"""),
            new("POST /api/v1/contacts", $$"""{"customerId":"{{mesh.Vendor.CustomerId}}","name":"x","phones":["no number"],"language":"en"}""", 400, "phone.invalid"),
            .. Each("POST /api/v1/products", "{}", """{"code":"x"}"""),
            .. Each("POST /api/v1/assets", "{}"),
            .. Each("POST /api/v1/contracts", "{}", Contract("2026-02-30", "2026-12-31", "gold"), Contract("soon", "2026-12-31", "gold"), Contract("2026-01-01", "2026-12-31", "Gold !")),
            new("POST /api/v1/contracts", Contract("2026-12-31", "2026-01-01", "gold"), 400, "contract.ends-before-start"),
            .. Each("POST /api/v1/channels", "{}", """{"kind":"fax","name":"x"}"""),
            new("POST /api/v1/channels", """{"kind":"im","name":"x","outboundUrl":"ftp://x.example/"}""", 400, "channel.outbound-url"),
            .. Each("POST /api/v1/teams", "{}", """{"name":"\u0000"}""", """{"name":"x","categories":"y"}"""),
            .. Each("POST /api/v1/engineers", "{}", """{"name":5}"""),
            .. Each("POST /api/v1/sla/calendars", "{", "{}", """{"name":"x","timeZone":"Mars/Olympus","alwaysOpen":true}""", """{"name":"a b","timeZone":"UTC","alwaysOpen":true}"""),
            .. Each("POST /api/v1/sla/policies", "{}", """{"name":"x","calendar":"none-such","rules":[]}""", """{"name":"x","calendar":"x","rules":7}"""),
            .. Each("POST /api/v1/webhook-endpoints", "{}", """{"url":5,"events":["*"]}"""),
            new("POST /api/v1/webhook-endpoints", """{"url":"no url","events":["*"]}""", 400, "webhook.bad-target"),
            new("POST /api/v1/webhook-endpoints", """{"url":"https://receiver.example/","events":["Everything"]}""", 400, "webhook.unknown-event"),
            .. Each($"POST /api/v1/follow-ups/{tenants.Ids["followUp"]}/complete", "{}", """{"outcome":"satisfied"}""", """{"outcome":"solved","note":"\u0000"}"""),
            .. Each("POST /api/v1/accounts", "{", "{}", """{"email":"no mail","name":"x","password":"For-tests-only-1234","roles":["agent"]}""", """{"email":"a@b.example","name":"x","password":"For-tests-only-1234","roles":["king"]}"""),
            .. Each("POST /api/v1/api-keys", "{}", """{"name":"x","roles":["customer"]}""", """{"name":"\u0000","roles":["agent"]}"""),
            .. Each("PATCH /api/v1/tenant", "{", """{"timeZone":"Mars/Olympus"}""", """{"languages":["§"]}"""),
            .. Each("POST /api/v1/session", "{", "{}", """{"email":5,"password":"x"}""", """{"email":"a\u0000@b.example","password":"x"}"""),
        ]));
    }

    [Fact]
    public async Task Addresses_that_are_not_what_they_should_be()
    {
        string[] queries =
        [
            "tickets?limit=0", "tickets?limit=many", "tickets?limit=99999999999", "tickets?cursor=x", "tickets?cursor=%00", "tickets?mine=perhaps", "tickets?externalReference=%00",
            "customers?limit=-1", "contacts?customerId=x", "board?limit=201", "board?state=lost", "board?sort=beauty", "board?severity=9", "board?severity=x", "board?team=x", "board?cursor=%F0%9F",
            "board?q=%00", "engineers?cursor=***", "notifications?ticketId=x", "notifications?limit=0", "notifications?cursor=x", "surveys?limit=201", "surveys?ticketId=7", "follow-ups?open=perhaps",
            "insight/daily?from=yesterday", "insight/daily?from=2026-02-30", "insight/daily?from=2020-01-01&to=2026-01-01", "insight/event-counts?to=x", "accounts?limit=x", "accounts?cursor=x",
            $"insight/tickets/{tenants.OpenTicket}/timeline?limit=0", $"insight/tickets/{tenants.OpenTicket}/timeline?cursor=%00x",
        ];
        string[] nowhere = ["GET /api/v1/tickets/7", "GET /api/v1/sla/tickets/x", "POST /api/v1/work/x/claim", "GET /api/v1/customers/%ED%A0%80", "GET /api/v1/insight/nothing"];
        await NothingIsStoredAsync(staff => staff.IsRefusedAsync(
        [
            .. queries.Select(query => new Refused($"GET /api/v1/{query}", null, 400, Invalid)),
            .. nowhere.Select(line => new Refused(line, null, 404, "request.not-found")),
            new("GET /api/v1/progress/not-a-token/conversation", null, 404, "progress.not-found"),
            new("POST /webhooks/x/messages", "{}", 404, "channel.not-found"),
            new("POST /api/v1/progress/not-a-token/messages", """{"text":"x"}""", 404, "progress.not-found"),
            new("DELETE /api/v1/tickets", null, 405, "request.method-not-allowed"),
            new($"PUT /api/v1/work/{tenants.OpenTicket}", "{}", 405, "request.method-not-allowed"),
        ]));
        // What is no address at all the web server refuses by itself, before anything of ours sees it.
        string[] impossible = ["/api/v1/work/%00", "/api/v1/progress/%00", "/s/%00"];
        await NothingIsStoredAsync(async staff =>
        {
            foreach (var path in impossible) Assert.Equal(new Answer(400, null, ""), await staff.SendAsync(HttpMethod.Get, path));
        });
    }

    [Fact]
    public Task Bodies_in_another_wrapping() => NothingIsStoredAsync(async staff =>
    {
        var notUtf8 = new ByteArrayContent([.. "{\"subject\":\""u8, 0xC3, 0x28, 0xFF, .. "\"}"u8]);
        notUtf8.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        Visitor.Refuses(await staff.SendAsync(HttpMethod.Post, "/api/v1/tickets", notUtf8), 400, Invalid);
        foreach (var type in s_notJson)
        {
            Visitor.Refuses(await staff.SendAsync(HttpMethod.Post, "/api/v1/tickets", new StringContent("""{"subject":"x"}""", Encoding.UTF8, type)), 415, "request.unsupported-media-type");
        }
        Visitor.Refuses(await staff.SendAsync(HttpMethod.Post, "/api/v1/tickets"), 400, Invalid);
        var key = new Dictionary<string, string> { ["Idempotency-Key"] = new('k', 300) };
        Visitor.Refuses(await staff.SendAsync(HttpMethod.Post, "/api/v1/tickets", Visitor.Json("""{"subject":"x"}"""), key), 400, "idempotency.key-invalid");
    });

    [Theory]
    [InlineData("/api/v1/tickets")]
    [InlineData("/api/v1/teams")]
    [InlineData("/api/v1/sla/calendars")]
    [InlineData("/api/v1/webhook-endpoints")]
    [InlineData("/api/v1/accounts")]
    [InlineData("/api/v1/session")]
    public Task Bodies_over_the_limit(string path) => NothingIsStoredAsync(async staff =>
    {
        var body = $$"""{"subject":"x","text":"{{new string('x', MiB)}}"}""";
        Visitor.Refuses(await staff.SendAsync(HttpMethod.Post, path, Visitor.Json(body), s_asked), 413, "request.too-large");
        var chunked = new Dictionary<string, string> { ["Transfer-Encoding"] = "chunked" };
        Visitor.Refuses(await staff.SendAsync(HttpMethod.Post, path, Visitor.Json(body), chunked), 413, "request.too-large");
    });

    [Fact]
    public Task Survey_answers_that_are_none() => NothingIsStoredAsync(async staff =>
    {
        foreach (var score in s_noScores)
        {
            var answer = await staff.SendAsync(HttpMethod.Post, $"/s/{tenants.SurveyToken}", new FormUrlEncodedContent(new Dictionary<string, string> { ["score"] = score, ["solved"] = "yes" }));
            Assert.Equal((400, "text/html"), (answer.Status, answer.ContentType));
        }
        var zero = await staff.SendAsync(HttpMethod.Post, $"/s/{tenants.SurveyToken}", new FormUrlEncodedContent(new Dictionary<string, string> { ["solved"] = "\0", ["comment"] = "a\0b" }));
        Assert.Equal(400, zero.Status);
        Assert.Equal(415, (await staff.SendAsync(HttpMethod.Post, $"/s/{tenants.SurveyToken}", Visitor.Json("""{"score":5}"""))).Status);
        var large = new FormUrlEncodedContent(new Dictionary<string, string> { ["comment"] = new('x', MiB + 1) });
        Assert.Equal(413, (await staff.SendAsync(HttpMethod.Post, $"/s/{tenants.SurveyToken}", large, s_asked)).Status);
        Assert.Equal(404, (await staff.SendAsync(HttpMethod.Get, "/s/not-a-token")).Status);
    });

    private static IEnumerable<Refused> Each(string line, params string[] bodies) => bodies.Select(body => new Refused(line, body, 400, Invalid));

    private string Contract(string from, string to, string level) =>
        $$"""{"customerId":"{{mesh.Vendor.CustomerId}}","number":"C-bad","startsOn":"{{from}}","endsOn":"{{to}}","serviceLevel":"{{level}}"}""";

    private Task NothingIsStoredAsync(Func<Visitor, Task> what) => Storage.StaysAsync(mesh, new Visitor(mesh, tenants.StaffKey), what);
}
