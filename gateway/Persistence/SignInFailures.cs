namespace ServiceMesh.Gateway.Persistence;

/// <summary>Failed sign-ins of one subject: an account, an address, or an account from an address.</summary>
public sealed class SignInFailures
{
    /// <summary>SHA-256 of what is counted, so that no address or e-mail is stored.</summary>
    public required byte[] Subject { get; init; }
    public required int Count { get; set; }
    public required DateTimeOffset Since { get; set; }
    public DateTimeOffset? LockedUntil { get; set; }
}
