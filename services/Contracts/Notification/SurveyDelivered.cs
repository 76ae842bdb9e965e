namespace ServiceMesh.Contracts;

/// <summary>
/// Published by Notification, beside <see cref="NotificationDelivered"/>, when a channel accepted a survey's invitation or reminder: only who
/// got the first is reminded. An event of its own, so that Survey is not woken for every notice.
/// </summary>
public sealed record SurveyDelivered : TicketEvent
{
    public required Guid DeliveryId { get; init; }

    /// <summary>The way it went, as in <see cref="NotificationDelivered"/>.</summary>
    public required string Channel { get; init; }
}
