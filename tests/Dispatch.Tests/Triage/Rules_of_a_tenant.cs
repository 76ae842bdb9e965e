using System.Net;
using System.Text.Json;
using ServiceMesh.Contracts;
using ServiceMesh.ServiceDefaults;
using Xunit;

namespace ServiceMesh.Dispatch.Tests.Triage;

public sealed class Rules_of_a_tenant(DispatchApp app)
{
    private static readonly object s_completeness = new { support = new[] { "resolution", "faultClass" }, maintenance = Array.Empty<string>(), enforced = false };

    [Fact]
    public async Task Decide_class_severity_team_and_tags_of_the_next_ticket_and_the_ticket_says_so()
    {
        var vendor = app.NewVendor();
        await vendor.TeamAsync("Desk");
        var erp = await vendor.TeamAsync("ERP");
        var li = await vendor.EngineerAsync("Li", erp);
        // The instance has read the tenant's triage before it changes.
        await vendor.OpenAsync();
        var saved = await SaveAsync(vendor, 0, Rule("SAP posting", new { category = "sap-fi", severity = 2, teamId = erp, faultClass = "posting", tags = Vendor.List("finance") }, Contains("posted")));
        Assert.Equal(1, saved.GetProperty("version").GetInt32());
        var ticket = await vendor.OpenAsync();
        var detail = await vendor.DetailAsync(ticket);
        Assert.Equal(("sap-fi", 2, "SAP posting", "posting"), (Text(detail, "category"), detail.GetProperty("severity").GetInt32(), Text(detail, "decidedBy"), Text(detail, "faultClass")));
        Assert.Equal((erp, li), (detail.GetProperty("teamId").GetGuid(), detail.GetProperty("engineerId").GetGuid()));
        Assert.Equal("finance", Assert.Single(detail.GetProperty("tags").EnumerateArray()).GetString());
        Assert.StartsWith("ERP by the rule SAP posting", Text(detail, "explanation"), StringComparison.Ordinal);
        var fired = Assert.Single(detail.GetProperty("triage").GetProperty("rules").EnumerateArray());
        Assert.Equal("SAP posting", Text(fired, "name"));
        var triaged = (await vendor.PublishedAsync<TicketTriaged>()).Single(t => t.TicketId == ticket);
        Assert.Equal((2, "posting", "SAP posting"), (triaged.Severity, triaged.FaultClass, Assert.Single(triaged.Rules!)));

        // By hand afterwards: it beats the rule, and says so.
        await vendor.ActAsync(ticket, "triage", new { impact = "low", urgency = "low", category = "payroll", tags = Vendor.List("hr") });
        detail = await vendor.DetailAsync(ticket);
        Assert.Equal(("payroll", 5, "manual"), (Text(detail, "category"), detail.GetProperty("severity").GetInt32(), Text(detail, "decidedBy")));
        Assert.Equal("hr", Assert.Single(detail.GetProperty("tags").EnumerateArray()).GetString());
    }

    [Fact]
    public async Task Do_not_overrule_support_or_maintenance_that_staff_chose_and_the_ticket_says_so()
    {
        var vendor = app.NewVendor();
        await vendor.TeamAsync("Desk");
        await SaveAsync(vendor, 0, Rule("All is maintenance", new { workType = "maintenance" }));
        var ana = new Actor(ActorKind.Staff, "a", "Ana");
        var (chosen, left, byCustomer) = (vendor.Opening() with { By = ana, ChosenWorkType = WorkType.Support }, vendor.Opening() with { By = ana }, vendor.Opening() with { By = new Actor(ActorKind.Customer, "w", "Wei"), ChosenWorkType = WorkType.Support });
        foreach (var opening in new[] { chosen, left, byCustomer }) await app.DeliverAsync(opening);
        var detail = await vendor.DetailAsync(chosen.AggregateId);
        Assert.Equal("support", Text(detail, "workType"));
        Assert.True(detail.GetProperty("triage").GetProperty("workTypeByHand").GetBoolean());
        Assert.Equal("workType", Assert.Single(detail.GetProperty("triage").GetProperty("rules")[0].GetProperty("keptByHand").EnumerateArray()).GetString());
        foreach (var opening in new[] { left, byCustomer })
        {
            detail = await vendor.DetailAsync(opening.AggregateId);
            Assert.Equal(("maintenance", false), (Text(detail, "workType"), detail.GetProperty("triage").GetProperty("workTypeByHand").GetBoolean()));
        }

        // Chosen later by hand: the triage tells it, and goes on telling it when something else is triaged.
        await vendor.ActAsync(left.AggregateId, "triage", new { impact = "low", urgency = "low", workType = "support" });
        await vendor.ActAsync(left.AggregateId, "triage", new { impact = "high", urgency = "low" });
        Assert.Equal([null, true, true], (await vendor.PublishedAsync<TicketTriaged>()).Where(t => t.TicketId == left.TicketId).Select(t => t.WorkTypeByHand));
        Assert.Equal([true], (await vendor.PublishedAsync<TicketTriaged>()).Where(t => t.TicketId == chosen.TicketId).Select(t => t.WorkTypeByHand));
    }

