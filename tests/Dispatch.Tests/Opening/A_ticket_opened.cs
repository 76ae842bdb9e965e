using ServiceMesh.Contracts;
using Xunit;

namespace ServiceMesh.Dispatch.Tests.Opening;

public sealed class A_ticket_opened(DispatchApp app)
{
    [Fact]
    public async Task Is_triaged_and_assigned_in_one_commit()
    {
        var vendor = app.NewVendor();
        var team = await vendor.TeamAsync("ERP", "finance");
        var li = await vendor.EngineerAsync("Li", team);
        var opening = vendor.Opening(category: "Finance") with { Impact = Level.High, Urgency = Level.High, ServiceLevel = "premium" };
        await app.DeliverAsync(opening);

        var events = (await app.PublishedAsync(vendor.Tenant)).Where(e => e.TicketId == opening.TicketId).ToList();
        var triaged = Assert.IsType<TicketTriaged>(events[0]);
        var assigned = Assert.IsType<TicketAssigned>(events[1]);
        Assert.Equal(2, events.Count);
        Assert.Equal((1, "matrix", "premium", opening.OccurredAt), (triaged.Severity, triaged.DecidedBy, triaged.ServiceLevel, triaged.OpenedAt));
        Assert.Equal((1, 2), (triaged.Stream!.Sequence, assigned.Stream!.Sequence));
        Assert.Equal((team, li, "automatic", false), (assigned.TeamId, assigned.EngineerId, assigned.Mode, assigned.Reassigned));
        Assert.Equal(("Li@example.com", "en"), (assigned.EngineerEmail, assigned.EngineerLanguage));
        Assert.Equal("ERP for category Finance: 1 active engineer; Li has 0 open tickets, the only one.", assigned.Explanation);
        Assert.Equal((opening.Number, "Northwind", "Li", 1), (assigned.Card.Number, assigned.Card.CustomerName, assigned.Card.EngineerName, assigned.Card.Cycle));

        var row = await vendor.DetailAsync(opening.AggregateId);
        Assert.Equal("assigned", row.GetProperty("state").GetString());
        Assert.Equal(assigned.Explanation, row.GetProperty("explanation").GetString());
        Assert.Equal("high", row.GetProperty("impact").GetString());
    }

    [Fact]
    public async Task Twice_is_one_ticket_also_under_another_message_id()
    {
        var vendor = app.NewVendor();
        var opening = vendor.Opening();
        var message = Guid.CreateVersion7();
        await app.DeliverAsync(opening, message);
        await app.DeliverAsync(opening, message);
        await app.DeliverAsync(opening);
        Assert.Single(await vendor.PublishedAsync<TicketTriaged>());
        Assert.Single(await vendor.PublishedAsync<TicketAssigned>());
    }

