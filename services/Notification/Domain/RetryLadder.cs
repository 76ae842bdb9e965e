namespace ServiceMesh.Notification.Domain;

/// <summary>When to try again.</summary>
public static class RetryLadder
{
    private static readonly TimeSpan s_longestAskedWait = TimeSpan.FromHours(24);

    /// <summary>E-mail: eight attempts within about 18 hours.</summary>
    public static IReadOnlyList<TimeSpan> Email { get; } =
    [
        TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(15), TimeSpan.FromHours(1),
        TimeSpan.FromHours(2), TimeSpan.FromHours(5), TimeSpan.FromHours(10),
    ];

    /// <summary>Webhooks: the schedule of Standard Webhooks, ten attempts within about three days and a half.</summary>
    public static IReadOnlyList<TimeSpan> Webhook { get; } =
    [
        TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2), TimeSpan.FromHours(5),
        TimeSpan.FromHours(10), TimeSpan.FromHours(14), TimeSpan.FromHours(20), TimeSpan.FromHours(24),
    ];

    /// <summary>Robots, SMS and calls: six attempts within an hour and a half; what is later than that wakes nobody in time.</summary>
    public static IReadOnlyList<TimeSpan> Provider { get; } =
    [
        TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(15), TimeSpan.FromHours(1),
    ];

    /// <summary>The wait before the next attempt; null when there is none.</summary>
    /// <param name="failedAttempts">How many attempts have failed, this one included; at least 1.</param>
    /// <param name="spread">0 to 1: lengthens the wait by up to a tenth, so that a thousand failures do not come back together.</param>
    public static TimeSpan? Next(IReadOnlyList<TimeSpan> ladder, int failedAttempts, AttemptResult result, double spread)
    {
        ArgumentNullException.ThrowIfNull(ladder);
        ArgumentNullException.ThrowIfNull(result);
        if (result.Failure is not { } failure || !failure.IsRetryable() || failedAttempts > ladder.Count) return null;
        var wait = ladder[failedAttempts - 1] * (1 + spread / 10);
        var asked = result.RetryAfter > s_longestAskedWait ? s_longestAskedWait : result.RetryAfter ?? TimeSpan.Zero;
        return wait > asked ? wait : asked;
    }
}
