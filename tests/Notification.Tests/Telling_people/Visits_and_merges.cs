using ServiceMesh.Contracts;
using ServiceMesh.Testing;

namespace ServiceMesh.Notification.Tests.Telling_people;

/// <summary>Visits that are called off, tickets that go on as another, repairs that did not last, certificates that end.</summary>
public sealed class Visits_and_merges(UsualNotificationHost usual) : IClassFixture<UsualNotificationHost>
{
    private readonly NotificationHost _host = usual.Host;
    private readonly string _tenant = $"t-{Guid.CreateVersion7():N}";

    [Fact]
    public async Task Who_was_told_of_a_visit_hears_that_it_is_off()
    {
        var opened = await _host.OpenAsync(Given.Opened(Given.Address(), tenant: _tenant));
        var (visit, from) = (Guid.CreateVersion7(), DateTimeOffset.UtcNow.AddDays(3));
        await _host.DeliverAsync(new VisitScheduled { Tenant = _tenant, TicketId = opened.TicketId, OccurredAt = DateTimeOffset.UtcNow, VisitId = visit, From = from, To = from.AddHours(2) }, 2);
        await _host.MailAsync(opened.ContactEmail!);
        await Eventually.Async(async () => (await _host.PublishedAsync<NotificationDelivered>()).Any(d => d.TicketId == opened.TicketId && d.Template == "visit-scheduled"), TimeSpan.FromSeconds(60), "the visit was told");
        await _host.DeliverAsync(new VisitCancelled { Tenant = _tenant, TicketId = opened.TicketId, OccurredAt = DateTimeOffset.UtcNow, VisitId = visit, Reason = "The part has not come" }, 3);
        var mail = await Eventually.Async(() => Task.FromResult(_host.Mail.Mailbox.Find(opened.ContactEmail!).FirstOrDefault(m => m.Text.Contains("does not take place", StringComparison.Ordinal))), TimeSpan.FromSeconds(60), "the customer hears of it");
        Assert.Contains("The part has not come", mail.Text, StringComparison.Ordinal);

        // Nobody knew of this one.
        await _host.DeliverAsync(new VisitCancelled { Tenant = _tenant, TicketId = opened.TicketId, OccurredAt = DateTimeOffset.UtcNow, VisitId = Guid.CreateVersion7(), Reason = "x" }, 4);
        Assert.Equal(1L, await CountAsync("visit-cancelled", opened.TicketId));
    }

    /// <summary>Each time it is somebody else, also whoever it was first; not while it is nobody.</summary>
    [Fact]
    public async Task The_customer_hears_who_comes_when_it_is_somebody_else()
    {
        var opened = await _host.OpenAsync(Given.Opened(Given.Address(), tenant: _tenant));
        var from = DateTimeOffset.UtcNow.AddDays(3);
        var agreed = new VisitScheduled
        {
            Tenant = _tenant, TicketId = opened.TicketId, OccurredAt = DateTimeOffset.UtcNow, VisitId = Guid.CreateVersion7(), From = from, To = from.AddHours(2), EngineerId = Guid.CreateVersion7(), EngineerName = "Chen Jie",
        };
        await _host.DeliverAsync(agreed, 2);
        await SentAsync(1);
        await _host.DeliverAsync(agreed with { EngineerId = null, EngineerName = null, OtherEngineer = true }, 3);
        await _host.DeliverAsync(agreed with { EngineerId = Guid.CreateVersion7(), EngineerName = "Wu Hao", OtherEngineer = true }, 4);
        await SentAsync(2);
        await _host.DeliverAsync(agreed with { OtherEngineer = true }, 5);
        await SentAsync(3);
        var mails = _host.Mail.Mailbox.Find(opened.ContactEmail!).Where(m => m.Text.Contains("We come between", StringComparison.Ordinal)).Select(m => m.Text).ToList();
        Assert.Equal(2, mails.Count(m => m.Contains("Chen Jie", StringComparison.Ordinal)));
        Assert.Equal(2, mails.Count(m => m.Contains("the time stays as agreed", StringComparison.Ordinal)));
        Assert.Contains("the time stays as agreed", Assert.Single(mails, m => m.Contains("Wu Hao", StringComparison.Ordinal)), StringComparison.Ordinal);

        Task SentAsync(int n) => Eventually.Async(
            async () => (await _host.PublishedAsync<NotificationDelivered>()).Count(d => d.TicketId == opened.TicketId && d.Template == "visit-scheduled") == n, TimeSpan.FromSeconds(60), $"{n} mails tell of the visit");
    }

