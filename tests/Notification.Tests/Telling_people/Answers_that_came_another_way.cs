using ServiceMesh.Contracts;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Notification.Tests.Telling_people;

/// <summary>What the web chat's visitor did not read, where answers to mails go, and mails that come back.</summary>
public sealed class Answers_that_came_another_way
{
    [Fact]
    public async Task An_answer_in_the_chat_is_mailed_only_when_nobody_read_it()
    {
        await using var host = await NotificationHost.StartAsync(new() { ["Smtp:ReplyTo"] = "reply@vendor.example" });
        var opened = await host.OpenAsync(Given.Opened(Given.Address(), "en", "Printer", channel: Channel.Chat));
        var message = Given.Message(opened, "Switch it off.", Channel.Chat);
        await host.DeliverAsync(message, 2);
        Assert.Equal(0L, await host.ScalarAsync<long>($"SELECT count(*) FROM deliveries WHERE ticket_id = '{opened.TicketId}' AND template = 'agent-message'"));
        var unread = new MessageUnread { Tenant = opened.Tenant, TicketId = opened.TicketId, OccurredAt = DateTimeOffset.UtcNow, By = message.By, MessageId = message.MessageId, Text = message.Text };
        await host.DeliverAsync(unread, 3);
        await host.DeliverAsync(unread, 3);

        var mail = await host.MailAsync(opened.ContactEmail!, "Printer");
        var replies = host.Service<ReplyAddress>();
        var address = replies.For("reply@vendor.example", opened.Tenant, opened.TicketId!.Value);
        Assert.Contains(address, mail.Header("Reply-To")!, StringComparison.Ordinal);
        Assert.Equal(opened.TicketId, replies.TicketOf(address, opened.Tenant));
        Assert.Null(replies.TicketOf(address, "somebody-else"));
        Assert.NotNull(mail.Header("X-ServiceMesh-Delivery"));
        Assert.Equal(1L, await host.ScalarAsync<long>($"SELECT count(*) FROM deliveries WHERE ticket_id = '{opened.TicketId}' AND template = 'agent-message'"));
    }

    [Fact]
    public async Task A_mail_that_came_back_for_good_counts_as_failed()
    {
        await using var host = await NotificationHost.StartAsync();
        var opened = await host.OpenAsync(Given.Opened(Given.Address()));
        var delivered = await host.PublishedAsync<NotificationDelivered>(opened.TicketId);
        foreach (var permanent in new[] { false, true, true })
            await host.DeliverAsync(new MailBounced { Tenant = opened.Tenant, OccurredAt = DateTimeOffset.UtcNow, DeliveryId = delivered.DeliveryId, Permanent = permanent }, 1);
        await host.DeliverAsync(new MailBounced { Tenant = "somebody-else", OccurredAt = DateTimeOffset.UtcNow, DeliveryId = delivered.DeliveryId, Permanent = true }, 1);
        Assert.Equal("bounced", (await host.PublishedAsync<NotificationFailed>(opened.TicketId)).Reason);
        Assert.Single(await host.PublishedAsync<NotificationFailed>());
        Assert.Equal("bounced", await host.ScalarAsync<string>($"SELECT suppressed FROM people WHERE address = '{opened.ContactEmail}'"));
    }
}
