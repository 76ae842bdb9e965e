using ServiceMesh.Contracts;
using ServiceMesh.Testing;

namespace ServiceMesh.Notification.Tests.Telling_people;

public sealed class Clocks_and_calls
{
    [Fact]
    public async Task Engineer_and_managers_hear_of_clocks_calls_and_escalations()
    {
        await using var host = await NotificationHost.StartAsync();
        var (manager, former, agent, engineer) = (Given.Address(), Given.Address(), Given.Address(), Given.Address());
        await host.DeliverAsync(Given.Account(manager, "manager", "zh-CN"), 1);
        await host.DeliverAsync(Given.Account(agent, "agent"), 1);
        var gone = Guid.CreateVersion7();
        await host.DeliverAsync(Given.Account(former, "manager", active: false, id: gone), 2);
        await host.DeliverAsync(Given.Account(former, "manager", id: gone), 1);
        var opened = await host.OpenAsync(Given.Opened(""));
        var due = new DateTimeOffset(2026, 11, 22, 10, 0, 0, TimeSpan.Zero);
        var warned = new SlaWarned { Tenant = "default", TicketId = opened.TicketId, OccurredAt = due, Clock = "resolution", Percent = 75, DueAt = DateTimeOffset.UtcNow.AddHours(2), Cycle = 1 };

        // Nobody has the ticket yet: the managers are warned.
        await host.DeliverAsync(warned with { Percent = 50 }, 1, publisher: "sla");
        Assert.Contains("问题解决时限已用 50%", (await host.MailAsync(manager)).Subject, StringComparison.Ordinal);

        await host.DeliverAsync(Given.Assigned(opened, engineer, language: "en"), 2);
        await host.DeliverAsync(warned, 2, publisher: "sla");
        await host.DeliverAsync(warned, 3, publisher: "sla");
        Assert.Contains("75 % of the time for resolution is used", (await host.MailAsync(engineer, "75 %")).Subject, StringComparison.Ordinal);

        await host.DeliverAsync(new SlaBreached { Tenant = "default", TicketId = opened.TicketId, OccurredAt = due, Clock = "firstResponse", DueAt = due, Cycle = 1 }, 4, publisher: "sla");
        Assert.Contains("2026-11-22 18:00 (Asia/Shanghai)", (await host.MailAsync(engineer, "Breach: first response")).Subject, StringComparison.Ordinal);
        await host.MailAsync(manager, "超时：首次响应");

        await host.DeliverAsync(new SlaEscalated { Tenant = "default", TicketId = opened.TicketId, OccurredAt = due, Clock = "resolution", Level = 2, Role = "manager", DueAt = due, Cycle = 1 }, 5, publisher: "sla");
        await host.MailAsync(manager, "升级至第 2 级");
        await host.DeliverAsync(new TicketEscalated { Tenant = "default", TicketId = opened.TicketId, OccurredAt = due, Reason = "Customer is angry" }, 8);
        await host.MailAsync(manager, "升级：ERP");
        await host.DeliverAsync(new FollowUpDue { Tenant = "default", TicketId = opened.TicketId, OccurredAt = due, FollowUpId = Guid.CreateVersion7(), Reason = "not-solved", DueAt = due, Card = Given.Card(opened) }, 1, publisher: "survey");
        Assert.Contains("客户表示问题没有真正解决", (await host.MailAsync(manager, "请回访客户")).Text, StringComparison.Ordinal);
        await host.MailAsync(engineer, "Please call the customer back");

        Assert.Single(host.Mail.Mailbox.Find(engineer, "75 %"));
        Assert.Empty(host.Mail.Mailbox.Find(agent));
        Assert.Empty(host.Mail.Mailbox.Find(former));
    }

