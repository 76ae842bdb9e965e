using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ServiceMesh.ServiceDefaults;

/// <summary>Signs a request in by the gateway's identity token, and by nothing else.</summary>
internal sealed class GatewayIdentityHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, IdentityTokenReader tokens)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "gateway";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers[IdentityTokens.Header];
        if (header.Count == 0)
            return AuthenticateResult.NoResult();
        if (header.Count > 1 || string.IsNullOrEmpty(header[0]) || await tokens.ReadAsync(header[0]!) is not { } principal)
            return AuthenticateResult.Fail("The identity token is not valid here.");
        return AuthenticateResult.Success(new AuthenticationTicket(principal, SchemeName));
    }
}
