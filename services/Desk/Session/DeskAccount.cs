namespace ServiceMesh.Desk;

/// <summary>The signed-in person and their tenant, as the gateway's <c>GET /api/v1/session</c> tells.</summary>
/// <param name="Language">BCP 47 tag of the language this person reads.</param>
/// <param name="TimeZone">IANA zone of the tenant: all times are shown in it.</param>
public sealed record DeskAccount(
    string Id,
    string Name,
    string Email,
    string Tenant,
    IReadOnlyList<string> Roles,
    string? Language,
    bool MustChangePassword,
    string? TenantName,
    string? Brand,
    string? TimeZone,
    IReadOnlyList<string>? Languages)
{
    /// <summary>A customer's account: it holds no other role.</summary>
    public bool IsCustomer => Roles.Contains("customer");

    /// <summary>True when the two may do and see the same: else a circuit has to begin anew.</summary>
    public bool SameRights(DeskAccount other) =>
        Id == other.Id && Tenant == other.Tenant && MustChangePassword == other.MustChangePassword && Roles.Order().SequenceEqual(other.Roles.Order());
}
