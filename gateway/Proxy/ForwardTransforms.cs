using ServiceMesh.Gateway.Access;
using ServiceMesh.ServiceDefaults;
using Yarp.ReverseProxy.Transforms;
using Yarp.ReverseProxy.Transforms.Builder;

namespace ServiceMesh.Gateway.Proxy;

/// <summary>
/// What a service gets to see of a caller: the identity token signed for it, and nothing it could be impersonated with elsewhere.
/// Only the Desk gets the session cookie, because it acts through this gateway in the person's name.
/// </summary>
internal static class ForwardTransforms
{
    public static void Add(TransformBuilderContext builder)
    {
        var cluster = builder.Cluster?.ClusterId ?? builder.Route.ClusterId!;
        var isDesk = cluster == ServiceRoutes.Desk;
        var isAnonymous = builder.Route.AuthorizationPolicy == "anonymous" && !isDesk;
        var signer = builder.Services.GetRequiredService<IdentitySigner>();
        builder.AddXForwarded(ForwardedTransformActions.Set);
        builder.AddXForwardedPrefix(action: ForwardedTransformActions.Remove);
        if (isDesk)
            builder.AddOriginalHost();
        builder.AddRequestTransform(context =>
        {
            var headers = context.ProxyRequest.Headers;
            headers.Remove(IdentityTokens.Header);
            headers.Remove("Authorization");
            headers.Remove("X-Api-Key");
            headers.Remove("Forwarded");
            headers.Remove("X-Real-IP");
            if (!isDesk)
                headers.Remove("Cookie");
            if (!isAnonymous && context.HttpContext.GetAccess() is { } access)
                headers.TryAddWithoutValidation(IdentityTokens.Header, access.TokenFor(cluster, signer));
            return ValueTask.CompletedTask;
        });
    }
}
