using System.Net;
using System.Net.Http.Json;
using ServiceMesh.Contracts;
using ServiceMesh.Gateway.Tests.Hosts;

namespace ServiceMesh.Gateway.Tests.Administration;

public sealed class ApiKeys(GatewayHost gateway)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_key_acts_with_its_own_roles()
    {
        var (machine, id) = await gateway.NewKeyAsync("agent", "dispatcher");
        var caller = (await (await machine.PostAsJsonAsync("/api/v1/tickets", new { }, Ct)).EchoAsync()).Caller!;
        Assert.Equal((ActorKind.Integration, id.ToString(), "default"), (caller.Kind, caller.AccountId, caller.Tenant));
        Assert.Equal(["agent", "dispatcher"], caller.Roles);
        await (await machine.GetAsync("/api/v1/accounts", Ct)).IsProblemAsync(HttpStatusCode.Forbidden, "access.role-missing");
    }

    [Fact]
    public async Task A_revoked_key_is_no_key_at_once()
    {
        var (machine, id) = await gateway.NewKeyAsync("agent");
        Assert.Equal(HttpStatusCode.OK, (await machine.GetAsync("/api/v1/tickets", Ct)).StatusCode);
        using var admin = await gateway.SignedInAsync();
        Assert.Equal(HttpStatusCode.NoContent, (await admin.DeleteAsync($"/api/v1/api-keys/{id}", Ct)).StatusCode);
        await (await machine.GetAsync("/api/v1/tickets", Ct)).IsProblemAsync(HttpStatusCode.Unauthorized, "access.sign-in-required");
    }

    [Theory]
    [InlineData("smk_")]
    [InlineData("smk_0123_x")]
    [InlineData("smk_00000000000000000000000000000000_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("eyJhbGciOiJub25lIn0.e30.")]
    public async Task What_is_no_key_opens_nothing(string key)
    {
        using var client = gateway.Client();
        client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", $"Bearer {key}");
        await (await client.GetAsync("/api/v1/tickets", Ct)).IsProblemAsync(HttpStatusCode.Unauthorized, "access.sign-in-required");
    }

    [Fact]
    public async Task The_database_holds_no_secret()
    {
        var (machine, id) = await gateway.NewKeyAsync("agent");
        var secret = machine.DefaultRequestHeaders.Authorization!.Parameter!.Split('_', 3)[2];
        await using var command = gateway.Database.CreateCommand("SELECT row_to_json(k)::text FROM api_keys k WHERE id = $1");
        command.Parameters.AddWithValue(id);
        var row = (string)(await command.ExecuteScalarAsync(Ct))!;
        Assert.DoesNotContain(secret, row, StringComparison.Ordinal);
        using var admin = await gateway.SignedInAsync();
        Assert.DoesNotContain(secret, await admin.GetStringAsync("/api/v1/api-keys", Ct), StringComparison.Ordinal);
    }
}
