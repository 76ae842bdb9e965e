using System.Net;
using ServiceMesh.Traffic.Gateway;

namespace ServiceMesh.Traffic.Demo;

/// <summary>Whether the demo's people can still sign in with the password it remembers, and setting it anew where they cannot.</summary>
internal static class SignIns
{
    public static async Task<bool> WorkAsync(GatewayClient gateway, string email, string password, CancellationToken ct)
    {
        try
        {
            using var person = new GatewayClient(gateway.Address);
            return !(await person.SignInAsync(email, password, ct)).MustChangePassword;
        }
        catch (GatewayException e) when (e.Status == HttpStatusCode.Unauthorized)
        {
            return false;
        }
    }

    public static async Task RenewAsync(GatewayClient gateway, Guid account, string email, string password, CancellationToken ct)
    {
        var passing = "passing-" + Guid.NewGuid().ToString("N");
        await gateway.PatchAsync($"/api/v1/accounts/{account}", new { password = passing }, ct);
        using var person = new GatewayClient(gateway.Address);
        await person.SignInAsync(email, passing, ct);
        await person.PostAsync("/api/v1/session/password", new { current = passing, @new = password }, null, ct);
    }
}
