using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;

namespace ServiceMesh.ServiceDefaults;

/// <summary>One pipeline per host, so that one host's trouble opens only its own circuit.</summary>
internal sealed class ResiliencePipelines(TimeProvider time)
{
    public static readonly ResiliencePropertyKey<HttpRequestMessage> Request = new("request");
    private readonly ConcurrentDictionary<string, ResiliencePipeline<HttpResponseMessage>> _pipelines = new(StringComparer.OrdinalIgnoreCase);

    public ResiliencePipeline<HttpResponseMessage> For(Uri? address) =>
        _pipelines.GetOrAdd(address is { IsAbsoluteUri: true } ? address.Authority : "", _ => Make());

    private ResiliencePipeline<HttpResponseMessage> Make() =>
        new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = time }
            .AddTimeout(TimeSpan.FromSeconds(30))
            .AddRetry(new RetryStrategyOptions<HttpResponseMessage>
            {
                MaxRetryAttempts = 2,
                BackoffType = DelayBackoffType.Exponential,
                Delay = TimeSpan.FromMilliseconds(200),
                UseJitter = true,
                ShouldHandle = a => ValueTask.FromResult(MayRepeat(a.Context) && IsPassing(a.Outcome)),
            })
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions<HttpResponseMessage>
            {
                FailureRatio = 0.5,
                MinimumThroughput = 20,
                SamplingDuration = TimeSpan.FromSeconds(10),
                BreakDuration = TimeSpan.FromSeconds(5),
                ShouldHandle = a => ValueTask.FromResult(IsPassing(a.Outcome)),
            })
            .AddTimeout(TimeSpan.FromSeconds(15))
            .Build();

    private static bool IsPassing(Outcome<HttpResponseMessage> outcome) => outcome switch
    {
        { Exception: HttpRequestException or TimeoutRejectedException } => true,
        { Result.StatusCode: HttpStatusCode.RequestTimeout or HttpStatusCode.BadGateway
            or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout } => true,
        _ => false,
    };

    /// <summary>Safe and idempotent methods, and whatever carries an Idempotency-Key, if the body can be sent again.</summary>
    private static bool MayRepeat(ResilienceContext context)
    {
        if (!context.Properties.TryGetValue(Request, out var request))
            return false;
        var idempotent = request.Method == HttpMethod.Get || request.Method == HttpMethod.Head || request.Method == HttpMethod.Options
            || request.Method == HttpMethod.Put || request.Method == HttpMethod.Delete || request.Headers.Contains("Idempotency-Key");
        return idempotent && request.Content is null or (ByteArrayContent or JsonContent);
    }
}
