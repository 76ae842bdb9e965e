using System.Net;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text;
using ServiceMesh.Gateway.Tests.Hosts;
using ServiceMesh.ServiceDefaults;
using ServiceMesh.Testing;

namespace ServiceMesh.Gateway.Tests.Proxying;

public sealed class WhatServicesSee(GatewayHost gateway)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_gateways_word_and_never_the_clients()
    {
        using var client = await gateway.SignedInAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/tickets?limit=5");
        request.Headers.Add(IdentityTokens.Header, TestIdentity.Token("intake", tenant: "victim", roles: ["admin"]));
        request.Headers.Add("X-Forwarded-For", "203.0.113.9");
        request.Headers.Add("X-Forwarded-Host", "evil.example");
        request.Headers.Add("Forwarded", "for=203.0.113.9");
        request.Headers.Add("X-Api-Key", "secret");
        var echo = await (await client.SendAsync(request, Ct)).EchoAsync();

        Assert.Equal("/api/v1/tickets?limit=5", echo.Path);
        Assert.Equal("default", echo.Caller!.Tenant);
        Assert.Equal("127.0.0.1", echo.Headers["x-forwarded-for"].Replace("::ffff:", "", StringComparison.Ordinal));
        Assert.Equal(gateway.Address.Authority, echo.Headers["x-forwarded-host"]);
        Assert.DoesNotContain("cookie", echo.Headers.Keys);
        Assert.DoesNotContain("forwarded", echo.Headers.Keys);
        Assert.DoesNotContain("x-api-key", echo.Headers.Keys);
    }

    [Fact]
    public async Task No_api_key()
    {
        var (machine, _) = await gateway.NewKeyAsync("agent");
        var echo = await (await machine.GetAsync("/api/v1/tickets", Ct)).EchoAsync();
        Assert.DoesNotContain("authorization", echo.Headers.Keys);
    }

    [Fact]
    public async Task A_token_for_nobody_else()
    {
        using var client = await gateway.SignedInAsync();
        var token = (await (await client.GetAsync("/api/v1/tickets", Ct)).EchoAsync()).Headers[IdentityTokens.Header.ToLowerInvariant()];
        using var direct = new HttpClient();
        direct.DefaultRequestHeaders.Add(IdentityTokens.Header, token);

        Assert.Equal(HttpStatusCode.OK, (await direct.GetAsync($"{gateway.Intake.Address}/api/v1/tickets", Ct)).StatusCode);
        await (await direct.GetAsync($"{gateway.Dispatch.Address}/api/v1/board", Ct)).IsProblemAsync(HttpStatusCode.Unauthorized, "access.sign-in-required");
        Assert.Equal("default", (await (await client.GetAsync("/api/v1/board", Ct)).EchoAsync()).Caller!.Tenant);
    }

    [Fact]
    public async Task Nothing_that_did_not_come_through_the_gateway()
    {
        using var direct = new HttpClient();
        await (await direct.GetAsync($"{gateway.Intake.Address}/api/v1/tickets", Ct)).IsProblemAsync(HttpStatusCode.Unauthorized, "access.sign-in-required");
    }

    [Fact]
    public async Task Nobody_without_a_session_where_one_is_needed()
    {
        using var client = gateway.Client();
        await (await client.GetAsync("/api/v1/tickets", Ct)).IsProblemAsync(HttpStatusCode.Unauthorized, "access.sign-in-required");
        await (await client.GetAsync("/api/v1/nothing-here", Ct)).IsProblemAsync(HttpStatusCode.NotFound, "request.not-found");
        await (await client.GetAsync("/api/v1/progress/abc/conversation", Ct)).IsProblemAsync(HttpStatusCode.Unauthorized, "access.sign-in-required");
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/anything/else", Ct)).StatusCode);
    }

    [Fact]
    public async Task The_cookie_only_if_it_is_the_desk()
    {
        using var client = await gateway.SignedInAsync();
        var echo = await (await client.GetAsync("/board", Ct)).EchoAsync();
        Assert.Contains("sm_session=", echo.Headers["cookie"], StringComparison.Ordinal);
        Assert.Equal(gateway.Address.Authority, echo.Headers["host"]);
    }

    [Fact]
    public async Task Webhooks_byte_for_byte()
    {
        var body = Encoding.UTF8.GetBytes("{ \"text\" :\t\"\\u4f60好\" , \"text\": 1.0 }\r\n\0\x01").Concat(new byte[] { 0xff, 0xfe, 0x80 }).ToArray();
        using var client = gateway.Client();
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/webhooks/{Guid.CreateVersion7()}/messages") { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new("application/json");
        request.Headers.Add("webhook-signature", "v1,abc=");
        var echo = await (await client.SendAsync(request, Ct)).EchoAsync();
        Assert.Equal(body, Convert.FromBase64String(echo.Body));
        Assert.Equal("v1,abc=", echo.Headers["webhook-signature"]);
        Assert.Equal("application/json", echo.Headers["content-type"]);
    }

    [Theory]
    [InlineData("/u/AbC-_9", "List-Unsubscribe=One-Click", "application/x-www-form-urlencoded", null)]
    [InlineData("/callbacks/0199-x?delivery=1", "MessageStatus=delivered&To=%2B86138", "application/x-www-form-urlencoded", "X-Twilio-Signature")]
    [InlineData("/callbacks/0199-x", "{\"id\":\"1\",\"status\" : \"delivered\"}", "application/json", "webhook-signature")]
    public async Task What_mailboxes_and_providers_tell_without_signing_in(string path, string body, string type, string? signature)
    {
        using var client = gateway.Client();
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) };
        request.Content.Headers.ContentType = new(type);
        request.Headers.Add(IdentityTokens.Header, TestIdentity.Token("notification", tenant: "victim", roles: ["admin"]));
        if (signature is not null) request.Headers.Add(signature, "v1,abc=");
        var echo = await (await client.SendAsync(request, Ct)).EchoAsync();
        Assert.Equal((path, "POST", body), (echo.Path, echo.Method, Encoding.UTF8.GetString(Convert.FromBase64String(echo.Body))));
        Assert.Null(echo.Caller);
        Assert.Equal(type, echo.Headers["content-type"]);
        Assert.Equal(gateway.Address.Authority, echo.Headers["x-forwarded-host"]);
        if (signature is not null) Assert.Equal("v1,abc=", echo.Headers[signature.ToLowerInvariant()]);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/u/AbC-_9", Ct)).StatusCode);
        await (await client.GetAsync("/callbacks/0199-x/deeper", Ct)).EchoAsync();
    }

    [Theory]
    [InlineData("/circuit")]
    [InlineData("/chat/0199-x/live")]
    public async Task Web_sockets(string path)
    {
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(new Uri($"ws://{gateway.Address.Authority}{path}"), Ct);
        await socket.SendAsync("ping"u8.ToArray(), WebSocketMessageType.Text, true, Ct);
        var buffer = new byte[16];
        var answer = await socket.ReceiveAsync(buffer, Ct);
        Assert.Equal("ping", Encoding.UTF8.GetString(buffer, 0, answer.Count));
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, Ct);
    }

    [Fact]
    public async Task Answers_carry_the_headers_that_protect_browsers()
    {
        using var client = gateway.Client();
        var response = await client.GetAsync("/api/v1/session", Ct);
        Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("DENY", response.Headers.GetValues("X-Frame-Options").Single());
        Assert.Equal("no-referrer", response.Headers.GetValues("Referrer-Policy").Single());
        Assert.False(response.Headers.Contains("Server"));
    }

    [Fact]
    public async Task Each_services_document_is_at_hand()
    {
        using var client = gateway.Client();
        Assert.Equal("3.1.1", (await client.GetFromJsonAsync<System.Text.Json.JsonElement>("/openapi/intake.json", Ct)).GetProperty("openapi").GetString());
        var own = await client.GetFromJsonAsync<System.Text.Json.JsonElement>("/openapi/v1.json", Ct);
        Assert.True(own.GetProperty("paths").TryGetProperty("/api/v1/accounts/{id}", out _));
    }
}
