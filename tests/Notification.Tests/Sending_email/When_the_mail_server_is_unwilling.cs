using ServiceMesh.Contracts;
using ServiceMesh.Testing;

namespace ServiceMesh.Notification.Tests.Sending_email;

public sealed class When_the_mail_server_is_unwilling(UsualNotificationHost usual) : IClassFixture<UsualNotificationHost>
{
    private readonly NotificationHost _host = usual.Host;

    [Fact]
    public async Task Later_means_later_with_the_same_message_id_until_it_is_taken()
    {
        var tries = 0;
        _host.Mail.Refuse = _ => Interlocked.Increment(ref tries) <= 2 ? "451 4.3.0 try later" : null;
        var opened = await _host.OpenAsync(Given.Opened(Given.Address()));
        var mail = await _host.MailAsync(opened.ContactEmail!);
        var delivered = await _host.PublishedAsync<NotificationDelivered>(opened.TicketId);
        Assert.Equal(3, tries);
        Assert.Equal($"{delivered.DeliveryId:N}@vendor.example", mail.MessageId);
        Assert.Equal(3, await _host.ScalarAsync<int>($"SELECT attempts FROM deliveries WHERE id = '{delivered.DeliveryId}'"));
        Assert.Equal(1L, await _host.ScalarAsync<long>($"SELECT count(*) FROM deliveries WHERE id = '{delivered.DeliveryId}' AND state = 'delivered' AND failure IS NULL AND status_code = 250"));
    }

    [Fact]
    public async Task After_the_last_try_it_has_failed()
    {
        _host.Mail.Refuse = _ => "452 4.2.2 mailbox full";
        var opened = await _host.OpenAsync(Given.Opened(Given.Address()));
        var failed = await _host.PublishedAsync<NotificationFailed>(opened.TicketId);
        Assert.Equal(("deferred", 4), (failed.Reason, failed.Attempts));
        Assert.Equal(0L, await _host.ScalarAsync<long>($"SELECT count(*) FROM messaging.timers WHERE key = '{failed.DeliveryId:N}'"));
    }

    [Fact]
    public async Task Never_means_never()
    {
        _host.Mail.Refuse = _ => "550 5.1.1 no such user";
        var opened = await _host.OpenAsync(Given.Opened(Given.Address()));
        var failed = await _host.PublishedAsync<NotificationFailed>(opened.TicketId);
        Assert.Equal(("refused", 1, "a***@example.com"), (failed.Reason, failed.Attempts, failed.MaskedRecipient));
        Assert.Equal(550, await _host.ScalarAsync<int>($"SELECT status_code FROM deliveries WHERE id = '{failed.DeliveryId}'"));
    }

    [Fact]
    public async Task A_refused_recipient_does_not_hold_the_others()
    {
        var unlucky = Given.Address();
        _host.Mail.Refuse = to => to == unlucky ? "451 4.3.0 try later" : null;
        await _host.OpenAsync(Given.Opened(unlucky));
        var others = Enumerable.Range(0, 20).Select(_ => Given.Address()).ToList();
        foreach (var other in others) await _host.OpenAsync(Given.Opened(other));
        foreach (var other in others) await _host.MailAsync(other);
        Assert.All(others, o => Assert.Single(_host.Mail.Mailbox.Find(o)));
    }

    [Fact]
    public async Task A_connection_lost_after_the_mail_was_sent_repeats_it_with_the_same_message_id()
    {
        await using var server = new UnwillingMailServer(Unwilling.DropsAfterData);
        await using var host = await NotificationHost.StartAsync(smtpPort: server.Port);
        var opened = await host.OpenAsync(Given.Opened(Given.Address()));
        await host.PublishedAsync<NotificationDelivered>(opened.TicketId);
        Assert.Equal(2, server.MessageIds.Count);
        Assert.Single(server.MessageIds.Distinct());
    }

    [Fact]
    public async Task Nothing_is_sent_in_the_clear_when_encryption_is_wanted()
    {
        await using var host = await NotificationHost.StartAsync(new() { ["Smtp:StartTls"] = "true" });
        var opened = await host.OpenAsync(Given.Opened(Given.Address()));
        Assert.Equal("tls-failed", (await host.PublishedAsync<NotificationFailed>(opened.TicketId)).Reason);
        Assert.Equal(0, host.Mail.Mailbox.Received);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_unreachable()
    {
        await using var host = await NotificationHost.StartAsync(new() { ["Smtp:Port"] = "9" });
        var opened = await host.OpenAsync(Given.Opened(Given.Address()));
        Assert.Equal("unreachable", (await host.PublishedAsync<NotificationFailed>(opened.TicketId)).Reason);
    }

    [Fact]
    public async Task A_server_that_thinks_long_over_each_mail_takes_no_threads_from_the_others()
    {
        await using var server = new UnwillingMailServer(Unwilling.SilentAfterData);
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var host = await NotificationHost.StartAsync(new() { ["Smtp:Timeout"] = "00:00:50", ["Smtp:Concurrency"] = "12" }, server.Port);
        ThreadPool.GetMinThreads(out var workers, out _);
        Assert.True(workers >= Environment.ProcessorCount + 12);
        await receiver.RegisterAsync(host, "default", "TicketOpened");
        for (var i = 0; i < 20; i++) await host.OpenAsync(Given.Opened(Given.Address()));
        await Eventually.Async(() => server.Mails >= 12, TimeSpan.FromSeconds(60), "every slot waits for the server's last word");
        await Eventually.Async(() => receiver.Calls.Count == 20, TimeSpan.FromSeconds(60), "all webhooks arrived all the same");
        await Eventually.Async(async () => server.Mails is var mails && mails <= 12 + await host.AttemptsAsync("channel = 'email'"), what: "there are twelve slots");
        await server.DisposeAsync();
    }

    [Fact]
    public async Task A_silent_server_holds_neither_transactions_nor_webhooks_nor_events()
    {
        await using var server = new UnwillingMailServer(Unwilling.Silent);
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var host = await NotificationHost.StartAsync(new() { ["Smtp:Timeout"] = "00:00:50", ["Smtp:Concurrency"] = "2" }, server.Port);
        await receiver.RegisterAsync(host, "default", "TicketOpened");
        for (var i = 0; i < 20; i++) await host.OpenAsync(Given.Opened(Given.Address()));

        await Eventually.Async(() => receiver.Calls.Count == 20, TimeSpan.FromSeconds(60), "all webhooks arrived while every mail hangs");
        await Eventually.Async(() => server.Connections >= 2, what: "the mail lane is at work");
        // A slow machine may keep some other transaction open for a moment; what a mail held would stay open.
        await Eventually.Async(async () => await host.ScalarAsync<long>(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND xact_start < clock_timestamp() - interval '1 second'") == 0, what: "no transaction is held");
        await Eventually.Async(async () => server.Connections is var taken && taken <= 2 + await host.AttemptsAsync("channel = 'email'"), what: "there are two slots");
        await server.DisposeAsync();
    }
}
