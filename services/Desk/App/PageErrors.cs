using Microsoft.AspNetCore.Components.Endpoints;

namespace ServiceMesh.Desk;

/// <summary>A page that cannot be shown becomes a bare status, for which a page for people stands: never a problem document.</summary>
internal sealed partial class PageErrors(RequestDelegate next, ILogger<PageErrors> log)
{
    public async Task InvokeAsync(HttpContext http)
    {
        try
        {
            await next(http);
        }
        catch (Exception e) when (!http.Response.HasStarted && !http.RequestAborted.IsCancellationRequested && IsPage(http))
        {
            http.Response.Clear();
            http.Response.StatusCode = e is GatewayException ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status500InternalServerError;
            if (e is not GatewayException)
                PageFailed(e);
        }
    }

    private static bool IsPage(HttpContext http) => http.GetEndpoint()?.Metadata.GetMetadata<ComponentTypeMetadata>() is not null;

    [LoggerMessage(Level = LogLevel.Error, Message = "A page failed.")]
    private partial void PageFailed(Exception e);
}
