using System.Security.Claims;

namespace ServiceMesh.Desk;

/// <summary>
/// A person with a live session. The cookie's value stays in this object, on the server: it reaches a circuit with the
/// user of its connection and is never rendered.
/// </summary>
internal sealed class SessionIdentity(DeskAccount account, string cookie, string language)
    : ClaimsIdentity([new Claim("sub", account.Id), new Claim("tenant", account.Tenant), new Claim(DefaultNameClaimType, account.Name)], "session")
{
    public DeskAccount Account { get; } = account;

    /// <summary>The value of <c>sm_session</c>, to be sent to the gateway only.</summary>
    public string Cookie { get; } = cookie;

    /// <summary>The language of this browser.</summary>
    public string Language { get; } = language;
}