    [Fact]
    public async Task Are_versions_and_nobody_overwrites_what_he_has_not_seen()
    {
        var vendor = app.NewVendor();
        Assert.Equal(0, (await vendor.GetAsync("/api/v1/triage")).GetProperty("version").GetInt32());
        await SaveAsync(vendor, 0, Rule("one", new { severity = 1 }));
        Assert.Equal("triage.version-changed", await vendor.ProblemAsync(HttpStatusCode.PreconditionFailed, HttpMethod.Put, "/api/v1/triage", Book(0, Rule("other", new { severity = 5 }))));
        var saved = await SaveAsync(vendor, 1, Rule("wall", new { severity = 2 }, stop: true), Rule("behind", new { severity = 3 }));
        Assert.Equal("behind is never reached: wall stops every ticket before it.", Assert.Single(saved.GetProperty("warnings").EnumerateArray()).GetString());
        Assert.Equal([2, 1], (await vendor.GetAsync("/api/v1/triage/versions")).GetProperty("items").EnumerateArray().Select(v => v.GetProperty("version").GetInt32()));
        Assert.Equal("one", Text((await vendor.GetAsync("/api/v1/triage/versions/1")).GetProperty("book").GetProperty("rules")[0], "name"));
        Assert.Equal("triage-version.not-found", await vendor.ProblemAsync(HttpStatusCode.NotFound, HttpMethod.Get, "/api/v1/triage/versions/3", null));
        var other = app.NewVendor();
        Assert.Equal(0, (await other.GetAsync("/api/v1/triage")).GetProperty("version").GetInt32());
        Assert.Equal("triage-version.not-found", await other.ProblemAsync(HttpStatusCode.NotFound, HttpMethod.Get, "/api/v1/triage/versions/1", null));
    }

    [Fact]
    public async Task Are_tried_on_past_tickets_before_they_hold()
    {
        var vendor = app.NewVendor();
        await vendor.TeamAsync("Desk");
        var wanted = vendor.Opening() with { Subject = "Printer is on fire" };
        var kept = vendor.Opening() with { Subject = "Printer smells", By = new Actor(ActorKind.Staff, "1", "Ana"), Impact = Level.Low, Urgency = Level.Low };
        foreach (var opening in new[] { vendor.Opening(), wanted, kept }) await app.DeliverAsync(opening);
        var byHand = vendor.Opening() with { Subject = "Printer again" };
        await app.DeliverAsync(byHand);
        await vendor.ActAsync(byHand.AggregateId, "triage", new { impact = "medium", urgency = "low" });

        var run = await vendor.PostAsync("/api/v1/triage/dry-run", new { book = Body(Rule("Printers", new { severity = 1 }, new { field = "subject", op = "contains", values = Vendor.List("printer") })) });
        Assert.Equal((4, 1, 2), (run.GetProperty("tickets").GetInt32(), run.GetProperty("changed").GetInt32(), run.GetProperty("keptByHand").GetInt32()));
        var rule = Assert.Single(run.GetProperty("rules").EnumerateArray());
        Assert.Equal((3, 1), (rule.GetProperty("matched").GetInt32(), rule.GetProperty("changed").GetInt32()));
        var item = Assert.Single(run.GetProperty("items").EnumerateArray());
        Assert.Equal(wanted.AggregateId, item.GetProperty("ticketId").GetGuid());
        var change = Assert.Single(item.GetProperty("changes").EnumerateArray());
        Assert.Equal(("severity", "3", "1"), (Text(change, "field"), Text(change, "was"), Text(change, "now")));
        // Nothing was stored.
        Assert.Equal(3, (await vendor.DetailAsync(wanted.AggregateId)).GetProperty("severity").GetInt32());
        Assert.Equal(0, (await vendor.GetAsync("/api/v1/triage")).GetProperty("version").GetInt32());
        Assert.Equal(0, (await app.NewVendor().PostAsync("/api/v1/triage/dry-run", new { book = Body() })).GetProperty("tickets").GetInt32());
    }

