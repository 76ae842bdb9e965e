using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Model;

namespace ServiceMesh.Gateway.Proxy;

/// <summary>
/// When no connection to an instance could be made, nothing of the request was sent: another instance may have it, so that a
/// restart of one is nobody's error. What no instance answers is 502, 503 or 504 with Retry-After.
/// </summary>
internal static class NextInstance
{
    private const int Attempts = 3;
    private static readonly object Key = new();

    public static async Task InvokeAsync(HttpContext context, Func<Task> next)
    {
        await next();
        for (var attempt = 1; attempt < Attempts && MayTryAnother(context); attempt++)
        {
            context.Features.Set<IForwarderErrorFeature>(null);
            context.Response.StatusCode = StatusCodes.Status200OK;
            await next();
        }

        if (context.Response is { HasStarted: false, StatusCode: >= 502 and <= 504 } response
            && (context.GetForwarderErrorFeature() is not null || context.GetReverseProxyFeature().ProxiedDestination is null))
            response.Headers.RetryAfter = "2";
    }

    private static bool MayTryAnother(HttpContext context)
    {
        if (context.Response.HasStarted
            || context.GetForwarderErrorFeature() is not { Error: ForwarderError.Request } error
            || error.Exception is not HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError })
            return false;
        var proxy = context.GetReverseProxyFeature();
        var others = proxy.AllDestinations.Where(d => d != proxy.ProxiedDestination && !IsTried(context, d)).ToList();
        if (others.Count == 0)
            return false;
        Tried(context).Add(proxy.ProxiedDestination!);
        proxy.AvailableDestinations = others;
        return true;
    }

    private static bool IsTried(HttpContext context, DestinationState destination) => Tried(context).Contains(destination);

    private static HashSet<DestinationState> Tried(HttpContext context)
    {
        if (context.Items.TryGetValue(Key, out var set))
            return (HashSet<DestinationState>)set!;
        var tried = new HashSet<DestinationState>();
        context.Items[Key] = tried;
        return tried;
    }
}
