using System.Net;
using System.Web;
using System.Xml.Linq;
using ServiceMesh.Contracts;
using ServiceMesh.Notification.Callbacks;
using ServiceMesh.Testing;

namespace ServiceMesh.Notification.Tests.Hearing_back;

/// <summary>Who is paged by a call takes it on by a key; only the provider may say so, and however often it does, it is once.</summary>
public sealed class A_key_pressed_in_a_call(UsualNotificationHost usual) : IClassFixture<UsualNotificationHost>
{
    private const string Phone = "+8613812345678";
    private const string Token = "token";
    private readonly NotificationHost _host = usual.Host;
    private readonly string _tenant = $"t-{Guid.CreateVersion7():N}";

    [Fact]
    public async Task Takes_the_page_on_once()
    {
        var (page, script, _) = await CallAsync();
        Assert.All(script.Elements("Gather"), g => Assert.Equal(("1", "dtmf", "POST"), (g.Attribute("numDigits")!.Value, g.Attribute("input")!.Value, g.Attribute("method")!.Value)));
        var action = Assert.Single(script.Elements("Gather").Select(g => g.Attribute("action")!.Value).Distinct());
        Assert.StartsWith("https://service.example.com/callbacks/", action, StringComparison.Ordinal);
        for (var i = 0; i < 3; i++)
        {
            var (status, heard) = await PressAsync(action, "1");
            Assert.Equal(HttpStatusCode.OK, status);
            Assert.Contains("谢谢", heard!.Value, StringComparison.Ordinal);
            Assert.Empty(heard.Elements("Gather"));
        }

        var told = Assert.Single(await _host.PublishedAsync<PageAcknowledged>(), a => a.TicketId == page.TicketId);
        Assert.Equal((page.PagingId, page.PageId, ActorKind.Staff), (told.PagingId, told.PageId, told.By.Kind));
    }

    [Fact]
    public async Task Is_asked_for_again_when_it_is_another()
    {
        var (page, script, _) = await CallAsync();
        var action = script.Elements("Gather").First().Attribute("action")!.Value;
        foreach (var digits in new[] { "2", "", "11", "#" })
        {
            var (status, heard) = await PressAsync(action, digits);
            Assert.Equal((HttpStatusCode.OK, action), (status, Assert.Single(heard!.Elements("Gather")).Attribute("action")!.Value));
        }

        Assert.DoesNotContain(await _host.PublishedAsync<PageAcknowledged>(), a => a.TicketId == page.TicketId);
    }

    [Fact]
    public async Task Is_believed_from_the_provider_only()
    {
        var (page, script, provider) = await CallAsync();
        var action = script.Elements("Gather").First().Attribute("action")!.Value;
        Assert.Equal(HttpStatusCode.Unauthorized, (await PressAsync(action, "1", token: "wrong")).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await PressAsync(action, "1", signed: "2")).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await PressAsync(action, "1", signedFor: action.Replace("&keypress=1", "", StringComparison.Ordinal))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await PressAsync($"https://service.example.com/callbacks/{provider}?delivery={Guid.NewGuid():N}&keypress=1", "1")).Status);
        // Another tenant's provider knows its own secret, and says nothing of this page by it.
        var (_, _, other) = await CallAsync($"t-{Guid.CreateVersion7():N}");
        Assert.Equal(HttpStatusCode.NotFound, (await PressAsync(action.Replace(provider.ToString(), other.ToString(), StringComparison.Ordinal), "1")).Status);
        Assert.DoesNotContain(await _host.PublishedAsync<PageAcknowledged>(), a => a.TicketId == page.TicketId);
    }

    /// <summary>A page that a provider of its own took, and what it was told to say.</summary>
    private async Task<(OnCallPaged Page, XElement Script, Guid Provider)> CallAsync(string? other = null)
    {
        var tenant = other ?? _tenant;
        await using var receiver = await WebhookReceiver.StartAsync();
        var provider = await _host.ProvideAsync(new { name = $"voice-{Guid.NewGuid():N}", kind = "voice-twilio", url = receiver.Url, secret = Token, account = "AC1", sender = "+8610000000" }, tenant);
        var opened = await _host.OpenAsync(Given.Opened("", tenant: tenant));
        var page = Given.Paged(opened, Given.Address(), Phone, "voice");
        await _host.DeliverAsync(page, 2);
        await _host.PublishedAsync<NotificationDelivered>(opened.TicketId);
        return (page, XElement.Parse(HttpUtility.ParseQueryString(receiver.Calls.Single().Body)["Twiml"]!), provider);
    }

    private async Task<(HttpStatusCode Status, XElement? Heard)> PressAsync(string action, string digits, string token = Token, string? signed = null, string? signedFor = null)
    {
        KeyValuePair<string, string>[] Fields(string pressed) => [new("CallSid", "CA1"), new("Digits", pressed), new("To", Phone)];
        using var nobody = _host.Stranger();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(action).PathAndQuery) { Content = new FormUrlEncodedContent(Fields(digits)) };
        request.Headers.Add("X-Twilio-Signature", ProviderSignatures.Twilio(token, signedFor ?? action, Fields(signed ?? digits)));
        using var answer = await nobody.SendAsync(request, TestContext.Current.CancellationToken);
        return (answer.StatusCode, answer.IsSuccessStatusCode ? XElement.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)) : null);
    }
}
