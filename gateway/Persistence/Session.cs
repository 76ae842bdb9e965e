namespace ServiceMesh.Gateway.Persistence;

/// <summary>One sign-in on one device. Only the hash of its token is stored.</summary>
public sealed class Session
{
    public required Guid Id { get; init; }
    public required byte[] TokenHash { get; init; }
    public required Guid AccountId { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Written at most every five minutes.</summary>
    public required DateTimeOffset LastSeenAt { get; set; }
}
