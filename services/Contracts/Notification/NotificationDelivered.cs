namespace ServiceMesh.Contracts;

/// <summary>Published by Notification when a channel accepted a message.</summary>
public sealed record NotificationDelivered : Event
{
    public required Guid DeliveryId { get; init; }

    /// <summary><c>email</c>, <c>webhook</c>, <c>robot</c>, <c>sms</c>, <c>voice</c> or <c>im</c>.</summary>
    public required string Channel { get; init; }
    public required string Template { get; init; }

    /// <summary>Whom it was for, as a role: <c>customer</c>, <c>engineer</c>, <c>manager</c>, <c>on-call</c>, <c>watcher</c> or <c>integration</c>.</summary>
    public required string Audience { get; init; }

    /// <summary>The address with its middle masked, for example <c>w***@example.com</c>.</summary>
    public required string MaskedRecipient { get; init; }

    public override Guid AggregateId => DeliveryId;
}
