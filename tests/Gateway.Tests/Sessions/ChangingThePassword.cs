using System.Net;
using System.Net.Http.Json;
using ServiceMesh.Gateway.Tests.Hosts;

namespace ServiceMesh.Gateway.Tests.Sessions;

public sealed class ChangingThePassword(GatewayHost gateway)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_first_password_opens_nothing_until_it_is_changed()
    {
        var email = $"{Guid.CreateVersion7():N}@example.com";
        using var admin = await gateway.SignedInAsync();
        (await admin.PostAsJsonAsync("/api/v1/accounts", new { email, name = "New", password = GatewayHost.Password, roles = new[] { "admin" } }, Ct))
            .EnsureSuccessStatusCode();
        using var client = await gateway.SignedInAsync(email);

        await (await client.GetAsync("/api/v1/tickets", Ct)).IsProblemAsync(HttpStatusCode.Forbidden, "session.password-change-required");
        await (await client.GetAsync("/api/v1/accounts", Ct)).IsProblemAsync(HttpStatusCode.Forbidden, "session.password-change-required");
        Assert.True((await (await client.GetAsync("/api/v1/session", Ct)).JsonAsync()).GetProperty("mustChangePassword").GetBoolean());
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/change-password", Ct)).StatusCode);

        var changed = await client.PostAsJsonAsync("/api/v1/session/password", new { current = GatewayHost.Password, @new = "another long secret" }, Ct);
        Assert.Equal(HttpStatusCode.NoContent, changed.StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/api/v1/tickets", Ct)).StatusCode);
        using var again = await gateway.SignedInAsync(email, "another long secret");
    }

    [Fact]
    public async Task Other_sessions_end_with_the_old_password()
    {
        var (first, _, email) = await gateway.NewAccountAsync("agent");
        using var second = await gateway.SignedInAsync(email);
        Assert.Equal(HttpStatusCode.OK, (await second.GetAsync("/api/v1/session", Ct)).StatusCode);

        (await first.PostAsJsonAsync("/api/v1/session/password", new { current = GatewayHost.Password, @new = "another long secret" }, Ct)).EnsureSuccessStatusCode();

        Assert.Equal(HttpStatusCode.Unauthorized, (await second.GetAsync("/api/v1/session", Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await first.GetAsync("/api/v1/session", Ct)).StatusCode);
    }

    [Theory]
    [InlineData("wrong wrong wrong", "another long secret", "session.bad-credentials")]
    [InlineData(GatewayHost.Password, "aaaaaaaaaaaaaaaa", "password.weak")]
    [InlineData(GatewayHost.Password, GatewayHost.Password, "password.same")]
    [InlineData(GatewayHost.Password, "short", "request.invalid")]
    public async Task Bad_changes_are_refused(string current, string next, string code)
    {
        var (client, _, _) = await gateway.NewAccountAsync("agent");
        var response = await client.PostAsJsonAsync("/api/v1/session/password", new { current, @new = next }, Ct);
        await response.IsProblemAsync(HttpStatusCode.BadRequest, code);
    }
}
