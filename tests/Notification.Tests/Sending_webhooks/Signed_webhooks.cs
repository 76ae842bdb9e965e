using System.Globalization;
using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using ServiceMesh.Contracts;
using ServiceMesh.Notification.Sending.Webhooks;
using ServiceMesh.Testing;

namespace ServiceMesh.Notification.Tests.Sending_webhooks;

/// <summary>One service for all; each test is a tenant of its own.</summary>
public sealed class ImpatientHost : IAsyncLifetime
{
    public NotificationHost Host { get; private set; } = null!;

    public async ValueTask InitializeAsync() =>
        Host = await NotificationHost.StartAsync(new() { ["Notification:WebhookTimeout"] = "00:00:01", ["Notification:WebhookConcurrency"] = "2" });

    public ValueTask DisposeAsync() => Host?.DisposeAsync() ?? ValueTask.CompletedTask;
}

public sealed class Signed_webhooks(ImpatientHost impatient) : IClassFixture<ImpatientHost>, IAsyncLifetime
{
    private readonly NotificationHost _host = impatient.Host;
    private readonly string _tenant = $"t-{Guid.CreateVersion7():N}";
    private WebhookReceiver _receiver = null!;

    public async ValueTask InitializeAsync() => _receiver = await WebhookReceiver.StartAsync();

    public ValueTask DisposeAsync() => _receiver.DisposeAsync();

