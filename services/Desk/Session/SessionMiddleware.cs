using System.Security.Claims;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.SignalR;

namespace ServiceMesh.Desk;

/// <summary>
/// Knows people by their session before a page or a circuit begins, and sends those without one to the sign-in:
/// everything but light pages needs a session. Customers have the portal and nothing else, and no circuit either: from one, every page could be reached.
/// </summary>
internal sealed class SessionMiddleware(RequestDelegate next, SessionReader sessions)
{
    public async Task InvokeAsync(HttpContext http)
    {
        var metadata = http.GetEndpoint()?.Metadata;
        var page = metadata?.GetMetadata<ComponentTypeMetadata>() is not null;
        var circuit = metadata?.GetMetadata<HubMetadata>() is not null;
        if (!page && !circuit)
        {
            await next(http);
            return;
        }

        DeskAccount? account = null;
        if (http.Request.Cookies[SessionReader.CookieName] is { Length: > 0 } cookie)
        {
            try
            {
                account = await sessions.ReadAsync(cookie, http.RequestAborted);
            }
            catch (GatewayException) when (metadata?.GetMetadata<LightPageAttribute>() is not null)
            {
                account = null;
            }

            if (account is not null)
                http.User = new ClaimsPrincipal(new SessionIdentity(account, cookie, Preferences.Language(http, account)));
        }

        if (page && metadata?.GetMetadata<LightPageAttribute>() is null)
        {
            var here = Uri.EscapeDataString(http.Request.Path + http.Request.QueryString);
            if (account is null)
            {
                http.Response.Redirect(here == "%2F" ? "/sign-in" : $"/sign-in?returnUrl={here}");
                return;
            }

            if (account.MustChangePassword)
            {
                http.Response.Redirect("/change-password");
                return;
            }
        }

        if (!Keeps(http, account, page))
            return;
        await next(http);
    }

    /// <summary>False when whoever asks has no business there: customers are led home or find nothing, staff are led to the board.</summary>
    private static bool Keeps(HttpContext http, DeskAccount? account, bool page)
    {
        var metadata = http.GetEndpoint()?.Metadata;
        if (account is null || (page && metadata?.GetMetadata<LightPageAttribute>() is not null))
            return true;
        var portal = metadata?.GetMetadata<CustomerPageAttribute>() is not null;
        if (portal == account.IsCustomer)
            return true;
        if (!account.IsCustomer)
            http.Response.Redirect("/");
        else if (page && http.Request.Path == "/")
            http.Response.Redirect(CustomerPageAttribute.Home);
        else
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            // A page for people stands for a page, not for a connection.
            if (!page && http.Features.Get<IStatusCodePagesFeature>() is { } pages)
                pages.Enabled = false;
        }

        return false;
    }
}
