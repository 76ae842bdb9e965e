using System.ComponentModel.DataAnnotations;

namespace ServiceMesh.Messaging;

/// <summary>Settings of the section <c>Messaging</c>.</summary>
public sealed class MessagingOptions
{
    private static readonly int[] s_retryLadder = [1, 5, 30, 120, 600, 3600];

    /// <summary>The service's name: its connection string, its queue and its name as a publisher. Set by AddMessaging.</summary>
    [Required]
    public string Service { get; set; } = "";

    /// <summary><c>rabbitmq</c>, or <c>none</c> to leave outgoing rows in the outbox (tools and tests).</summary>
    [RegularExpression("rabbitmq|none")]
    public string Transport { get; set; } = "rabbitmq";

    /// <summary>Messages handled at a time.</summary>
    [Range(1, 512)]
    public int Concurrency { get; set; } = 16;

    /// <summary>Messages the broker hands out ahead.</summary>
    [Range(1, 4096)]
    public int Prefetch { get; set; } = 64;

    /// <summary>Rows the relay claims per commit.</summary>
    [Range(1, 2000)]
    public int RelayBatch { get; set; } = 200;

    /// <summary>How long a confirm may take, in seconds; after three time-outs in a row the connection is built anew.</summary>
    [Range(1, 120)]
    public int PublishTimeoutSeconds { get; set; } = 10;

    /// <summary>Due timers fired per commit, at most; those without a batch handler are fired 100 per commit.</summary>
    [Range(1, 2000)]
    public int TimerBatch { get; set; } = 500;

    /// <summary>
    /// Seconds that a firing may go without a sign of life: then PostgreSQL ends its transaction, and with it its claim, and another
    /// instance goes on.
    /// </summary>
    [Range(1, 60)]
    public int TimerLeaseSeconds { get; set; } = 5;

    /// <summary>Seconds between the heartbeats of the timer engine; 0 for none.</summary>
    [Range(0, 3600)]
    public int HeartbeatSeconds { get; set; } = 30;

    /// <summary>How long a queue may be without our consumer before the bus is rebuilt, in seconds.</summary>
    [Range(1, 3600)]
    public int WatchdogSeconds { get; set; } = 60;

    /// <summary>Waits between later tries of a message that failed, in seconds (default 1, 5, 30, 120, 600, 3600); after the last it goes to the error queue.</summary>
    public int[]? RetryLadderSeconds { get; set; }

    // A default inside the property would be prepended to what the configuration says.
    internal int[] RetryLadder => RetryLadderSeconds is { Length: > 0 } own ? own : s_retryLadder;

    /// <summary>Days an inbox row is kept: a message older than this cannot be recognised as a repetition.</summary>
    [Range(1, 365)]
    public int InboxDays { get; set; } = 30;

    /// <summary>Services whose queues must exist before anything is published, by default all that subscribe to something.</summary>
    public string[]? AwaitSubscribers { get; set; }
}
