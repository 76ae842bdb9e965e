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

    /// <summary>Set when it is recorded as not sent on purpose.</summary>
    public string? DropReason { get; init; }
}
