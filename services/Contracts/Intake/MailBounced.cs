namespace ServiceMesh.Contracts;

/// <summary>
/// Published by Intake when a mail of ours came back: the mail system beyond could not deliver it. It belongs to the stream of the delivery.
/// </summary>
public sealed record MailBounced : Event
{
    /// <summary>Notification's delivery, named by the Message-ID of the mail that came back.</summary>
    public required Guid DeliveryId { get; init; }

    /// <summary>Whether it came back for good (5.x.x); false for one that may still be on its way.</summary>
    public required bool Permanent { get; init; }

    /// <summary>The enhanced status code of RFC 3463, for example <c>5.1.1</c>; null when none is told.</summary>
    public string? Status { get; init; }

    public override Guid AggregateId => DeliveryId;
}
