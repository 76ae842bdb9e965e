namespace ServiceMesh.Notification.Domain;

/// <summary>How far a message is known to have come, beyond that it was sent: as far as its channel tells.</summary>
public static class Reached
{
    /// <summary>The channel took it; whether it arrived is not known, yet or ever.</summary>
    public const string Accepted = "accepted";

    /// <summary>It is where its reader looks: on the telephone, in the list in the Desk.</summary>
    public const string Delivered = "delivered";

    /// <summary>The call was taken.</summary>
    public const string Answered = "answered";
    public const string Opened = "opened";

    /// <summary>Null while it is not sent, or was not.</summary>
    public static string? Of(string channel, string state, DateTimeOffset? confirmedAt, DateTimeOffset? openedAt) =>
        state != DeliveryState.Delivered ? null
        : openedAt is not null ? Opened
        : channel == DeliveryChannels.InApp ? Delivered
        : confirmedAt is null ? Accepted
        : channel == DeliveryChannels.Voice ? Answered : Delivered;
}
