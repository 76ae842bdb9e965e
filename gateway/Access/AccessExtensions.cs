using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using ServiceMesh.Gateway.Persistence;
using ServiceMesh.Gateway.Sessions;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Gateway.Access;

internal static class AccessExtensions
{
    /// <summary>Sessions, API keys and the identity tokens made from them.</summary>
    public static void AddAccess(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton<AccessReader>();
        services.AddSingleton<AccessCache>();
        services.AddSingleton<IdentitySigner>();
        services.AddSingleton<IPasswordHasher<Account>, PasswordHasher<Account>>();
        services.AddSingleton<Passwords>();
        services.AddScoped<SignIn>();
        services.AddSingleton<SessionCookie>();
        services.AddAuthentication(AccessHandler.SchemeName)
            .AddScheme<AuthenticationSchemeOptions, AccessHandler>(AccessHandler.SchemeName, null);
        services.AddAuthorizationBuilder()
            .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
    }

    /// <summary>A session whose password must be changed first may do nothing else: 403 <c>session.password-change-required</c>.</summary>
    public static IApplicationBuilder UsePasswordChange(this IApplicationBuilder app) => app.Use(static (context, next) =>
    {
        if (context.GetAccess() is { MustChangePassword: true }
            && context.GetEndpoint()?.Metadata is { } endpoint
            && endpoint.GetMetadata<IAllowAnonymous>() is null
            && endpoint.GetMetadata<BeforePasswordChange>() is null)
            throw Problems.Forbidden("session.password-change-required", "Change the password first: POST /api/v1/session/password.");
        return next(context);
    });
}

/// <summary>Marks endpoints that a session may use before it has changed its password.</summary>
internal sealed class BeforePasswordChange;
