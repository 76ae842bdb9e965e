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
    private static readonly string[] s_opened = ["TicketOpened"];
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

    [Fact]
    public async Task One_that_is_gone_or_takes_nothing_for_days_is_switched_off_and_who_set_it_up_is_told()
    {
        await using var host = await NotificationHost.StartAsync(new() { ["Notification:WebhookDisableAfter"] = "2.00:00:00" });
        var (owner, ownersMail, admin) = (Guid.CreateVersion7(), Given.Address(), Given.Address());
        await host.DeliverAsync(Given.Account(ownersMail, "admin", id: owner), 1);
        await host.DeliverAsync(Given.Account(admin, "admin"), 1);
        await using var failing = await WebhookReceiver.StartAsync();
        var status = 500;
        failing.Answer = (http, _) =>
        {
            http.Response.StatusCode = status;
            return Task.CompletedTask;
        };
        using var asOwner = host.As(owner, roles: "admin");
        using var made = await asOwner.PostAsJsonAsync("/api/v1/webhook-endpoints", new { url = failing.Url, events = s_opened }, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        var id = (await made.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken)).GetProperty("id").GetGuid();

        var first = await host.OpenAsync(Given.Opened(""));
        await host.PublishedAsync<NotificationFailed>(first.TicketId);
        Assert.True(await host.ScalarAsync<bool>("SELECT failing_since IS NOT NULL AND disabled_at IS NULL FROM webhook_endpoints"));
        // One that arrives ends the count.
        status = 200;
        var second = await host.OpenAsync(Given.Opened(""));
        await host.PublishedAsync<NotificationDelivered>(second.TicketId);
        Assert.True(await host.ScalarAsync<bool>("SELECT failing_since IS NULL FROM webhook_endpoints"));

        status = 500;
        await host.ExecuteAsync("UPDATE webhook_endpoints SET failing_since = now() - interval '49 hours'");
        await host.OpenAsync(Given.Opened(""));
        var mail = await host.MailAsync(ownersMail, "switched off");
        Assert.Contains("For days it has taken nothing.", mail.Text, StringComparison.Ordinal);
        Assert.Contains("127.0.0.1", mail.Subject, StringComparison.Ordinal);
        Assert.Equal("failing", await host.ScalarAsync<string>("SELECT disabled_reason FROM webhook_endpoints"));
        Assert.Empty(host.Mail.Mailbox.Find(admin));
        var view = (await asOwner.GetFromJsonAsync<JsonElement>("/api/v1/webhook-endpoints", TestContext.Current.CancellationToken)).GetProperty("items")[0];
        Assert.Equal("failing", view.GetProperty("disabledReason").GetString());

        // Nobody knows any more who set it up: every administrator hears of it.
        Assert.Equal(HttpStatusCode.NoContent, (await asOwner.PostAsync($"/api/v1/webhook-endpoints/{id}/enable", null, TestContext.Current.CancellationToken)).StatusCode);
        await host.ExecuteAsync("UPDATE webhook_endpoints SET created_by = NULL");
        status = 410;
        await host.OpenAsync(Given.Opened(""));
        Assert.Contains("410", (await host.MailAsync(admin, "switched off")).Text, StringComparison.Ordinal);
        await Eventually.Async(() => host.Mail.Mailbox.Find(ownersMail, "switched off").Count == 2, TimeSpan.FromSeconds(60), "the other administrator too");
    }
}
