using System.Text.Json;
using ServiceMesh.Contracts;
using ServiceMesh.Testing;

namespace ServiceMesh.Notification.Tests.Telling_people;

public sealed class Surveys_by_the_way_chosen(UsualNotificationHost usual) : IClassFixture<UsualNotificationHost>
{
    private const string Phone = "+8613812345678";
    private readonly NotificationHost _host = usual.Host;
    private readonly string _tenant = $"t-{Guid.CreateVersion7():N}";

    [Fact]
    public async Task An_SMS_has_the_open_link_and_the_database_has_not()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await _host.ProvideAsync(new { name = "sms", kind = "sms-http", url = receiver.Url, secret = "bearer" }, _tenant);
        var opened = await _host.OpenAsync(Given.Opened("", tenant: _tenant));
        var sent = Given.Survey(opened) with { Channel = "sms", Phone = Phone };
        await _host.DeliverAsync(sent, 1, publisher: "survey");

        var delivered = await _host.PublishedAsync<SurveyDelivered>(opened.TicketId);
        Assert.Equal("sms", delivered.Channel);
        var call = JsonDocument.Parse(Assert.Single(receiver.Calls).Body).RootElement;
        Assert.Equal(Phone, call.GetProperty("to").GetString());
        Assert.EndsWith($"\nhttps://service.example.com/s/{Given.Open(sent.SealedToken)}", call.GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Given.Open(sent.SealedToken), await _host.DumpAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("im", Channel.Im)]
    [InlineData("chat", Channel.Chat)]
    public async Task A_conversation_gets_it_sealed_and_a_mail_stands_in_when_it_does_not_arrive(string way, Channel channel)
    {
        var customer = Given.Address();
        var opened = await _host.OpenAsync(Given.Opened(customer, channel: channel));
        var sent = Given.Survey(opened) with { Channel = way };
        await _host.DeliverAsync(sent, 1, publisher: "survey");
        var asked = (await _host.PublishedAsync<ReplyRequested>()).Last(r => r.TicketId == opened.TicketId);
        Assert.Equal((sent.SealedToken, "https://service.example.com/s/********"), (asked.SealedToken, asked.MaskedLink));
        Assert.DoesNotContain(await _host.PublishedAsync<SurveyDelivered>(), d => d.TicketId == opened.TicketId);

        await _host.DeliverAsync(new MessageFailed { Tenant = "default", TicketId = opened.TicketId, OccurredAt = DateTimeOffset.UtcNow, MessageId = asked.MessageId, Reason = "unread" }, 2);
        Assert.Contains($"/s/{Given.Open(sent.SealedToken)}", (await _host.MailAsync(customer, "How did we do?")).Text, StringComparison.Ordinal);
        Assert.Equal("email", (await _host.PublishedAsync<SurveyDelivered>(opened.TicketId)).Channel);
    }

    [Fact]
    public async Task A_reminder_goes_by_mail_though_the_ticket_came_by_im_and_not_after_the_answer()
    {
        var customer = Given.Address();
        var opened = await _host.OpenAsync(Given.Opened(customer, channel: Channel.Im));
        var sent = Given.Survey(opened);
        var reminder = new SurveyReminded
        {
            Tenant = "default", TicketId = opened.TicketId, OccurredAt = DateTimeOffset.UtcNow, SurveyId = sent.SurveyId, Reminder = 1, SealedToken = sent.SealedToken,
            ExpiresAt = sent.ExpiresAt, Card = sent.Card, Channel = "email",
        };
        await _host.DeliverAsync(reminder, 1, publisher: "survey");
        await _host.DeliverAsync(reminder, 2, publisher: "survey");
        Assert.Contains($"/s/{Given.Open(sent.SealedToken)}", (await _host.MailAsync(customer, "A short reminder")).Text, StringComparison.Ordinal);
        Assert.Equal(1L, await _host.ScalarAsync<long>($"SELECT count(*) FROM deliveries WHERE ticket_id = '{opened.TicketId}' AND template = 'survey-reminder'"));
    }
}
