using ServiceMesh.Contracts;
using ServiceMesh.Testing;

namespace ServiceMesh.Notification.Tests.Telling_people;

/// <summary>The acknowledgement waits a moment for the ticket's clocks and says until when we answer.</summary>
public sealed class The_promise(PatientNotificationHost usual) : IClassFixture<PatientNotificationHost>
{
    private readonly NotificationHost _host = usual.Host;

    [Theory]
    [InlineData("en", null, "We answer by 10:30.")]
    [InlineData("zh-CN", null, "我们将在今天 10:30 前答复您。")]
    [InlineData("en", "Europe/London", "We answer by 02:30.")]
    public async Task Is_said_in_the_customers_language_and_on_their_clock(string language, string? zone, string words)
    {
        var customer = Given.Address();
        if (zone is not null) await _host.PreferAsync(customer, new { timeZone = zone });
        var opened = await _host.OpenAsync(Given.Opened(customer, language));
        Assert.Equal("held", await _host.ScalarAsync<string>($"SELECT state FROM deliveries WHERE ticket_id = '{opened.TicketId}'"));
        // The words compare days on the customer's clock: half past ten in Shanghai, today.
        var due = new DateTimeOffset(TimeZoneInfo.ConvertTime(DateTimeOffset.UtcNow, TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai")).Date, TimeSpan.FromHours(8)).AddHours(10.5);
        await _host.ExecuteAsync($"UPDATE deliveries SET facts = jsonb_set(facts, '{{now}}', to_jsonb('{due.AddMinutes(-30):O}'::text)) WHERE ticket_id = '{opened.TicketId}'");
        await _host.DeliverAsync(Given.Clocks(opened, due) with { OccurredAt = due.AddMinutes(-30) }, 1, publisher: "sla");
        var mail = await _host.MailAsync(customer);
        Assert.Contains(words, mail.Text, StringComparison.Ordinal);
        Assert.Contains(words, mail.Html!, StringComparison.Ordinal);
        Assert.Contains(Given.Open(opened.SealedProgressToken), mail.Text, StringComparison.Ordinal);
        await _host.DeliverAsync(Given.Clocks(opened, due.AddHours(1)), 2, publisher: "sla");
        Assert.Single(_host.Mail.Mailbox.Find(customer));
    }

    [Fact]
    public async Task Is_left_out_where_nothing_is_promised_and_the_mail_goes_at_once()
    {
        var opened = await _host.OpenAsync(Given.Opened(Given.Address()));
        await _host.DeliverAsync(Given.Clocks(opened, null, ClockState.Met), 1, publisher: "sla");
        Assert.DoesNotContain("We answer by", (await _host.MailAsync(opened.ContactEmail!)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task That_overtakes_its_ticket_waits_for_it()
    {
        var opened = Given.Opened(Given.Address());
        await _host.DeliverAsync(Given.Clocks(opened, DateTimeOffset.UtcNow.AddHours(1)), 1, publisher: "sla");
        await _host.OpenAsync(opened);
        Assert.Contains("We answer by", (await _host.MailAsync(opened.ContactEmail!)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Is_said_in_the_im_conversation_too()
    {
        var opened = await _host.OpenAsync(Given.Opened("", "zh-CN", channel: Channel.Im));
        Assert.DoesNotContain(await _host.PublishedAsync<ReplyRequested>(), r => r.TicketId == opened.TicketId);
        await _host.DeliverAsync(Given.Clocks(opened, DateTimeOffset.UtcNow.AddHours(1)), 1, publisher: "sla");
        Assert.Contains("前答复", (await _host.PublishedAsync<ReplyRequested>(opened.TicketId)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task That_does_not_come_is_not_waited_for_long()
    {
        await using var host = await NotificationHost.StartAsync(new()
        {
            ["Notification:PromiseWithin"] = "00:00:00.5", ["Notification:Lease"] = "00:00:06", ["Smtp:Timeout"] = "00:00:05", ["Notification:WebhookTimeout"] = "00:00:05", ["Notification:ProviderTimeout"] = "00:00:05",
        });
        var opened = await host.OpenAsync(Given.Opened(Given.Address()));
        Assert.DoesNotContain("We answer by", (await host.MailAsync(opened.ContactEmail!)).Text, StringComparison.Ordinal);
        await host.DeliverAsync(Given.Clocks(opened, DateTimeOffset.UtcNow.AddHours(1)), 1, publisher: "sla");
        Assert.Single(host.Mail.Mailbox.Find(opened.ContactEmail));
    }
}

/// <summary>A service whose acknowledgements wait for their promise, and escalations for their page, as long as it takes.</summary>
public sealed class PatientNotificationHost : IAsyncLifetime
{
    public NotificationHost Host { get; private set; } = null!;

    public async ValueTask InitializeAsync() =>
        Host = await NotificationHost.StartAsync(new() { ["Notification:PromiseWithin"] = "00:05:00", ["Notification:PageFirst"] = "00:05:00" });

    public ValueTask DisposeAsync() => Host?.DisposeAsync() ?? ValueTask.CompletedTask;
}
