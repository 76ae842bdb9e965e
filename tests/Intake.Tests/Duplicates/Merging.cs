using ServiceMesh.Contracts;

namespace ServiceMesh.Intake.Tests.Duplicates;

public sealed class Merging(IntakeHost host)
{
    [Fact]
    public async Task Suggestions_come_with_their_reasons_and_change_nothing()
    {
        var vendor = await Vendor.CreateAsync(host);
        var stranger = await Vendor.CreateAsync(host);
        var first = (await vendor.OpenAsync()).Id();
        await vendor.Staff.PostAsync("/api/v1/tickets", new { subject = "库存对不上", contactId = vendor.Contact });
        await stranger.OpenAsync();
        var form = $"/api/v1/tickets/duplicates?contactId={vendor.Contact}&productId={vendor.Product}&subject=The printer is on fire";
        var found = (await vendor.Staff.FetchAsync(form)).Items();
        var best = found[0];
        Assert.Equal(first, best.Id());
        Assert.Equal(["same-contact", "same-product", "same-customer", "similar-text", "within-a-day"], best.GetProperty("reasons").EnumerateArray().Select(r => r.GetString()));
        Assert.DoesNotContain(found, f => f.Text("subject") == "库存对不上" && f.GetProperty("score").GetDouble() >= best.GetProperty("score").GetDouble());
        var second = (await vendor.OpenAsync()).Id();
        Assert.Contains((await vendor.Staff.FetchAsync($"/api/v1/tickets/duplicates?ticketId={second}")).Items(), f => f.Id() == first);
        Assert.Equal("ticket.not-found", (await stranger.Staff.FetchAsync($"/api/v1/tickets/duplicates?ticketId={second}", 404)).Text("code"));
        Assert.DoesNotContain((await stranger.Staff.FetchAsync(form)).Items(), f => f.Id() == first || f.Id() == second);
        await vendor.Staff.FetchAsync("/api/v1/tickets/duplicates?subject=%20", 400);
        await host.Customer(vendor.Tenant, vendor.Contact).FetchAsync(form, 403);
        Assert.Empty(await host.EventsAsync<TicketsMerged>(vendor.Tenant));
    }

    [Fact]
    public async Task A_merged_tickets_customer_goes_on_in_the_other_and_back_again()
    {
        var vendor = await Vendor.CreateAsync(host);
        var im = await vendor.AddChannelAsync("im");
        var main = (await vendor.OpenAsync()).Id();
        var chat = (await im.MessageAsync("c1", "Still burning", from: new { id = "u1", phone = "13800001111" })).Id("ticketId");
        var merged = await vendor.Staff.PostAsync($"/api/v1/tickets/{chat}/merge", new { into = main, reason = "same fire" }, 200);
        Assert.Equal(main, merged.GetProperty("mergedInto").Id());
        var told = Assert.Single(await host.EventsAsync<TicketsMerged>(vendor.Tenant));
        Assert.Equal((chat, main, "same fire"), (told.TicketId!.Value, told.IntoTicketId, told.Reason));
        Assert.Equal(main, (await vendor.Staff.FetchAsync($"/api/v1/tickets/{chat}")).GetProperty("mergedInto").Id());
        Assert.Equal(main, (await im.MessageAsync("c1", "And smoking", from: new { id = "u1", phone = "13800001111" })).Id("ticketId"));
        await host.Customer(vendor.Tenant, vendor.Contact).PostAsync($"/api/v1/tickets/{chat}/messages", new { text = "From the portal" });
        Assert.Equal([main, main], (await host.EventsAsync<CustomerMessageReceived>(vendor.Tenant)).Select(m => m.TicketId!.Value));

        await vendor.Staff.PostAsync($"/api/v1/tickets/{chat}/unmerge", new { reason = "two fires" }, 200);
        var back = Assert.Single(await host.EventsAsync<TicketsUnmerged>(vendor.Tenant));
        Assert.Equal((chat, main, told.OccurredAt), (back.TicketId!.Value, back.FromTicketId, back.MergedAt));
        Assert.Equal(chat, (await im.MessageAsync("c1", "On its own again", from: new { id = "u1", phone = "13800001111" })).Id("ticketId"));
        Assert.Equal("ticket.not-merged", await vendor.Staff.RefusedAsync($"/api/v1/tickets/{chat}/unmerge", new { }, 409));
    }

    [Fact]
    public async Task Only_what_belongs_together_is_merged()
    {
        var vendor = await Vendor.CreateAsync(host);
        var stranger = await Vendor.CreateAsync(host);
        var (a, b, c) = ((await vendor.OpenAsync()).Id(), (await vendor.OpenAsync()).Id(), (await vendor.OpenAsync()).Id());
        var others = (await vendor.Staff.PostAsync("/api/v1/customers", new { name = "Other" })).Id();
        var foreign = (await vendor.Staff.PostAsync("/api/v1/tickets", new { subject = "x", customerId = others })).Id();
        var strangers = (await stranger.OpenAsync()).Id();
        Assert.Equal("ticket.itself", await MergeAsync(a, a, 400));
        Assert.Equal("ticket.unknown", await MergeAsync(a, strangers, 400));
        Assert.Equal("ticket.not-found", await MergeAsync(strangers, a, 404));
        Assert.Equal("ticket.other-customer", await MergeAsync(a, foreign, 409));
        await host.DeliverAsync(DispatchSays.Closed(vendor.Tenant, c), 1);
        Assert.Equal("ticket.closed", await MergeAsync(a, c, 409));
        await vendor.Staff.PostAsync($"/api/v1/tickets/{a}/merge", new { into = b }, 200);
        Assert.Equal("ticket.merged", await MergeAsync(a, b, 409));
        Assert.Equal("ticket.merged", await MergeAsync(b, a, 409));
        using var engineer = host.Staff(vendor.Tenant, "engineer");
        Assert.Equal("access.role-missing", await engineer.RefusedAsync($"/api/v1/tickets/{b}/merge", new { into = a }, 403));
        Assert.Single(await host.EventsAsync<TicketsMerged>(vendor.Tenant));

        Task<string> MergeAsync(Guid ticket, Guid into, int status) => vendor.Staff.RefusedAsync($"/api/v1/tickets/{ticket}/merge", new { into }, status);
    }

    [Fact]
    public async Task Two_merges_at_once_wait_for_each_other()
    {
        var vendor = await Vendor.CreateAsync(host);
        var (a, b) = ((await vendor.OpenAsync()).Id(), (await vendor.OpenAsync()).Id());
        var answers = await Task.WhenAll(
            vendor.Staff.PostAsJsonStatusAsync($"/api/v1/tickets/{a}/merge", new { into = b }), vendor.Staff.PostAsJsonStatusAsync($"/api/v1/tickets/{b}/merge", new { into = a }));
        Assert.Equal([200, 409], answers.Order());
    }
}
