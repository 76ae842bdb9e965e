using ServiceMesh.Notification.Domain;

namespace ServiceMesh.Notification.Sending;

/// <summary>What is to be recorded about a delivery.</summary>
/// <param name="Delivery">As it was read for the attempt; null when it was over already and only its timer has to go.</param>
/// <param name="State">The state it gets.</param>
/// <param name="RetryIn">The wait before the next attempt, when it stays queued.</param>
public sealed record Record(Guid Id, Outgoing? Delivery, string State, int Attempts, string? Reason, int? Status, TimeSpan? RetryIn)
{
    public static Record Stale(Guid id) => new(id, null, "", 0, null, null, null);

    public static Record Dropped(Outgoing delivery, string reason) =>
        new(delivery.Id, delivery, DeliveryState.Dropped, delivery.Attempts, reason, null, null);

    /// <summary>Not attempted: its provider takes no more just now.</summary>
    public static Record PutOff(Outgoing delivery, TimeSpan wait) =>
        new(delivery.Id, delivery, DeliveryState.Queued, delivery.Attempts, "rate-limited", null, wait);

    public static Record Attempted(Outgoing delivery, AttemptResult result, TimeSpan? retryIn) => new(
        delivery.Id, delivery,
        result.Failure is null ? DeliveryState.Delivered : retryIn is null ? DeliveryState.Failed : DeliveryState.Queued,
        delivery.Attempts + 1, result.Failure?.Name(), result.Status, retryIn);
}
