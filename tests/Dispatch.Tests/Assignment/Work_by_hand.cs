using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using ServiceMesh.Contracts;
using ServiceMesh.Dispatch.Tests.Maintenance;
using ServiceMesh.ServiceDefaults;
using Xunit;

namespace ServiceMesh.Dispatch.Tests.Assignment;

/// <summary>What is taken or given by hand keeps the rules of the ranking.</summary>
public sealed class Work_by_hand(DispatchApp app)
{
    private static readonly DateOnly s_today = DateOnly.FromDateTime(DateTime.UtcNow);
    private static readonly string[] s_certificates = ["SAP FI"];

    [Fact]
    public async Task Nobody_works_without_a_mandatory_certificate_whoever_asks_for_it()
    {
        var vendor = app.NewVendor();
        var team = await CertifiedTeamAsync(vendor);
        var (none, ended, held) = (await PersonAsync(vendor, team, "none"), await PersonAsync(vendor, team, "ended", s_today.AddDays(-1)), await PersonAsync(vendor, team, "held", s_today));
        foreach (var (id, _) in new[] { none, ended, held }) await vendor.PostAsync($"/api/v1/engineers/{id}/presence", new { state = "away" }, empty: true);
        var ticket = await vendor.OpenAsync();
        foreach (var (person, code, what) in new[] { (none, "assignment.certificate-missing", "certificate"), (ended, "assignment.certificate-ended", "certificateEnded") })
        {
            using var me = vendor.As([Roles.Engineer], person.Account);
            Assert.Equal(code, await vendor.RefusedAsync(HttpStatusCode.Conflict, ticket, "claim", null, me));
            Assert.Equal(code, await vendor.RefusedAsync(HttpStatusCode.Conflict, ticket, "assign", new { engineerId = person.Id }));
            Assert.Equal(code, await vendor.RefusedAsync(HttpStatusCode.Conflict, ticket, "assign", new { engineerId = person.Id, @override = true, reason = "Nobody else is there" }));
            var why = Assert.Single((await vendor.GetAsync($"/api/v1/work/{ticket}/against", me)).GetProperty("items").EnumerateArray());
            Assert.Equal((what, false), (why.GetProperty("why").GetProperty("code").GetString(), why.GetProperty("mayBePassedOver").GetBoolean()));
        }

        Assert.DoesNotContain(await vendor.PublishedAsync<TicketAssigned>(), a => a.EngineerId is not null);
        // Who is away may take it all the same: presence binds the ranking only.
        using var her = vendor.As([Roles.Engineer], held.Account);
        Assert.Empty((await vendor.GetAsync($"/api/v1/work/{ticket}/against", her)).GetProperty("items").EnumerateArray());
        using var claimed = await her.PostAsJsonAsync($"/api/v1/work/{ticket}/claim", new { }, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, claimed.StatusCode);
    }

    /// <summary>Whoever gives himself a ticket need not be told of it: it is as if he had claimed it.</summary>
    [Fact]
    public async Task What_somebody_gives_himself_is_claimed_and_what_another_gives_him_is_not()
    {
        var vendor = app.NewVendor();
        var (team, account) = (await vendor.TeamAsync("Desk"), Guid.CreateVersion7());
        var li = await vendor.EngineerAsync("Li", team, account);
        await vendor.PostAsync($"/api/v1/engineers/{li}/presence", new { state = "away" }, empty: true);
        var ticket = await vendor.OpenAsync();
        using var me = vendor.As(account: account);
        using var mine = await me.PostAsJsonAsync($"/api/v1/work/{ticket}/assign", new { engineerId = li }, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, mine.StatusCode);
        await vendor.ActAsync(await vendor.OpenAsync(), "assign", new { engineerId = li });
        Assert.Equal(["claimed", "manual"], (await vendor.PublishedAsync<TicketAssigned>()).Where(a => a.EngineerId == li).Select(a => a.Mode));
    }

