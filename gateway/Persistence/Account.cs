namespace ServiceMesh.Gateway.Persistence;

/// <summary>A person who can sign in.</summary>
public sealed class Account
{
    public required Guid Id { get; init; }
    public required string Tenant { get; init; }

    /// <summary>In lower case; unique over all tenants, because it alone says at sign-in who comes.</summary>
    public required string Email { get; init; }
    public required string Name { get; set; }
    public required List<string> Roles { get; set; }
    public required string Language { get; set; }

    /// <summary>The contact a customer's account acts for.</summary>
    public Guid? ContactId { get; set; }
    public required string PasswordHash { get; set; }
    public bool MustChangePassword { get; set; }
    public bool Active { get; set; } = true;
    public required DateTimeOffset CreatedAt { get; init; }
}
