using System.Text.Json;
using System.Text.RegularExpressions;
using ServiceMesh.Testing;

namespace ServiceMesh.EndToEnd;

/// <summary>Another tenant's ids are like ids that nobody has; and nobody comes further than he may.</summary>
[Collection(Phase.Work)]
public sealed partial class Strangers(Mesh mesh, TwoTenants tenants)
{
    private const string Plan = """{"cause":"a","steps":"b","risk":"c","estimatedMinutes":5}""";

    /// <summary>Everything that is reached by an id.</summary>
    private static readonly Refused[] s_byId =
    [
        new("GET /api/v1/customers/{customer}", null, 404, "customer.not-found"),
        new("PUT /api/v1/customers/{customer}", """{"name":"x"}""", 404, "customer.not-found"),
        new("GET /api/v1/contacts/{contact}", null, 404, "contact.not-found"),
        new("PUT /api/v1/contacts/{contact}", """{"customerId":"{own customer}","name":"x"}""", 404, "contact.not-found"),
        new("GET /api/v1/products/{product}", null, 404, "product.not-found"),
        new("PUT /api/v1/products/{product}", """{"code":"x","name":"x"}""", 404, "product.not-found"),
        new("GET /api/v1/assets/{asset}", null, 404, "asset.not-found"),
        new("PUT /api/v1/assets/{asset}", """{"customerId":"{own customer}","productId":"{own product}","serialNumber":"x"}""", 404, "asset.not-found"),
        new("GET /api/v1/contracts/{contract}", null, 404, "contract.not-found"),
        new("PUT /api/v1/contracts/{contract}", """{"customerId":"{own customer}","number":"x","startsOn":"2026-01-01","endsOn":"2026-12-31","serviceLevel":"gold"}""", 404, "contract.not-found"),
        new("GET /api/v1/channels/{channel}", null, 404, "channel.not-found"),
        new("PUT /api/v1/channels/{channel}", """{"name":"x"}""", 404, "channel.not-found"),
        new("DELETE /api/v1/channels/blocked/{ticket}", null, 404, "block.not-found"),
        new("GET /api/v1/tickets/{ticket}", null, 404, "ticket.not-found"),
        new("GET /api/v1/tickets/{ticket}/messages", null, 404, "ticket.not-found"),
        .. new[] { "messages", "notes" }.Select(what => new Refused($"POST /api/v1/tickets/{{ticket}}/{what}", """{"text":"x"}""", 404, "ticket.not-found")),
        new("POST /api/v1/tickets/{ticket}/close-request", "{}", 404, "ticket.not-found"),
        new("POST /api/v1/tickets/{closed}/reopen-request", """{"reason":"x"}""", 404, "ticket.not-found"),
        new("GET /api/v1/work/{ticket}", null, 404, "ticket.not-found"),
        new("POST /api/v1/work/{ticket}/triage", """{"impact":"high","urgency":"high"}""", 404, "ticket.not-found"),
        new("POST /api/v1/work/{ticket}/assign", """{"engineerId":"{own engineer}"}""", 404, "ticket.not-found"),
        .. new[] { "claim", "unassign", "start", "resume" }.Select(verb => new Refused($"POST /api/v1/work/{{ticket}}/{verb}", "{}", 404, "ticket.not-found")),
        new("POST /api/v1/work/{ticket}/fix-plan", Plan, 404, "ticket.not-found"),
        new("POST /api/v1/work/{ticket}/pause", """{"reason":"waitingForCustomer"}""", 404, "ticket.not-found"),
        new("POST /api/v1/work/{ticket}/escalate", """{"reason":"x"}""", 404, "ticket.not-found"),
        new("POST /api/v1/work/{ticket}/resolve", """{"resolution":"x"}""", 404, "ticket.not-found"),
        .. new[] { "reopen", "close" }.Select(verb => new Refused($"POST /api/v1/work/{{closed}}/{verb}", "{}", 404, "ticket.not-found")),
        new("POST /api/v1/work/{ticket}/cancel", """{"reason":"x"}""", 404, "ticket.not-found"),
        .. new[] { "ranking", "pagings", "against" }.Select(what => new Refused($"GET /api/v1/work/{{ticket}}/{what}", null, 404, "ticket.not-found")),
        .. new[] { "acknowledge", "remote-session", "arrive", "accept" }.Select(verb => new Refused($"POST /api/v1/work/{{ticket}}/{verb}", "{}", 404, "ticket.not-found")),
        new("POST /api/v1/work/{closed}/record", """{"faultClass":"x"}""", 404, "ticket.not-found"),
        new("POST /api/v1/work/{ticket}/refuse", """{"reason":"x"}""", 404, "ticket.not-found"),
        new("POST /api/v1/work/{ticket}/visit", """{"from":"2026-12-01T09:00:00Z","to":"2026-12-01T11:00:00Z"}""", 404, "ticket.not-found"),
        new("POST /api/v1/work/{ticket}/visit-report", """{"visitId":"{ticket}","report":"x"}""", 404, "ticket.not-found"),
        new("GET /api/v1/work/{ticket}/visits", null, 404, "ticket.not-found"),
        new("POST /api/v1/work/{ticket}/visit-cancel", """{"visitId":"{ticket}","reason":"x"}""", 404, "ticket.not-found"),
        new("POST /api/v1/work/{ticket}/remote-session-end", """{"sessionId":"{ticket}","log":"x"}""", 404, "ticket.not-found"),
        new("GET /api/v1/work/{ticket}/visits/{ticket}/files/{ticket}", null, 404, "file.not-found"),
        new("POST /api/v1/work/{ticket}/problem", """{"problemId":null}""", 404, "ticket.not-found"),
        new("GET /api/v1/maintenance/plans/{ticket}", null, 404, "maintenance-plan.not-found"),
        new("POST /api/v1/maintenance/plans/{ticket}/end", """{"reason":"x"}""", 404, "maintenance-plan.not-found"),
        new("GET /api/v1/maintenance/runs/{ticket}", null, 404, "maintenance-run.not-found"),
        new("GET /api/v1/maintenance/runs/{ticket}/against", null, 404, "maintenance-run.not-found"),
        .. new[] { "start", "complete" }.Select(verb => new Refused($"POST /api/v1/maintenance/runs/{{ticket}}/{verb}", "{}", 404, "maintenance-run.not-found")),
        .. new[] { "cancel", "waive-rollback-test" }.Select(verb => new Refused($"POST /api/v1/maintenance/runs/{{ticket}}/{verb}", """{"reason":"x"}""", 404, "maintenance-run.not-found")),
        new("POST /api/v1/maintenance/plans", """{"name":"x","kind":"inspection","contractId":"{contract}","startsOn":"2027-01-01","at":"01:00","minutes":60,"rule":"FREQ=MONTHLY"}""", 404, "contract.not-found"),
        new("POST /api/v1/maintenance/feeds", """{"name":"x","contractId":"{contract}"}""", 404, "contract.not-found"),
        new("DELETE /api/v1/maintenance/feeds/{ticket}", null, 404, "maintenance-feed.not-found"),
        new("POST /api/v1/tickets/{ticket}/merge", """{"into":"{own ticket}"}""", 404, "ticket.not-found"),
        new("POST /api/v1/tickets/{ticket}/unmerge", "{}", 404, "ticket.not-found"),
        .. new[] { "chat", "children", "announce", "attachments/{ticket}", "call/recording", "call/voicemail" }.Select(what => new Refused($"GET /api/v1/tickets/{{ticket}}/{what}", null, 404, "ticket.not-found")),
        .. new[] { "typing", "read" }.Select(what => new Refused($"POST /api/v1/tickets/{{ticket}}/{what}", "{}", 404, "ticket.not-found")),
        new("POST /api/v1/tickets/{ticket}/parent", """{"parentId":null}""", 404, "ticket.not-found"),
        new("POST /api/v1/tickets/{ticket}/announce", """{"en":"x"}""", 404, "ticket.not-found"),
        new("DELETE /api/v1/tickets/{ticket}/announce/{ticket}", null, 404, "ticket.not-found"),
        new("PUT /api/v1/tickets/{ticket}/cover", """{"reason":"x"}""", 404, "ticket.not-found"),
        new("PUT /api/v1/tickets/{ticket}/sender", """{"contactId":"{contact}"}""", 404, "ticket.not-found"),
        new("GET /api/v1/contacts/{contact}/people", null, 404, "contact.not-found"),
        new("DELETE /api/v1/contacts/{contact}/people", null, 404, "contact.not-found"),
        .. new[] { "settings", "on-call", "rotations" }.Select(what => new Refused($"GET /api/v1/teams/{{team}}/{what}", null, 404, "team.not-found")),
        .. new[] { "profile", "absences" }.Select(what => new Refused($"GET /api/v1/engineers/{{engineer}}/{what}", null, 404, "engineer.not-found")),
        .. new[] { "overrides", "calendar?from=2026-11-23T00:00:00Z&until=2026-11-30T00:00:00Z" }.Select(what => new Refused($"GET /api/v1/teams/{{team}}/{what}", null, 404, "team.not-found")),
        new("PUT /api/v1/teams/{team}/settings", "{}", 404, "team.not-found"),
        new("POST /api/v1/teams/{team}/rotations", """{"name":"x","kind":"onCall","zone":"UTC","startsOn":"2026-01-05","at":"08:00","minutes":60,"rule":"FREQ=DAILY","participants":["{own engineer}"]}""", 404, "team.not-found"),
        new("POST /api/v1/teams/{team}/overrides", """{"rotationId":"{ticket}","engineerId":"{own engineer}","from":"2026-12-01T09:00:00Z","until":"2026-12-01T11:00:00Z"}""", 404, "team.not-found"),
        new("POST /api/v1/teams/{team}/swaps", """{"rotationId":"{ticket}","first":{"from":"2026-12-01T09:00:00Z","until":"2026-12-01T11:00:00Z"},"second":{"from":"2026-12-02T09:00:00Z","until":"2026-12-02T11:00:00Z"}}""", 404, "team.not-found"),
        new("POST /api/v1/teams/{team}/handovers", """{"text":"x"}""", 404, "team.not-found"),
        new("POST /api/v1/teams/{team}/handovers/{ticket}/take", "{}", 404, "handover.not-found"),
        new("DELETE /api/v1/teams/{team}/rotations/{ticket}", null, 404, "rotation.not-found"),
        new("DELETE /api/v1/teams/{team}/overrides/{ticket}", null, 404, "override.not-found"),
        new("PUT /api/v1/engineers/{engineer}/profile", "{}", 404, "engineer.not-found"),
        new("POST /api/v1/engineers/{engineer}/presence", """{"state":"away"}""", 404, "engineer.not-found"),
        new("POST /api/v1/engineers/{engineer}/absences", """{"from":"2026-12-01T09:00:00Z","until":"2026-12-01T11:00:00Z"}""", 404, "engineer.not-found"),
        new("DELETE /api/v1/engineers/{engineer}/absences/{ticket}", null, 404, "absence.not-found"),
        .. new[] { "record", "suggestions", "visits" }.Select(what => new Refused($"GET /api/v1/work/{{ticket}}/{what}", null, 404, "ticket.not-found")),
        new("POST /api/v1/work/{ticket}/visit-cancel", """{"visitId":"{ticket}","reason":"x"}""", 404, "ticket.not-found"),
        new("POST /api/v1/work/{ticket}/problem", """{"problemId":null}""", 404, "ticket.not-found"),
        new("GET /api/v1/work/{ticket}/visits/{ticket}/files/{ticket}", null, 404, "file.not-found"),
        new("GET /api/v1/work/problems/{ticket}", null, 404, "problem.not-found"),
        new("GET /api/v1/sla/statements/{contract}/2026-03", null, 404, "contract.not-found"),
        .. new[] { "credits", "charges" }.Select(what => new Refused($"POST /api/v1/sla/{what}/{{ticket}}/waive", """{"reason":"x"}""", 404, $"{what[..^1]}.not-found")),
        new("GET /api/v1/sla/credits/{ticket}", null, 404, "credit.not-found"),
        new("GET /api/v1/sla/reprocess/{ticket}", null, 404, "reprocess.not-found"),
        new("POST /api/v1/sla/reprocess/{ticket}/cancel", "{}", 404, "reprocess.not-found"),
        new("GET /api/v1/sla/what-if/{ticket}", null, 404, "what-if.not-found"),
        new("GET /api/v1/sla/tickets/{ticket}", null, 404, "ticket.not-found"),
        new("GET /api/v1/sla/calendars/{calendar}", null, 404, "calendar.not-found"),
        new("GET /api/v1/sla/policies/{calendar}", null, 404, "policy.not-found"),
        .. new[] { "timeline", "record" }.Select(what => new Refused($"GET /api/v1/insight/tickets/{{ticket}}/{what}", null, 404, "ticket.not-found")),
        .. new[] { "team", "engineer", "product", "customer", "contract" }.SelectMany(kind => new[] { "", "/tickets?dimension=complaints" }
            .Select(what => new Refused($"GET /api/v1/insight/scorecards/{kind}/{{{kind}}}{what}", null, 404, "scorecard.not-found"))),
        new("GET /api/v1/insight/scorecards/vendor/{vendor}", null, 404, "scorecard.not-found"),
        new("GET /api/v1/insight/vendors/{vendor}", null, 404, "vendor.not-found"),
        new("PUT /api/v1/insight/vendors/{vendor}", """{"name":"x","version":1}""", 404, "vendor.not-found"),
        .. new[] { "", "/tickets?dimension=complaints", "/corrections", "/json", "/csv", "/print" }.Select(what => new Refused($"GET /api/v1/insight/scorecard-reports/{{report}}{what}", null, 404, "report.not-found")),
        new("GET /api/v1/insight/jobs/{job}", null, 404, "job.not-found"),
        new("POST /api/v1/insight/record/erasures", """{"contactId":"{contact}"}""", 404, "contact.not-found"),
        new("PUT /api/v1/teams/{team}", """{"name":"x"}""", 404, "team.not-found"),
        new("PUT /api/v1/engineers/{engineer}", Engineer("{own team}"), 404, "engineer.not-found"),
        new("GET /api/v1/insight/tickets/{ticket}/record", null, 404, "ticket.not-found"),
        new("POST /api/v1/insight/record/erasures", """{"contactId":"{contact}","reason":"x"}""", 404, "contact.not-found"),
        new("POST /api/v1/surveys/{survey}/qr", "{}", 404, "survey.not-found"),
        new("GET /api/v1/surveys/questionnaires/{questionnaire}", null, 404, "questionnaire.not-found"),
        new("POST /api/v1/surveys/questionnaires/{questionnaire}/retire", "{}", 404, "questionnaire.not-found"),
        new("POST /api/v1/surveys/questionnaires", TwoTenants.Questionnaire("{questionnaire}"), 404, "questionnaire.not-found"),
        new("GET /api/v1/follow-ups/{followUp}", null, 404, "follow-up.not-found"),
        new("POST /api/v1/follow-ups/{followUp}/complete", """{"outcome":"solved"}""", 404, "follow-up.not-found"),
        new("DELETE /api/v1/webhook-endpoints/{endpoint}", null, 404, "webhook.not-found"),
        .. new[] { ("rotate-secret", "{}"), ("enable", "{}"), ("replay", """{"since":"2126-01-01T00:00:00Z"}""") }
            .Select(verb => new Refused($"POST /api/v1/webhook-endpoints/{{endpoint}}/{verb.Item1}", verb.Item2, 404, "webhook.not-found")),
        new("DELETE /api/v1/notifications/providers/{provider}", null, 404, "provider.not-found"),
        new("POST /api/v1/notifications/providers/{provider}/test", "{}", 404, "provider.not-found"),
        new("DELETE /api/v1/notifications/templates/{wording}", null, 404, "template.not-found"),
        new("POST /api/v1/notifications/templates/preview?delivery={delivery}", """{"template":"survey-invitation","channel":"email","language":"en","subject":"x","text":"x"}""", 404, "template.no-past-event"),
        .. new[] { "", "/audience" }.Select(what => new Refused($"GET /api/v1/notifications/announcements/{{announcement}}{what}", null, 404, "announcement.not-found")),
        .. new[] { "start", "stop" }.Select(verb => new Refused($"POST /api/v1/notifications/announcements/{{announcement}}/{verb}", "{}", 404, "announcement.not-found")),
        new("DELETE /api/v1/notifications/rules/{rule}", null, 404, "rule.not-found"),
        new("GET /api/v1/notifications/{delivery}", null, 404, "notice.not-found"),
        new("POST /api/v1/notifications/{delivery}/resend", "{}", 404, "notice.not-found"),
        new("POST /api/v1/notifications/mine/{delivery}/read", "{}", 409, "preferences.no-account"),
        new("DELETE /api/v1/api-keys/{key}", null, 404, "api-key.not-found"),
        new("GET /api/v1/accounts/{account}", null, 404, "account.not-found"),
        new("PATCH /api/v1/accounts/{account}", """{"name":"x"}""", 404, "account.not-found"),

        // Named in a body.
        .. new[] { "customer", "contact", "product", "asset" }
            .Select(what => new Refused("POST /api/v1/tickets", $$"""{"subject":"x","{{what}}Id":"{{{what}}}"}""", 400, $"{what}.unknown")),
        new("POST /api/v1/contacts", """{"customerId":"{customer}","name":"x"}""", 400, "customer.unknown"),
        new("POST /api/v1/assets", """{"customerId":"{customer}","productId":"{own product}","serialNumber":"x"}""", 400, "customer.unknown"),
        new("POST /api/v1/assets", """{"customerId":"{own customer}","productId":"{product}","serialNumber":"x"}""", 400, "product.unknown"),
        new("POST /api/v1/contracts", """{"customerId":"{customer}","number":"x","startsOn":"2026-01-01","endsOn":"2026-12-31","serviceLevel":"gold"}""", 400, "customer.unknown"),
        new("POST /api/v1/contracts", """{"customerId":"{own customer}","number":"x","startsOn":"2026-01-01","endsOn":"2026-12-31","serviceLevel":"gold","productIds":["{product}"]}""", 400, "product.unknown"),
        new("POST /api/v1/channels/blocked", """{"kind":"sender","value":"x@example.com","reason":"x","channelId":"{channel}"}""", 400, "channel.unknown"),
        new("GET /api/v1/contracts/entitlement?contractId={contract}", null, 400, "contract.unknown"),
        new("POST /api/v1/engineers", Engineer("{team}"), 404, "team.not-found"),
        new("POST /api/v1/work/{own ticket}/assign", """{"engineerId":"{engineer}"}""", 404, "engineer.not-found"),
        new("POST /api/v1/work/{own ticket}/assign", """{"teamId":"{team}"}""", 404, "team.not-found"),
    ];

