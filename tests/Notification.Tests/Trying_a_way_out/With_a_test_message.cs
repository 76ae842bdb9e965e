using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Notification.Tests.Trying_a_way_out;

/// <summary>An administrator sees at once whether a provider takes messages; no delivery comes of it.</summary>
public sealed class With_a_test_message(UsualNotificationHost usual) : IClassFixture<UsualNotificationHost>
{
    private readonly NotificationHost _host = usual.Host;
    private readonly string _tenant = $"t-{Guid.CreateVersion7():N}";

    [Fact]
    public async Task Each_provider_gets_it_in_its_own_form_and_nothing_is_stored()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.Answer = (http, _) => http.Response.WriteAsync("{\"errcode\":0}");
        var root = new Uri(receiver.Url).GetLeftPart(UriPartial.Authority);
        var robot = await _host.ProvideAsync(new { name = "r", kind = "wecom", url = $"{root}/robot", language = "zh" }, _tenant);
        var sms = await _host.ProvideAsync(new { name = "s", kind = "sms-http", url = $"{root}/sms", secret = "bearer" }, _tenant);
        using var admin = _host.Staff(_tenant);
        foreach (var id in new[] { robot, sms })
        {
            var outcome = await TestAsync(admin, id.ToString(), new { to = "+8613812345678", language = "en" });
            Assert.True(outcome.GetProperty("taken").GetBoolean());
            Assert.Equal(200, outcome.GetProperty("status").GetInt32());
        }
        var calls = receiver.Calls.ToDictionary(c => c.Path);
        Assert.Contains("测试消息", JsonDocument.Parse(calls["/robot"].Body).RootElement.GetProperty("text").GetProperty("content").GetString(), StringComparison.Ordinal);
        Assert.Contains("This is a test message", calls["/sms"].Body, StringComparison.Ordinal);
        Assert.Equal("Bearer bearer", calls["/sms"].Authorization);
        Assert.Equal(0L, await _host.ScalarAsync<long>($"SELECT count(*) FROM deliveries WHERE tenant = '{_tenant}'"));
    }

    [Fact]
    public async Task What_the_other_side_refuses_is_said_by_its_category()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.Answer = (http, _) =>
        {
            http.Response.StatusCode = 401;
            return Task.CompletedTask;
        };
        var id = await _host.ProvideAsync(new { name = "s", kind = "sms-http", url = receiver.Url }, _tenant);
        using var admin = _host.Staff(_tenant);
        var outcome = await TestAsync(admin, id.ToString(), new { to = "+8613812345678" });
        Assert.Equal((false, "authentication-failed", 401), (outcome.GetProperty("taken").GetBoolean(), outcome.GetProperty("failure").GetString(), outcome.GetProperty("status").GetInt32()));
    }

    [Fact]
    public async Task Mail_goes_to_the_callers_own_address_alone()
    {
        var account = Guid.CreateVersion7();
        var address = Given.Address();
        await _host.DeliverAsync(Given.Account(address, Roles.Admin, id: account, tenant: _tenant), 1);
        using var admin = _host.As(account, _tenant, Roles.Admin);
        var server = await admin.GetFromJsonAsync<JsonElement>("/api/v1/notifications/providers/email", TestContext.Current.CancellationToken);
        Assert.Equal((true, "service@vendor.example", false), (server.GetProperty("on").GetBoolean(), server.GetProperty("from").GetString(), server.GetProperty("encrypted").GetBoolean()));
        Assert.True((await TestAsync(admin, "email", new { language = "en" })).GetProperty("taken").GetBoolean());
        Assert.Contains("a test", (await _host.MailAsync(address)).Subject, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_number_a_used_up_limit_a_stranger_and_a_lesser_role_are_refused()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        var slow = await _host.ProvideAsync(new { name = "s", kind = "sms-http", url = receiver.Url, perMinute = 1 }, _tenant);
        using var admin = _host.Staff(_tenant);
        Assert.Equal(HttpStatusCode.BadRequest, await StatusAsync(admin, slow, new { }));
        Assert.Equal(HttpStatusCode.BadRequest, await StatusAsync(admin, slow, new { to = "not a number" }));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(admin, slow, new { to = "+8613812345678" }));
        Assert.Equal(HttpStatusCode.TooManyRequests, await StatusAsync(admin, slow, new { to = "+8613812345678" }));
        using var stranger = _host.Staff($"{_tenant}-other");
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(stranger, slow, new { to = "+8613812345678" }));
        using var manager = _host.Staff(_tenant, Roles.Manager);
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(manager, slow, new { to = "+8613812345678" }));
        Assert.Single(receiver.Calls);
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client, Guid provider, object body)
    {
        using var answer = await client.PostAsJsonAsync($"/api/v1/notifications/providers/{provider}/test", body, TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }

    private static async Task<JsonElement> TestAsync(HttpClient admin, string way, object body)
    {
        using var answer = await admin.PostAsJsonAsync($"/api/v1/notifications/providers/{way}/test", body, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
    }
}
