using ServiceMesh.Contracts;
using ServiceMesh.Testing;

namespace ServiceMesh.Notification.Tests.Leaving_people_alone;

/// <summary>What is held while somebody sleeps goes at once when it becomes an emergency, and not at all when it is no longer true.</summary>
public sealed class What_changes_meanwhile(UsualNotificationHost usual) : IClassFixture<UsualNotificationHost>
{
    private readonly NotificationHost _host = usual.Host;
    private readonly string _engineer = Given.Address();

    [Fact]
    public async Task A_ticket_raised_to_severity_1_wakes_its_engineer_with_what_was_held()
    {
        var ticket = await AsleepAsync();
        await _host.DeliverAsync(Given.Warned(ticket), 1, publisher: "sla");
        Assert.Equal(1L, await CountAsync("state = 'held'"));

        await _host.DeliverAsync(Given.Triaged(ticket, 1, previous: 3), 6);
        await _host.MailAsync(_engineer, "75 %");
        // An older triage that comes late changes nothing, and neither does the first assignment when it comes again.
        await _host.DeliverAsync(Given.Triaged(ticket, 4, previous: 3), 5);
        await _host.DeliverAsync(Assigned(ticket, 3), 7);
        await _host.DeliverAsync(Given.Triaged(ticket, 1, previous: 3), 8);
        await _host.DeliverAsync(Given.Warned(ticket, 90), 2, publisher: "sla");
        await _host.MailAsync(_engineer, "90 %");
        Assert.Equal(0L, await _host.ScalarAsync<long>($"SELECT count(*) FROM held_deliveries WHERE recipient = '{_engineer}'"));
    }

    [Fact]
    public async Task The_severity_is_the_newest_in_whatever_order_it_is_told()
    {
        var ticket = await _host.OpenAsync(Given.Opened(""));
        await _host.DeliverAsync(Given.Triaged(ticket, 1, previous: 3), 5);
        await _host.DeliverAsync(Given.Triaged(ticket, 3), 1);
        await _host.DeliverAsync(Assigned(ticket, 3), 2);
        Assert.Equal("1:5:True", await _host.ScalarAsync<string>($"SELECT severity || ':' || severity_sequence || ':' || CASE WHEN engineer_email = '{_engineer}' THEN 'True' END FROM ticket_copies WHERE ticket_id = '{ticket.TicketId}'"));

        // Told before its ticket is here, it waits for it.
        var late = Given.Opened("");
        await _host.DeliverAsync(Given.Triaged(late, 1, previous: 3), 3);
        await _host.OpenAsync(late);
        await Eventually.Async(async () => await _host.ScalarAsync<long>($"SELECT count(*) FROM ticket_copies WHERE ticket_id = '{late.TicketId}' AND severity = 1") == 1, TimeSpan.FromSeconds(60), "the triage has found its ticket");
    }

    [Theory]
    [InlineData(ClockState.Met)]
    [InlineData(ClockState.Paused)]
    [InlineData(ClockState.Breached)]
    public async Task A_warning_is_not_sent_when_its_clock_runs_no_more(ClockState state)
    {
        var ticket = await AsleepAsync();
        await _host.DeliverAsync(Given.Warned(ticket), 1, publisher: "sla");
        await _host.DeliverAsync(Given.Clock(ticket, "resolution", state), 2, publisher: "sla");
        // News from before it do not count.
        await _host.DeliverAsync(Given.Clock(ticket, "resolution", ClockState.Running), 1, publisher: "sla");
        await DroppedAsync(ticket, "sla-warned");
    }

    [Fact]
    public async Task A_warning_of_a_clock_that_runs_is_sent_and_one_that_comes_after_the_news_is_only_recorded()
    {
        var ticket = await AsleepAsync();
        await _host.DeliverAsync(Given.Warned(ticket), 1, publisher: "sla");
        await _host.DeliverAsync(Given.Clock(ticket, "resolution", ClockState.Running), 2, publisher: "sla");
        await EndAsync();
        await _host.MailAsync(_engineer, "75 %");

        await _host.DeliverAsync(Given.Clock(ticket, "resolution", ClockState.Met), 9, publisher: "sla");
        await _host.DeliverAsync(Given.Warned(ticket, 90), 8, publisher: "sla");
        Assert.Equal("no-longer-true", await _host.ScalarAsync<string>($"SELECT failure FROM deliveries WHERE recipient = '{_engineer}' AND source LIKE '%/90'"));
        Assert.Equal(1L, await _host.ScalarAsync<long>($"SELECT count(*) FROM person_notices WHERE person = '{_engineer}' AND template = 'sla-warned'"));
    }

