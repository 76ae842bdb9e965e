using ServiceMesh.Notification.Domain;

namespace ServiceMesh.Notification.Sending.Im;

/// <summary>
/// The customer's own IM conversation. Intake has the message since it was stored and tells how it went; when this channel's turn comes, the
/// time for that has passed.
/// </summary>
internal sealed class ImChannel : IDeliveryChannel
{
    public string Name => DeliveryChannels.Im;

    public TimeSpan Timeout => TimeSpan.FromSeconds(1);

    public int Concurrency => 4;

    public IReadOnlyList<TimeSpan> Retries => [];

    public Task<AttemptResult> SendAsync(Outgoing delivery, CancellationToken ct) => Task.FromResult(new AttemptResult(Failure.TimedOut));
}
