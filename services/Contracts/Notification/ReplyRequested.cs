namespace ServiceMesh.Contracts;

/// <summary>
/// Published by Notification when a notice must go into the IM conversation or web chat that the ticket came by. Intake takes it there and answers with
/// <see cref="MessageDelivered"/> or <see cref="MessageFailed"/> for the same message id.
/// </summary>
public sealed record ReplyRequested : TicketEvent
{
    /// <summary>Identifies the message: a repetition is not sent again.</summary>
    public required Guid MessageId { get; init; }

    /// <summary>Plain text in the customer's language; where it has a secret link, <see cref="MaskedLink"/> stands in it.</summary>
    public required string Text { get; init; }

    /// <summary>The link as it stands in the text, ending in a masked token; null when there is none.</summary>
    public string? MaskedLink { get; init; }

    /// <summary>The token that belongs at the end of the link, sealed; opened only at the moment of sending.</summary>
    public string? SealedToken { get; init; }
}
