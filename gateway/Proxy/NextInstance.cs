using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Model;

namespace ServiceMesh.Gateway.Proxy;

/// <summary>
/// When no connection to an instance could be made, nothing of the request was sent: another instance may have it, so that a
/// restart of one is nobody's error. What no instance answers is 502, 503 or 504 with Retry-After.
/// </summary>
internal static partial class NextInstance
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

        if (context.Response is not { HasStarted: false, StatusCode: >= 502 and <= 504 } response)
            return;
        var error = context.GetForwarderErrorFeature();
        var proxy = context.GetReverseProxyFeature();
        if (error is null && proxy.ProxiedDestination is not null)
            return;
        response.Headers.RetryAfter = "2";
        var log = context.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(NextInstance));
        LogNoAnswer(log, proxy.Cluster.Config.ClusterId, error?.Error.ToString() ?? "no instance is well", error?.Exception?.Message);
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

    [LoggerMessage(1, LogLevel.Warning, "No answer from {Service}: {Error} {Message}")]
    private static partial void LogNoAnswer(ILogger logger, string service, string error, string? message);

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