    [Fact]
    public async Task What_was_found_together_is_told_to_each_person_once_with_all_its_clocks()
    {
        await using var host = await NotificationHost.StartAsync();
        var (manager, dispatcher, engineer) = (Given.Address(), Given.Address(), Given.Address());
        await host.DeliverAsync(Given.Account(manager, "manager", "zh-CN"), 1);
        await host.DeliverAsync(Given.Account(dispatcher, "dispatcher"), 1);
        var opened = await host.OpenAsync(Given.Opened(""));
        await host.DeliverAsync(Given.Assigned(opened, engineer, language: "en"), 2);
        var due = new DateTimeOffset(2026, 11, 22, 10, 0, 0, TimeSpan.Zero);
        var breached = new SlaBreached
        {
            Tenant = "default", TicketId = opened.TicketId, OccurredAt = due, Clock = "firstResponse", DueAt = due, Cycle = 1,
            Together = new() { Key = "1", Clocks = ["firstResponse", "resolution"] },
        };
        var escalated = new SlaEscalated
        {
            Tenant = "default", TicketId = opened.TicketId, OccurredAt = due, Clock = "firstResponse", Level = 2, Role = "manager", DueAt = due, Cycle = 1,
            Together = new() { Key = "1", Clocks = ["firstResponse"] },
        };
        await host.DeliverAsync(breached, 1, publisher: "sla");
        await host.DeliverAsync(breached with { Clock = "resolution", Together = new() { Key = "1", Clocks = ["resolution", "firstResponse"] } }, 2, publisher: "sla");
        await host.DeliverAsync(escalated, 3, publisher: "sla");
        await host.DeliverAsync(escalated with { Role = "dispatcher", Level = 1 }, 4, publisher: "sla");
        await host.MailAsync(engineer, "Breach: first response, resolution");
        await host.MailAsync(manager, "超时：首次响应、问题解决");
        await host.MailAsync(dispatcher, "Escalation level 1: first response");
        Assert.Equal(3L, await host.ScalarAsync<long>("SELECT count(*) FROM deliveries WHERE template LIKE 'sla-%' AND channel = 'email'"));

        // What is found at another look is told again.
        await host.DeliverAsync(breached with { Cycle = 2, Together = new() { Key = "2", Clocks = ["firstResponse"] } }, 5, publisher: "sla");
        Assert.Equal(5L, await host.ScalarAsync<long>("SELECT count(*) FROM deliveries WHERE template LIKE 'sla-%' AND channel = 'email'"));
    }

    [Theory]
    [InlineData(0, 1, 2, 3)]
    [InlineData(3, 2, 1, 0)]
    [InlineData(2, 0, 3, 1)]
    [InlineData(3)]
    [InlineData(2)]
    public async Task In_whatever_order_they_come_and_even_if_some_never_do_each_person_hears_the_gravest(params int[] order)
    {
        // Nobody is paged here: what waits for a page goes at once.
        await using var host = await NotificationHost.StartAsync(new() { ["Notification:PageFirst"] = "00:00:00" });
        var (manager, dispatcher, engineer) = (Given.Address(), Given.Address(), Given.Address());
        await host.DeliverAsync(Given.Account(manager, "manager"), 1);
        await host.DeliverAsync(Given.Account(dispatcher, "dispatcher"), 1);
        var opened = await host.OpenAsync(Given.Opened(""));
        await host.DeliverAsync(Given.Assigned(opened, engineer, language: "en"), 2);
        var due = new DateTimeOffset(2026, 11, 22, 10, 0, 0, TimeSpan.Zero);
        FoundLevel[] all =
        [
            new() { Kind = FoundKind.Breach, Clock = "firstResponse", DueAt = due }, new() { Kind = FoundKind.Breach, Clock = "diagnosis", DueAt = due.AddHours(2) },
            new() { Kind = FoundKind.Escalation, Clock = "firstResponse", DueAt = due, Level = 1, Role = "dispatcher" },
            new() { Kind = FoundKind.Warning, Clock = "resolution", DueAt = due.AddHours(9), Percent = 75 },
        ];
        FoundTogether Among(params string[] clocks) => new() { Key = "1", Clocks = clocks, All = all };
        TicketEvent[] events =
        [
            new SlaBreached { Tenant = "default", TicketId = opened.TicketId, OccurredAt = due, Clock = "firstResponse", DueAt = due, Cycle = 1, Together = Among("firstResponse", "diagnosis") },
            new SlaBreached { Tenant = "default", TicketId = opened.TicketId, OccurredAt = due, Clock = "diagnosis", DueAt = due.AddHours(2), Cycle = 1, Together = Among("diagnosis", "firstResponse") },
            new SlaEscalated
            {
                Tenant = "default", TicketId = opened.TicketId, OccurredAt = due, Clock = "firstResponse", Level = 1, Role = "dispatcher", DueAt = due, Cycle = 1, Together = Among("firstResponse"),
            },
            new SlaWarned
            {
                Tenant = "default", TicketId = opened.TicketId, OccurredAt = due, Clock = "resolution", Percent = 75, DueAt = due.AddHours(9), Cycle = 1, Together = Among("resolution"),
            },
        ];
        foreach (var i in order)
        {
            await host.DeliverAsync(events[i], i + 1, publisher: "sla");
        }

        await host.MailAsync(engineer, "Breach: first response, diagnosis");
        await host.MailAsync(manager, "Breach: first response, diagnosis");
        await host.MailAsync(dispatcher, "Escalation level 1: first response");
        Assert.Equal(3L, await host.ScalarAsync<long>("SELECT count(*) FROM deliveries WHERE template LIKE 'sla-%' AND channel = 'email'"));
    }

