using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using ServiceMesh.Contracts;
using ServiceMesh.Testing;

namespace ServiceMesh.Notification.Tests.Explaining;

public sealed class Why_and_why_not(UsualNotificationHost usual) : IClassFixture<UsualNotificationHost>
{
    private readonly NotificationHost _host = usual.Host;

    [Fact]
    public async Task Every_message_to_a_person_is_explained_and_what_was_not_for_them()
    {
        var (customer, engineer) = (Given.Address(), Given.Address());
        var opened = await _host.OpenAsync(Given.Opened(customer));
        await _host.DeliverAsync(Given.Assigned(opened, engineer), 2);
        await _host.PreferAsync(engineer, new { rules = new Dictionary<string, string[]> { ["sla-warned"] = [] } });
        await _host.DeliverAsync(Given.Warned(opened), 1, publisher: "sla");
        await _host.MailAsync(engineer);
        await Eventually.Async(async () => await _host.ScalarAsync<long>($"SELECT count(*) FROM deliveries WHERE recipient = '{engineer}' AND state <> 'queued'") == 2);

        var why = await WhyAsync(opened.TicketId!.Value, engineer);
        var items = why.GetProperty("items").EnumerateArray().ToLookup(i => (i.GetProperty("template").GetString(), i.GetProperty("channel").GetString()));
        var told = items[("ticket-assigned", "email")].Single();
        Assert.Equal(("told", "accepted"), (told.GetProperty("verdict").GetString(), told.GetProperty("history")[0].GetProperty("what").GetString()));
        // Of a mail no more can be known, and that is said.
        Assert.Equal("accepted", told.GetProperty("reached").GetString());
        Assert.Contains("no tracking pixel", told.GetProperty("known").GetProperty("en").GetString(), StringComparison.Ordinal);
        Assert.Contains("yours", told.GetProperty("because").GetProperty("en").GetString(), StringComparison.Ordinal);
        Assert.Equal("told", items[("ticket-assigned", "in-app")].Single().GetProperty("verdict").GetString());
        var not = items[("sla-warned", "email")].Single();
        Assert.Equal(("not-told", "根据您的偏好设置。"), (not.GetProperty("verdict").GetString(), not.GetProperty("reason").GetProperty("zh").GetString()));
        Assert.Equal("ticket-opened", Assert.Single(why.GetProperty("notFor").EnumerateArray()).GetProperty("template").GetString());

        using var stranger = _host.Staff("other");
        var nothing = await stranger.GetFromJsonAsync<JsonElement>($"/api/v1/notifications/why?ticketId={opened.TicketId}&person={engineer}", TestContext.Current.CancellationToken);
        Assert.Empty(nothing.GetProperty("items").EnumerateArray());
        Assert.Empty(nothing.GetProperty("notFor").EnumerateArray());
    }

