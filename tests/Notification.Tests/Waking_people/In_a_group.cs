using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Web;
using System.Xml.Linq;
using Microsoft.AspNetCore.Http;
using ServiceMesh.Testing;

namespace ServiceMesh.Notification.Tests.Waking_people;

/// <summary>A link with a token is for one reader: a group that many read gets the ticket in the Desk, and what is read out or listed gets none.</summary>
public sealed class In_a_group(UsualNotificationHost usual) : IClassFixture<UsualNotificationHost>
{
    private const string Phone = "+8613812345678";
    private static readonly string[] s_kinds = ["wecom", "dingtalk", "feishu"];
    private readonly NotificationHost _host = usual.Host;
    private readonly string _tenant = $"t-{Guid.CreateVersion7():N}";

    [Theory]
    [InlineData("zh", "在工作台中打开：")]
    [InlineData("en", "Open it in the Desk: ")]
    public async Task A_page_shows_the_ticket_in_the_desk_and_its_link_goes_to_the_person_alone(string language, string inDesk)
    {
        await using var receiver = await ReceiverAsync();
        var root = new Uri(receiver.Url).GetLeftPart(UriPartial.Authority);
        foreach (var kind in s_kinds) await _host.ProvideAsync(new { name = kind, kind, url = $"{root}/{kind}", language }, _tenant);
        foreach (var kind in new[] { "sms-twilio", "voice-twilio" })
            await _host.ProvideAsync(new { name = kind, kind, url = $"{root}/{kind}", account = "AC1", secret = "token", sender = "+8610000000" }, _tenant);
        var (email, link) = (Given.Address(), _host.Links.Mint());
        var opened = await _host.OpenAsync(Given.Opened("", tenant: _tenant));
        await _host.DeliverAsync(Given.Paged(opened, email, Phone) with { SealedToken = link.Sealed }, 2);
        await Eventually.Async(() => receiver.Calls.Count == 5, TimeSpan.FromSeconds(60), "two providers and three robots were called");
        var calls = receiver.Calls.ToDictionary(c => c.Path.Split('/')[1], c => c.Body);

        foreach (var kind in s_kinds)
            Assert.EndsWith($"\n{inDesk}https://service.example.com/tickets/{opened.TicketId}", Said(kind, calls[kind]), StringComparison.Ordinal);
        Assert.EndsWith($"https://service.example.com/a/{link.Token}", HttpUtility.ParseQueryString(calls["sms-twilio"])["Body"], StringComparison.Ordinal);
        Assert.Contains($"https://service.example.com/a/{link.Token}", (await _host.MailAsync(email)).Text, StringComparison.Ordinal);
        var spoken = XElement.Parse(HttpUtility.ParseQueryString(calls["voice-twilio"])["Twiml"]!).Descendants("Say").Select(say => say.Value).ToArray();
        Assert.NotEmpty(spoken);
        Assert.All(spoken, words => Assert.DoesNotContain("http", words, StringComparison.Ordinal));
        Assert.DoesNotContain(calls, c => c.Value.Contains("***", StringComparison.Ordinal));
        Assert.DoesNotContain(s_kinds, k => calls[k].Contains(link.Token, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Words_of_the_tenants_own_hold_the_same_link_and_none_where_it_would_be_read_out()
    {
        await using var receiver = await ReceiverAsync();
        var root = new Uri(receiver.Url).GetLeftPart(UriPartial.Authority);
        await _host.ProvideAsync(new { name = "r", kind = "wecom", url = $"{root}/wecom", language = "en" }, _tenant);
        await _host.ProvideAsync(new { name = "v", kind = "voice-twilio", url = $"{root}/voice", account = "AC1", secret = "token", sender = "+8610000000" }, _tenant);
        using var admin = _host.Staff(_tenant);
        foreach (var (channel, words) in new[] { ("robot", "en"), ("voice", "zh") })
        {
            admin.DefaultRequestHeaders.Remove("Idempotency-Key");
            admin.DefaultRequestHeaders.Add("Idempotency-Key", Guid.CreateVersion7().ToString());
            using var saved = await admin.PostAsJsonAsync("/api/v1/notifications/templates",
                new { template = "on-call-paged", channel, language = words, subject = "{{number}}", text = "Take {{number}}: {{link}}." }, TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.Created, saved.StatusCode);
        }
        var opened = await _host.OpenAsync(Given.Opened("", tenant: _tenant));
        await _host.DeliverAsync(Given.Paged(opened, Given.Address(), Phone) with { SealedToken = _host.Links.Mint().Sealed }, 2);
        await Eventually.Async(() => receiver.Calls.Count == 2, TimeSpan.FromSeconds(60), "the robot and the provider were called");
        var calls = receiver.Calls.ToDictionary(c => c.Path.Split('/')[1], c => c.Body);
        Assert.Equal($"Take {opened.Number}: https://service.example.com/tickets/{opened.TicketId}.", Said("wecom", calls["wecom"]));
        Assert.Contains($"Take {opened.Number}: .", HttpUtility.ParseQueryString(calls["voice"])["Twiml"], StringComparison.Ordinal);
    }

    private static async Task<WebhookReceiver> ReceiverAsync()
    {
        var receiver = await WebhookReceiver.StartAsync();
        receiver.Answer = (http, _) => http.Response.WriteAsync("{\"errcode\":0,\"code\":0}");
        return receiver;
    }

    private static string Said(string kind, string body)
    {
        var json = JsonDocument.Parse(body).RootElement;
        return (kind == "feishu" ? json.GetProperty("content").GetProperty("text") : json.GetProperty("text").GetProperty("content")).GetString()!.Split("\n@")[0];
    }
}
