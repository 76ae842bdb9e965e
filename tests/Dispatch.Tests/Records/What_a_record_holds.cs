using System.Net;
using System.Text.Json;
using ServiceMesh.Contracts;
using ServiceMesh.Dispatch.Tests.Triage;
using Xunit;

namespace ServiceMesh.Dispatch.Tests.Records;

public sealed class What_a_record_holds(DispatchApp app)
{
    [Fact]
    public async Task The_same_fault_at_the_same_asset_within_the_days_is_a_second_repair_and_told_once()
    {
        var vendor = app.NewVendor();
        await vendor.TeamAsync("Desk");
        var asset = Guid.CreateVersion7();
        var first = await SolvedAsync(vendor, asset, "bearing", DateTimeOffset.UtcNow.AddDays(-20));
        await BackdateAsync(first.AggregateId, 10);
        // Another asset, another fault, another customer's tenant: none of them is a second repair.
        await SolvedAsync(vendor, Guid.CreateVersion7(), "bearing", DateTimeOffset.UtcNow);
        await SolvedAsync(vendor, asset, "motor", DateTimeOffset.UtcNow);
        await SolvedAsync(app.NewVendor(), asset, "bearing", DateTimeOffset.UtcNow);
        Assert.Empty(await vendor.PublishedAsync<SecondRepairFound>());

        var second = vendor.Opening() with { AssetId = asset };
        await app.DeliverAsync(second);
        await vendor.ActAsync(second.AggregateId, "triage", new { impact = "low", urgency = "low", faultClass = "bearing" });
        await vendor.ActAsync(second.AggregateId, "resolve", new { resolution = "Replaced", faultClass = "bearing" });
        var found = Assert.Single(await vendor.PublishedAsync<SecondRepairFound>());
        Assert.Equal((second.AggregateId, first.AggregateId, first.Number, "bearing"), (found.AggregateId, found.EarlierTicketId, found.EarlierNumber, found.FaultClass));
        Assert.Equal(first.Number, (await vendor.DetailAsync(second.AggregateId)).GetProperty("secondRepairOf").GetProperty("name").GetString());
    }

    [Fact]
    public async Task Ninety_days_after_closing_by_default_and_only_of_support_with_the_class_written_in_any_case()
    {
        var vendor = app.NewVendor();
        await vendor.TeamAsync("Desk");
        Assert.Equal(90, (await vendor.GetAsync("/api/v1/triage")).GetProperty("book").GetProperty("secondRepairDays").GetInt32());
        var asset = Guid.CreateVersion7();
        var first = await SolvedAsync(vendor, asset, "Bearing", DateTimeOffset.UtcNow.AddDays(-100));
        await vendor.ActAsync(first.AggregateId, "close");
        // Closed on the 89th day before; solved long before that.
        await app.ExecuteAsync($"UPDATE tickets SET resolved_at = clock_timestamp() - interval '99 days', ended_at = clock_timestamp() - interval '89 days' WHERE id = '{first.AggregateId}'");
        var planned = vendor.Opening() with { AssetId = asset, WorkType = WorkType.Maintenance };
        await app.DeliverAsync(planned);
        await vendor.ActAsync(planned.AggregateId, "triage", new { impact = "low", urgency = "low", faultClass = "bearing" });
        Assert.Empty(await vendor.PublishedAsync<SecondRepairFound>());
        var again = vendor.Opening() with { AssetId = asset };
        await app.DeliverAsync(again);
        await vendor.ActAsync(again.AggregateId, "triage", new { impact = "low", urgency = "low", faultClass = " BEARING " });
        var found = Assert.Single(await vendor.PublishedAsync<SecondRepairFound>());
        Assert.Equal((again.AggregateId, first.AggregateId), (found.AggregateId, found.EarlierTicketId));
        await app.ExecuteAsync($"UPDATE tickets SET ended_at = clock_timestamp() - interval '91 days' WHERE id = '{first.AggregateId}'");
        var later = vendor.Opening() with { AssetId = asset };
        await app.DeliverAsync(later);
        await vendor.ActAsync(later.AggregateId, "triage", new { impact = "low", urgency = "low", faultClass = "bearing" });
        Assert.Single(await vendor.PublishedAsync<SecondRepairFound>());
    }

    [Fact]
    public async Task After_the_days_it_is_a_fault_of_its_own_and_a_rule_may_name_it_at_the_opening()
    {
        var vendor = app.NewVendor();
        await vendor.TeamAsync("Desk");
        await vendor.SendAsync(HttpMethod.Put, "/api/v1/triage", new { version = 0, book = new { secondRepairDays = 5, rules = new[] { Rules_of_a_tenant.Rule("Noise", new { faultClass = "bearing" }) } } });
        var asset = Guid.CreateVersion7();
        var old = await SolvedAsync(vendor, asset, "bearing", DateTimeOffset.UtcNow.AddDays(-20));
        await BackdateAsync(old.AggregateId, 6);
        await app.DeliverAsync(vendor.Opening() with { AssetId = asset });
        Assert.Empty(await vendor.PublishedAsync<SecondRepairFound>());
        await BackdateAsync(old.AggregateId, 4);
        var again = vendor.Opening() with { AssetId = asset };
        await app.DeliverAsync(again);
        Assert.Equal(again.AggregateId, Assert.Single(await vendor.PublishedAsync<SecondRepairFound>()).AggregateId);
    }

