using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;

namespace ServiceMesh.Desk;

/// <summary>
/// Asks again every minute whether a circuit's session still lives and its rights are unchanged; when not, the circuit's
/// user becomes nobody and the screen reloads, which leads to the sign-in or to the new rights.
/// </summary>
internal sealed class SessionState(ILoggerFactory loggers, SessionReader sessions) : RevalidatingServerAuthenticationStateProvider(loggers)
{
    protected override TimeSpan RevalidationInterval => TimeSpan.FromMinutes(1);

    protected override async Task<bool> ValidateAuthenticationStateAsync(AuthenticationState authenticationState, CancellationToken cancellationToken)
    {
        if (authenticationState.User.Identity is not SessionIdentity identity)
            return false;
        try
        {
            var now = await sessions.ReadAsync(identity.Cookie, cancellationToken);
            return now is not null && now.SameRights(identity.Account);
        }
        catch (GatewayException)
        {
            // A gateway that is away grants nothing either: every call goes through it. Ask again in a minute.
            return true;
        }
    }
}
