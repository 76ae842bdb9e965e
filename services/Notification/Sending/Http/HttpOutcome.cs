using System.Net;
using System.Net.Http.Headers;
using ServiceMesh.Notification.Domain;

namespace ServiceMesh.Notification.Sending.Http;

/// <summary>From an HTTP answer to a category.</summary>
public static class HttpOutcome
{
    public static AttemptResult Of(HttpResponseMessage response, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(response);
        var status = (int)response.StatusCode;
        Failure? failure = response.StatusCode switch
        {
            _ when status is >= 200 and < 300 => null,
            _ when status is >= 300 and < 400 => Failure.Redirected,
            HttpStatusCode.Gone => Failure.Gone,
            HttpStatusCode.TooManyRequests or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout => Failure.Throttled,
            _ => Failure.ReceiverError,
        };
        return new AttemptResult(failure, status, failure is null ? null : Wait(response.Headers.RetryAfter, now));
    }

    private static TimeSpan? Wait(RetryConditionHeaderValue? header, DateTimeOffset now) => header switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } when date > now => date - now,
        _ => null,
    };
}