    private IReadOnlyDictionary<string, string> StrangersOwn => new Dictionary<string, string>
    {
        ["own customer"] = $"{tenants.StrangersVendor.CustomerId}",
        ["own product"] = $"{tenants.StrangersVendor.ProductId}",
        ["own engineer"] = $"{tenants.StrangersVendor.EngineerId}",
        ["own ticket"] = $"{tenants.StrangersTicket}",
        ["own team"] = $"{Guid.NewGuid()}",
    };

    private IReadOnlyDictionary<string, string> StaffsOwn => tenants.Ids.ToDictionary(i => $"own {i.Key}", i => i.Value);

    [Fact]
    public Task Ids_that_nobody_has() => NothingIsStoredAsync(tenants.StaffKey, staff => staff.IsRefusedAsync(s_byId.Select(r => Fill(r, tenants.Nobody, StaffsOwn))));

    [Fact]
    public Task Ids_of_another_tenant() => NothingIsStoredAsync(tenants.StrangerKey, async stranger =>
    {
        await stranger.IsRefusedAsync(s_byId.Append(new("POST /api/v1/engineers", """{"name":"x","language":"en","skills":[],"teamIds":[],"accountId":"{account}","active":true}""", 404, "account.not-found"))
            .Select(r => Fill(r, tenants.Ids, StrangersOwn)));
        string[] lists =
        [
            "contacts?customerId={customer}", "assets?customerId={customer}", "contracts?customerId={customer}", "tickets?externalReference={reference}", "board?team={team}", "board?engineer={engineer}", "board?q={reference}",
            "engineers?team={team}", "notifications?ticketId={ticket}", "notifications/why?ticketId={ticket}&person={person}", "surveys?ticketId={closed}", "follow-ups?ticketId={ticket}", "contracts?id={contract}", "products?id={product}",
        ];
        using var staff = new Visitor(mesh, tenants.StaffKey);
        foreach (var path in lists.Select(list => "/api/v1/" + Fill(list, tenants.Ids, StrangersOwn)))
        {
            Assert.Equal($"{path}: 200, 0 items", Describe(path, await stranger.SendAsync(HttpMethod.Get, path)));
            // The same for whom it belongs to, so that the address is known to find something.
            if (!path.Contains("follow-ups", StringComparison.Ordinal)) Assert.NotEqual($"{path}: 200, 0 items", Describe(path, await staff.SendAsync(HttpMethod.Get, path)));
        }
    });

