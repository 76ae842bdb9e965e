using ServiceMesh.Contracts;
using ServiceMesh.Testing;

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
        Assert.Equal(("+8613800001111", "Wang Fang"), (call.Text("from"), call.Text("answeredBy")));
        // A telephone system signs its people in by itself: we lead there.
        using var staff = host.Server.CreateClient();
        staff.DefaultRequestHeaders.Add(TestIdentity.Header, TestIdentity.Token("intake", vendor.Tenant, roles: ["agent"]));
        using var there = await staff.GetAsync($"/api/v1/tickets/{ticket}/call/recording");
        Assert.Equal((302, "https://pbx.example/1.wav"), ((int)there.StatusCode, there.Headers.Location!.OriginalString));
        Assert.Empty(await host.EventsAsync<CallMissed>(vendor.Tenant));
        Assert.True(Assert.Single((await host.Customer(vendor.Tenant, vendor.Contact).FetchAsync($"/api/v1/tickets/{ticket}/messages")).Items()).GetProperty("call").IsNull("recordingUrl"));
    }

    [Theory]
    [InlineData("answered ended ended")]
    [InlineData("ended answered")]
    [InlineData("ended missed answered ended answered")]
    [InlineData("ringing answered missed ended")]
    public async Task Of_talks_are_told_once_in_every_order(string events)
    {
        var vendor = await Vendor.CreateAsync(host);
        var (engineer, account) = (Guid.NewGuid(), Guid.NewGuid());
        await host.DeliverAsync(new EngineerChanged
        {
            Tenant = vendor.Tenant, OccurredAt = DateTimeOffset.UtcNow, EngineerId = engineer, Name = "Chen", Language = "zh-CN", TeamIds = [], Skills = [], Active = true, AccountId = account,
        }, 1);
        var cti = await vendor.AddChannelAsync("cti");
        var start = DateTimeOffset.UtcNow.AddMinutes(-5);
        foreach (var e in events.Split(' '))
            await cti.SendAsync("calls", new { callId = "1", @event = e, from = Li, at = start.AddSeconds(e == "answered" ? 5 : 65), cause = e == "ended" ? "normal-clearing" : null, agent = e == "answered" ? new { accountId = $"{account}", name = "Chen" } : null }, 202);
        var ended = Assert.Single(await host.EventsAsync<CallEnded>(vendor.Tenant));
        Assert.Equal((engineer, 60, "normal-clearing"), (ended.EngineerId!.Value, (int)Math.Round((ended.OccurredAt - ended.AnsweredAt).TotalSeconds), ended.Cause));
        Assert.Equal(engineer, Assert.Single(await host.EventsAsync<CallAnswered>(vendor.Tenant)).EngineerId);
        Assert.Equal(ended.TicketId, Assert.Single(await host.EventsAsync<TicketOpened>(vendor.Tenant)).TicketId);
        Assert.Equal(0L, await host.ScalarAsync<long>("SELECT count(*) FROM messaging.timers WHERE tenant = $1 AND kind = 'unended-call'", vendor.Tenant));
    }

    [Fact]
    public async Task That_are_never_told_are_taken_for_over_in_the_end()
    {
        var vendor = await Vendor.CreateAsync(host);
        var cti = await vendor.AddChannelAsync("cti");
        await cti.CallAsync("1", "answered", Li);
        Assert.Empty(await host.EventsAsync<CallEnded>(vendor.Tenant));
        await host.ScalarAsync<string>("UPDATE messaging.timers SET due_at = clock_timestamp() WHERE kind = 'unended-call' AND tenant = $1 RETURNING key", vendor.Tenant);
        await Eventually.Async(async () => (await host.EventsAsync<CallEnded>(vendor.Tenant)).Count == 1, what: "the talk is taken for over");
        Assert.Equal("end-not-told", (await host.EventsAsync<CallEnded>(vendor.Tenant)).Single().Cause);
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
        // The answered one stays for a minute, with the ticket that came of it.
        var answered = Assert.Single(ringing, c => !c.IsNull("answeredAt"));
        Assert.Equal(("Wang Fang", (await host.EventsAsync<TicketOpened>(vendor.Tenant)).Single(o => o.CallId is not null).Number), (answered.Text("answeredBy"), answered.GetProperty("ticket").Text("number")));
        Assert.DoesNotContain(answered.GetProperty("ticket").Text("number"), answered.GetProperty("tickets").EnumerateArray().Select(t => t.Text("number")));
        await host.ScalarAsync<Guid>("UPDATE calls SET answered_at = now() - interval '61 s' WHERE tenant = $1 AND answered_at IS NOT NULL RETURNING id", vendor.Tenant);
        ringing = (await vendor.Staff.FetchAsync("/api/v1/calls/ringing")).Items();
        Assert.Equal([("exact", "华东机械"), ("none", null)], ringing.Select(c => (c.Text("callerMatch"), c.IsNull("customer") ? null : c.GetProperty("customer").Text("name"))));
        Assert.Contains(ticket.Text("number"), ringing[0].GetProperty("tickets").EnumerateArray().Select(t => t.Text("number")));
        Assert.Equal(2, (await vendor.Staff.FetchAsync($"/api/v1/calls/ringing?channelId={cti.Channel}")).Items().Count);
        Assert.Empty((await vendor.Staff.FetchAsync($"/api/v1/calls/ringing?channelId={Guid.NewGuid()}")).Items());
        Assert.Empty((await other.Staff.FetchAsync("/api/v1/calls/ringing")).Items());
    }

    [Theory]
    [InlineData("answered")]
    [InlineData("missed")]
    public async Task That_somebody_registered_while_they_rang_go_on_in_that_ticket(string then)
    {
        var vendor = await Vendor.CreateAsync(host);
        var cti = await vendor.AddChannelAsync("cti");
        var call = (await cti.CallAsync("1", "ringing", Li)).Id();
        object ticket = new { subject = "Cannot print", contactId = vendor.Contact, callId = call };
        var made = await vendor.Staff.PostAsync("/api/v1/tickets", ticket);
        Assert.Equal("call.has-ticket", (await vendor.Staff.PostAsync("/api/v1/tickets", ticket, 409)).Text("code"));
        Assert.Equal("call.unknown", (await (await Vendor.CreateAsync(host)).Staff.PostAsync("/api/v1/tickets", new { subject = "x", contact = new { name = "y" }, callId = call }, 400)).Text("code"));
        Assert.Equal(made.Id(), (await cti.CallAsync("1", then, Li)).Id("ticketId"));
        var opened = Assert.Single(await host.EventsAsync<TicketOpened>(vendor.Tenant));
        Assert.Equal((call, Channel.Hotline, TicketKind.Request, null), (opened.CallId!.Value, opened.Channel, opened.Kind, opened.AnsweredAt));
        Assert.Equal(then == "answered" ? 1 : 0, (await host.EventsAsync<CallAnswered>(vendor.Tenant)).Count(a => a.TicketId == made.Id()));
        Assert.Equal(then == "answered", !(await vendor.Staff.FetchAsync($"/api/v1/tickets/{made.Id()}")).IsNull("answeredAt"));
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