    [Fact]
    public async Task A_dispatcher_passes_over_the_rest_with_a_reason_that_is_kept_and_shown()
    {
        var vendor = app.NewVendor();
        var team = await vendor.TeamAsync("ERP", "fi");
        var customer = Guid.CreateVersion7();
        var expert = await PersonAsync(vendor, team, "expert", skills: ["fi"]);
        var (li, _) = await PersonAsync(vendor, team, "Li", avoids: [customer]);
        await vendor.SendAsync(HttpMethod.Put, $"/api/v1/teams/{team}/settings", new { assignment = new { capacity = new { @case = 1 } } });
        await vendor.PostAsync($"/api/v1/engineers/{expert.Id}/presence", new { state = "away" }, empty: true);
        var plain = await vendor.OpenAsync();
        Assert.Equal(li, (await vendor.DetailAsync(plain)).GetProperty("engineerId").GetGuid());
        var opening = vendor.Opening(category: "fi") with { CustomerId = customer };
        await app.DeliverAsync(opening);
        var ticket = opening.AggregateId;
        Assert.Equal("assignment.skill-missing", await vendor.RefusedAsync(HttpStatusCode.Conflict, ticket, "assign", new { engineerId = li }));
        using var agent = vendor.As([Roles.Agent, Roles.Engineer]);
        Assert.Equal("access.role-missing", await vendor.RefusedAsync(HttpStatusCode.Forbidden, ticket, "assign", new { engineerId = li, @override = true, reason = "Alone here" }, agent));
        Assert.Equal("assignment.reason-required", await vendor.RefusedAsync(HttpStatusCode.BadRequest, ticket, "assign", new { engineerId = li, @override = true, reason = " " }));
        await vendor.ActAsync(ticket, "assign", new { engineerId = li, @override = true, reason = "Alone here" });
        var assigned = (await vendor.PublishedAsync<TicketAssigned>())[^1];
        Assert.Equal(["skill", "avoids", "full"], assigned.Why!.PassedOver!.Select(p => p.Code));
        Assert.Equal("Li was chosen by hand, by exception (lacks fi, must not work for this customer, nothing free): Alone here", assigned.Explanation);
        Assert.Equal(3, (await vendor.DetailAsync(ticket)).GetProperty("why").GetProperty("passedOver").GetArrayLength());
        // With her already, it takes no further place; what still speaks against it is passed over anew.
        Assert.Equal("assignment.skill-missing", await vendor.RefusedAsync(HttpStatusCode.Conflict, ticket, "assign", new { engineerId = li }));
        await vendor.ActAsync(plain, "assign", new { engineerId = li, reason = "Stays" });
        Assert.Null((await vendor.PublishedAsync<TicketAssigned>())[^1].Why!.PassedOver);
    }

    [Fact]
    public async Task Hands_exceed_nobodys_places_also_when_all_take_at_once()
    {
        const int places = 3;
        var vendor = app.NewVendor();
        var team = await vendor.TeamAsync("Desk");
        var (id, account) = await PersonAsync(vendor, team, "Li");
        await vendor.PostAsync($"/api/v1/engineers/{id}/presence", new { state = "away" }, empty: true);
        await vendor.SendAsync(HttpMethod.Put, $"/api/v1/teams/{team}/settings", new { assignment = new { capacity = new { @case = places } } });
        var tickets = new List<Guid>();
        for (var i = 0; i < 12; i++) tickets.Add(await vendor.OpenAsync());
        var answers = await Task.WhenAll(tickets.Select(async (t, i) =>
        {
            using var client = vendor.As(account: account);
            using var answer = i % 2 == 0
                ? await client.PostAsJsonAsync($"/api/v1/work/{t}/claim", new { }, TestContext.Current.CancellationToken)
                : await client.PostAsJsonAsync($"/api/v1/work/{t}/assign", new { engineerId = id }, TestContext.Current.CancellationToken);
            var body = await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
            return (answer.StatusCode, Code: answer.IsSuccessStatusCode ? null : body.GetProperty("code").GetString());
        }));
        Assert.Equal(places, answers.Count(a => a.StatusCode == HttpStatusCode.OK));
        Assert.All(answers.Where(a => a.StatusCode != HttpStatusCode.OK), a => Assert.Equal((HttpStatusCode.Conflict, "assignment.full"), a));
    }

    [Fact]
    public async Task An_offer_is_no_licence_and_a_reopened_ticket_does_not_go_back_to_whose_certificate_has_ended()
    {
        var vendor = app.NewVendor();
        var team = await CertifiedTeamAsync(vendor, offers: true);
        var li = await PersonAsync(vendor, team, "Li", s_today.AddDays(1));
        var ticket = await vendor.OpenAsync();
        using var me = vendor.As([Roles.Engineer], li.Account);
        await CertifyAsync(vendor, li.Id, s_today.AddDays(-1));
        Assert.Equal("assignment.certificate-ended", await vendor.RefusedAsync(HttpStatusCode.Conflict, ticket, "accept", null, me));
        await CertifyAsync(vendor, li.Id, s_today.AddDays(1));
        using var accepted = await me.PostAsJsonAsync($"/api/v1/work/{ticket}/accept", new { }, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, accepted.StatusCode);
        await vendor.ActAsync(ticket, "resolve", new { resolution = "Restarted" });
        await CertifyAsync(vendor, li.Id, s_today.AddDays(-1));
        var bo = await PersonAsync(vendor, team, "Bo", s_today.AddDays(1));
        await vendor.ActAsync(ticket, "reopen");
        // The team offers: Bo is asked, as for a new one.
        Assert.Equal((ticket, bo.Id), (await vendor.PublishedAsync<TicketOffered>()).Select(o => (o.AggregateId, o.EngineerId)).Last());
    }

