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

    /// <summary>The tenant's name to its customers.</summary>
    public string? Brand { get; init; }
    public required string Subject { get; init; }
    public required string Text { get; init; }
    public string? Html { get; init; }
    public string? MaskedLink { get; init; }
    public string? SealedToken { get; init; }
    public DateTimeOffset? ValidUntil { get; init; }
    public required string State { get; init; }

    /// <summary>Attempts recorded before this one.</summary>
    public required int Attempts { get; init; }
    public string? Trace { get; init; }
    public string? TicketState { get; init; }
    public string? EngineerEmail { get; init; }

    /// <summary>The webhook's target; null for e-mail, and when the endpoint was deleted.</summary>
    public WebhookTarget? Target { get; init; }
}

/// <summary>Where a webhook goes and how it is signed.</summary>
public sealed record WebhookTarget(string Url, string SealedSecret, bool Enabled);