    [Fact]
    public async Task What_is_for_the_engineer_is_not_sent_to_who_had_the_ticket_before()
    {
        var ticket = await AsleepAsync();
        await _host.DeliverAsync(Given.Warned(ticket), 1, publisher: "sla");
        await _host.DeliverAsync(Given.Assigned(ticket, Given.Address(), mode: "claimed"), 7);
        await DroppedAsync(ticket, "sla-warned");
    }

    [Fact]
    public async Task A_call_that_is_made_or_needless_is_not_asked_for()
    {
        var ticket = await AsleepAsync();
        var (withdrawn, made, proposed) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());
        foreach (var (call, n) in new[] { (withdrawn, 1), (made, 2) })
        {
            await _host.DeliverAsync(new FollowUpDue
            {
                Tenant = "default", TicketId = ticket.TicketId, OccurredAt = DateTimeOffset.UtcNow, FollowUpId = call, Reason = "not-solved", DueAt = DateTimeOffset.UtcNow.AddDays(1), Card = Given.Card(ticket),
            }, n, publisher: "survey");
        }
        await _host.DeliverAsync(new ReopenProposed { Tenant = "default", TicketId = ticket.TicketId, OccurredAt = DateTimeOffset.UtcNow, FollowUpId = made, Reason = "It is back", Card = Given.Card(ticket) }, 3, publisher: "survey");
        await _host.DeliverAsync(new FollowUpWithdrawn { Tenant = "default", TicketId = ticket.TicketId, OccurredAt = DateTimeOffset.UtcNow, FollowUpId = withdrawn }, 4, publisher: "survey");
        await _host.DeliverAsync(new FollowUpCompleted { Tenant = "default", TicketId = ticket.TicketId, OccurredAt = DateTimeOffset.UtcNow, FollowUpId = made, Outcome = "not-solved" }, 5, publisher: "survey");
        Assert.Equal("follow-up-due:dropped:no-longer-true,follow-up-due:dropped:no-longer-true,reopen-proposed:held:", await StatesAsync(ticket, "follow-up"));

        // Somebody decided.
        await _host.DeliverAsync(new TicketReopened { Tenant = "default", TicketId = ticket.TicketId, OccurredAt = DateTimeOffset.UtcNow, WasClosed = true, Card = Given.Card(ticket) }, 8);
        Assert.EndsWith("reopen-proposed:dropped:no-longer-true", await StatesAsync(ticket, "follow-up"), StringComparison.Ordinal);
        Assert.Empty(_host.Mail.Mailbox.Find(_engineer));
    }

    /// <summary>A ticket of severity 3 whose engineer sleeps.</summary>
    private async Task<TicketOpened> AsleepAsync()
    {
        var now = TimeOnly.FromDateTime(DateTime.UtcNow);
        await _host.PreferAsync(_engineer, new { timeZone = "Etc/UTC", quietFrom = now.AddHours(-1), quietTo = now.AddHours(2) });
        var ticket = await _host.OpenAsync(Given.Opened(""));
        await _host.DeliverAsync(Assigned(ticket, 3), 2);
        return ticket;
    }

    private TicketAssigned Assigned(TicketOpened ticket, int severity) =>
        Given.Assigned(ticket, _engineer, mode: "claimed", language: "en") with { Card = Given.Card(ticket) with { Severity = severity } };

    private Task EndAsync() => _host.ExecuteTogetherAsync(
        $"UPDATE held_deliveries SET due_at = now() WHERE recipient = '{_engineer}'",
        $"UPDATE messaging.timers SET due_at = now() WHERE kind = 'digest' AND key LIKE '%/{_engineer}/%'");

    private async Task DroppedAsync(TicketOpened ticket, string template)
    {
        Assert.Equal(1L, await CountAsync("state = 'held'"));
        await EndAsync();
        var dropped = await Eventually.Async(async () => (await _host.PublishedAsync<NotificationDropped>()).FirstOrDefault(d => d.TicketId == ticket.TicketId && d.Template == template && d.Reason != "no-address"));
        Assert.Equal("no-longer-true", dropped.Reason);
        Assert.Equal("no-longer-true", await _host.ScalarAsync<string>($"SELECT failure FROM deliveries WHERE id = '{dropped.DeliveryId}'"));
        Assert.Empty(_host.Mail.Mailbox.Find(_engineer));
    }

    private Task<string> StatesAsync(TicketOpened ticket, string source) => _host.ScalarAsync<string>(
        $"SELECT string_agg(template || ':' || state || ':' || coalesce(failure, ''), ',' ORDER BY template, id) FROM deliveries WHERE ticket_id = '{ticket.TicketId}' AND recipient = '{_engineer}' AND source LIKE '{source}%'");

    private Task<long> CountAsync(string where) => _host.ScalarAsync<long>($"SELECT count(*) FROM deliveries WHERE recipient = '{_engineer}' AND {where}");
}
