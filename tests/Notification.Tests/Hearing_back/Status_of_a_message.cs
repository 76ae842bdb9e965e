using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Web;
using ServiceMesh.Contracts;
using ServiceMesh.Notification.Callbacks;
using ServiceMesh.Testing;

namespace ServiceMesh.Notification.Tests.Hearing_back;

/// <summary>Providers of SMS and calls say later what became of a message; only they may.</summary>
public sealed class Status_of_a_message(UsualNotificationHost usual) : IClassFixture<UsualNotificationHost>
{
    private const string Phone = "+8613812345678";
    private readonly NotificationHost _host = usual.Host;
    private readonly string _tenant = $"t-{Guid.CreateVersion7():N}";

    [Theory]
    [InlineData("sms-twilio", "MessageStatus", "sent", "delivered", "delivered")]
    [InlineData("voice-twilio", "CallStatus", "ringing", "completed", "answered")]
    public async Task In_twilios_form_signed_over_address_and_fields(string kind, string field, string onItsWay, string there, string reached)
    {
        var (provider, delivery, told) = await SendAsync(kind, "token");
        Assert.Equal($"https://service.example.com/callbacks/{provider}?delivery={delivery:N}", HttpUtility.ParseQueryString(told.Body)["StatusCallback"]);
        var query = $"?delivery={delivery:N}";
        Assert.Equal(HttpStatusCode.Unauthorized, await TwilioAsync(provider, query, "wrong", (field, there)));
        Assert.Equal(HttpStatusCode.Unauthorized, await TwilioAsync(provider, query, "token", (field, there), signed: (field, onItsWay)));
        Assert.Equal(HttpStatusCode.BadRequest, await TwilioAsync(provider, query, "token", (field, "levitating")));
        Assert.Equal(HttpStatusCode.BadRequest, await TwilioAsync(provider, "", "token", (field, there)));
        Assert.Equal(HttpStatusCode.NotFound, await TwilioAsync(provider, $"?delivery={Guid.NewGuid():N}", "token", (field, there)));
        Assert.Equal(HttpStatusCode.NotFound, await TwilioAsync(Guid.NewGuid(), query, "token", (field, there)));
        Assert.Equal("[\"accepted\"]", await HistoryAsync(delivery));

        foreach (var status in new[] { onItsWay, onItsWay, there, there }) Assert.Equal(HttpStatusCode.NoContent, await TwilioAsync(provider, query, "token", (field, status)));
        Assert.Equal($"[\"accepted\", \"{reached}\"]", await HistoryAsync(delivery));
        Assert.Equal(reached, (await DeliveryAsync(delivery)).GetProperty("reached").GetString());
        // Of what staff are told only this is worth a line on the ticket: somebody took the call.
        var changes = await ChangesAsync(delivery);
        Assert.Equal(reached == "answered" ? 1 : 0, changes.Count);
        Assert.All(changes, c => Assert.Equal(("answered", "voice"), (c.Status, c.Channel)));
        Assert.True(await _host.ScalarAsync<bool>($"SELECT confirmed_at IS NOT NULL AND state = 'delivered' FROM deliveries WHERE id = '{delivery}'"));
    }

