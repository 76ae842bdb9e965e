using ServiceMesh.Gateway.Access;
using ServiceMesh.Gateway.Sessions;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Gateway.Edge;

/// <summary>
/// Other sites cannot act with a person's cookie: requests that change something, sign-ins and WebSockets must come from our own
/// pages, as the browser says in Sec-Fetch-Site or Origin. 403 <c>session.cross-site</c>. Programs send neither and no cookie.
/// </summary>
internal sealed class CrossSiteGuard(IConfiguration configuration)
{
    private readonly string? _publicOrigin =
        Uri.TryCreate(configuration["PublicUrl"], UriKind.Absolute, out var url) ? url.GetLeftPart(UriPartial.Authority) : null;

    public void Check(HttpContext context)
    {
        var request = context.Request;
        if (!IsActing(request) || !(context.GetAccess()?.Person is not null || IsSignIn(request)))
            return;
        if (!IsOurs(request))
            throw new ProblemException(403, "session.cross-site", "This must come from a page of this site.");
    }

    private static bool IsActing(HttpRequest request) =>
        !(HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method))
        || request.Headers.ContainsKey("Sec-WebSocket-Key");

    private static bool IsSignIn(HttpRequest request) =>
        request.Path.StartsWithSegments("/session") || request.Path.StartsWithSegments("/api/v1/session")
        || SessionCookie.Read(request) is not null;

    private bool IsOurs(HttpRequest request)
    {
        // WebSocket handshakes carry Sec-Fetch-Site in few browsers, Origin in all.
        if (request.Headers["Sec-Fetch-Site"] is { Count: > 0 } site)
            return site == "same-origin" || site == "none";
        if (request.Headers.Origin is not { Count: > 0 } origin)
            return true;
        return origin == $"{request.Scheme}://{request.Host.Value}"
            || string.Equals(origin, _publicOrigin, StringComparison.OrdinalIgnoreCase);
    }
}
