using System.Net;
using System.Net.Http.Json;
using ServiceMesh.Gateway.Tests.Hosts;

namespace ServiceMesh.Gateway.Tests.Sessions;

public sealed class SigningIn(GatewayHost gateway)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_right_password_begins_a_session()
    {
        using var client = gateway.Client();
        var response = await client.PostAsJsonAsync("/api/v1/session", new { email = "ADMIN@example.com", password = GatewayHost.Password }, Ct);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var cookie = Assert.Single(response.Headers.GetValues("Set-Cookie"));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Equal("admin@example.com", (await response.JsonAsync()).GetProperty("account").GetProperty("email").GetString());
        var session = await (await client.GetAsync("/api/v1/session", Ct)).JsonAsync();
        Assert.Equal("default", session.GetProperty("tenant").GetString());
        Assert.Equal("Asia/Shanghai", session.GetProperty("timeZone").GetString());
        Assert.False(session.GetProperty("mustChangePassword").GetBoolean());
    }

    [Fact]
    public async Task A_wrong_password_and_an_unknown_person_get_the_same_answer()
    {
        using var client = gateway.Client();
        var wrong = await client.PostAsJsonAsync("/api/v1/session", new { email = GatewayHost.AdminEmail, password = "wrong" }, Ct);
        var unknown = await client.PostAsJsonAsync("/api/v1/session", new { email = "nobody@example.com", password = "wrong" }, Ct);

        await wrong.IsProblemAsync(HttpStatusCode.Unauthorized, "session.bad-credentials");
        await unknown.IsProblemAsync(HttpStatusCode.Unauthorized, "session.bad-credentials");
        Assert.False(wrong.Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public async Task Repeated_failures_lock_the_account_for_that_address()
    {
        var (_, _, email) = await gateway.NewAccountAsync("agent");
        using var client = gateway.Client();
        for (var i = 0; i < 5; i++)
            await (await client.PostAsJsonAsync("/api/v1/session", new { email, password = "wrong" }, Ct))
                .IsProblemAsync(HttpStatusCode.Unauthorized, "session.bad-credentials");

        var locked = await client.PostAsJsonAsync("/api/v1/session", new { email, password = GatewayHost.Password }, Ct);
        await locked.IsProblemAsync(HttpStatusCode.TooManyRequests, "session.locked");
        Assert.True(locked.Headers.RetryAfter!.Delta > TimeSpan.FromMinutes(10));
    }

    [Fact]
    public async Task A_session_ends_at_once_when_its_owner_signs_out()
    {
        using var client = await gateway.SignedInAsync();
        using var copy = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = gateway.Address };
        var login = await gateway.Client().PostAsJsonAsync("/api/v1/session", new { email = GatewayHost.AdminEmail, password = GatewayHost.Password }, Ct);
        copy.DefaultRequestHeaders.Add("Cookie", login.Headers.GetValues("Set-Cookie").Single().Split(';')[0]);
        Assert.Equal(HttpStatusCode.OK, (await copy.GetAsync("/api/v1/tickets", Ct)).StatusCode);

        Assert.Equal(HttpStatusCode.NoContent, (await copy.DeleteAsync("/api/v1/session", Ct)).StatusCode);

        await (await copy.GetAsync("/api/v1/tickets", Ct)).IsProblemAsync(HttpStatusCode.Unauthorized, "access.sign-in-required");
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/api/v1/session", Ct)).StatusCode);
    }

    [Fact]
    public async Task Forms_work_without_scripts()
    {
        using var client = gateway.Client();
        var failed = await client.PostAsync("/session", Form(("email", GatewayHost.AdminEmail), ("password", "x"), ("returnUrl", "/work?a=b")), Ct);
        Assert.Equal(HttpStatusCode.SeeOther, failed.StatusCode);
        Assert.Equal("/sign-in?error=credentials&returnUrl=%2Fwork%3Fa%3Db", failed.Headers.Location!.ToString());

        var signedIn = await client.PostAsync("/session", Form(("email", GatewayHost.AdminEmail), ("password", GatewayHost.Password), ("returnUrl", "/work?a=b")), Ct);
        Assert.Equal(HttpStatusCode.SeeOther, signedIn.StatusCode);
        Assert.Equal("/work?a=b", signedIn.Headers.Location!.ToString());
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/api/v1/session", Ct)).StatusCode);

        var end = await client.PostAsync("/session/end", Form(), Ct);
        Assert.StartsWith("/sign-in", end.Headers.Location!.ToString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync("/api/v1/session", Ct)).StatusCode);
    }

    [Theory]
    [InlineData("//evil.example")]
    [InlineData("/\\evil.example")]
    [InlineData("https://evil.example")]
    [InlineData("")]
    public async Task A_sign_in_leads_nowhere_else(string target)
    {
        using var client = gateway.Client();
        var response = await client.PostAsync("/session", Form(("email", GatewayHost.AdminEmail), ("password", GatewayHost.Password), ("returnUrl", target)), Ct);
        Assert.Equal("/", response.Headers.Location!.ToString());
    }

    [Theory]
    [InlineData("""{"email":"a@example.com"}""")]
    [InlineData("""{"email":null,"password":"x"}""")]
    [InlineData("""{"email":"a@example.com","password":5}""")]
    [InlineData("""{"email":"a\u0000@example.com","password":"x"}""")]
    [InlineData("""{"email":"a\ud800@example.com","password":"x"}""")]
    [InlineData("""{"email":"a@example.com","password":"x","password":"y"}""")]
    [InlineData("""{"email":""")]
    [InlineData("")]
    [InlineData("[]")]
    public async Task Malformed_requests_are_the_callers_fault(string body)
    {
        using var client = gateway.Client();
        var response = await client.PostAsync("/api/v1/session", new StringContent(body, null, "application/json"), Ct);
        await response.IsProblemAsync(HttpStatusCode.BadRequest, "request.invalid");
    }

    private static FormUrlEncodedContent Form(params (string Key, string Value)[] fields) =>
        new(fields.Select(f => KeyValuePair.Create(f.Key, f.Value)));
}
