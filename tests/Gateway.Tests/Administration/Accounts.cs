using System.Net;
using System.Net.Http.Json;
using ServiceMesh.Contracts;
using ServiceMesh.Gateway.Tests.Hosts;
using ServiceMesh.Testing;

namespace ServiceMesh.Gateway.Tests.Administration;

public sealed class Accounts(GatewayHost gateway)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_first_start_makes_a_tenant_and_its_administrator_and_tells_the_others()
    {
        var events = await TestOutbox.ReadAsync(gateway.Database);
        var tenant = events.OfType<TenantChanged>().First();
        Assert.Equal(("default", "Asia/Shanghai"), (tenant.Tenant, tenant.TimeZone));
        var account = events.OfType<AccountChanged>().First();
        Assert.Equal(GatewayHost.AdminEmail, account.Email);
        Assert.Contains("admin", account.Roles);
    }

    [Fact]
    public async Task Changes_are_told_with_the_whole_state()
    {
        var (_, id, email) = await gateway.NewAccountAsync("agent");
        using var admin = await gateway.SignedInAsync();
        (await admin.PatchAsJsonAsync($"/api/v1/accounts/{id}", new { name = "Renamed", roles = new[] { "agent", "dispatcher" } }, Ct)).EnsureSuccessStatusCode();

        var last = (await TestOutbox.ReadAsync(gateway.Database)).OfType<AccountChanged>().Last(e => e.AccountId == id);
        Assert.Equal(("Renamed", email, 2, 2L), (last.Name, last.Email, last.Roles.Count, last.Stream!.Sequence));
        Assert.Equal(ActorKind.Staff, last.By.Kind);
    }

    [Fact]
    public async Task A_new_role_and_a_closed_account_take_effect_at_once()
    {
        var (client, id, _) = await gateway.NewAccountAsync("agent");
        using var admin = await gateway.SignedInAsync();
        Assert.Equal(["agent"], (await (await client.GetAsync("/api/v1/tickets", Ct)).EchoAsync()).Caller!.Roles);

        (await admin.PatchAsJsonAsync($"/api/v1/accounts/{id}", new { roles = new[] { "manager" } }, Ct)).EnsureSuccessStatusCode();
        Assert.Equal(["manager"], (await (await client.GetAsync("/api/v1/tickets", Ct)).EchoAsync()).Caller!.Roles);

        (await admin.PatchAsJsonAsync($"/api/v1/accounts/{id}", new { active = false }, Ct)).EnsureSuccessStatusCode();
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync("/api/v1/tickets", Ct)).StatusCode);
    }

    [Fact]
    public async Task Another_tenants_account_is_as_unknown_as_any()
    {
        var (_, id, _) = await gateway.NewAccountAsync("agent");
        var (_, key) = await gateway.NewKeyAsync("agent");
        using var stranger = await gateway.NewTenantAsync();

        await (await stranger.GetAsync($"/api/v1/accounts/{id}", Ct)).IsProblemAsync(HttpStatusCode.NotFound, "account.not-found");
        await (await stranger.PatchAsJsonAsync($"/api/v1/accounts/{id}", new { name = "x" }, Ct)).IsProblemAsync(HttpStatusCode.NotFound, "account.not-found");
        await (await stranger.GetAsync($"/api/v1/accounts/{Guid.CreateVersion7()}", Ct)).IsProblemAsync(HttpStatusCode.NotFound, "account.not-found");
        await (await stranger.DeleteAsync($"/api/v1/api-keys/{key}", Ct)).IsProblemAsync(HttpStatusCode.NotFound, "api-key.not-found");
        Assert.Equal(1, (await (await stranger.GetAsync("/api/v1/accounts", Ct)).JsonAsync()).GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task Only_administrators_administer()
    {
        var (agent, _, _) = await gateway.NewAccountAsync("agent", "manager");
        using var nobody = gateway.Client();
        await (await agent.GetAsync("/api/v1/accounts", Ct)).IsProblemAsync(HttpStatusCode.Forbidden, "access.role-missing");
        await (await nobody.GetAsync("/api/v1/accounts", Ct)).IsProblemAsync(HttpStatusCode.Unauthorized, "access.sign-in-required");
    }

    [Fact]
    public async Task Only_operators_of_the_first_tenant_make_tenants()
    {
        using var stranger = await gateway.NewTenantAsync();
        var response = await stranger.PostAsJsonAsync("/api/v1/tenants", new
        {
            key = "third", name = "T", timeZone = "Asia/Shanghai", languages = new[] { "en" }, brand = "T", adminEmail = "t@example.com", adminPassword = GatewayHost.Password,
        }, Ct);
        await response.IsProblemAsync(HttpStatusCode.Forbidden, "access.role-missing");
    }

    [Fact]
    public async Task The_last_administrator_stays()
    {
        using var stranger = await gateway.NewTenantAsync();
        var id = (await (await stranger.GetAsync("/api/v1/session", Ct)).JsonAsync()).GetProperty("id").GetString();
        await (await stranger.PatchAsJsonAsync($"/api/v1/accounts/{id}", new { active = false }, Ct)).IsProblemAsync(HttpStatusCode.Conflict, "account.last-admin");
    }

    [Theory]
    [InlineData("""{"email":"admin@example.com","name":"A","password":"correct horse battery","roles":["agent"]}""", 409, "account.email-taken")]
    [InlineData("""{"email":"x@example.com","name":"A","password":"correct horse battery","roles":["king"]}""", 400, "request.invalid")]
    [InlineData("""{"email":"x@example.com","name":"A","password":"correct horse battery","roles":[null]}""", 400, "request.invalid")]
    [InlineData("""{"email":"x@example.com","name":"A","password":"correct horse battery","roles":[]}""", 400, "request.invalid")]
    [InlineData("""{"email":"x@example.com","name":"A","password":"correct horse battery","roles":["customer"]}""", 400, "request.invalid")]
    [InlineData("""{"email":"x@example.com","name":"A","password":"correct horse battery","roles":["agent"],"language":"klingon-"}""", 400, "request.invalid")]
    [InlineData("""{"email":"nothing","name":"A","password":"correct horse battery","roles":["agent"]}""", 400, "request.invalid")]
    [InlineData("""{"email":"x@example.com","name":"A","password":"short","roles":["agent"]}""", 400, "request.invalid")]
    public async Task Impossible_accounts_are_refused(string body, int status, string code)
    {
        using var admin = await gateway.SignedInAsync();
        var response = await admin.PostAsync("/api/v1/accounts", new StringContent(body, null, "application/json"), Ct);
        await response.IsProblemAsync((HttpStatusCode)status, code);
    }
}