    [Fact]
    public async Task A_merged_tickets_customer_hears_which_ticket_goes_on_and_what_was_done_there()
    {
        var (one, other, engineer) = (Given.Address(), Given.Address(), Given.Address());
        var survivor = await _host.OpenAsync(Given.Opened(one, tenant: _tenant));
        var joined = await _host.OpenAsync(Given.Opened(other, "zh", "打印机离线", tenant: _tenant));
        var now = TimeOnly.FromDateTime(DateTime.UtcNow);
        await _host.PreferAsync(engineer, new { timeZone = "Etc/UTC", quietFrom = now.AddHours(-1), quietTo = now.AddHours(2) }, _tenant);
        await _host.DeliverAsync(Given.Assigned(joined, engineer, mode: "claimed") with { Card = Given.Card(joined) with { Severity = 3 } }, 2);
        await _host.DeliverAsync(Given.Warned(joined), 1, publisher: "sla");
        await _host.DeliverAsync(new TicketsMerged { Tenant = _tenant, TicketId = joined.TicketId, OccurredAt = DateTimeOffset.UtcNow, IntoTicketId = survivor.TicketId!.Value, IntoNumber = "T-20261122-000777" }, 2, publisher: "intake");
        await MailSaysAsync(other, "T-20261122-000777");

        await _host.DeliverAsync(new TicketResolved { Tenant = _tenant, TicketId = survivor.TicketId, OccurredAt = DateTimeOffset.UtcNow, Resolution = "更换了硒鼓", Card = Given.Card(survivor) }, 3);
        await MailSaysAsync(one, "更换了硒鼓");
        var mail = await MailSaysAsync(other, "更换了硒鼓");
        Assert.Contains("打印机离线", mail.Text, StringComparison.Ordinal);
        Assert.Contains(Given.Open(joined.SealedProgressToken), mail.Text, StringComparison.Ordinal);

        // What its engineer was to hear of it is no longer true.
        await _host.ExecuteTogetherAsync(
            $"UPDATE held_deliveries SET due_at = now() WHERE recipient = '{engineer}'",
            $"UPDATE messaging.timers SET due_at = now() WHERE kind = 'digest' AND key LIKE '%/{engineer}/%'");
        await Eventually.Async(async () => await _host.ScalarAsync<long>($"SELECT count(*) FROM deliveries WHERE recipient = '{engineer}' AND template = 'sla-warned' AND failure = 'no-longer-true'") == 1, TimeSpan.FromSeconds(60), "the warning is dropped");

        // Taken back, it hears nothing of the other's next solution.
        await _host.DeliverAsync(new TicketsUnmerged { Tenant = _tenant, TicketId = joined.TicketId, OccurredAt = DateTimeOffset.UtcNow, FromTicketId = survivor.TicketId.Value, MergedAt = DateTimeOffset.UtcNow }, 3, publisher: "intake");
        await _host.DeliverAsync(new TicketResolved { Tenant = _tenant, TicketId = survivor.TicketId, OccurredAt = DateTimeOffset.UtcNow, Resolution = "Once more", Card = Given.Card(survivor) }, 5);
        await MailSaysAsync(one, "Once more");
        Assert.DoesNotContain(_host.Mail.Mailbox.Find(other), m => m.Text.Contains("Once more", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Managers_hear_of_a_second_repair_and_of_certificates_that_end()
    {
        var (manager, engineer, id) = (Given.Address(), Given.Address(), Guid.CreateVersion7());
        await _host.DeliverAsync(Given.Account(manager, "manager", tenant: _tenant), 1);
        await _host.DeliverAsync(new EngineerChanged { Tenant = _tenant, OccurredAt = DateTimeOffset.UtcNow, EngineerId = id, Name = "Wu Hao", Email = engineer, Language = "zh-CN", TeamIds = [], Skills = [], Active = true }, 1);
        var opened = await _host.OpenAsync(Given.Opened("", tenant: _tenant));
        await _host.DeliverAsync(new SecondRepairFound
        {
            Tenant = _tenant, TicketId = opened.TicketId, OccurredAt = DateTimeOffset.UtcNow, AssetId = Guid.CreateVersion7(), FaultClass = "power", EarlierTicketId = Guid.CreateVersion7(),
            EarlierNumber = "T-20261101-000009", EarlierResolvedAt = DateTimeOffset.UtcNow.AddDays(-9),
        }, 2);
        Assert.Contains("T-20261101-000009", (await _host.MailAsync(manager, "The same fault again")).Text, StringComparison.Ordinal);

        var ends = new CertificateExpiring
        {
            Tenant = _tenant, OccurredAt = DateTimeOffset.UtcNow, EngineerId = id, EngineerName = "Wu Hao", EngineerEmail = engineer, Certificate = "OCP", ValidUntil = new DateOnly(2026, 12, 23), Expired = false, TeamIds = [],
        };
        await _host.DeliverAsync(ends, 2);
        Assert.Contains($"/people/engineers/{id}", (await _host.MailAsync(engineer, "证书即将到期")).Text, StringComparison.Ordinal);
        Assert.Contains("2026-12-23", (await _host.MailAsync(manager, "OCP of Wu Hao ends soon")).Text, StringComparison.Ordinal);
        await _host.DeliverAsync(ends with { Expired = true }, 3);
        await _host.MailAsync(manager, "OCP of Wu Hao has ended");
    }

    private Task<Sinks.Mail.ReceivedMail> MailSaysAsync(string to, string text) => Eventually.Async(
        () => Task.FromResult(_host.Mail.Mailbox.Find(to).FirstOrDefault(m => m.Text.Contains(text, StringComparison.Ordinal))), TimeSpan.FromSeconds(60), $"a mail that says {text}");

    private Task<long> CountAsync(string template, Guid? ticket) => _host.ScalarAsync<long>($"SELECT count(*) FROM deliveries WHERE ticket_id = '{ticket}' AND template = '{template}'");
}
