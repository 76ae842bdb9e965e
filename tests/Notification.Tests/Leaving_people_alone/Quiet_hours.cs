using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using ServiceMesh.Contracts;
using ServiceMesh.Notification.Domain;
using ServiceMesh.Testing;

namespace ServiceMesh.Notification.Tests.Leaving_people_alone;

public sealed class Quiet_hours(UsualNotificationHost usual) : IClassFixture<UsualNotificationHost>
{
    private readonly NotificationHost _host = usual.Host;

    [Theory]
    [InlineData("22:00", "07:00", "Asia/Shanghai", "2026-11-22T17:20:00Z", "2026-11-22T23:00:00Z")] // 01:20 there
    [InlineData("22:00", "07:00", "Asia/Shanghai", "2026-11-22T14:00:00Z", "2026-11-22T23:00:00Z")] // 22:00 sharp
    [InlineData("22:00", "07:00", "Asia/Shanghai", "2026-11-22T23:00:00Z", null)] // 07:00 sharp
    [InlineData("12:00", "14:00", "Asia/Shanghai", "2026-11-22T04:30:00Z", "2026-11-22T06:00:00Z")]
    [InlineData("12:00", "14:00", "Asia/Shanghai", "2026-11-22T06:30:00Z", null)]
    [InlineData("23:00", "02:30", "Europe/Berlin", "2027-03-28T00:30:00Z", "2027-03-28T01:30:00Z")] // 02:30 does not exist that night
    [InlineData("22:00", "07:00", "America/New_York", "2026-11-01T03:00:00Z", "2026-11-01T12:00:00Z")] // an hour longer: the clock goes back
    [InlineData("08:00", "08:00", "Etc/UTC", "2026-11-22T08:00:00Z", null)]
    [InlineData("22:00", "07:00", "Nowhere/Land", "2026-11-22T23:00:00Z", "2026-11-23T07:00:00Z")]
    public void End_on_the_recipients_own_clock(string from, string to, string zone, string now, string? end) => Assert.Equal(
        end is null ? null : DateTimeOffset.Parse(end, System.Globalization.CultureInfo.InvariantCulture),
        QuietHours.EndOf(TimeOnly.Parse(from, System.Globalization.CultureInfo.InvariantCulture), TimeOnly.Parse(to, System.Globalization.CultureInfo.InvariantCulture), zone,
            DateTimeOffset.Parse(now, System.Globalization.CultureInfo.InvariantCulture)));

    [Fact]
    public void Only_pages_and_severity_one_may_wake_somebody()
    {
        var night = new DateTimeOffset(2026, 11, 22, 17, 20, 0, TimeSpan.Zero);
        var asleep = new Preferences { QuietFrom = new TimeOnly(22, 0), QuietTo = new TimeOnly(7, 0), TimeZone = "Asia/Shanghai" };
        var reach = new Reach(false, false);
        DateTimeOffset? Mail(string template, int severity) =>
            Routing.Choose(template, Audience.Engineer, severity, asleep, reach, "Etc/UTC", night).Single(r => r.Channel == DeliveryChannels.Email).HoldUntil;
        Assert.Equal(new DateTimeOffset(2026, 11, 22, 23, 0, 0, TimeSpan.Zero), Mail(Template.SlaWarned, 3));
        Assert.Null(Mail(Template.SlaWarned, 1));
        Assert.Null(Mail(Template.OnCallPaged, 3));
        Assert.Null(Routing.Choose(Template.SlaWarned, Audience.Engineer, 3, asleep, reach, "Etc/UTC", night).Single(r => r.Channel == DeliveryChannels.InApp).HoldUntil);
        Assert.Null(Routing.Choose(Template.AgentMessage, Audience.Customer, 3, asleep, reach, "Etc/UTC", night).Single().HoldUntil);
    }