    [Fact]
    public async Task An_event_arrives_signed_small_and_without_personal_data()
    {
        var (_, secret) = await _receiver.RegisterAsync(_host, _tenant, "TicketOpened");
        var opened = await _host.OpenAsync(Given.Opened("wei.secret@example.com", subject: "Private matter", tenant: _tenant));
        var call = await CallAsync(1);

        Assert.StartsWith("whsec_", secret, StringComparison.Ordinal);
        Assert.Equal(24, Convert.FromBase64String(secret["whsec_".Length..]).Length);
        Assert.Equal(WebhookSignature.Sign(secret, call.Id, long.Parse(call.Timestamp, CultureInfo.InvariantCulture), call.Body), call.Signature);
        // Receivers let five minutes pass.
        Assert.InRange(call.At.ToUnixTimeSeconds() - long.Parse(call.Timestamp, CultureInfo.InvariantCulture), 0, 300);
        var body = JsonDocument.Parse(call.Body).RootElement;
        Assert.Equal(("TicketOpened", call.Id, opened.Number), (body.GetProperty("type").GetString(), body.GetProperty("id").GetString(), body.GetProperty("ticket").GetProperty("number").GetString()));
        Assert.DoesNotContain("wei.secret", call.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("Private", call.Body, StringComparison.Ordinal);
        Assert.DoesNotContain(secret["whsec_".Length..], await _host.DumpAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_what_was_asked_for_is_sent()
    {
        await _receiver.RegisterAsync(_host, _tenant, "TicketResolved");
        await using var all = await WebhookReceiver.StartAsync();
        await all.RegisterAsync(_host, _tenant, "*");
        var opened = await _host.OpenAsync(Given.Opened("", tenant: _tenant));
        await _host.DeliverAsync(Given.Assigned(opened, Given.Address()), 2);
        await _host.OpenAsync(Given.Opened("", tenant: "other"));
        await Eventually.Async(() => all.Calls.Count == 2);
        Assert.Empty(_receiver.Calls);
        Assert.Equal(["TicketAssigned", "TicketOpened"], all.Calls.Select(c => JsonDocument.Parse(c.Body).RootElement.GetProperty("type").GetString()!).Order());
    }

    [Theory]
    [InlineData(500)]
    [InlineData(404)]
    [InlineData(301)]
    public async Task Whatever_is_no_success_is_tried_again_with_the_same_id(int status)
    {
        await _receiver.RegisterAsync(_host, _tenant, "TicketOpened");
        _receiver.Answer = (http, call) =>
        {
            http.Response.StatusCode = call <= 2 ? status : 204;
            http.Response.Headers.Location = "/elsewhere";
            return Task.CompletedTask;
        };
        var opened = await _host.OpenAsync(Given.Opened("", tenant: _tenant));
        await _host.PublishedAsync<NotificationDelivered>(opened.TicketId);
        Assert.Equal(3, _receiver.Calls.Count);
        Assert.Single(_receiver.Calls.Select(c => c.Id).Distinct());
        Assert.Single(_receiver.Calls.Select(c => c.Body).Distinct());
    }

    [Fact]
    public async Task Gone_ends_it_and_switches_the_endpoint_off()
    {
        var (id, _) = await _receiver.RegisterAsync(_host, _tenant, "TicketOpened");
        _receiver.Answer = (http, _) =>
        {
            http.Response.StatusCode = 410;
            return Task.CompletedTask;
        };
        var opened = await _host.OpenAsync(Given.Opened("", tenant: _tenant));
        Assert.Equal("gone", (await _host.PublishedAsync<NotificationFailed>(opened.TicketId)).Reason);
        Assert.Equal("gone", await _host.ScalarAsync<string>($"SELECT disabled_reason FROM webhook_endpoints WHERE id = '{id}'"));
        await _host.OpenAsync(Given.Opened("", tenant: _tenant));
        Assert.Equal(1L, await _host.ScalarAsync<long>($"SELECT count(*) FROM deliveries WHERE tenant = '{_tenant}' AND channel = 'webhook'"));
        Assert.Single(_receiver.Calls);
    }

    [Theory]
    [InlineData("2")]
    [InlineData("date")]
    public async Task Retry_after_is_honoured_in_both_forms(string form)
    {
        await _receiver.RegisterAsync(_host, _tenant, "TicketOpened");
        _receiver.Answer = (http, call) =>
        {
            http.Response.StatusCode = call == 1 ? 429 : 200;
            http.Response.Headers.RetryAfter = form == "2" ? "2" : DateTimeOffset.UtcNow.AddSeconds(3).ToString("r", CultureInfo.InvariantCulture);
            return Task.CompletedTask;
        };
        await _host.OpenAsync(Given.Opened("", tenant: _tenant));
        await Eventually.Async(() => _receiver.Calls.Count == 2, TimeSpan.FromSeconds(60), "it was tried again");
        var calls = _receiver.Calls.ToArray();
        Assert.True(calls[1].At - calls[0].At >= TimeSpan.FromSeconds(1.8));
        Assert.Equal(1L, await _host.ScalarAsync<long>($"SELECT count(*) FROM deliveries WHERE tenant = '{_tenant}' AND channel = 'webhook' AND (failure = 'throttled' OR state = 'delivered')"));
    }

    [Fact]
    public async Task A_silent_receiver_holds_only_its_own_lane()
    {
        await using var silent = await WebhookReceiver.StartAsync();
        using var enough = new CancellationTokenSource();
        silent.Answer = (_, _) => Task.Delay(Timeout.Infinite, enough.Token);
        await using var host = await NotificationHost.StartAsync(new() { ["Notification:WebhookTimeout"] = "00:00:30" });
        var (quiet, _) = await silent.RegisterAsync(host, "default", "TicketOpened");
        await _receiver.RegisterAsync(host, "default", "TicketOpened");
        var customers = Enumerable.Range(0, 20).Select(_ => Given.Address()).ToList();
        foreach (var customer in customers) await host.OpenAsync(Given.Opened(customer));
        await Eventually.Async(() => _receiver.Calls.Count == 20, TimeSpan.FromSeconds(90), "the good receiver has everything");
        await Eventually.Async(() => customers.TrueForAll(c => host.Mail.Mailbox.Find(c).Count == 1), TimeSpan.FromSeconds(90), "and so have the customers");
        // Four at a time, however long all that took; none of them is over.
        await Eventually.Async(async () => silent.Calls.Count is var calls && calls <= 4 + await host.AttemptsAsync($"recipient = '{quiet}'"), what: "four are under way at most");
        Assert.Equal(20L, await host.ScalarAsync<long>($"SELECT count(*) FROM deliveries WHERE recipient = '{quiet}' AND state = 'queued'"));
        await host.ExecuteAsync("UPDATE webhook_endpoints SET disabled_at = now()");
        await enough.CancelAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_answer_counts_by_its_status_alone_however_endless_or_slow(bool silent)
    {
        await using var hostile = new EndlessReceiver(silent);
        await WebhookReceiver.RegisterAsync(_host, _tenant, hostile.Url, ["TicketOpened"]);
        var opened = await _host.OpenAsync(Given.Opened("", tenant: _tenant));
        await _host.PublishedAsync<NotificationDelivered>(opened.TicketId);
        Assert.InRange(hostile.Sent, 0, 16 * 1024 * 1024);
    }

    [Fact]
    public async Task A_connection_reset_after_receipt_repeats_the_same_id()
    {
        await _receiver.RegisterAsync(_host, _tenant, "TicketOpened");
        _receiver.Answer = (http, call) =>
        {
            if (call == 1) http.Abort();
            return Task.CompletedTask;
        };
        var opened = await _host.OpenAsync(Given.Opened("", tenant: _tenant));
        await _host.PublishedAsync<NotificationDelivered>(opened.TicketId);
        Assert.Equal(2, _receiver.Calls.Count);
        Assert.Single(_receiver.Calls.Select(c => c.Id).Distinct());
    }

    [Fact]
    public async Task A_deleted_endpoint_gets_nothing_more()
    {
        var (id, _) = await _receiver.RegisterAsync(_host, _tenant, "TicketOpened");
        _receiver.Answer = (http, _) =>
        {
            http.Response.StatusCode = 429;
            http.Response.Headers.RetryAfter = "2";
            return Task.CompletedTask;
        };
        var opened = await _host.OpenAsync(Given.Opened(Given.Address(), tenant: _tenant));
        await Eventually.Async(() => !_receiver.Calls.IsEmpty);
        using var admin = _host.Staff(_tenant);
        Assert.Equal(HttpStatusCode.NoContent, (await admin.DeleteAsync($"/api/v1/webhook-endpoints/{id}", TestContext.Current.CancellationToken)).StatusCode);
        Assert.Equal("endpoint-off", (await _host.PublishedAsync<NotificationDropped>(opened.TicketId)).Reason);
        Assert.Single(_receiver.Calls);
    }

    private Task<Call> CallAsync(int number) =>
        Eventually.Async(() => Task.FromResult(_receiver.Calls.ElementAtOrDefault(number - 1)), TimeSpan.FromSeconds(60), $"call {number}");
}