    [Fact]
    public async Task A_rung_for_the_customer_tells_this_tickets_contact_and_no_other_customer()
    {
        await using var host = await NotificationHost.StartAsync();
        var (contact, other) = (Given.Address(), Given.Address());
        await host.DeliverAsync(Given.Account(other, "customer"), 1);
        var opened = await host.OpenAsync(Given.Opened(contact, language: "en"));
        await host.DeliverAsync(Given.Escalated(opened, role: "customer"), 1, publisher: "sla");
        var mail = await host.MailAsync(contact, "Re: [");
        Assert.Contains("more people look after it now", mail.Text, StringComparison.Ordinal);
        Assert.Contains("/p/", mail.Text, StringComparison.Ordinal);
        Assert.DoesNotContain($"/tickets/{opened.TicketId}", mail.Text, StringComparison.Ordinal);
        Assert.Equal(0L, await host.ScalarAsync<long>($"SELECT count(*) FROM deliveries WHERE recipient = '{other}'"));
    }

    [Fact]
    public async Task Warnings_so_long_before_due_say_that_and_are_told_one_by_one_though_their_share_is_the_same()
    {
        await using var host = await NotificationHost.StartAsync();
        var (engineer, manager) = (Given.Address(), Given.Address());
        await host.DeliverAsync(Given.Account(manager, "manager", "zh-CN"), 1);
        var opened = await host.OpenAsync(Given.Opened(""));
        var warned = Given.Warned(opened, 99);
        await host.DeliverAsync(warned with { BeforeDueSeconds = 900 }, 1, publisher: "sla");
        Assert.Contains("距问题解决到期还有 15 分钟", (await host.MailAsync(manager)).Subject, StringComparison.Ordinal);
        await host.DeliverAsync(Given.Assigned(opened, engineer, language: "en"), 2);
        await host.DeliverAsync(warned with { BeforeDueSeconds = 600 }, 2, publisher: "sla");
        await host.DeliverAsync(warned with { BeforeDueSeconds = 600 }, 3, publisher: "sla");
        await host.DeliverAsync(warned with { BeforeDueSeconds = 3_600 }, 4, publisher: "sla");
        await host.DeliverAsync(warned, 5, publisher: "sla");
        await host.DeliverAsync(warned with { Clock = "emergency", Percent = 100, MissedLeg = "remoteAssistance" }, 6, publisher: "sla");
        foreach (var said in new[] { "10 minutes before resolution is due", "1 hour before resolution is due", "99 % of the time for resolution is used", "remote assistance was missed, emergency can still be kept" })
            Assert.Single(host.Mail.Mailbox.Find(engineer, (await host.MailAsync(engineer, said)).Subject));
        Assert.Contains("ends in 10 minutes", (await host.MailAsync(engineer, "10 minutes")).Text, StringComparison.Ordinal);
        Assert.Equal(4L, await host.ScalarAsync<long>($"SELECT count(*) FROM deliveries WHERE channel = 'email' AND person = '{engineer}' AND template = 'sla-warned'"));
    }