    [Theory]
    [InlineData("voice", false, true, "email,in-app")] // no provider
    [InlineData("voice", true, false, "email,in-app")] // no number
    [InlineData("sms", false, true, "email,in-app")]
    [InlineData("in-app", true, true, "voice,sms,email,in-app")] // wakes nobody
    [InlineData("sms", true, true, "sms")]
    [InlineData("email", true, true, "email")]
    [InlineData("", true, true, "voice,sms,email,in-app")]
    public void A_page_goes_by_what_can_wake_whatever_was_chosen(string chosen, bool providers, bool phone, string ways)
    {
        var person = new Preferences
        {
            Phone = phone ? "+8613812345678" : null, Suppressed = "bounced", QuietFrom = new TimeOnly(0, 0), QuietTo = new TimeOnly(23, 59),
            Rules = new Dictionary<string, string[]> { [Template.OnCallPaged] = chosen.Split(',', StringSplitOptions.RemoveEmptyEntries) },
        };
        var chose = Routing.Choose(Template.OnCallPaged, Audience.OnCall, 1, person, new Reach(providers, providers), "Etc/UTC", DateTimeOffset.UtcNow);
        Assert.Equal(ways, string.Join(',', chose.Select(w => w.Channel)));
        Assert.All(chose, w => Assert.True(w is { Drop: null, HoldUntil: null }));
    }

    [Fact]
    public async Task What_was_held_comes_as_one_digest_without_what_settled_itself()
    {
        var engineer = Given.Address();
        var (kept, also, settled) = (await OpenedAsync("First"), await OpenedAsync("Second"), await OpenedAsync("Third"));
        foreach (var (ticket, n) in new[] { (kept, 2), (also, 2), (settled, 2) })
            await _host.DeliverAsync(Given.Assigned(ticket, engineer, language: "en") with { Card = Given.Card(ticket) with { Severity = 3 } }, n);
        await Eventually.Async(() => _host.Mail.Mailbox.Find(engineer).Count == 3, TimeSpan.FromSeconds(60), "three assignments");

        await QuietAsync(engineer);
        foreach (var ticket in new[] { kept, also, settled }) await _host.DeliverAsync(Given.Warned(ticket), 1, publisher: "sla");
        await _host.DeliverAsync(Given.Paged(kept, engineer, null, "email"), 8);
        await _host.DeliverAsync(new TicketResolved { Tenant = "default", TicketId = settled.TicketId, OccurredAt = DateTimeOffset.UtcNow, Resolution = "x", Card = Given.Card(settled) }, 9);
        Assert.Contains("值班呼叫", (await _host.MailAsync(engineer, "值班")).Subject, StringComparison.Ordinal);
        Assert.Equal(3L, await _host.ScalarAsync<long>($"SELECT count(*) FROM deliveries WHERE recipient = '{engineer}' AND state = 'held'"));

        await EndAsync(engineer);
        var digest = await _host.MailAsync(engineer, "2 notices for you");
        Assert.Contains("> [T-20261122-000123] 75 % of the time for resolution is used", digest.Text, StringComparison.Ordinal);
        Assert.Empty(_host.Mail.Mailbox.Find(engineer, "75 %"));
        var dropped = await Eventually.Async(async () => (await _host.PublishedAsync<NotificationDropped>()).Where(d => d.Template == "sla-warned").ToList() is { Count: >= 3 } all ? all : null);
        Assert.Equal("no-longer-true", dropped.Single(d => d.TicketId == settled.TicketId).Reason);
        Assert.Equal("in-digest", dropped.Single(d => d.TicketId == kept.TicketId).Reason);
        Assert.Equal(0L, await _host.ScalarAsync<long>("SELECT count(*) FROM held_deliveries"));
    }

    [Fact]
    public async Task A_single_one_that_was_held_goes_out_as_itself()
    {
        var engineer = Given.Address();
        var ticket = await OpenedAsync("Alone");
        await _host.DeliverAsync(Given.Assigned(ticket, engineer, mode: "claimed", language: "en") with { Card = Given.Card(ticket) with { Severity = 3 } }, 2);
        await QuietAsync(engineer);
        await _host.DeliverAsync(Given.Warned(ticket), 1, publisher: "sla");
        Assert.Empty(_host.Mail.Mailbox.Find(engineer));
        await EndAsync(engineer);
        await _host.MailAsync(engineer, "75 %");
        Assert.Single(_host.Mail.Mailbox.Find(engineer));
    }