    [Fact]
    public async Task Maintenance_is_held_to_the_same_rules_by_the_day_of_its_window()
    {
        var m = await Maintained.NewAsync(app);
        var vendor = m.Vendor;
        var team = await vendor.TeamAsync("Desk");
        await vendor.SendAsync(HttpMethod.Put, $"/api/v1/teams/{team}/settings", new { assignment = new { requirements = Vendor.List(new { when = "inspection", certificates = s_certificates }) } });
        var none = await PersonAsync(vendor, team, "None");
        var (held, avoiding) = (await PersonAsync(vendor, team, "Held", s_today.AddDays(400)), await PersonAsync(vendor, team, "Avoiding", s_today.AddDays(800), avoids: [m.Customer]));
        Assert.Equal("assignment.certificate-missing", await vendor.ProblemAsync(HttpStatusCode.Conflict, HttpMethod.Post, "/api/v1/maintenance/plans", m.Plan("inspection", ("teamId", team), ("engineerId", none.Id))));
        var later = s_today.AddDays(5).ToString("O", System.Globalization.CultureInfo.InvariantCulture);
        var run = await m.FirstRunAsync("inspection", ("teamId", team), ("engineerId", held.Id), ("startsOn", later));
        Task<string?> RefusedAsync(object body) => vendor.ProblemAsync(HttpStatusCode.Conflict, HttpMethod.Post, $"/api/v1/maintenance/runs/{run}/assign", body);
        Assert.Equal("assignment.certificate-missing", await RefusedAsync(new { engineerId = none.Id, @override = true, reason = "She is there" }));
        Assert.Equal("assignment.customer-avoided", await RefusedAsync(new { engineerId = avoiding.Id }));
        await CertifyAsync(vendor, held.Id, s_today);
        // Valid today, not on the day of the window.
        Assert.Equal("assignment.certificate-ended", await RefusedAsync(new { engineerId = held.Id }));
        Assert.Single((await vendor.GetAsync($"/api/v1/maintenance/runs/{run}/against?engineerId={held.Id}")).GetProperty("items").EnumerateArray());
        await m.ActAsync(run, "assign", new { engineerId = avoiding.Id, @override = true, reason = "Agreed with the customer" });
        Assert.Equal("Avoiding was chosen by hand, by exception (must not work for this customer): Agreed with the customer", (await m.DetailAsync(run)).GetProperty("explanation").GetString());
        // What was passed over stays so when it comes due.
        await m.OpenAsync(run, TimeSpan.FromMinutes(-1));
        Assert.Equal(avoiding.Id, (await m.DetailAsync(run)).GetProperty("run").GetProperty("engineerId").GetGuid());

        // Whoever a plan names, and whose certificate has ended when it is due, does not do it: the ranking looks for somebody.
        var next = await m.FirstRunAsync("inspection", ("teamId", team), ("engineerId", held.Id), ("name", "Second"));
        await CertifyAsync(vendor, held.Id, s_today.AddDays(-1));
        var able = await PersonAsync(vendor, team, "Able", s_today.AddDays(400));
        await m.OpenAsync(next, TimeSpan.FromMinutes(-1));
        Assert.Equal(able.Id, (await m.DetailAsync(next)).GetProperty("run").GetProperty("engineerId").GetGuid());
    }

    private static async Task<Guid> CertifiedTeamAsync(Vendor vendor, bool offers = false)
    {
        var team = await vendor.TeamAsync("ERP");
        await vendor.SendAsync(HttpMethod.Put, $"/api/v1/teams/{team}/settings", new { assignment = new { mode = offers ? "offer" : "push", offerMinutes = 60, requirements = Vendor.List(new { certificates = s_certificates }) } });
        return team;
    }

    private static async Task<(Guid Id, Guid Account)> PersonAsync(Vendor vendor, Guid team, string name, DateOnly? until = null, Guid[]? avoids = null, string[]? skills = null)
    {
        var account = Guid.CreateVersion7();
        var id = await vendor.EngineerAsync(name, team, account);
        await CertifyAsync(vendor, id, until, avoids, skills);
        return (id, account);
    }

    private static Task<JsonElement> CertifyAsync(Vendor vendor, Guid engineer, DateOnly? until, Guid[]? avoids = null, string[]? skills = null) => vendor.SendAsync(HttpMethod.Put, $"/api/v1/engineers/{engineer}/profile", new
    {
        certificates = until is { } day ? [new { name = s_certificates[0], validUntil = day }] : Array.Empty<object>(), avoids = avoids ?? [],
        skills = (skills ?? []).Select(s => new { name = s, level = 3 }),
    });
}
