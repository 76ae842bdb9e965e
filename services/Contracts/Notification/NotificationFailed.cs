namespace ServiceMesh.Contracts;

/// <summary>Published by Notification when a message could not be delivered and will not be tried again.</summary>
public sealed record NotificationFailed : Event
{
    public required Guid DeliveryId { get; init; }
    public required string Channel { get; init; }
    public required string Template { get; init; }
    public required string Audience { get; init; }
    public required string MaskedRecipient { get; init; }

    /// <summary>A stable failure category, for example <c>refused</c> or <c>timed-out</c>.</summary>
    public required string Reason { get; init; }
    public required int Attempts { get; init; }

    public override Guid AggregateId => DeliveryId;
}
