using System.Diagnostics;
using ServiceMesh.Notification.Domain;
using ServiceMesh.Notification.Notices;

namespace ServiceMesh.Notification.Sending;

/// <summary>A delivery as it is read for one attempt.</summary>
public sealed record Outgoing
{
    public required Guid Id { get; init; }
    public required string Tenant { get; init; }
    public Guid? TicketId { get; init; }
    public required string Template { get; init; }
    public required string Channel { get; init; }
    public required string Audience { get; init; }
    public required string Recipient { get; init; }
    public string? RecipientName { get; init; }

    /// <summary>The name it is sent under: of a brand, or the tenant's own.</summary>
    public string? Brand { get; init; }

    /// <summary>From whom a mail comes; null: the installation's address.</summary>
    public MailSender? Sender { get; init; }
    public required string Language { get; init; }
    public required string Subject { get; init; }
    public required string Text { get; init; }
    public string? Html { get; init; }
    public string? MaskedLink { get; init; }
    public string? SealedToken { get; init; }
    public DateTimeOffset? ValidUntil { get; init; }
    public required string State { get; init; }

    /// <summary>When it may be tried next; in the past unless another attempt has just been recorded.</summary>
    public DateTimeOffset? NextAttemptAt { get; init; }

    /// <summary>Attempts recorded before this one.</summary>
    public required int Attempts { get; init; }
    public string? Trace { get; init; }
    public string? TicketState { get; init; }
    public string? EngineerEmail { get; init; }

    /// <summary>The present engineer's own address, when it is another by now.</summary>
    public string? EngineerNow { get; init; }

    /// <summary>How the ticket's clocks stand, when that was told after this was made.</summary>
    public IReadOnlyList<string>? Clocks { get; init; }

    /// <summary>The clocks that it speaks of, and of which cycle.</summary>
    public string? NamedClocks { get; init; }
    public string? Cycle { get; init; }

    /// <summary>The ticket's severity, 1 to 5, when it is known.</summary>
    public int? Severity { get; init; }

    /// <summary>The person told, by e-mail address in lower case.</summary>
    public string? Person { get; init; }

    /// <summary>Whom a robot mentions.</summary>
    public IReadOnlyList<string> Mentions { get; init; } = [];

    /// <summary>The webhook's target; null for other channels, and when the endpoint was deleted.</summary>
    public WebhookTarget? Target { get; init; }

    /// <summary>Set for channels that go through a provider.</summary>
    public Guid? ProviderId { get; init; }

    /// <summary>Null when there is none, or it was deleted.</summary>
    public ProviderAccess? Provider { get; init; }

    /// <summary>A draft as it would be read for its first attempt: for channels that need neither endpoint nor provider.</summary>
    public static Outgoing Of(Draft draft, Cause cause)
    {
        ArgumentNullException.ThrowIfNull(draft);
        ArgumentNullException.ThrowIfNull(cause);
        return new Outgoing
        {
            Id = draft.Id,
            Tenant = cause.Tenant,
            TicketId = cause.TicketId,
            Template = draft.Template,
            Channel = draft.Channel,
            Audience = draft.Audience,
            Recipient = draft.Recipient,
            RecipientName = draft.RecipientName,
            Brand = draft.Brand,
            Sender = draft.Sender,
            Language = draft.Language,
            Subject = draft.Subject,
            Text = draft.Text,
            Html = draft.Html,
            MaskedLink = draft.MaskedLink,
            SealedToken = draft.SealedToken,
            ValidUntil = draft.ValidUntil,
            State = draft.State,
            Attempts = 0,
            Trace = Activity.Current?.Id ?? cause.Trace,
            TicketState = draft.About?.State,
            EngineerEmail = draft.About?.AssignedTo,
            EngineerNow = draft.About?.Engineer?.Email,
            Severity = draft.About?.Severity,
            Person = draft.Person,
        };
    }
}

/// <summary>Where a webhook goes and how it is signed.</summary>
/// <param name="PreviousSecret">The secret before a rotation, sealed, while both are valid.</param>
public sealed record WebhookTarget(string Url, string SealedSecret, string? PreviousSecret, bool Enabled);

/// <summary>How a provider is reached; address and secret sealed.</summary>
public sealed record ProviderAccess
{
    public required Guid Id { get; init; }
    public required string Kind { get; init; }
    public required string SealedUrl { get; init; }
    public string? SealedSecret { get; init; }
    public string? Account { get; init; }
    public string? Sender { get; init; }
    public string? ScriptUrl { get; init; }
    public required int PerMinute { get; init; }
    public required bool Enabled { get; init; }
}
