using ServiceMesh.Contracts;

namespace ServiceMesh.Intake.Tests.Webhooks;

public sealed class Ends_of_calls(IntakeHost host)
{
    private const string Li = "138 0000 1111";

    [Fact]
    public async Task Tell_why_and_when_without_changing_what_the_call_was()
    {
        var vendor = await Vendor.CreateAsync(host);
        var cti = await vendor.AddChannelAsync("cti");
        var ticket = (await cti.CallAsync("1", "answered", Li)).Id("ticketId");
        await cti.SendAsync("calls", new { callId = "1", @event = "ended", from = Li, cause = "normal-clearing", recordingUrl = "https://pbx.example/1.wav" }, 202);
        var call = Assert.Single((await vendor.Staff.FetchAsync($"/api/v1/tickets/{ticket}/messages")).Items()).GetProperty("call");
        Assert.Equal(("normal-clearing", "https://pbx.example/1.wav"), (call.Text("hangupCause"), call.Text("recordingUrl")));
        Assert.False(call.IsNull("endedAt"));
        Assert.Empty(await host.EventsAsync<CallMissed>(vendor.Tenant));
        Assert.True(Assert.Single((await host.Customer(vendor.Tenant, vendor.Contact).FetchAsync($"/api/v1/tickets/{ticket}/messages")).Items()).GetProperty("call").IsNull("recordingUrl"));
    }

    [Theory]
    [InlineData("ringing ended")]
    [InlineData("ended")]
    [InlineData("ringing voicemail ended")]
    [InlineData("voicemail missed ended")]
    public async Task That_nobody_answered_make_one_callback(string events)
    {
        var vendor = await Vendor.CreateAsync(host);
        var cti = await vendor.AddChannelAsync("cti");
        foreach (var e in events.Split(' '))
            await cti.SendAsync("calls", new { callId = "1", @event = e, from = Li, recordingUrl = e == "voicemail" ? "https://pbx.example/vm.wav" : null }, 202);
        var opened = Assert.Single(await host.EventsAsync<TicketOpened>(vendor.Tenant));
        Assert.Equal(TicketKind.Callback, opened.Kind);
        Assert.Single(await host.EventsAsync<CallMissed>(vendor.Tenant));
        var call = Assert.Single((await vendor.Staff.FetchAsync($"/api/v1/tickets/{opened.TicketId}/messages")).Items()).GetProperty("call");
        Assert.Equal(events.Contains("voicemail", StringComparison.Ordinal), !call.IsNull("voicemailUrl"));
    }

    [Fact]
    public async Task That_ring_are_shown_with_the_caller_and_his_tickets()
    {
        var vendor = await Vendor.CreateAsync(host);
        var other = await Vendor.CreateAsync(host);
        var ticket = await vendor.OpenAsync();
        var cti = await vendor.AddChannelAsync("cti");
        await cti.CallAsync("1", "ringing", Li);
        await cti.CallAsync("2", "ringing", "+49 30 1234567");
        await cti.CallAsync("3", "ringing", Li);
        await cti.CallAsync("3", "answered", Li);
        await cti.CallAsync("4", "ringing", Li, DateTimeOffset.UtcNow.AddMinutes(-10));
        var ringing = (await vendor.Staff.FetchAsync("/api/v1/calls/ringing")).Items();
        Assert.Equal([("exact", "华东机械"), ("none", null)], ringing.Select(c => (c.Text("callerMatch"), c.IsNull("customer") ? null : c.GetProperty("customer").Text("name"))));
        Assert.Contains(ticket.Text("number"), ringing[0].GetProperty("tickets").EnumerateArray().Select(t => t.Text("number")));
        Assert.Equal(2, (await vendor.Staff.FetchAsync($"/api/v1/calls/ringing?channelId={cti.Channel}")).Items().Count);
        Assert.Empty((await vendor.Staff.FetchAsync($"/api/v1/calls/ringing?channelId={Guid.NewGuid()}")).Items());
        Assert.Empty((await other.Staff.FetchAsync("/api/v1/calls/ringing")).Items());
    }

    [Fact]
    public async Task Of_blocked_numbers_leave_no_call_but_a_note()
    {
        var vendor = await Vendor.CreateAsync(host);
        var cti = await vendor.AddChannelAsync("cti");
        await vendor.Staff.PostAsync("/api/v1/channels/blocked", new { kind = "number", value = "138 0000 1111", reason = "Threatens agents" });
        foreach (var e in new[] { "ringing", "missed" })
            Assert.Equal("blocked", (await cti.CallAsync("1", e, Li)).Text("callerMatch"));
        Assert.Equal("none", (await cti.CallAsync("2", "missed", "+49 30 1234567")).Text("callerMatch"));
        Assert.Equal(1L, await host.ScalarAsync<long>("SELECT count(*) FROM calls WHERE channel_id = $1", cti.Channel));
        Assert.Single(await host.EventsAsync<TicketOpened>(vendor.Tenant));
        var attempt = Assert.Single((await vendor.Staff.FetchAsync("/api/v1/channels/blocked/attempts")).Items());
        Assert.Equal(("+8613800001111", cti.Channel), (attempt.Text("sender"), attempt.Id("channelId")));
    }
}