    [Fact]
    public async Task A_person_watches_no_ticket_of_another_tenant_and_reads_nobody_elses_notices()
    {
        var stranger = new Visitor(mesh);
        await stranger.SignInAsync(tenants.StrangerEmail, tenants.StrangerPassword);
        // Notification knows the account a moment after the gateway does.
        await Eventually.Async(async () => (await stranger.SendAsync(HttpMethod.Get, "/api/v1/notifications/watches")).Status == 200, what: "the account has a list");
        await Storage.StaysAsync(mesh, stranger, s => s.IsRefusedAsync(
        [
            Fill(new Refused("PUT /api/v1/notifications/watches/{ticket}", "{}", 404, "ticket.not-found"), tenants.Ids, StrangersOwn),
            Fill(new Refused("PUT /api/v1/notifications/watches/{ticket}", "{}", 404, "ticket.not-found"), tenants.Nobody, StrangersOwn),
            Fill(new Refused("POST /api/v1/notifications/mine/{delivery}/read", "{}", 404, "notice.not-found"), tenants.Ids, StrangersOwn),
        ]));
    }

    [Fact]
    public Task Nobody_without_credentials() => NothingIsStoredAsync(null, async anonymous =>
    {
        string[] lines =
        [
            "GET /api/v1/session", "GET /api/v1/tenant", "GET /api/v1/accounts", "GET /api/v1/api-keys", "GET /api/v1/tickets", "GET /api/v1/tickets/{ticket}", "GET /api/v1/customers/{customer}", "GET /api/v1/channels",
            "GET /api/v1/board", "GET /api/v1/work/{ticket}", "GET /api/v1/teams", "GET /api/v1/engineers", "GET /api/v1/sla/tickets/{ticket}", "GET /api/v1/sla/calendars", "GET /api/v1/notifications",
            "GET /api/v1/webhook-endpoints", "GET /api/v1/surveys", "GET /api/v1/follow-ups", "GET /api/v1/insight/tickets/{ticket}/timeline", "GET /api/v1/insight/daily",
        ];
        Refused[] all =
        [
            .. lines.Select(line => new Refused(line, null, 401, "access.sign-in-required")),
            .. s_byId.Where(r => r.Method != HttpMethod.Get).Select(r => r with { Status = 401, Code = "access.sign-in-required" }),
            new("POST /api/v1/tenants", "{}", 401, "access.sign-in-required"),
        ];
        var requests = all.Select(r => Fill(r, tenants.Ids, StaffsOwn)).ToList();
        await anonymous.IsRefusedAsync(requests);
        foreach (var key in new[] { "smk_nonsense", tenants.StaffKey[..^4] + "AAAA", "" })
        {
            using var wrong = new Visitor(mesh, key);
            await wrong.IsRefusedAsync(requests.Take(6));
        }
        // What only the gateway may say about a caller is not believed from outside.
        var claimed = new Dictionary<string, string> { ["X-ServiceMesh-Identity"] = mesh.Running.IdentityToken("intake", "admin") };
        Visitor.Refuses(await anonymous.SendAsync(HttpMethod.Get, "/api/v1/tickets", null, claimed), 401, "access.sign-in-required");
    });

