using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using ServiceMesh.Contracts;
using ServiceMesh.Notification.Domain;
using ServiceMesh.Notification.Sending.Http;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Notification.Tests.Sending_webhooks;

public sealed class Guarded_targets
{
    private static readonly string[] s_events = ["TicketOpened"];

    [Fact]
    public async Task Nothing_ever_reaches_our_own_network()
    {
        await using var canary = await WebhookReceiver.StartAsync();
        await using var host = await NotificationHost.StartAsync(privateTargets: false);
        using var admin = host.Staff();
        var port = new Uri(canary.Url).Port.ToString(CultureInfo.InvariantCulture);
        foreach (var url in new[] { canary.Url, $"https://127.0.0.1:{port}/", $"https://localhost:{port}/", $"https://[::1]:{port}/", "https://169.254.169.254/latest/meta-data", "https://2130706433/" })
        {
            using var refused = await admin.PostAsJsonAsync("/api/v1/webhook-endpoints", new { url, events = s_events }, TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
            Assert.Equal("webhook.bad-target", (await refused.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken)).GetProperty("code").GetString());
        }

        // A name that passed once and leads inside now: the guard is where the connection is made.
        using var made = await admin.PostAsJsonAsync("/api/v1/webhook-endpoints", new { url = "https://hooks.example.com/", events = s_events }, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        await host.ExecuteAsync("UPDATE webhook_endpoints SET url = 'https://localhost:8443/'");
        var opened = await host.OpenAsync(Given.Opened(""));
        var failed = await host.PublishedAsync<NotificationFailed>(opened.TicketId);
        Assert.Equal(("target-forbidden", 1), (failed.Reason, failed.Attempts));
        Assert.Empty(canary.Calls);
    }

    [Fact]
    public async Task A_target_that_is_allowed_leads_nobody_on_to_one_that_is_not()
    {
        await using var canary = await WebhookReceiver.StartAsync();
        await using var allowed = await WebhookReceiver.StartAsync();
        allowed.Answer = (http, _) =>
        {
            http.Response.StatusCode = 307;
            http.Response.Headers.Location = canary.Url;
            return Task.CompletedTask;
        };
        await using var host = await NotificationHost.StartAsync(new() { ["Notification:AllowedTargets:0"] = "localhost" }, privateTargets: false);
        await WebhookReceiver.RegisterAsync(host, "default", allowed.Url.Replace("127.0.0.1", "localhost", StringComparison.Ordinal), s_events);
        var opened = await host.OpenAsync(Given.Opened(""));
        Assert.Equal("redirected", (await host.PublishedAsync<NotificationFailed>(opened.TicketId)).Reason);
        Assert.NotEmpty(allowed.Calls);
        Assert.Empty(canary.Calls);
    }

    [Fact]
    public async Task A_name_that_leads_outside_first_and_inside_later_gains_nothing()
    {
        // 127.0.0.2 stands for the outside: an address that is allowed, where somebody answers.
        await using var outside = await WebhookReceiver.StartAsync("http://127.0.0.2:0");
        var port = new Uri(outside.Url).Port;
        await using var canary = await WebhookReceiver.StartAsync($"http://127.0.0.1:{port}");
        outside.Answer = (http, _) =>
        {
            http.Response.Headers.Connection = "close";
            return Task.CompletedTask;
        };
        var answers = new Queue<IPAddress[]>([[IPAddress.Parse("127.0.0.2")], [IPAddress.Loopback], [IPAddress.Parse("127.0.0.2"), IPAddress.Loopback]]);
        using var guarded = new GuardedHttp(
            new TargetPolicy(Microsoft.Extensions.Options.Options.Create(new NotificationOptions { AllowedTargets = ["127.0.0.2/32"] })), TimeProvider.System, (_, _) => Task.FromResult(answers.Dequeue()));

        using (var first = await guarded.ConnectedAsync(Request(), TestContext.Current.CancellationToken)) Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        foreach (var _ in new[] { 1, 2 })
        {
            var failure = await Assert.ThrowsAsync<HttpRequestException>(() => guarded.ConnectedAsync(Request(), TestContext.Current.CancellationToken));
            Assert.IsType<TargetForbiddenException>(failure.InnerException);
        }
        Assert.Empty(answers);
        Assert.Single(outside.Calls);
        Assert.Empty(canary.Calls);

        HttpRequestMessage Request() => new(HttpMethod.Post, $"http://hooks.example.com:{port}/");
    }

    [Fact]
    public async Task A_name_that_resolves_inside_is_refused_when_connecting()
    {
        using var guarded = new GuardedHttp(new TargetPolicy(Microsoft.Extensions.Options.Options.Create(new NotificationOptions())), TimeProvider.System);
        await using var canary = await WebhookReceiver.StartAsync();
        var port = new Uri(canary.Url).Port;
        foreach (var host in new[] { "localhost", "127.0.0.1", "[::ffff:127.0.0.1]", "2130706433" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, $"http://{host}:{port}/");
            Assert.Equal(Failure.TargetForbidden, (await guarded.CallAsync(request, TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken)).Failure);
            var failure = await Assert.ThrowsAsync<HttpRequestException>(() => guarded.ConnectedAsync(request, TestContext.Current.CancellationToken));
            Assert.IsType<TargetForbiddenException>(failure.InnerException);
        }
        Assert.Empty(canary.Calls);
    }
}
