using ServiceMesh.Contracts;
using ServiceMesh.Testing;

namespace ServiceMesh.Notification.Tests.Telling_people;

public sealed class Notices(UsualNotificationHost usual) : IClassFixture<UsualNotificationHost>
{
    private readonly NotificationHost _host = usual.Host;

    [Fact]
    public async Task An_opening_is_acknowledged_with_number_and_progress_link()
    {
        var opened = await _host.OpenAsync(Given.Opened(Given.Address(), "zh-CN", "升级后 ERP 无法启动"));
        var mail = await _host.MailAsync(opened.ContactEmail!);

        var token = Given.Open(opened.SealedProgressToken);
        Assert.Equal("[T-20261122-000123] 升级后 ERP 无法启动", mail.Subject);
        Assert.Contains($"https://service.example.com/p/{token}", mail.Text, StringComparison.Ordinal);
        Assert.Contains($"href=\"https://service.example.com/p/{token}\"", mail.Html!, StringComparison.Ordinal);
        Assert.Contains("2026-11-22 09:30 (Asia/Shanghai)", mail.Text, StringComparison.Ordinal);
        Assert.Contains("Northstar 服务", mail.Header("From")!, StringComparison.Ordinal);
        Assert.Equal("auto-generated", mail.Header("Auto-Submitted"));

        var delivered = await _host.PublishedAsync<NotificationDelivered>(opened.TicketId);
        Assert.Equal(("email", "ticket-opened", "customer", "a***@example.com"), (delivered.Channel, delivered.Template, delivered.Audience, delivered.MaskedRecipient));
        Assert.Equal($"{delivered.DeliveryId:N}@vendor.example", mail.MessageId);
        Assert.DoesNotContain(token, await _host.DumpAsync(), StringComparison.Ordinal);
        Assert.Equal(0L, await _host.ScalarAsync<long>($"SELECT count(*) FROM messaging.timers WHERE key = '{delivered.DeliveryId:N}'"));
        Assert.True(await _host.ScalarAsync<bool>($"SELECT sealed_token IS NULL AND body_text LIKE '%/p/********%' AND body_html LIKE '%/p/********%' FROM deliveries WHERE id = '{delivered.DeliveryId}'"));
    }