    [Fact]
    public async Task What_is_missing_is_shown_before_closing_and_where_enforced_keeps_it_open()
    {
        var vendor = app.NewVendor();
        await vendor.TeamAsync("Desk");
        await RequireAsync(vendor, 0, enforced: false);
        var ticket = await vendor.OpenAsync();
        var record = await RecordAsync(vendor, ticket);
        Assert.Equal((false, 33), (record.GetProperty("complete").GetBoolean(), record.GetProperty("percent").GetInt32()));
        Assert.Equal(["faultClass", "resolution"], Missing(record));
        await vendor.ActAsync(ticket, "resolve", new { resolution = "Restarted" });
        Assert.Equal(["faultClass"], Missing(await RecordAsync(vendor, ticket)));

        await RequireAsync(vendor, 1, enforced: true);
        Assert.Equal("record.incomplete", await vendor.RefusedAsync(HttpStatusCode.Conflict, ticket, "close"));
        await vendor.ActAsync(ticket, "reopen");
        await vendor.ActAsync(ticket, "remote-session", new { tool = "RDP" });
        await vendor.ActAsync(ticket, "resolve", new { resolution = "Restarted", faultClass = "memory" });
        Assert.Equal(["sessionLog"], Missing(await RecordAsync(vendor, ticket)));
        var session = (await vendor.GetAsync($"/api/v1/work/{ticket}/visits")).GetProperty("sessions")[0].GetProperty("id").GetGuid();
        await vendor.ActAsync(ticket, "remote-session-end", new { sessionId = session, log = "Restarted the service" });
        Assert.Equal("session.over", await vendor.RefusedAsync(HttpStatusCode.Conflict, ticket, "remote-session-end", new { sessionId = session, log = "Again" }));
        Assert.True((await RecordAsync(vendor, ticket)).GetProperty("complete").GetBoolean());
        await vendor.ActAsync(ticket, "close");
        Assert.Equal("Restarted the service", Assert.Single(await vendor.PublishedAsync<RemoteSessionEnded>()).Log);
    }

    [Fact]
    public async Task What_the_customer_or_time_closes_incomplete_is_on_its_owners_list_until_it_is_completed()
    {
        var vendor = app.NewVendor();
        var team = await vendor.TeamAsync("Desk");
        var account = Guid.CreateVersion7();
        var li = await vendor.EngineerAsync("Li", team, account);
        await RequireAsync(vendor, 0, enforced: true);
        var (byCustomer, byTime, complete) = (await vendor.OpenAsync(), await vendor.OpenAsync(), await vendor.OpenAsync());
        await vendor.ActAsync(byCustomer, "remote-session", new { tool = "RDP" });
        await app.DeliverAsync(new CloseRequested { Tenant = vendor.Tenant, TicketId = byCustomer, OccurredAt = DateTimeOffset.UtcNow });
        await vendor.ActAsync(byTime, "resolve", new { resolution = "Restarted" });
        await vendor.ActAsync(complete, "resolve", new { resolution = "Restarted", faultClass = "memory" });
        foreach (var ticket in new[] { byTime, complete })
            await app.ExecuteAsync($"UPDATE messaging.timers SET due_at = clock_timestamp() WHERE kind = 'auto-close' AND key = '{ticket}'");
        await Testing.Eventually.Async(async () => (await vendor.PublishedAsync<TicketClosed>()).Count == 3, what: "time has closed them");
        var closed = (await vendor.PublishedAsync<TicketClosed>()).ToDictionary(c => c.AggregateId, c => c.MissingParts);
        Assert.Equal(["faultClass", "sessionLog"], closed[byCustomer]!);
        Assert.Equal(["faultClass"], closed[byTime]!);
        Assert.Null(closed[complete]);
        using var me = vendor.As(["engineer"], account);
        Assert.Equal(new[] { byCustomer, byTime }.Order(), await ListedAsync("?engineer=me", me));
        Assert.Equal(new[] { byCustomer, byTime }.Order(), await ListedAsync($"?engineer={li}&team={team}"));
        Assert.Empty(await ListedAsync($"?engineer={Guid.CreateVersion7()}"));

        await vendor.ActAsync(byCustomer, "record", new { faultClass = "memory", causeCode = "leak" });
        Assert.Equal(["sessionLog"], Missing(await RecordAsync(vendor, byCustomer)));
        var session = (await vendor.GetAsync($"/api/v1/work/{byCustomer}/visits")).GetProperty("sessions")[0].GetProperty("id").GetGuid();
        await vendor.ActAsync(byCustomer, "remote-session-end", new { sessionId = session, log = "Restarted the service" });
        Assert.Equal([byTime], await ListedAsync(""));
        Assert.Equal("access.role-missing", await vendor.RefusedAsync(HttpStatusCode.Forbidden, byTime, "record", new { acceptBecause = "The machine is scrapped" }, me));
        await vendor.ActAsync(byTime, "record", new { acceptBecause = "The machine is scrapped" });
        Assert.Empty(await ListedAsync(""));
        var amended = await vendor.PublishedAsync<RecordAmended>();
        Assert.Equal([("memory", null), (null, "The machine is scrapped")], amended.Select(a => (a.FaultClass, a.AcceptedBecause)));
        Assert.Equal("ticket.illegal-transition", await vendor.RefusedAsync(HttpStatusCode.Conflict, await vendor.OpenAsync(), "record", new { faultClass = "memory" }));

        async Task<IEnumerable<Guid>> ListedAsync(string filter, HttpClient? client = null) =>
            (await vendor.GetAsync($"/api/v1/work/incomplete-records{filter}", client)).GetProperty("items").EnumerateArray().Select(i => i.GetProperty("ticket").GetProperty("id").GetGuid()).Order();
    }

