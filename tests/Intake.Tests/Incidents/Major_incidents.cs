using ServiceMesh.Contracts;
using ServiceMesh.Testing;

namespace ServiceMesh.Intake.Tests.Incidents;

public sealed class Major_incidents(IntakeHost host)
{
    [Fact]
    public async Task Tell_everybody_whom_they_hit_once_in_his_language()
    {
        var vendor = await Vendor.CreateAsync(host);
        var im = await vendor.AddChannelAsync("im");
        var incident = (await vendor.OpenAsync()).Id();
        List<Guid> hit = [];
        for (var i = 0; i < 60; i++)
            hit.Add((await im.MessageAsync($"c{i}", "Down", from: new { id = $"u{i}", language = i % 2 == 0 ? "en" : "zh-CN" })).Id("ticketId"));
        foreach (var ticket in hit)
            await vendor.Staff.PostAsync($"/api/v1/tickets/{ticket}/parent", new { parentId = incident }, 200);
        await host.DeliverAsync(DispatchSays.Closed(vendor.Tenant, hit[0], 1), 1);
        await vendor.Staff.PostAsync($"/api/v1/tickets/{hit[1]}/parent", new { parentId = (Guid?)null }, 200);
        Assert.Equal(61, (await host.EventsAsync<TicketParentChanged>(vendor.Tenant)).Count);

        var audience = await vendor.Staff.FetchAsync($"/api/v1/tickets/{incident}/announce");
        Assert.Equal((59, 59, 20), (audience.GetProperty("tickets").GetInt32(), audience.GetProperty("byChannel").EnumerateObject().Sum(c => c.Value.GetInt32()), audience.GetProperty("sample").GetArrayLength()));
        var told = await vendor.Staff.PostAsync($"/api/v1/tickets/{incident}/announce", new { zh = "正在抢修", en = "We are on it", perMinute = 1500 }, 202, key: "once");
        Assert.Equal(told.Id("announcementId"), (await vendor.Staff.PostAsync($"/api/v1/tickets/{incident}/announce", new { zh = "正在抢修", en = "We are on it", perMinute = 1500 }, 202, key: "once")).Id("announcementId"));
        Assert.Equal(59, told.GetProperty("tickets").GetInt32());
        await Eventually.Async(async () => (await host.EventsAsync<AgentMessageSent>(vendor.Tenant)).Count == 59, TimeSpan.FromSeconds(60), "all have it");
        var sent = await host.EventsAsync<AgentMessageSent>(vendor.Tenant);
        Assert.Equal(59, sent.Select(s => s.TicketId).Distinct().Count());
        Assert.All(sent.Where(s => s.TicketId != incident), s => Assert.Equal(hit.IndexOf(s.TicketId!.Value) % 2 == 0 ? "We are on it" : "正在抢修", s.Text));
        Assert.DoesNotContain(sent, s => s.TicketId == hit[0] || s.TicketId == hit[1]);

        var view = await vendor.Staff.FetchAsync($"/api/v1/tickets/{hit[2]}");
        Assert.Equal(incident, view.GetProperty("parent").Id());
        Assert.Equal(59, (await vendor.Staff.FetchAsync($"/api/v1/tickets/{incident}")).GetProperty("children").GetInt32());
        Assert.Equal(50, (await vendor.Staff.FetchAsync($"/api/v1/tickets/{incident}/children")).Items().Count);
    }

    [Fact]
    public async Task Are_announced_at_a_pace_and_no_further_once_somebody_stops_it()
    {
        var vendor = await Vendor.CreateAsync(host);
        var other = await Vendor.CreateAsync(host);
        var (incident, part) = ((await vendor.OpenAsync()).Id(), (await vendor.OpenAsync()).Id());
        await vendor.Staff.PostAsync($"/api/v1/tickets/{part}/parent", new { parentId = incident }, 200);
        var told = (await vendor.Staff.PostAsync($"/api/v1/tickets/{incident}/announce", new { en = "Wait", perMinute = 1 }, 202)).Id("announcementId");
        await Eventually.Async(async () => (await host.EventsAsync<AgentMessageSent>(vendor.Tenant)).Count == 1, what: "the first has it");
        Assert.Equal(404, (int)(await other.Staff.DeleteAsync($"/api/v1/tickets/{incident}/announce/{told}")).StatusCode);
        Assert.Equal(404, (int)(await vendor.Staff.DeleteAsync($"/api/v1/tickets/{part}/announce/{told}")).StatusCode);
        Assert.Equal(204, (int)(await vendor.Staff.DeleteAsync($"/api/v1/tickets/{incident}/announce/{told}")).StatusCode);
        Assert.Equal(404, (int)(await vendor.Staff.DeleteAsync($"/api/v1/tickets/{incident}/announce/{told}")).StatusCode);
        Assert.Equal(0L, await host.ScalarAsync<long>("SELECT count(*) FROM messaging.timers WHERE kind = 'announce-incident' AND key = $1", told.ToString("N")));
        Assert.Single(await host.EventsAsync<AgentMessageSent>(vendor.Tenant));
        await vendor.Staff.PostAsync($"/api/v1/tickets/{incident}/announce", new { en = "Wait", perMinute = 0 }, 400);
    }

    [Fact]
    public async Task Have_one_level_and_show_customers_nothing_of_it()
    {
        var vendor = await Vendor.CreateAsync(host);
        var other = await Vendor.CreateAsync(host);
        var (a, b, c) = ((await vendor.OpenAsync()).Id(), (await vendor.OpenAsync()).Id(), (await vendor.OpenAsync()).Id());
        await vendor.Staff.PostAsync($"/api/v1/tickets/{b}/parent", new { parentId = a }, 200);
        Assert.Equal("ticket.nested", await vendor.Staff.RefusedAsync($"/api/v1/tickets/{c}/parent", new { parentId = b }, 409));
        Assert.Equal("ticket.nested", await vendor.Staff.RefusedAsync($"/api/v1/tickets/{a}/parent", new { parentId = c }, 409));
        Assert.Equal("ticket.itself", await vendor.Staff.RefusedAsync($"/api/v1/tickets/{a}/parent", new { parentId = a }, 400));
        Assert.Equal("ticket.unknown", await vendor.Staff.RefusedAsync($"/api/v1/tickets/{c}/parent", new { parentId = (await other.OpenAsync()).Id() }, 400));
        Assert.Equal("request.invalid", await vendor.Staff.RefusedAsync($"/api/v1/tickets/{a}/announce", new { zh = " " }, 400));
        var customer = host.Customer(vendor.Tenant, vendor.Contact);
        Assert.True((await customer.FetchAsync($"/api/v1/tickets/{b}")).IsNull("parent"));
        Assert.Equal("access.role-missing", await customer.RefusedAsync($"/api/v1/tickets/{a}/announce", new { en = "x" }, 403));
    }
}
