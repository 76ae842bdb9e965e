using ServiceMesh.Contracts;
using ServiceMesh.Testing;

namespace ServiceMesh.Intake.Tests.Webhooks;

public sealed class Calls(IntakeHost host)
{
    private const string Li = "138 0000 1111";

    [Fact]
    public async Task Ringing_show_who_calls_and_open_nothing()
    {
        var vendor = await Vendor.CreateAsync(host);
        var cti = await vendor.AddChannelAsync("cti");
        var answer = await cti.CallAsync("1", "ringing", Li);
        Assert.Equal(("1", "exact"), (answer.Text("callId"), answer.Text("callerMatch")));
        Assert.True(answer.IsNull("ticketId"));
        await cti.CallAsync("1", "ringing", Li);
        var ringing = Assert.Single(await host.EventsAsync<CallRinging>(vendor.Tenant));
        Assert.Equal(("exact", vendor.Contact, vendor.Customer), (ringing.CallerMatch, ringing.ContactId!.Value, ringing.CustomerId!.Value));
        Assert.Empty(await host.EventsAsync<TicketOpened>(vendor.Tenant));
    }

    [Fact]
    public async Task Answered_open_a_ticket_that_was_answered_at_once()
    {
        var vendor = await Vendor.CreateAsync(host);
        await vendor.AddContractAsync("K-1", "premium", -1, 1, vendor.Product);
        var cti = await vendor.AddChannelAsync("cti");
        var at = DateTimeOffset.UtcNow.AddSeconds(-20);
        var answer = await cti.CallAsync("1", "answered", Li, at);
        var opened = Assert.Single(await host.EventsAsync<TicketOpened>(vendor.Tenant));
        var answered = Assert.Single(await host.EventsAsync<CallAnswered>(vendor.Tenant));
        Assert.Equal((answer.Id("ticketId"), TicketKind.Request, Channel.Hotline), (opened.TicketId!.Value, opened.Kind, opened.Channel));
        Assert.Equal(at, opened.AnsweredAt!.Value, TimeSpan.FromMilliseconds(1));
        Assert.Equal(opened.AnsweredAt, answered.OccurredAt);
        Assert.Equal((opened.CallId, opened.TicketId), (answered.CallId, answered.TicketId));
        Assert.Equal((ActorKind.Staff, "Wang Fang"), (answered.By.Kind, answered.By.Name));
        Assert.Equal(("来电：Li Wei", "premium"), (opened.Subject, opened.ServiceLevel));
        Assert.Empty(await host.EventsAsync<CallMissed>(vendor.Tenant));
        var item = Assert.Single((await vendor.Staff.FetchAsync($"/api/v1/tickets/{opened.TicketId}/messages")).Items());
        Assert.Equal(("call", "answered"), (item.Text("kind"), item.Text("text")));
    }

    [Fact]
    public async Task Missed_open_a_ticket_to_call_back()
    {
        var vendor = await Vendor.CreateAsync(host);
        var cti = await vendor.AddChannelAsync("cti");
        await cti.CallAsync("1", "ringing", "+49 30 1234567");
        var answer = await cti.CallAsync("1", "missed", "+49 30 1234567");
        var opened = Assert.Single(await host.EventsAsync<TicketOpened>(vendor.Tenant));
        Assert.Equal((TicketKind.Callback, "未接来电：+49301234567", null, null), (opened.Kind, opened.Subject, opened.AnsweredAt, opened.ContactId));
        Assert.Equal(opened.TicketId, Assert.Single(await host.EventsAsync<CallMissed>(vendor.Tenant)).TicketId);
        Assert.Equal("none", answer.Text("callerMatch"));
        Assert.Equal("+49301234567", (await vendor.Staff.FetchAsync($"/api/v1/tickets/{opened.TicketId}")).GetProperty("contact").Text("phone"));
    }

