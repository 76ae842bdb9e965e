using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using ServiceMesh.Contracts;
using ServiceMesh.Notification.Sending.Webhooks;
using ServiceMesh.Testing;

namespace ServiceMesh.Notification.Tests.Sending_webhooks;

public sealed class Looking_after_endpoints(UsualNotificationHost usual) : IClassFixture<UsualNotificationHost>
{
    private readonly NotificationHost _host = usual.Host;
    private readonly string _tenant = $"t-{Guid.CreateVersion7():N}";

    [Fact]
    public async Task While_a_secret_is_changed_both_sign()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        var (id, old) = await receiver.RegisterAsync(_host, _tenant, "TicketOpened");
        using var admin = _host.Staff(_tenant);
        using var answer = await admin.PostAsJsonAsync($"/api/v1/webhook-endpoints/{id}/rotate-secret", new { overlapHours = 1 }, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var secret = (await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken)).GetProperty("secret").GetString()!;
        Assert.StartsWith("whsec_", secret, StringComparison.Ordinal);
        Assert.NotEqual(old, secret);

        await _host.OpenAsync(Given.Opened("", tenant: _tenant));
        await Eventually.Async(() => receiver.Calls.Count == 1);
        var call = receiver.Calls.First();
        string Sign(string key) => WebhookSignature.Sign(key, call.Id, long.Parse(call.Timestamp, CultureInfo.InvariantCulture), call.Body);
        Assert.Equal([Sign(secret), Sign(old)], call.Signature.Split(' '));

        await _host.ExecuteAsync($"UPDATE webhook_endpoints SET previous_until = clock_timestamp() WHERE id = '{id}'");
        await _host.OpenAsync(Given.Opened("", tenant: _tenant));
        await Eventually.Async(() => receiver.Calls.Count == 2);
        Assert.DoesNotContain(' ', receiver.Calls.Last().Signature);
    }

    [Fact]
    public async Task An_endpoint_that_was_gone_is_switched_on_and_gets_what_it_missed_with_the_ids_it_had()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.Answer = (http, call) =>
        {
            http.Response.StatusCode = call == 1 ? 410 : 200;
            return Task.CompletedTask;
        };
        var (id, _) = await receiver.RegisterAsync(_host, _tenant, "TicketOpened");
        var opened = await _host.OpenAsync(Given.Opened("", tenant: _tenant));
        await _host.PublishedAsync<NotificationFailed>(opened.TicketId);
        using var admin = _host.Staff(_tenant);
        var since = new { since = DateTimeOffset.UtcNow.AddHours(-1) };
        Assert.Equal(HttpStatusCode.Conflict, (await admin.PostAsJsonAsync($"/api/v1/webhook-endpoints/{id}/replay", since, TestContext.Current.CancellationToken)).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await admin.PostAsync($"/api/v1/webhook-endpoints/{id}/enable", null, TestContext.Current.CancellationToken)).StatusCode);
        using var replayed = await admin.PostAsJsonAsync($"/api/v1/webhook-endpoints/{id}/replay", since, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Accepted, replayed.StatusCode);
        Assert.Equal(1, (await replayed.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken)).GetProperty("count").GetInt32());
        await _host.PublishedAsync<NotificationDelivered>(opened.TicketId);
        Assert.Single(receiver.Calls.Select(c => c.Id).Distinct());
        using var stranger = _host.Staff($"{_tenant}-other");
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.PostAsync($"/api/v1/webhook-endpoints/{id}/enable", null, TestContext.Current.CancellationToken)).StatusCode);
    }
}
