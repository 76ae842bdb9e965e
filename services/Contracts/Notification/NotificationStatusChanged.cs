namespace ServiceMesh.Contracts;

/// <summary>
/// Published by Notification when a channel tells, after it accepted a customer's message or a call to whoever is on call, what became of it; once for each status. Mails tell
/// nothing: they hold no tracking pixel. What could not be delivered after all is <see cref="NotificationFailed"/>.
/// </summary>
public sealed record NotificationStatusChanged : Event
{
    public required Guid DeliveryId { get; init; }

    /// <summary>The way it went, as in <see cref="NotificationDelivered"/>.</summary>
    public required string Channel { get; init; }
    public required string Template { get; init; }

    /// <summary>Whom it was for, as in <see cref="NotificationDelivered"/>.</summary>
    public required string Audience { get; init; }

    /// <summary><c>delivered</c> (it is on the telephone), <c>opened</c> (it was read) or <c>answered</c> (somebody, or an answering machine, took the call).</summary>
    public required string Status { get; init; }

    public override Guid AggregateId => DeliveryId;
}
