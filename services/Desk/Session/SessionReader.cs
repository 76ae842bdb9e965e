using System.Net;

namespace ServiceMesh.Desk;

/// <summary>Asks the gateway whose session a cookie is.</summary>
internal sealed class SessionReader(IHttpClientFactory clients)
{
    public const string CookieName = "sm_session";

    /// <summary>The account, or null when the session has ended.</summary>
    /// <exception cref="GatewayException">The gateway did not answer.</exception>
    public async Task<DeskAccount?> ReadAsync(string cookie, CancellationToken ct)
    {
        try
        {
            using var client = clients.CreateClient(GatewayApi.ClientName);
            return await new GatewayApi(client, cookie).GetAsync<DeskAccount>("/api/v1/session", ct);
        }
        catch (GatewayException e) when (e.Status is (int)HttpStatusCode.Unauthorized or (int)HttpStatusCode.Forbidden)
        {
            return null;
        }
    }
}
