using System.Net;
using Polly;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace ServiceMesh.ServiceDefaults;

/// <summary>
/// Outgoing HTTP: 15 s per attempt, 30 s in all, up to two repeats with jitter of what may be repeated, and per host a circuit
/// breaker. What it ends by itself appears as <see cref="HttpRequestException"/>, like any other failure of the network.
/// </summary>
internal sealed class ResilienceHandler(ResiliencePipelines pipelines) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var context = ResilienceContextPool.Shared.Get(cancellationToken);
        context.Properties.Set(ResiliencePipelines.Request, request);
        try
        {
            return await pipelines.For(request.RequestUri).ExecuteAsync(
                static async (c, self) => await self.Handler.SendOnceAsync(self.Request, c.CancellationToken),
                context, (Handler: this, Request: request));
        }
        catch (BrokenCircuitException e)
        {
            throw new HttpRequestException(HttpRequestError.ConnectionError, "Not tried: it failed too often just now.", e);
        }
        catch (TimeoutRejectedException e)
        {
            throw new HttpRequestException(HttpRequestError.Unknown, "No answer in time.", e, HttpStatusCode.GatewayTimeout);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private Task<HttpResponseMessage> SendOnceAsync(HttpRequestMessage request, CancellationToken token) => base.SendAsync(request, token);
}
