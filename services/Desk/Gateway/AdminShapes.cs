namespace ServiceMesh.Desk;

/// <summary>An account as administrators see it.</summary>
public sealed record AccountShape(
    Guid Id, string Email, string Name, IReadOnlyList<string> Roles, string? Language = null, Guid? ContactId = null, bool Active = true, bool MustChangePassword = false);

/// <summary>A channel for a platform; never with its secret.</summary>
public sealed record ChannelShape(
    Guid Id, string Kind, string Name, string? WebhookUrl = null, string? OutboundUrl = null, string? Language = null, bool Active = true)
{
    /// <summary>Those that are no secrets.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();
}

/// <summary>A kind of channel and what has to be given for one.</summary>
public sealed record ChannelKindShape(string Kind, bool OutboundUrl, bool ShowsSecret, IReadOnlyList<ChannelFieldShape> Settings);

/// <summary>A setting of a kind of channel.</summary>
public sealed record ChannelFieldShape(string Name, bool Secret, bool Required);

/// <summary>A new channel: its address and secret are shown this once.</summary>
public sealed record CreatedChannelShape(Guid Id, string Kind, string Name, string WebhookUrl, string? Secret = null);
