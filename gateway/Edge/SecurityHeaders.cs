namespace ServiceMesh.Gateway.Edge;

/// <summary>Headers of every answer, unless the service behind has set its own. The pages' content policy is theirs.</summary>
internal sealed class SecurityHeaders(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        context.Response.OnStarting(static state =>
        {
            var context = (HttpContext)state;
            var headers = context.Response.Headers;
            if (headers.XContentTypeOptions.Count == 0)
                headers.XContentTypeOptions = "nosniff";
            if (headers["Referrer-Policy"].Count == 0)
                headers["Referrer-Policy"] = "no-referrer";
            if (headers.XFrameOptions.Count == 0)
                headers.XFrameOptions = "DENY";
            if (headers.ContentSecurityPolicy.Count == 0
                && context.Response.ContentType?.StartsWith("text/html", StringComparison.OrdinalIgnoreCase) != true)
                headers.ContentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'";
            if (context.Request.IsHttps && headers.StrictTransportSecurity.Count == 0)
                headers.StrictTransportSecurity = "max-age=31536000";
            headers.Remove("Server");
            return Task.CompletedTask;
        }, context);
        return next(context);
    }
}
