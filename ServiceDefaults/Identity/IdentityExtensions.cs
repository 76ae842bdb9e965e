using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace ServiceMesh.ServiceDefaults;

internal static class IdentityExtensions
{
    /// <summary>The gateway's token signs in; every endpoint needs a signed-in caller unless it says AllowAnonymous.</summary>
    public static void AddGatewayIdentity(this IHostApplicationBuilder builder, string audience)
    {
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(s => new IdentityTokenReader(
            audience, s.GetRequiredService<IConfiguration>(), s.GetRequiredService<TimeProvider>(), GatewayIdentityHandler.SchemeName));
        // AddAuthentication would bring Data Protection, which makes and keeps keys for cookies: no service has any.
        builder.Services.AddAuthenticationCore(o => o.DefaultScheme = GatewayIdentityHandler.SchemeName);
        builder.Services.AddWebEncoders();
        new AuthenticationBuilder(builder.Services)
            .AddScheme<AuthenticationSchemeOptions, GatewayIdentityHandler>(GatewayIdentityHandler.SchemeName, null);
        builder.Services.AddAuthorizationBuilder()
            .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
    }
}
