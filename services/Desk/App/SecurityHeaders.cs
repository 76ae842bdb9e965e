namespace ServiceMesh.Desk;

/// <summary>
/// What a browser may do with our pages. Scripts come from files only; the one inline handler that Radzen's
/// drop-downs carry (<c>Radzen.activeElement = null</c>) is allowed by its hash.
/// </summary>
internal sealed class SecurityHeaders(RequestDelegate next)
{
    private const string Common =
        "default-src 'self'; img-src 'self' data:; font-src 'self' data:; connect-src 'self'; object-src 'none'; " +
        "base-uri 'self'; form-action 'self'; frame-ancestors 'none'; ";

    private const string Desk = Common +
        "style-src 'self' 'unsafe-inline'; script-src 'self' 'unsafe-hashes' 'sha256-Gv+T45M6M+kq+caJFhy73JiJ7nitAZcfPRfx1dzDz/4='";

    private const string Light = Common + "style-src 'self'; script-src 'self'";

    public Task InvokeAsync(HttpContext http)
    {
        http.Response.OnStarting(static state =>
        {
            var context = (HttpContext)state;
            var headers = context.Response.Headers;
            headers.XContentTypeOptions = "nosniff";
            // Own pages only: with no-referrer a form would arrive with "Origin: null", which the gateway must refuse.
            headers["Referrer-Policy"] = "same-origin";
            // A check-in on site may tell where it is made.
            headers["Permissions-Policy"] = "camera=(), geolocation=(self), microphone=(), payment=()";
            if (context.Response.ContentType?.StartsWith("text/html", StringComparison.OrdinalIgnoreCase) == true)
            {
                var page = context.GetEndpoint()?.Metadata;
                var plain = page?.GetMetadata<LightPageAttribute>() is not null || page?.GetMetadata<CustomerPageAttribute>() is not null;
                headers.ContentSecurityPolicy = plain ? Light : Desk;
                headers.CacheControl = "no-store";
            }

            return Task.CompletedTask;
        }, http);
        return next(http);
    }
}
