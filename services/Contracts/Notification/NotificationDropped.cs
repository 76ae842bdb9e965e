namespace ServiceMesh.Contracts;

/// <summary>Published by Notification when a message was not sent on purpose: nobody to send to, or no longer true.</summary>
public sealed record NotificationDropped : Event
{
    public required Guid DeliveryId { get; init; }
    public required string Channel { get; init; }
    public required string Template { get; init; }
    public required string Audience { get; init; }

    /// <summary>For example <c>no-address</c>, <c>no-longer-true</c>, <c>preference-off</c> or <c>in-digest</c>.</summary>
    public required string Reason { get; init; }

    public override Guid AggregateId => DeliveryId;
}