    [Fact]
    public async Task Nobody_is_told_by_a_channel_they_switched_off()
    {
        var engineer = Given.Address();
        await _host.PreferAsync(engineer, new { rules = new Dictionary<string, string[]> { ["ticket-assigned"] = [], ["*"] = ["in-app"] } });
        var ticket = await OpenedAsync("Quiet");
        await _host.DeliverAsync(Given.Assigned(ticket, engineer), 2);
        Assert.Equal("preference-off", (await Eventually.Async(async () => (await _host.PublishedAsync<NotificationDropped>()).FirstOrDefault(d => d.TicketId == ticket.TicketId && d.Audience == "engineer"))).Reason);
        await _host.DeliverAsync(Given.Warned(ticket), 1, publisher: "sla");
        Assert.Equal(1L, await _host.ScalarAsync<long>($"SELECT count(*) FROM person_notices WHERE person = '{engineer}' AND template = 'sla-warned'"));
        Assert.Empty(_host.Mail.Mailbox.Find(engineer));
    }

    [Fact]
    public async Task A_person_sees_and_reads_their_own_notices_and_watches_tickets()
    {
        var (account, email) = (Guid.CreateVersion7(), Given.Address());
        await _host.DeliverAsync(Given.Account(email, "agent", id: account), 1);
        var ticket = await OpenedAsync("Watched");
        using var me = _host.As(account);
        Assert.Equal(HttpStatusCode.NoContent, (await me.PutAsync($"/api/v1/notifications/watches/{ticket.TicketId}", null, TestContext.Current.CancellationToken)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await me.PutAsync($"/api/v1/notifications/watches/{Guid.NewGuid()}", null, TestContext.Current.CancellationToken)).StatusCode);
        await _host.DeliverAsync(Given.Warned(ticket), 1, publisher: "sla");
        var page = await me.GetFromJsonAsync<JsonElement>("/api/v1/notifications/mine?unread=true", TestContext.Current.CancellationToken);
        var notice = Assert.Single(page.GetProperty("items").EnumerateArray());
        Assert.Equal(("watcher", "sla-warned", 1), (notice.GetProperty("audience").GetString(), notice.GetProperty("template").GetString(), page.GetProperty("unread").GetInt32()));
        Assert.Equal(HttpStatusCode.NoContent, (await me.PostAsync($"/api/v1/notifications/mine/{notice.GetProperty("id").GetString()}/read", null, TestContext.Current.CancellationToken)).StatusCode);
        Assert.Equal(0, (await me.GetFromJsonAsync<JsonElement>("/api/v1/notifications/mine", TestContext.Current.CancellationToken)).GetProperty("unread").GetInt32());
        using var other = _host.As(Guid.CreateVersion7());
        Assert.Equal(HttpStatusCode.Conflict, (await other.GetAsync("/api/v1/notifications/mine", TestContext.Current.CancellationToken)).StatusCode);
    }

    [Theory]
    [InlineData("{\"phone\":\"138\"}")]
    [InlineData("{\"timeZone\":\"Mars/Base\"}")]
    [InlineData("{\"quietFrom\":\"22:00:00\"}")]
    [InlineData("{\"digestMinutes\":1441}")]
    [InlineData("{\"rules\":{\"nonsense\":[\"email\"]}}")]
    [InlineData("{\"rules\":{\"*\":[\"telex\"]}}")]
    [InlineData("{\"rules\":{\"*\":null}}")]
    public async Task A_preference_that_makes_no_sense_is_refused(string body)
    {
        using var admin = _host.Staff();
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        using var answer = await admin.PutAsync($"/api/v1/notifications/preferences/{Given.Address()}", content, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    private Task<TicketOpened> OpenedAsync(string subject) => _host.OpenAsync(Given.Opened(Given.Address(), subject: subject));

    /// <summary>Quiet hours around now.</summary>
    private Task QuietAsync(string address)
    {
        var now = TimeOnly.FromDateTime(DateTime.UtcNow);
        return _host.PreferAsync(address, new { timeZone = "Etc/UTC", quietFrom = now.AddHours(-1), quietTo = now.AddHours(2) });
    }

    /// <summary>Their quiet hours end now.</summary>
    private Task EndAsync(string address) => _host.ExecuteTogetherAsync(
        $"UPDATE held_deliveries SET due_at = now() WHERE recipient = '{address}'",
        $"UPDATE messaging.timers SET due_at = now() WHERE kind = 'digest' AND key LIKE '%/{address}/%'");
}
