using ServiceMesh.Contracts;
using ServiceMesh.Intake.Tests.Attachments;
using ServiceMesh.Intake.Tests.Mail;
using ServiceMesh.Testing;

namespace ServiceMesh.Intake.Tests.Retention;

public sealed class What_is_kept_and_for_how_long(IntakeHost host)
{
    [Fact]
    public async Task Files_and_recordings_go_when_their_time_is_over_and_no_sooner()
    {
        var vendor = await Vendor.CreateAsync(host);
        var (old, oldFile) = await TicketWithFileAsync(vendor);
        var (open, openFile) = await TicketWithFileAsync(vendor);
        var (recent, recentFile) = await TicketWithFileAsync(vendor);
        await host.DeliverAsync(DispatchSays.Closed(vendor.Tenant, old, 9), 1);
        await host.DeliverAsync(DispatchSays.Closed(vendor.Tenant, recent, 9), 1);
        await host.ScalarAsync<Guid>("UPDATE attachments SET at = at - interval '100 days' WHERE tenant = $1 AND id = ANY ($2) RETURNING id", vendor.Tenant, new[] { oldFile, openFile, recentFile });
        await host.ScalarAsync<Guid>("UPDATE tickets SET closed_at = now() - interval '40 days' WHERE tenant = $1 AND id = $2 RETURNING id", vendor.Tenant, old);
        var cti = await vendor.AddChannelAsync("cti");
        foreach (var (call, days) in new[] { ("old", 40), ("new", 5) })
        {
            await cti.SendAsync("calls", new { callId = call, @event = "missed", from = "+86 138 0000 1111", recordingUrl = "https://pbx.example/1" }, 202);
            await host.ScalarAsync<Guid>($"UPDATE calls SET missed_at = now() - interval '{days} days' WHERE tenant = $1 AND external_id = $2 RETURNING id", vendor.Tenant, call);
        }

        Assert.Equal(30, (await vendor.Staff.PutAsync("/api/v1/tickets/settings", new { reopenWindowDays = 7, attachmentDays = 30, recordingDays = 30 })).GetProperty("attachmentDays").GetInt32());
        await Eventually.Async(async () => await host.ScalarAsync<long>("SELECT count(*) FROM attachments WHERE tenant = $1 AND removed_at IS NOT NULL", vendor.Tenant) == 1, what: "a file is removed");
        Assert.Equal("attachment.gone", (await vendor.Staff.FetchAsync($"/api/v1/tickets/{old}/attachments/{oldFile}", 410)).Text("code"));
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(host.Files, vendor.Tenant), $"{oldFile:N}", SearchOption.AllDirectories));
        Assert.Equal(Upload.Png, await vendor.Staff.GetByteArrayAsync($"/api/v1/tickets/{open}/attachments/{openFile}"));
        Assert.Equal(Upload.Png, await vendor.Staff.GetByteArrayAsync($"/api/v1/tickets/{recent}/attachments/{recentFile}"));
        Assert.Equal("new", await host.ScalarAsync<string>("SELECT external_id FROM calls WHERE tenant = $1 AND recording_url IS NOT NULL", vendor.Tenant));

        // An event that comes late brings nothing back, and tomorrow it is looked at again.
        await cti.SendAsync("calls", new { callId = "old", @event = "ended", recordingUrl = "https://pbx.example/1" }, 202);
        Assert.Equal(1L, await host.ScalarAsync<long>("SELECT count(*) FROM calls WHERE tenant = $1 AND recording_url IS NOT NULL", vendor.Tenant));
        Assert.Equal(1L, await host.ScalarAsync<long>("SELECT count(*) FROM messaging.timers WHERE kind = 'retention' AND key = $1 AND due_at > now() + interval '20 hours'", vendor.Tenant));
        await vendor.Staff.PutAsync("/api/v1/tickets/settings", new { reopenWindowDays = 7 });
        Assert.Equal(0L, await host.ScalarAsync<long>("SELECT count(*) FROM messaging.timers WHERE kind = 'retention' AND key = $1", vendor.Tenant));
        await vendor.Staff.PutAsync("/api/v1/tickets/settings", new { reopenWindowDays = 7, attachmentDays = 0 }, 400);
    }

    [Fact]
    public async Task A_person_who_is_erased_is_gone_here_too_and_nobody_else_is()
    {
        var vendor = await Vendor.CreateAsync(host);
        var colleague = await vendor.AddContactAsync("Zhao Min", "zhao@example.com", "+86 138 0000 2222");
        var (ticket, file) = await TicketWithFileAsync(vendor);
        var answer = await vendor.Staff.UploadedAsync("answer.png");
        await vendor.Staff.PostAsync($"/api/v1/tickets/{ticket}/messages", new { text = "Answer", attachmentIds = new[] { answer } });
        await host.Customer(vendor.Tenant, vendor.Contact).PostAsync($"/api/v1/tickets/{ticket}/messages", new { text = "My own words" });
        var other = (await vendor.Staff.PostAsync("/api/v1/tickets", new { subject = "Other", text = "Other words", contactId = colleague })).Id();
        var cti = await vendor.AddChannelAsync("cti");
        await cti.SendAsync("calls", new { callId = "1", @event = "missed", from = "+86 138 0000 1111", recordingUrl = "https://pbx.example/1" }, 202);
        // A mail whose sender is not proven is nobody's ticket, but it holds their address; a colleague's stays.
        var provider = await MailProvider.ForAsync(vendor);
        var unproven = (await provider.SendAsync("Li Wei <Li.Wei@example.com>", "It is on fire", "It smokes", spf: "fail")).Id("ticketId");
        var theirs = (await provider.SendAsync("Zhao Min <zhao@example.com>", "Quiet", "Nothing smokes", spf: "fail")).Id("ticketId");
        Assert.False((await vendor.Staff.FetchAsync($"/api/v1/tickets/{unproven}")).GetProperty("contact").TryGetProperty("id", out _));

        await host.DeliverAsync(new PersonErased { Tenant = vendor.Tenant, OccurredAt = DateTimeOffset.UtcNow.AddMinutes(1), By = Actor.System, ErasureId = Guid.NewGuid(), ContactId = vendor.Contact, Tickets = 1, Events = 3 }, 1);
        var kept = (await vendor.Staff.FetchAsync($"/api/v1/tickets/{ticket}")).ToString() + await vendor.Staff.FetchAsync($"/api/v1/tickets/{unproven}")
            + await vendor.Staff.FetchAsync($"/api/v1/tickets/{unproven}/messages") + await vendor.Staff.FetchAsync($"/api/v1/tickets/{ticket}/messages")
            + await vendor.Staff.FetchAsync($"/api/v1/contacts/{vendor.Contact}") + await vendor.Staff.FetchAsync("/api/v1/calls/ringing");
        foreach (var personal in new[] { "Li Wei", "li.wei", "Li.Wei", "13800001111", "It smokes", "fire", "My own words", "shot.png" })
            Assert.DoesNotContain(personal, kept, StringComparison.Ordinal);
        Assert.Contains("Answer", kept, StringComparison.Ordinal);
        await vendor.Staff.FetchAsync($"/api/v1/tickets/{ticket}/attachments/{file}", 410);
        Assert.Equal(Upload.Png, await vendor.Staff.GetByteArrayAsync($"/api/v1/tickets/{ticket}/attachments/{answer}"));
        Assert.Equal(0L, await host.ScalarAsync<long>("SELECT count(*) FROM calls WHERE tenant = $1 AND (from_number IS NOT NULL OR recording_url IS NOT NULL)", vendor.Tenant));
        var contact = (await host.EventsAsync<ContactChanged>(vendor.Tenant))[^1];
        Assert.Equal(("-", null), (contact.Name, contact.Email));
        // Who holds copies of the tickets hears of each of them, and of no other.
        var erased = await host.EventsAsync<TicketErased>(vendor.Tenant);
        Assert.Contains(ticket, erased.Select(t => t.TicketId!.Value));
        Assert.Contains(unproven, erased.Select(t => t.TicketId!.Value));
        Assert.DoesNotContain(theirs, erased.Select(t => t.TicketId!.Value));
        Assert.DoesNotContain(other, erased.Select(t => t.TicketId!.Value));
        Assert.All(erased, t => Assert.StartsWith("T-", t.Number, StringComparison.Ordinal));
        Assert.Equal("Other words", (await vendor.Staff.FetchAsync($"/api/v1/tickets/{other}")).Text("text"));
    }

    private static async Task<(Guid Ticket, Guid File)> TicketWithFileAsync(Vendor vendor)
    {
        var file = await vendor.Staff.UploadedAsync();
        var ticket = await vendor.Staff.PostAsync(
            "/api/v1/tickets", new { subject = "Printer is on fire", text = "It smokes.", contactId = vendor.Contact, attachmentIds = new[] { file } });
        return (ticket.Id(), file);
    }
}