    [Fact]
    public async Task Many_tickets_have_one_cause()
    {
        var vendor = app.NewVendor();
        await vendor.TeamAsync("Desk");
        var tickets = new[] { await vendor.OpenAsync(), await vendor.OpenAsync(), await vendor.OpenAsync() };
        var problem = (await vendor.PostAsync("/api/v1/work/problems", new { title = "Storage array fails", workaround = "Fail over" })).GetProperty("id").GetGuid();
        foreach (var ticket in tickets) await vendor.ActAsync(ticket, "problem", new { problemId = problem });
        await vendor.ActAsync(tickets[0], "problem", new { problemId = problem });
        await vendor.ActAsync(tickets[2], "problem", new { problemId = (Guid?)null });
        Assert.Equal(4, (await vendor.PublishedAsync<ProblemLinked>()).Count);
        var view = await vendor.GetAsync($"/api/v1/work/problems/{problem}");
        Assert.Equal(tickets[..2].Order(), view.GetProperty("tickets").EnumerateArray().Select(t => t.GetProperty("id").GetGuid()).Order());
        Assert.Equal("Storage array fails", (await vendor.DetailAsync(tickets[0])).GetProperty("problem").GetProperty("name").GetString());
        await vendor.SendAsync(HttpMethod.Put, $"/api/v1/work/problems/{problem}", new { title = "Storage array fails", cause = "Firmware", solved = true });
        Assert.Empty((await vendor.GetAsync("/api/v1/work/problems?open=true")).GetProperty("items").EnumerateArray());
        Assert.Equal(2, (await vendor.GetAsync("/api/v1/work/problems")).GetProperty("items")[0].GetProperty("tickets").GetInt32());

        var stranger = app.NewVendor();
        await stranger.TeamAsync("Desk");
        Assert.Equal("problem.not-found", await stranger.ProblemAsync(HttpStatusCode.NotFound, HttpMethod.Get, $"/api/v1/work/problems/{problem}", null));
        Assert.Equal("problem.not-found", await stranger.RefusedAsync(HttpStatusCode.NotFound, await stranger.OpenAsync(), "problem", new { problemId = problem }));
        Assert.Equal("ticket.not-found", await stranger.RefusedAsync(HttpStatusCode.NotFound, tickets[0], "problem", new { problemId = problem }));
        Assert.Equal("ticket.not-found", await stranger.ProblemAsync(HttpStatusCode.NotFound, HttpMethod.Get, $"/api/v1/work/{tickets[0]}/record", null));
    }

    private async Task<TicketOpened> SolvedAsync(Vendor vendor, Guid asset, string fault, DateTimeOffset at)
    {
        var opening = vendor.Opening() with { AssetId = asset, OccurredAt = at };
        await app.DeliverAsync(opening);
        await vendor.ActAsync(opening.AggregateId, "resolve", new { resolution = "Replaced", faultClass = fault });
        return opening;
    }

    private async Task BackdateAsync(Guid ticket, int days) =>
        await app.ExecuteAsync($"UPDATE tickets SET resolved_at = clock_timestamp() - interval '{days} days' WHERE id = '{ticket}'");

    private static Task<JsonElement> RequireAsync(Vendor vendor, int version, bool enforced) => vendor.SendAsync(HttpMethod.Put, "/api/v1/triage", new
    {
        version, book = new { completeness = new { support = Vendor.List("faultClass", "resolution", "sessionLog"), maintenance = Vendor.List<string>(), enforced } },
    });

    private static Task<JsonElement> RecordAsync(Vendor vendor, Guid ticket) => vendor.GetAsync($"/api/v1/work/{ticket}/record");

    private static IEnumerable<string?> Missing(JsonElement record) => record.GetProperty("parts").EnumerateArray()
        .Where(p => p.GetProperty("required").GetBoolean() && !p.GetProperty("present").GetBoolean()).Select(p => p.GetProperty("part").GetString());
}