    [Fact]
    public async Task In_a_tenant_without_teams_makes_the_service_desk_once()
    {
        var vendor = app.NewVendor();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => vendor.OpenAsync()));
        var team = Assert.Single(await vendor.PublishedAsync<TeamChanged>());
        Assert.Equal("Service desk", team.Name);
        var assigned = await vendor.PublishedAsync<TicketAssigned>();
        Assert.Equal(8, assigned.Count);
        Assert.All(assigned, a => Assert.Equal((team.TeamId, (Guid?)null), (a.TeamId, a.EngineerId)));
        Assert.Equal(8, (await vendor.GetAsync("/api/v1/board")).GetProperty("counts").GetProperty("open").GetInt32());
    }

    [Fact]
    public async Task Goes_by_category_then_product_then_to_the_default_team()
    {
        var vendor = app.NewVendor();
        var desk = await vendor.TeamAsync("Desk");
        var erp = await vendor.TeamAsync("ERP", "U8 Cloud");
        var print = await vendor.TeamAsync("Printing", "printing", "PRN-9");
        var product = Guid.CreateVersion7();
        await app.DeliverAsync(new ProductChanged
        {
            Tenant = vendor.Tenant, OccurredAt = DateTimeOffset.UtcNow, ProductId = product, Code = "prn-9", Name = "Printer 9",
            Stream = new StreamPosition("intake", product, 1),
        });

        async Task<Guid> TeamOf(TicketOpened opening)
        {
            await app.DeliverAsync(opening);
            return (await vendor.DetailAsync(opening.AggregateId)).GetProperty("teamId").GetGuid();
        }

        Assert.Equal(desk, await TeamOf(vendor.Opening()));
        Assert.Equal(desk, await TeamOf(vendor.Opening(category: "unheard of")));
        Assert.Equal(erp, await TeamOf(vendor.Opening() with { ProductName = "u8 cloud" }));
        Assert.Equal(print, await TeamOf(vendor.Opening() with { ProductId = product }));
        Assert.Equal(print, await TeamOf(vendor.Opening(category: "Printing") with { ProductName = "U8 Cloud" }));
    }

    [Fact]
    public async Task Goes_to_the_skilled_and_then_to_the_least_loaded()
    {
        var vendor = app.NewVendor();
        var team = await vendor.TeamAsync("Desk");
        var li = await vendor.EngineerAsync("Li", team, null, "printing");
        var bo = await vendor.EngineerAsync("Bo", team);
        List<Guid> chosen = [];
        foreach (var category in new[] { "printing", "printing", "any", "any", "any" })
        {
            var id = await vendor.OpenAsync(category);
            chosen.Add((await vendor.DetailAsync(id)).GetProperty("engineerId").GetGuid());
        }

        // Bo evens out the two that only Li could take; at two each, Li waited longer for a new one.
        Assert.Equal([li, li, bo, bo, li], chosen);
    }

    [Fact]
    public async Task Counts_work_that_is_over_as_no_load_but_as_a_turn()
    {
        var vendor = app.NewVendor();
        var team = await vendor.TeamAsync("Desk");
        await vendor.EngineerAsync("Li", team);
        await vendor.EngineerAsync("Bo", team);
        var first = await vendor.OpenAsync();
        await vendor.ActAsync(first, "resolve", new { resolution = "Done" });
        var second = await vendor.OpenAsync();
        Assert.NotEqual(
            (await vendor.DetailAsync(first)).GetProperty("engineerId").GetGuid(),
            (await vendor.DetailAsync(second)).GetProperty("engineerId").GetGuid());
    }

    [Fact]
    public async Task Many_at_once_are_spread_evenly_without_waiting_for_each_other()
    {
        var vendor = app.NewVendor();
        var team = await vendor.TeamAsync("Desk");
        foreach (var name in new[] { "Li", "Bo", "Cy", "Di" }) await vendor.EngineerAsync(name, team);
        await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => vendor.OpenAsync()));
        var perEngineer = (await vendor.PublishedAsync<TicketAssigned>()).CountBy(a => a.EngineerId ?? Guid.Empty).ToList();
        Assert.Equal(4, perEngineer.Count);
        Assert.All(perEngineer, p => Assert.InRange(p.Value, 8, 12));
    }

    [Fact]
    public async Task Never_goes_to_the_inactive()
    {
        var vendor = app.NewVendor();
        var team = await vendor.TeamAsync("Desk");
        await vendor.PostAsync("/api/v1/engineers", new { name = "Li", language = "en", teamIds = new[] { team }, active = false });
        var row = await vendor.DetailAsync(await vendor.OpenAsync());
        Assert.Equal("open", row.GetProperty("state").GetString());
        Assert.Equal("Desk as the default team: no active engineer, waits in the queue.", row.GetProperty("explanation").GetString());
    }

    [Fact]
    public async Task By_a_call_that_was_answered_has_heard_of_staff_already()
    {
        var vendor = app.NewVendor();
        var opening = vendor.Opening() with { Kind = TicketKind.Callback, AnsweredAt = DateTimeOffset.UtcNow };
        await app.DeliverAsync(opening);
        var row = await vendor.DetailAsync(opening.AggregateId);
        Assert.NotEqual(System.Text.Json.JsonValueKind.Null, row.GetProperty("lastAgentMessageAt").ValueKind);
        Assert.Equal("high", row.GetProperty("urgency").GetString());
        Assert.Contains("callback", row.GetProperty("decidedBy").GetString(), StringComparison.Ordinal);
    }
}