    [Fact]
    public async Task The_tenants_matrix_grades_and_only_who_may_overrides_it_with_a_reason()
    {
        var vendor = app.NewVendor();
        await vendor.TeamAsync("Desk");
        await vendor.SendAsync(HttpMethod.Put, "/api/v1/triage", new
        {
            version = 0, book = new { matrix = new { high = Vendor.List(1, 1, 2), medium = Vendor.List(2, 2, 4), low = Vendor.List(3, 4, 5) }, rules = Array.Empty<object>(), completeness = s_completeness, secondRepairDays = 30 },
        });
        var ticket = await vendor.OpenAsync();
        Assert.Equal(2, (await vendor.DetailAsync(ticket)).GetProperty("severity").GetInt32());
        using var agent = vendor.As([Roles.Agent]);
        Assert.Equal("access.role-missing", await vendor.RefusedAsync(HttpStatusCode.Forbidden, ticket, "triage", new { impact = "high", urgency = "low", severity = 3, reason = "Angry" }, agent));
        Assert.Equal("triage.reason-required", await vendor.RefusedAsync(HttpStatusCode.BadRequest, ticket, "triage", new { impact = "high", urgency = "low", severity = 3 }));
        // The matrix's own answer is no override.
        using var allowed = vendor.As([Roles.Agent]);
        await vendor.PostAsync($"/api/v1/work/{ticket}/triage", new { impact = "high", urgency = "low", severity = 2 });
        Assert.Equal("manual", Text(await vendor.DetailAsync(ticket), "decidedBy"));
    }

    [Theory]
    [InlineData("""{"version":0,"book":{"matrix":{"high":[3,1,1],"medium":[2,3,4],"low":[3,4,5]}}}""")]
    [InlineData("""{"version":0,"book":{"matrix":{"high":[1,2],"medium":[2,3,4],"low":[3,4,5]}}}""")]
    [InlineData("""{"version":0,"book":{"matrix":{"high":[0,1,1],"medium":[2,3,4],"low":[3,4,5]}}}""")]
    [InlineData("""{"version":0,"book":{"rules":[{"name":"","set":{"severity":1}}]}}""")]
    [InlineData("""{"version":0,"book":{"rules":[{"name":"x","set":{}}]}}""")]
    [InlineData("""{"version":0,"book":{"rules":[{"name":"x","set":{"severity":6}}]}}""")]
    [InlineData("""{"version":0,"book":{"rules":[{"name":"x","set":{"severity":1}},{"name":"X","set":{"severity":1}}]}}""")]
    [InlineData("""{"version":0,"book":{"rules":[{"name":"x","set":{"severity":1},"all":[{"field":"text","op":"matches","values":["("]}]}]}}""")]
    [InlineData("""{"version":0,"book":{"rules":[{"name":"x","set":{"severity":1},"all":[{"field":"moon","op":"is","values":["full"]}]}]}}""")]
    [InlineData("""{"version":0,"book":{"rules":[null]}}""")]
    [InlineData("""{"version":0,"book":{"secondRepairDays":0}}""")]
    [InlineData("""{"version":0,"book":null}""")]
    [InlineData("""{"version":-1,"book":{}}""")]
    public async Task That_cannot_be_are_refused_and_nothing_is_stored(string body)
    {
        var vendor = app.NewVendor();
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        Assert.Equal("request.invalid", await vendor.ProblemAsync(HttpStatusCode.BadRequest, HttpMethod.Put, "/api/v1/triage", content));
        Assert.Equal(0, (await vendor.GetAsync("/api/v1/triage")).GetProperty("version").GetInt32());
    }

    [Fact]
    public async Task A_foreign_team_is_not_there_and_agents_do_not_change_rules()
    {
        var vendor = app.NewVendor();
        var stranger = await app.NewVendor().TeamAsync("Theirs");
        Assert.Equal("team.not-found", await vendor.ProblemAsync(HttpStatusCode.NotFound, HttpMethod.Put, "/api/v1/triage", Book(0, Rule("x", new { teamId = stranger }))));
        using var agent = vendor.As([Roles.Agent]);
        Assert.Equal("access.role-missing", await vendor.ProblemAsync(HttpStatusCode.Forbidden, HttpMethod.Put, "/api/v1/triage", Book(0), agent));
        Assert.Equal("access.role-missing", await vendor.ProblemAsync(HttpStatusCode.Forbidden, HttpMethod.Post, "/api/v1/triage/dry-run", new { book = Body() }, agent));
    }

    internal static object Rule(string name, object set, object? condition = null, bool stop = false) => new { name, set, all = condition is null ? null : new[] { condition }, stop };

    private static object Contains(string word) => new { field = "text", op = "contains", values = new[] { word } };

    internal static object Body(params object[] rules) => new { rules };

    internal static object Book(int version, params object[] rules) => new { version, book = Body(rules) };

    internal static Task<JsonElement> SaveAsync(Vendor vendor, int version, params object[] rules) => vendor.SendAsync(HttpMethod.Put, "/api/v1/triage", Book(version, rules));

    private static string? Text(JsonElement e, string name) => e.GetProperty(name).GetString();
}
