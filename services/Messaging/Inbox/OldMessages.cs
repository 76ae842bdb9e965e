using Microsoft.Extensions.Logging;
using ServiceMesh.Contracts;

namespace ServiceMesh.Messaging;

/// <summary>
/// Notices messages whose id is older than the inbox reaches back: whether such a one was handled before, nobody knows any more. Each is
/// counted; the log has the first and then one line a minute at most, for a replay brings thousands.
/// </summary>
internal sealed partial class OldMessages(DatabaseClock clock, TimeProvider time, MessagingOptions options, MessagingMetrics metrics, ILogger<OldMessages> logger)
{
    private static readonly TimeSpan s_quiet = TimeSpan.FromMinutes(1);
    private readonly Lock _gate = new();
    private long? _told;
    private long _untold;

    /// <summary>Looks at a message once, when it comes in: its later tries are the same message.</summary>
    public void LookAt(Event e, Guid messageId)
    {
        if (e is TransientEvent || InboxPartitions.DayOf(messageId) is not { } day || day >= InboxPartitions.FirstKept(clock.Now, options.InboxDays)) return;
        var type = e.GetType().Name;
        metrics.TooOld(type);
        long count;
        lock (_gate)
        {
            _untold++;
            if (_told is { } last && time.GetElapsedTime(last) < s_quiet) return;
            (_told, count, _untold) = (time.GetTimestamp(), _untold, 0);
        }
        LogOld(type, messageId, day, options.InboxDays, count);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message =
        "{EventType} {MessageId} is of {Day:yyyy-MM-dd}, further back than the {Days} days of the inbox: it is handled, even if it was before ({Count} such messages since this was last said)")]
    private partial void LogOld(string eventType, Guid messageId, DateOnly day, int days, long count);
}
