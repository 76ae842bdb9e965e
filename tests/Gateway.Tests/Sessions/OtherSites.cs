using System.Net;
using System.Net.Http.Json;
using System.Net.WebSockets;
using ServiceMesh.Gateway.Tests.Hosts;

namespace ServiceMesh.Gateway.Tests.Sessions;

public sealed class OtherSites(GatewayHost gateway)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Origin", "https://evil.example")]
    [InlineData("Origin", "null")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    public async Task Cannot_act_with_a_persons_cookie(string header, string value)
    {
        using var client = await gateway.SignedInAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/tickets") { Content = JsonContent.Create(new { subject = "x" }) };
        request.Headers.Add(header, value);
        await (await client.SendAsync(request, Ct)).IsProblemAsync(HttpStatusCode.Forbidden, "session.cross-site");
    }

    [Fact]
    public async Task Cannot_sign_somebody_in()
    {
        using var client = gateway.Client();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/session") { Content = new FormUrlEncodedContent([]) };
        request.Headers.Add("Origin", "https://evil.example");
        await (await client.SendAsync(request, Ct)).IsProblemAsync(HttpStatusCode.Forbidden, "session.cross-site");
    }

    [Fact]
    public async Task Our_own_pages_and_programs_can()
    {
        using var client = await gateway.SignedInAsync();
        using var own = new HttpRequestMessage(HttpMethod.Post, "/api/v1/tickets") { Content = JsonContent.Create(new { subject = "x" }) };
        own.Headers.Add("Origin", gateway.Address.GetLeftPart(UriPartial.Authority));
        Assert.Equal(HttpStatusCode.OK, (await client.SendAsync(own, Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await client.PostAsJsonAsync("/api/v1/tickets", new { subject = "x" }, Ct)).StatusCode);
        var (machine, _) = await gateway.NewKeyAsync("agent");
        using var foreign = new HttpRequestMessage(HttpMethod.Post, "/api/v1/tickets") { Content = JsonContent.Create(new { subject = "x" }) };
        foreign.Headers.Add("Origin", "https://evil.example");
        Assert.Equal(HttpStatusCode.OK, (await machine.SendAsync(foreign, Ct)).StatusCode);
    }

    [Fact]
    public async Task Cannot_open_a_persons_web_socket()
    {
        using var client = gateway.Client();
        var login = await client.PostAsJsonAsync("/api/v1/session", new { email = GatewayHost.AdminEmail, password = GatewayHost.Password }, Ct);
        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Cookie", login.Headers.GetValues("Set-Cookie").Single().Split(';')[0]);
        socket.Options.SetRequestHeader("Origin", "https://evil.example");
        socket.Options.CollectHttpResponseDetails = true;
        await Assert.ThrowsAsync<WebSocketException>(() => socket.ConnectAsync(new Uri($"ws://{gateway.Address.Authority}/circuit"), Ct));
        Assert.Equal(HttpStatusCode.Forbidden, socket.HttpStatusCode);
    }
}