    [Theory]
    [InlineData("ringing answered missed")]
    [InlineData("ringing missed answered")]
    [InlineData("answered ringing missed")]
    [InlineData("answered missed ringing")]
    [InlineData("missed ringing answered")]
    [InlineData("missed answered ringing")]
    [InlineData("answered answered missed missed ringing ringing")]
    [InlineData("missed missed answered missed answered ringing")]
    public async Task End_the_same_in_every_order(string order)
    {
        var vendor = await Vendor.CreateAsync(host);
        var cti = await vendor.AddChannelAsync("cti");
        var start = DateTimeOffset.UtcNow.AddMinutes(-2);
        foreach (var signal in order.Split(' '))
            await cti.CallAsync("1", signal, Li, start.AddSeconds(signal switch { "ringing" => 0, "answered" => 5, _ => 9 }));

        var ticket = Assert.Single((await vendor.Staff.FetchAsync("/api/v1/tickets")).Items());
        var view = await vendor.Staff.FetchAsync($"/api/v1/tickets/{ticket.Id()}");
        Assert.Equal("request", view.Text("kind"));
        Assert.Equal(start.AddSeconds(5), view.GetProperty("answeredAt").GetDateTimeOffset(), TimeSpan.FromMilliseconds(1));
        Assert.Single(await host.EventsAsync<CallRinging>(vendor.Tenant));
        Assert.Single(await host.EventsAsync<CallAnswered>(vendor.Tenant));
        Assert.Single(await host.EventsAsync<TicketOpened>(vendor.Tenant));
        var missedFirst = order.IndexOf("missed", StringComparison.Ordinal) < order.IndexOf("answered", StringComparison.Ordinal);
        Assert.Equal(missedFirst ? 1 : 0, (await host.EventsAsync<CallMissed>(vendor.Tenant)).Count);
        Assert.True(await host.ScalarAsync<bool>(
            "SELECT ringing_at IS NOT NULL AND answered_at IS NOT NULL AND missed_at IS NULL AND cause IS NULL FROM calls WHERE tenant = $1", vendor.Tenant));
    }

    [Fact]
    public async Task Open_one_ticket_however_many_events_come_at_once()
    {
        var vendor = await Vendor.CreateAsync(host);
        var cti = await vendor.AddChannelAsync("cti");
        var signals = Enumerable.Range(0, 24).Select(i => i % 3 == 0 ? "ringing" : i % 3 == 1 ? "answered" : "missed");
        await Task.WhenAll(signals.Select(s => cti.CallAsync("1", s, Li)));
        Assert.Single(await host.EventsAsync<TicketOpened>(vendor.Tenant));
        Assert.Single(await host.EventsAsync<CallAnswered>(vendor.Tenant));
        Assert.Single(await host.EventsAsync<CallRinging>(vendor.Tenant));
    }

    [Fact]
    public async Task Of_two_contacts_with_one_number_are_ambiguous_and_nobodys()
    {
        var vendor = await Vendor.CreateAsync(host);
        await vendor.AddContactAsync("Twin A", null, "021/55550100");
        await vendor.AddContactAsync("Twin B", null, "+86 21 5555 0100");
        var cti = await vendor.AddChannelAsync("cti");
        Assert.Equal("ambiguous", (await cti.CallAsync("1", "missed", "02155550100")).Text("callerMatch"));
        Assert.Null(Assert.Single(await host.EventsAsync<TicketOpened>(vendor.Tenant)).CustomerId);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("anonymous")]
    [InlineData("/")]
    public async Task With_a_withheld_number_are_from_somebody_unknown(string? from)
    {
        var vendor = await Vendor.CreateAsync(host);
        var cti = await vendor.AddChannelAsync("cti");
        Assert.Equal("none", (await cti.CallAsync("1", "missed", from)).Text("callerMatch"));
        Assert.Single(await host.EventsAsync<CallMissed>(vendor.Tenant));
    }

    [Fact]
    public async Task With_an_extension_behind_a_known_number_are_found()
    {
        var vendor = await Vendor.CreateAsync(host);
        var reception = await vendor.AddContactAsync("Reception", null, "021-66660000");
        var cti = await vendor.AddChannelAsync("cti");
        var answer = await cti.CallAsync("1", "ringing", "+862166660000123");
        Assert.Equal(("extension-stripped", reception), (answer.Text("callerMatch"), answer.Id("contactId")));
    }

    [Fact]
    public async Task Repeated_or_wrong_change_nothing()
    {
        var vendor = await Vendor.CreateAsync(host);
        var cti = await vendor.AddChannelAsync("cti");
        var first = await cti.CallAsync("1", "missed", Li, webhookId: "evt_1");
        Assert.Equal(first.Id("ticketId"), (await cti.CallAsync("1", "missed", Li, webhookId: "evt_1")).Id("ticketId"));
        Assert.Equal("call.too-old", (await cti.CallAsync("2", "missed", Li, DateTimeOffset.UtcNow.AddDays(-8), 400)).Text("code"));
        Assert.Equal("request.invalid", (await cti.CallAsync("3", "exploded", Li, status: 400)).Text("code"));
        Assert.Equal("request.invalid", (await cti.SendAsync("calls", new { @event = "missed" }, 400)).Text("code"));
        Assert.Equal("request.invalid", (await cti.SendAsync("calls", new { callId = "4", @event = "answered", agent = new { name = " " } }, 400)).Text("code"));
        Assert.Equal("channel.not-found", (await cti.MessageAsync("c", "x", 404)).Text("code"));
        Assert.Single(await host.EventsAsync<TicketOpened>(vendor.Tenant));
    }
}
