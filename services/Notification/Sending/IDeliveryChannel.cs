using ServiceMesh.Notification.Domain;

namespace ServiceMesh.Notification.Sending;

/// <summary>
/// The port of one way out. An implementation sends once and says how that ended; retries, records and events are not its business.
/// It may be called again for the same delivery and then uses the same Message-ID or webhook-id.
/// </summary>
public interface IDeliveryChannel
{
    /// <summary>The channel's name in rows and events.</summary>
    string Name { get; }

    /// <summary>The longest an attempt takes.</summary>
    TimeSpan Timeout { get; }

    /// <summary>Attempts at the same time in one lane.</summary>
    int Concurrency { get; }

    /// <summary>The waits between attempts.</summary>
    IReadOnlyList<TimeSpan> Retries { get; }

    /// <summary>Sends; never throws for what the receiver or the network does, and returns within <see cref="Timeout"/>.</summary>
    Task<AttemptResult> SendAsync(Outgoing delivery, CancellationToken ct);
}
