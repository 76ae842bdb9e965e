using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using ServiceMesh.Gateway.Sessions;

namespace ServiceMesh.Gateway.Access;

/// <summary>Recognises callers: by an API key (<c>Authorization: Bearer smk_...</c>), or else by the session cookie.</summary>
internal sealed class AccessHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, AccessCache cache)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "session-or-key";
    private const string Bearer = "Bearer ";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        Access? access;
        var authorization = Request.Headers.Authorization;
        if (authorization.Count == 1 && authorization[0] is { } value && value.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
            access = await cache.FindKeyAsync(value[Bearer.Length..].Trim(), Context.RequestAborted);
        else if (SessionCookie.Read(Request) is { } token)
            access = await cache.FindSessionAsync(token, Context.RequestAborted);
        else
            return AuthenticateResult.NoResult();
        if (access is null)
            return AuthenticateResult.Fail("Neither a session nor an API key of ours.");
        Context.Features.Set(access);
        return access.Result;
    }
}