    [Fact]
    public async Task The_same_event_by_other_message_ids_still_makes_one_mail()
    {
        var opened = Given.Opened(Given.Address());
        for (var i = 0; i < 5; i++) await _host.OpenAsync(opened);
        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => _host.OpenAsync(opened)));
        await _host.PublishedAsync<NotificationDelivered>(opened.TicketId);
        Assert.Single(_host.Mail.Mailbox.Find(opened.ContactEmail));
        Assert.Equal(1L, await _host.ScalarAsync<long>($"SELECT count(*) FROM deliveries WHERE ticket_id = '{opened.TicketId}'"));
    }

    [Theory]
    [InlineData("en", "ERP for product SAP: 1 active engineer; Chen Jie has 2 open tickets, the only one.")]
    [InlineData("zh-CN", "ERP（按产品 SAP）：共 1 名工程师；Chen Jie 在办 2 张，唯一人选。")]
    public async Task Why_somebody_has_a_ticket_is_said_in_their_language(string language, string said)
    {
        var (opened, engineer) = (await _host.OpenAsync(Given.Opened(Given.Address())), Given.Address());
        var why = new AssignmentReason { Code = "chosen", Team = "ERP", TeamBy = "product", TeamFor = "SAP", Engineer = "Chen Jie", Considered = 1, Able = 1, OpenTickets = 2, By = "only" };
        await _host.DeliverAsync(Given.Assigned(opened, engineer, language: language) with { Why = why }, 2);
        Assert.Contains(said, (await _host.MailAsync(engineer)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missed_call_is_answered_in_its_own_words()
    {
        var opened = await _host.OpenAsync(Given.Opened(Given.Address(), kind: TicketKind.Callback, channel: Channel.Hotline));
        Assert.Contains("We missed your call", (await _host.MailAsync(opened.ContactEmail!)).Subject, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "no-address")]
    [InlineData("not an address", "bad-address")]
    [InlineData("a@example.com\r\nBcc: b@example.com", "bad-address")]
    public async Task Who_cannot_be_reached_is_recorded(string email, string reason)
    {
        var opened = await _host.OpenAsync(Given.Opened(email));
        var dropped = await _host.PublishedAsync<NotificationDropped>(opened.TicketId);
        Assert.Equal((reason, "customer"), (dropped.Reason, dropped.Audience));
        Assert.Equal("dropped", await _host.ScalarAsync<string>($"SELECT state FROM deliveries WHERE id = '{dropped.DeliveryId}'"));
    }

    [Fact]
    public async Task Hostile_names_and_subjects_stay_text()
    {
        var opened = await _host.OpenAsync(Given.Opened(Given.Address(), subject: "Broken\r\nBcc: victim@example.com\r\n\r\n<script>alert(1)</script>", name: "Li\" <x@y.z>\r\nX-Evil: 1"));
        var mail = await _host.MailAsync(opened.ContactEmail!);
        Assert.Equal([opened.ContactEmail!], mail.To);
        Assert.Null(mail.Header("Bcc"));
        Assert.Null(mail.Header("X-Evil"));
        Assert.DoesNotContain("<script", mail.Html!, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("&lt;script&gt;", mail.Html!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_agents_message_reaches_the_customer_unless_im_carries_it()
    {
        var opened = await _host.OpenAsync(Given.Opened(Given.Address()));
        var first = await _host.MailAsync(opened.ContactEmail!);
        await _host.DeliverAsync(Given.Message(opened, "Please restart <b>it</b>.\nThen call."), 2);
        var mail = await _host.MailAsync(opened.ContactEmail!, "Re: [T-20261122-000123] ERP does not start");
        Assert.Contains("Wang Fang wrote:", mail.Text, StringComparison.Ordinal);
        Assert.Contains("> Please restart <b>it</b>.", mail.Text, StringComparison.Ordinal);
        Assert.Contains("Please restart &lt;b&gt;it&lt;/b&gt;.<br>", mail.Html!, StringComparison.Ordinal);
        Assert.Null(mail.Header("Auto-Submitted"));
        Assert.NotEqual(first.MessageId, mail.MessageId);
        Assert.Equal(first.Header("References"), mail.Header("References"));

        await _host.DeliverAsync(Given.Message(opened, "By chat", Channel.Im), 3);
        Assert.Equal(2L, await _host.ScalarAsync<long>($"SELECT count(*) FROM deliveries WHERE ticket_id = '{opened.TicketId}'"));
    }

    [Fact]
    public async Task A_message_that_overtakes_its_ticket_waits_for_it()
    {
        var opened = Given.Opened(Given.Address());
        await _host.DeliverAsync(Given.Message(opened, "Hello"), 2);
        await _host.DeliverAsync(Given.Assigned(opened, Given.Address()), 1);
        await _host.OpenAsync(opened);
        var mail = await _host.MailAsync(opened.ContactEmail!, "Re: [T-20261122-000123] ERP does not start");
        Assert.Contains(Given.Open(opened.SealedProgressToken), mail.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_engineer_hears_of_what_others_gave_them_in_their_language()
    {
        var opened = await _host.OpenAsync(Given.Opened(""));
        var engineer = Given.Address();
        await _host.DeliverAsync(Given.Assigned(opened, engineer), 2);
        var mail = await _host.MailAsync(engineer);
        Assert.Equal("[T-20261122-000123] 已分配给您：ERP does not start", mail.Subject);
        Assert.Contains("严重级别：2（高）", mail.Text, StringComparison.Ordinal);
        Assert.Contains($"https://service.example.com/tickets/{opened.TicketId}", mail.Text, StringComparison.Ordinal);

        var claimer = Given.Address();
        await _host.DeliverAsync(Given.Assigned(opened, claimer, mode: "claimed"), 3);
        var same = Guid.CreateVersion7();
        await _host.DeliverAsync(Given.Assigned(opened, claimer, mode: "manual", engineer: same, previous: same), 4);
        Assert.Equal(0L, await _host.ScalarAsync<long>($"SELECT count(*) FROM deliveries WHERE recipient = '{claimer}'"));
    }

    [Fact]
    public async Task An_old_assignment_that_comes_late_changes_nothing()
    {
        var opened = await _host.OpenAsync(Given.Opened(""));
        var (now, before) = (Given.Address(), Given.Address());
        await _host.DeliverAsync(Given.Assigned(opened, now), 5);
        await _host.DeliverAsync(Given.Assigned(opened, before), 2);
        await _host.DeliverAsync(new TicketReopened { Tenant = "default", TicketId = opened.TicketId, OccurredAt = DateTimeOffset.UtcNow, Reason = "Again", WasClosed = false, Card = Given.Card(opened) }, 6);
        Assert.NotNull(await _host.MailAsync(now, "重新打开"));
        // The late one says something that is no longer true.
        await Eventually.Async(async () => await _host.ScalarAsync<string>($"SELECT state || ' ' || coalesce(failure, '') FROM deliveries WHERE recipient = '{before}'") == "dropped no-longer-true");
        Assert.Empty(_host.Mail.Mailbox.Find(before));
    }

    [Fact]
    public async Task A_solution_is_told_once_each_time()
    {
        var opened = await _host.OpenAsync(Given.Opened(Given.Address()));
        var resolved = new TicketResolved { Tenant = "default", TicketId = opened.TicketId, OccurredAt = DateTimeOffset.UtcNow, Resolution = "Licence service restarted", Card = Given.Card(opened) };
        await _host.DeliverAsync(resolved, 5);
        await _host.DeliverAsync(resolved, 5);
        await _host.DeliverAsync(resolved, 9);
        await Eventually.Async(() => _host.Mail.Mailbox.Find(opened.ContactEmail, "Re: ").Count == 2);
        Assert.Contains("> Licence service restarted", _host.Mail.Mailbox.Find(opened.ContactEmail, "Re: ")[0].Text, StringComparison.Ordinal);
    }
}