    [Fact]
    public async Task Customers_among_the_staff()
    {
        var customer = new Visitor(mesh);
        await customer.SignInAsync(tenants.CustomerEmail, tenants.CustomerPassword);
        string[] staffs =
        [
            "GET /api/v1/accounts", "GET /api/v1/accounts/{account}", "GET /api/v1/api-keys", "GET /api/v1/channels", "GET /api/v1/channels/{channel}", "GET /api/v1/board", "GET /api/v1/work/{ticket}", "GET /api/v1/teams",
            "GET /api/v1/engineers", "GET /api/v1/sla/tickets/{ticket}", "GET /api/v1/sla/calendars", "GET /api/v1/sla/policies", "GET /api/v1/notifications?ticketId={ticket}", "GET /api/v1/webhook-endpoints", "GET /api/v1/surveys",
            "GET /api/v1/follow-ups", "GET /api/v1/insight/tickets/{ticket}/timeline", "GET /api/v1/insight/daily", "GET /api/v1/insight/event-counts",
        ];
        Refused[] all =
        [
            .. staffs.Select(line => new Refused(line, null, 403, "access.role-missing")),
            .. s_byId.Where(r => r.Method != HttpMethod.Get && !(r.Path.StartsWith("/api/v1/tickets", StringComparison.Ordinal) && !r.Path.EndsWith("/notes", StringComparison.Ordinal)))
                .Select(r => r with { Status = 403, Code = "access.role-missing" }),
            new("PATCH /api/v1/tenant", """{"name":"x"}""", 403, "access.role-missing"),
            new("POST /api/v1/tenants", Tenant, 403, "access.role-missing"),
        ];
        await Storage.StaysAsync(mesh, customer, c => c.IsRefusedAsync(all.Select(r => Fill(r, tenants.Ids, StaffsOwn))));
    }

