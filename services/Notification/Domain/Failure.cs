namespace ServiceMesh.Notification.Domain;

/// <summary>What went wrong with an attempt. Whether another attempt makes sense follows from it.</summary>
public enum Failure
{
    /// <summary>Not reached: no such host, connection refused or lost.</summary>
    Unreachable,
    TimedOut,

    /// <summary>The mail server said "later" (4xx).</summary>
    Deferred,

    /// <summary>Too many requests, or overloaded.</summary>
    Throttled,

    /// <summary>The webhook receiver answered something other than success.</summary>
    ReceiverError,

    /// <summary>The receiver answered with a redirect, which is never followed.</summary>
    Redirected,

    /// <summary>No encrypted connection could be made.</summary>
    TlsFailed,

    /// <summary>The mail server did not accept our credentials: the operator can mend it.</summary>
    AuthenticationFailed,

    /// <summary>The mail server refused this message for good (5xx).</summary>
    Refused,

    /// <summary>The webhook receiver is gone (410): its endpoint is switched off.</summary>
    Gone,

    /// <summary>The target is inside our own network, or not https.</summary>
    TargetForbidden,
}

/// <summary>What follows from a failure.</summary>
public static class Failures
{
    public static bool IsRetryable(this Failure failure) => failure switch
    {
        Failure.Unreachable or Failure.TimedOut or Failure.Deferred or Failure.Throttled or Failure.ReceiverError => true,
        Failure.Redirected or Failure.TlsFailed or Failure.AuthenticationFailed => true,
        Failure.Refused or Failure.Gone or Failure.TargetForbidden => false,
        _ => throw new ArgumentOutOfRangeException(nameof(failure)),
    };

    /// <summary>The stable name in events, rows and answers.</summary>
    public static string Name(this Failure failure) => failure switch
    {
        Failure.Unreachable => "unreachable",
        Failure.TimedOut => "timed-out",
        Failure.Deferred => "deferred",
        Failure.Throttled => "throttled",
        Failure.ReceiverError => "receiver-error",
        Failure.Redirected => "redirected",
        Failure.TlsFailed => "tls-failed",
        Failure.AuthenticationFailed => "authentication-failed",
        Failure.Refused => "refused",
        Failure.Gone => "gone",
        Failure.TargetForbidden => "target-forbidden",
        _ => throw new ArgumentOutOfRangeException(nameof(failure)),
    };
}

/// <summary>How an attempt ended: accepted when <paramref name="Failure"/> is null.</summary>
/// <param name="Status">The SMTP or HTTP status, when there was one.</param>
/// <param name="RetryAfter">How long the receiver asked us to wait.</param>
public sealed record AttemptResult(Failure? Failure, int? Status = null, TimeSpan? RetryAfter = null);
