using ServiceMesh.Notification.Domain;

namespace ServiceMesh.Notification.Notices;

/// <summary>A delivery to be: rendered, not yet stored.</summary>
public sealed record Draft
{
    /// <summary>Time-ordered; also the right-hand side of Message-ID and webhook-id.</summary>
    public required Guid Id { get; init; }
    public required string Source { get; init; }
    public required string Template { get; init; }
    public required string Channel { get; init; }
    public required string Audience { get; init; }
    public required string Recipient { get; init; }
    public string? RecipientName { get; init; }
    public required string Language { get; init; }
    public required string Subject { get; init; }
    public required string Text { get; init; }
    public string? Html { get; init; }
    public string? MaskedLink { get; init; }
    public string? SealedToken { get; init; }
    public DateTimeOffset? ValidUntil { get; init; }
    public Urgency Urgency { get; init; } = Urgency.Normal;

    /// <summary>The person told, by e-mail address in lower case.</summary>
    public string? Person { get; init; }
    public Guid? ProviderId { get; init; }
    public IReadOnlyList<string>? Mentions { get; init; }

    /// <summary>What it was rendered from, as <see cref="Templates.PastContent"/> writes it.</summary>
    public string? Facts { get; init; }

    /// <summary>Set when it waits for the recipient's digest.</summary>
    public DateTimeOffset? HoldUntil { get; init; }

    /// <summary>True: it goes with what is gathered already, if that is due earlier.</summary>
    public bool Gathers { get; init; }

    /// <summary>True: it is held for an event that may come in the next moments, and goes when <see cref="HoldUntil"/> is over at the latest.</summary>
    public bool Pending { get; init; }

    /// <summary>The name it is sent under; null: the tenant's own.</summary>
    public string? Brand { get; init; }

    /// <summary>From whom a mail comes; null: the installation's address.</summary>
    public MailSender? Sender { get; init; }

    /// <summary>The ticket it is about, as it was known when this was made.</summary>
    public KnownTicket? About { get; init; }

    /// <summary>Set when it is recorded as not sent on purpose.</summary>
    public string? DropReason { get; init; }

    /// <summary>The same, held for an event that may come within this time; unchanged when it is held or dropped already, or for no time.</summary>
    public Draft PendingFor(TimeSpan longest, DateTimeOffset now) =>
        longest <= TimeSpan.Zero || DropReason is not null || HoldUntil is not null || Channel == DeliveryChannels.InApp
            ? this : this with { HoldUntil = now + longest, Pending = true };

    /// <summary>The state it is stored in.</summary>
    public string State =>
        DropReason is not null ? DeliveryState.Dropped
        : HoldUntil is not null ? DeliveryState.Held
        : Channel == DeliveryChannels.Im ? DeliveryState.HandedOver
        : DeliveryState.Queued;
}
