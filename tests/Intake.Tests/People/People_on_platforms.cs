using ServiceMesh.Contracts;
using ServiceMesh.Intake.Tests.Chat;

namespace ServiceMesh.Intake.Tests.People;

public sealed class People_on_platforms(IntakeHost host)
{
    [Fact]
    public async Task Are_the_contact_that_staff_recognised_from_the_next_ticket_on()
    {
        var vendor = await Vendor.CreateAsync(host);
        var im = await vendor.AddChannelAsync("im");
        var first = (await im.MessageAsync("c1", "Hello", from: new { id = "wm-77", name = "风一样" })).Id("ticketId");
        Assert.Null(Assert.Single(await host.EventsAsync<TicketOpened>(vendor.Tenant)).ContactId);
        await vendor.Staff.PutAsync($"/api/v1/tickets/{first}/sender", new { contactId = vendor.Contact });
        await im.MessageAsync("c2", "Another", from: new { id = "wm-77", name = "风一样" });
        await im.MessageAsync("c3", "Somebody else", from: new { id = "wm-78", name = "风一样" });
        Assert.Equal([null, vendor.Contact, null], (await host.EventsAsync<TicketOpened>(vendor.Tenant)).Select(o => o.ContactId));
        Assert.Equal("wm-77", Assert.Single((await vendor.Staff.FetchAsync($"/api/v1/contacts/{vendor.Contact}/people")).Items()).Text("personId"));

        using var gone = await vendor.Staff.DeleteAsync(new Uri($"/api/v1/contacts/{vendor.Contact}/people", UriKind.Relative));
        Assert.Equal(204, (int)gone.StatusCode);
        await im.MessageAsync("c4", "Again", from: new { id = "wm-77" });
        Assert.Null((await host.EventsAsync<TicketOpened>(vendor.Tenant))[^1].ContactId);
    }

    [Fact]
    public async Task Include_visitors_of_the_chat_by_the_browser_they_use()
    {
        var vendor = await Vendor.CreateAsync(host);
        var (visitor, _) = await Visitor.OnAsync(vendor);
        await visitor.SayAsync("Hello");
        var first = Assert.Single(await host.EventsAsync<TicketOpened>(vendor.Tenant)).TicketId!.Value;
        await vendor.Staff.PutAsync($"/api/v1/tickets/{first}/sender", new { contactId = vendor.Contact });
        await host.DeliverAsync(DispatchSays.Closed(vendor.Tenant, first, 9), 1);
        await visitor.SayAsync("Me again");
        Assert.Equal(vendor.Contact, (await host.EventsAsync<TicketOpened>(vendor.Tenant))[^1].ContactId);
    }

    [Fact]
    public async Task Are_nobody_elses_to_name()
    {
        var vendor = await Vendor.CreateAsync(host);
        var other = await Vendor.CreateAsync(host);
        var ticket = (await vendor.OpenAsync()).Id();
        Assert.Equal("ticket.no-sender", (await vendor.Staff.PutAsync($"/api/v1/tickets/{ticket}/sender", new { contactId = vendor.Contact }, 409)).Text("code"));
        Assert.Equal("contact.unknown", (await vendor.Staff.PutAsync($"/api/v1/tickets/{ticket}/sender", new { contactId = other.Contact }, 400)).Text("code"));
        Assert.Equal("ticket.not-found", (await other.Staff.PutAsync($"/api/v1/tickets/{ticket}/sender", new { contactId = other.Contact }, 404)).Text("code"));
    }
}
