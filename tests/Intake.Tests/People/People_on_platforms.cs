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
        var named = await vendor.Staff.PutAsync($"/api/v1/tickets/{first}/sender", new { contactId = vendor.Contact, reason = "Said so on the phone" });
        Assert.Equal("wm-77", named.GetProperty("person").Text("personId"));
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
        Assert.Equal("contact.unknown", (await vendor.Staff.PutAsync($"/api/v1/tickets/{ticket}/sender", new { contactId = other.Contact }, 400)).Text("code"));
        Assert.Equal("ticket.not-found", (await other.Staff.PutAsync($"/api/v1/tickets/{ticket}/sender", new { contactId = other.Contact }, 404)).Text("code"));
    }

    [Fact]
    public async Task Correct_the_present_ticket_too_with_its_contract_and_in_the_record()
    {
        var vendor = await Vendor.CreateAsync(host);
        await vendor.AddContractAsync("K-1", "premium", -10, 10);
        // Two people share a number: nobody is picked, and whoever answers asks.
        var cti = await vendor.AddChannelAsync("cti");
        await vendor.AddContactAsync("Zhao Min", null, "+86 21 5555 0100");
        var wu = await vendor.AddContactAsync("Wu Gang", "wu@example.com", "+86 21 5555 0100");
        var ticket = (await cti.CallAsync("1", "answered", "+86 21 5555 0100")).Id("ticketId");
        var before = await vendor.Staff.FetchAsync($"/api/v1/tickets/{ticket}");
        Assert.True(before.IsNull("customer"));
        var after = await vendor.Staff.PutAsync($"/api/v1/tickets/{ticket}/sender", new { contactId = wu, reason = "Gave his name" });
        Assert.Equal((wu, vendor.Customer, "covered"), (after.Id("contactId"), after.Id("customerId"), after.Text("entitlement")));
        var shown = await vendor.Staff.FetchAsync($"/api/v1/tickets/{ticket}");
        Assert.Equal(("Wu Gang", "K-1"), (shown.GetProperty("contact").Text("name"), shown.GetProperty("contract").Text("number")));
        var told = Assert.Single(await host.EventsAsync<TicketContactChanged>(vendor.Tenant));
        Assert.Equal((null, wu, "premium", "covered", "Gave his name", "Wang Fang"), (told.PreviousContactId, told.ContactId, told.ServiceLevel, told.Entitlement, told.Reason, told.By.Name));

        // The same again says nothing; another customer's contact takes the contract along with it.
        await vendor.Staff.PutAsync($"/api/v1/tickets/{ticket}/sender", new { contactId = wu });
        var other = (await vendor.Staff.PostAsync("/api/v1/customers", new { name = "Other" })).Id();
        var stranger = (await vendor.Staff.PostAsync("/api/v1/contacts", new { customerId = other, name = "Sun Li" })).Id();
        Assert.Equal("none", (await vendor.Staff.PutAsync($"/api/v1/tickets/{ticket}/sender", new { contactId = stranger })).Text("entitlement"));
        var all = await host.EventsAsync<TicketContactChanged>(vendor.Tenant);
        Assert.Equal((2, wu, (Guid?)null, null), (all.Count, all[1].PreviousContactId!.Value, all[1].ContractId, all[1].ServiceLevel));
    }
}