    [Fact]
    public async Task A_mail_that_came_back_is_told_to_the_engineer_and_stops_the_next_until_it_is_lifted()
    {
        var (customer, engineer) = (Given.Address(), Given.Address());
        var opened = await _host.OpenAsync(Given.Opened(customer));
        await _host.DeliverAsync(Given.Assigned(opened, engineer, language: "en"), 2);
        var mail = await _host.MailAsync(customer);
        await _host.PublishedAsync<NotificationDelivered>(opened.TicketId);
        using var ops = _host.Staff();
        using var unknown = await ops.PostAsJsonAsync("/api/v1/notifications/receipts", new { messageId = $"{Guid.NewGuid():N}@vendor.example", what = "bounced" }, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
        for (var i = 0; i < 2; i++)
        {
            using var taken = await ops.PostAsJsonAsync("/api/v1/notifications/receipts", new { messageId = $"<{mail.MessageId}>", what = "bounced" }, TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.NoContent, taken.StatusCode);
        }
        Assert.Contains("The acknowledgement could not be delivered: the mail came back", (await _host.MailAsync(engineer, "did not get")).Text, StringComparison.Ordinal);
        Assert.Equal("bounced", Assert.Single(await _host.PublishedAsync<NotificationFailed>(), f => f.TicketId == opened.TicketId).Reason);

        await _host.DeliverAsync(Given.Message(opened, "Hello?"), 3);
        Assert.Equal("suppressed", (await _host.PublishedAsync<NotificationDropped>(opened.TicketId)).Reason);
        Assert.Equal(HttpStatusCode.NoContent, (await ops.DeleteAsync($"/api/v1/notifications/preferences/{customer}/suppression", TestContext.Current.CancellationToken)).StatusCode);
        await _host.DeliverAsync(Given.Message(opened, "Hello again"), 4);
        Assert.Contains("Hello again", (await _host.MailAsync(customer, "Re: ")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_customer_mail_that_is_refused_is_told_to_the_engineer_once()
    {
        await using var host = await NotificationHost.StartAsync();
        var (customer, engineer) = (Given.Address(), Given.Address());
        host.Mail.Refuse = to => to == customer ? "550 5.1.1 no such user" : null;
        var opened = Given.Opened(customer);
        await host.DeliverAsync(Given.Assigned(opened, engineer, language: "zh"), 2);
        await host.OpenAsync(opened);
        Assert.Contains("受理通知未能送达：地址被拒绝", (await host.MailAsync(engineer, "未能送达客户")).Text, StringComparison.Ordinal);

        var failed = (await host.PublishedAsync<NotificationFailed>(opened.TicketId)).DeliveryId;
        host.Mail.Refuse = _ => null;
        using var ops = host.Staff();
        Assert.Equal(HttpStatusCode.Accepted, (await ops.PostAsync($"/api/v1/notifications/{failed}/resend", null, TestContext.Current.CancellationToken)).StatusCode);
        var mail = await host.MailAsync(customer);
        Assert.Equal($"{failed:N}@vendor.example", mail.MessageId);
        Assert.Contains(Given.Open(opened.SealedProgressToken), mail.Text, StringComparison.Ordinal);
        await host.PublishedAsync<NotificationDelivered>(opened.TicketId);
        Assert.Equal(HttpStatusCode.NotFound, (await ops.PostAsync($"/api/v1/notifications/{failed}/resend", null, TestContext.Current.CancellationToken)).StatusCode);
    }

    [Fact]
    public async Task An_im_customer_is_told_in_the_conversation_and_by_mail_only_when_that_fails()
    {
        var customer = Given.Address();
        var opened = await _host.OpenAsync(Given.Opened(customer, channel: Channel.Im));
        var asked = await _host.PublishedAsync<ReplyRequested>(opened.TicketId);
        Assert.Contains("We have your request T-20261122-000123", asked.Text, StringComparison.Ordinal);
        Assert.EndsWith(asked.MaskedLink!, asked.Text, StringComparison.Ordinal);
        Assert.Equal(opened.SealedProgressToken, asked.SealedToken);
        await _host.DeliverAsync(new MessageDelivered { Tenant = "default", TicketId = opened.TicketId, OccurredAt = DateTimeOffset.UtcNow, MessageId = asked.MessageId }, 2);
        Assert.Equal("im", (await _host.PublishedAsync<NotificationDelivered>(opened.TicketId)).Channel);
        Assert.Empty(_host.Mail.Mailbox.Find(customer));

        await _host.DeliverAsync(new TicketResolved { Tenant = "default", TicketId = opened.TicketId, OccurredAt = DateTimeOffset.UtcNow, Resolution = "Restarted", Card = Given.Card(opened) }, 5);
        var second = (await _host.PublishedAsync<ReplyRequested>()).Last(r => r.TicketId == opened.TicketId);
        await _host.DeliverAsync(new MessageFailed { Tenant = "default", TicketId = opened.TicketId, OccurredAt = DateTimeOffset.UtcNow, MessageId = second.MessageId, Reason = "receiver-refused" }, 3);
        var mail = await _host.MailAsync(customer, "Re: ");
        Assert.Contains("Restarted", mail.Html!, StringComparison.Ordinal);
        Assert.Contains(Given.Open(opened.SealedProgressToken), mail.Text, StringComparison.Ordinal);

        var survey = Given.Survey(opened);
        await _host.DeliverAsync(survey, 1, publisher: "survey");
        Assert.Contains(Given.Open(survey.SealedToken), (await _host.MailAsync(customer, "How did we do?")).Text, StringComparison.Ordinal);
    }

    private async Task<JsonElement> WhyAsync(Guid ticket, string person)
    {
        using var staff = _host.Staff();
        return await staff.GetFromJsonAsync<JsonElement>($"/api/v1/notifications/why?ticketId={ticket}&person={person}", TestContext.Current.CancellationToken);
    }
}