    [Fact]
    public async Task An_engine_that_stands_still_is_told_to_administrators_at_any_hour()
    {
        await using var host = await NotificationHost.StartAsync();
        var (admin, agent) = (Given.Address(), Given.Address());
        await host.DeliverAsync(Given.Account(admin, "admin"), 1);
        await host.DeliverAsync(Given.Account(agent, "agent"), 1);
        await host.PreferAsync(admin, new { quietFrom = "00:00:00", quietTo = "23:59:59.999", timeZone = "Etc/UTC" }, "default");
        var lost = new EngineLost { Tenant = "default", OccurredAt = DateTimeOffset.UtcNow, LossId = Guid.CreateVersion7(), Service = "sla", LastSeenAt = DateTimeOffset.UtcNow.AddMinutes(-3), LatenessSeconds = 180 };
        await host.DeliverAsync(lost, 1, publisher: "insight");
        await host.DeliverAsync(lost, 1, publisher: "insight");
        var mail = await host.MailAsync(admin, "The timers of sla stand still");
        Assert.Contains("/admin", mail.Text, StringComparison.Ordinal);
        Assert.Single(host.Mail.Mailbox.Find(admin));
        Assert.Empty(host.Mail.Mailbox.Find(agent));
        Assert.Equal(1L, await host.ScalarAsync<long>($"SELECT count(*) FROM person_notices WHERE template = 'engine-lost' AND person = '{admin}'"));
    }

    [Fact]
    public async Task A_tenant_without_managers_leaves_a_record_of_it()
    {
        await using var host = await NotificationHost.StartAsync();
        var opened = await host.OpenAsync(Given.Opened(Given.Address()));
        await host.DeliverAsync(new SlaBreached { Tenant = "default", TicketId = opened.TicketId, OccurredAt = DateTimeOffset.UtcNow, Clock = "resolution", DueAt = DateTimeOffset.UtcNow, Cycle = 1 }, 1, publisher: "sla");
        var dropped = await host.PublishedAsync<NotificationDropped>(opened.TicketId);
        Assert.Equal(("no-address", "manager", "sla-breached"), (dropped.Reason, dropped.Audience, dropped.Template));
    }

    [Fact]
    public async Task Without_a_mail_server_every_mail_is_recorded_as_not_sent()
    {
        await using var host = await NotificationHost.StartAsync(new() { ["Smtp:Host"] = "" });
        var opened = await host.OpenAsync(Given.Opened(Given.Address()));
        Assert.Equal("channel-off", (await host.PublishedAsync<NotificationDropped>(opened.TicketId)).Reason);
    }

    [Fact]
    public async Task A_survey_goes_out_with_its_link_and_is_taken_back_while_it_waits()
    {
        await using var server = new UnwillingMailServer(Unwilling.Silent);
        await using (var friendly = await NotificationHost.StartAsync())
        {
            var opened = await friendly.OpenAsync(Given.Opened(Given.Address()));
            var sent = Given.Survey(opened);
            await friendly.DeliverAsync(sent, 1, publisher: "survey");
            var mail = await friendly.MailAsync(opened.ContactEmail!, "How did we do?");
            Assert.Contains($"https://service.example.com/s/{Given.Open(sent.SealedToken)}", mail.Text, StringComparison.Ordinal);

            var late = Given.Survey(opened, DateTimeOffset.UtcNow.AddMinutes(-1));
            await friendly.DeliverAsync(late, 2, publisher: "survey");
            Assert.Equal("no-longer-true", (await friendly.PublishedAsync<NotificationDropped>(opened.TicketId)).Reason);
        }

        await using var host = await NotificationHost.StartAsync(new() { ["Notification:EmailRetries:0"] = "01:00:00", ["Smtp:Timeout"] = "00:00:00.3" }, server.Port);
        var ticket = Given.Opened(Given.Address());
        var survey = Given.Survey(ticket);
        await host.DeliverAsync(survey, 1, publisher: "survey");
        await Eventually.Async(async () => await host.ScalarAsync<long>("SELECT count(*) FROM deliveries WHERE attempts = 1 AND state = 'queued'") == 1, what: "the first attempt failed");
        await host.DeliverAsync(new SurveyWithdrawn { Tenant = "default", TicketId = ticket.TicketId, OccurredAt = DateTimeOffset.UtcNow, SurveyId = survey.SurveyId }, 2, publisher: "survey");
        Assert.Equal("no-longer-true", (await host.PublishedAsync<NotificationDropped>(ticket.TicketId)).Reason);
        Assert.Equal(0L, await host.ScalarAsync<long>("SELECT count(*) FROM messaging.timers WHERE kind = 'send'"));
    }
}