    [Fact]
    public async Task In_the_generic_form_signed_with_a_time_and_a_failure_counts()
    {
        var (provider, delivery, told) = await SendAsync("sms-http", "our-secret");
        Assert.EndsWith($"/callbacks/{provider}?delivery={delivery:N}", JsonDocument.Parse(told.Body).RootElement.GetProperty("statusUrl").GetString(), StringComparison.Ordinal);
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var body = JsonSerializer.Serialize(new { id = delivery, status = "failed", reason = "number not in service" });
        Assert.Equal(HttpStatusCode.Unauthorized, await GenericAsync(provider, body, now, "other"));
        Assert.Equal(HttpStatusCode.Unauthorized, await GenericAsync(provider, body, now - 400, "our-secret"));
        Assert.Equal(HttpStatusCode.BadRequest, await GenericAsync(provider, "{\"status\":\"failed\"}", now, "our-secret"));
        Assert.Equal(HttpStatusCode.BadRequest, await GenericAsync(provider, "not json", now, "our-secret"));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, await GenericAsync(provider, new string('x', 100_000), now, "our-secret"));
        for (var i = 0; i < 2; i++) Assert.Equal(HttpStatusCode.NoContent, await GenericAsync(provider, body, now, "our-secret"));
        var failed = Assert.Single(await _host.PublishedAsync<NotificationFailed>(), f => f.DeliveryId == delivery);
        Assert.Equal(("undelivered", "sms"), (failed.Reason, failed.Channel));
        Assert.Equal("number not in service", await _host.ScalarAsync<string>($"SELECT history -> -1 ->> 'reason' FROM deliveries WHERE id = '{delivery}'"));
    }

    [Fact]
    public async Task What_became_of_a_customers_message_is_on_the_ticket_once_and_in_why()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        var provider = await _host.ProvideAsync(new { name = "sms", kind = "sms-http", url = receiver.Url, secret = "our-secret" }, _tenant);
        var contact = Guid.CreateVersion7();
        await _host.DeliverAsync(new ContactChanged { Tenant = _tenant, OccurredAt = DateTimeOffset.UtcNow, ContactId = contact, CustomerId = Guid.CreateVersion7(), Name = "Li Wei", Phones = [Phone], Language = "en" }, 1);
        var opened = await _host.OpenAsync(Given.Opened("", channel: Channel.Hotline, tenant: _tenant) with { ContactId = contact });
        var sent = await _host.PublishedAsync<NotificationDelivered>(opened.TicketId);
        Assert.Equal("accepted", await KnownAsync(opened, "The provider took it; it has not said that it arrived."));
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        foreach (var status in new[] { "sent", "delivered", "delivered" })
            Assert.Equal(HttpStatusCode.NoContent, await GenericAsync(provider, JsonSerializer.Serialize(new { id = sent.DeliveryId, status }), now, "our-secret"));
        var change = Assert.Single(await ChangesAsync(sent.DeliveryId));
        Assert.Equal((opened.TicketId, "sms", "ticket-opened", "customer", "delivered"), (change.TicketId, change.Channel, change.Template, change.Audience, change.Status));
        Assert.Equal("delivered", await KnownAsync(opened, "The provider says that it arrived."));

        // Read in a web chat: Intake says so with its answer.
        var chat = await _host.OpenAsync(Given.Opened("", channel: Channel.Im, tenant: _tenant));
        var asked = await _host.PublishedAsync<ReplyRequested>(chat.TicketId);
        for (var i = 0; i < 2; i++)
            await _host.DeliverAsync(new MessageDelivered { Tenant = _tenant, TicketId = chat.TicketId, OccurredAt = DateTimeOffset.UtcNow, MessageId = asked.MessageId, Read = true }, 2 + i, publisher: "intake");
        Assert.Equal("opened", Assert.Single(await ChangesAsync(asked.MessageId)).Status);
        Assert.Equal("[\"accepted\", \"opened\"]", await HistoryAsync(asked.MessageId));
    }

    private async Task<string?> KnownAsync(TicketOpened opened, string words)
    {
        using var staff = _host.Staff(_tenant);
        var why = await staff.GetFromJsonAsync<JsonElement>($"/api/v1/notifications/why?ticketId={opened.TicketId}&person={Uri.EscapeDataString(Phone)}", TestContext.Current.CancellationToken);
        var item = Assert.Single(why.GetProperty("items").EnumerateArray());
        Assert.Equal(words, item.GetProperty("known").GetProperty("en").GetString());
        return item.GetProperty("reached").GetString();
    }

    private async Task<List<NotificationStatusChanged>> ChangesAsync(Guid delivery) => [.. (await _host.PublishedAsync<NotificationStatusChanged>()).Where(c => c.DeliveryId == delivery)];

    private async Task<JsonElement> DeliveryAsync(Guid delivery)
    {
        using var staff = _host.Staff(_tenant);
        return (await staff.GetFromJsonAsync<JsonElement>($"/api/v1/notifications/{delivery}", TestContext.Current.CancellationToken)).GetProperty("delivery");
    }

    /// <summary>A page by this provider that it took.</summary>
    private async Task<(Guid Provider, Guid Delivery, Call Told)> SendAsync(string kind, string secret)
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        var provider = await _host.ProvideAsync(new { name = kind, kind, url = receiver.Url, secret, account = "AC1", sender = "+8610000000" }, _tenant);
        var opened = await _host.OpenAsync(Given.Opened("", tenant: _tenant));
        await _host.DeliverAsync(Given.Paged(opened, Given.Address(), Phone, kind.StartsWith("voice", StringComparison.Ordinal) ? "voice" : "sms"), 2);
        var delivered = await _host.PublishedAsync<NotificationDelivered>(opened.TicketId);
        return (provider, delivered.DeliveryId, receiver.Calls.Single());
    }

    private async Task<string> HistoryAsync(Guid delivery) =>
        await _host.ScalarAsync<string>($"SELECT coalesce(jsonb_agg(h ->> 'what'), '[]')::text FROM deliveries d, jsonb_array_elements(d.history) h WHERE d.id = '{delivery}'");

    private async Task<HttpStatusCode> TwilioAsync(Guid provider, string query, string token, (string Name, string Value) field, (string Name, string Value)? signed = null)
    {
        KeyValuePair<string, string>[] Fields((string Name, string Value) f) => [new("To", Phone), new(f.Name, f.Value)];
        using var nobody = _host.Stranger();
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/callbacks/{provider}{query}") { Content = new FormUrlEncodedContent(Fields(field)) };
        request.Headers.Add("X-Twilio-Signature", ProviderSignatures.Twilio(token, $"https://service.example.com/callbacks/{provider}{query}", Fields(signed ?? field)));
        using var answer = await nobody.SendAsync(request, TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }

    private async Task<HttpStatusCode> GenericAsync(Guid provider, string body, long time, string secret)
    {
        using var nobody = _host.Stranger();
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/callbacks/{provider}") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        var stamp = time.ToString(CultureInfo.InvariantCulture);
        request.Headers.Add("webhook-id", "msg_1");
        request.Headers.Add("webhook-timestamp", stamp);
        request.Headers.Add("webhook-signature", ProviderSignatures.Standard(secret, "msg_1", stamp, body));
        using var answer = await nobody.SendAsync(request, TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }
}