    [Fact]
    public Task Staff_above_their_role() => NothingIsStoredAsync(tenants.StrangerKey, stranger => stranger.IsRefusedAsync([new("POST /api/v1/tenants", Tenant, 403, "access.role-missing")]));

    private static string Tenant => """{"key":"third","name":"x","timeZone":"UTC","languages":["en"],"brand":"x","adminEmail":"a@third.example","adminPassword":"For-tests-only-1234"}""";

    private static string Engineer(string team) => $$"""{"name":"x","language":"en","skills":[],"teamIds":["{{team}}"],"active":true}""";

    private static string Describe(string path, Answer answer) =>
        $"{path}: {answer.Status}, {(answer.Status == 200 && answer.Json.TryGetProperty("items", out var items) ? items.GetArrayLength() : -1)} items";

    private static Refused Fill(Refused request, IReadOnlyDictionary<string, string> ids, IReadOnlyDictionary<string, string> own) =>
        request with { Line = Fill(request.Line, ids, own), Body = request.Body is null ? null : Fill(request.Body, ids, own) };

    private static string Fill(string text, IReadOnlyDictionary<string, string> ids, IReadOnlyDictionary<string, string> own) =>
        Placeholder().Replace(text, m => ids.GetValueOrDefault(m.Groups[1].Value) ?? own[m.Groups[1].Value]);

    private Task NothingIsStoredAsync(string? key, Func<Visitor, Task> what) => Storage.StaysAsync(mesh, new Visitor(mesh, key), what);

    [GeneratedRegex(@"\{((?:own )?[a-zA-Z]+)\}")]
    private static partial Regex Placeholder();
}
