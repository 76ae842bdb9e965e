namespace ServiceMesh.Desk;

/// <summary>An account as administrators see it.</summary>
public sealed record AccountShape(
    Guid Id, string Email, string Name, IReadOnlyList<string> Roles, string? Language = null, Guid? ContactId = null, bool Active = true, bool MustChangePassword = false);

/// <summary>A channel for a platform; never with its secret.</summary>
public sealed record ChannelShape(Guid Id, string Kind, string Name, string? WebhookUrl = null, string? Language = null, bool Active = true);
