using System.ComponentModel.DataAnnotations;
using ServiceMesh.Gateway.Persistence;
using ServiceMesh.Gateway.Sessions;

namespace ServiceMesh.Gateway.Tenants;

/// <summary>POST /api/v1/tenants.</summary>
/// <param name="TimeZone">IANA zone, for example Asia/Shanghai.</param>
/// <param name="Languages">BCP 47 tags, the default first.</param>
public sealed record CreateTenantRequest(
    [property: Required, RegularExpression("^[a-z0-9][a-z0-9-]{0,38}[a-z0-9]$")] string Key,
    [property: Required, StringLength(200, MinimumLength = 1)] string Name,
    [property: Required, StringLength(60, MinimumLength = 1)] string TimeZone,
    [property: Required, MinLength(1), MaxLength(20)] IReadOnlyList<string> Languages,
    [property: Required, StringLength(200, MinimumLength = 1)] string Brand,
    [property: Required, StringLength(254), EmailAddress] string AdminEmail,
    [property: Required, StringLength(Passwords.Longest, MinimumLength = Passwords.Shortest)] string AdminPassword,
    bool AdminMustChangePassword = true);

/// <summary>PATCH /api/v1/tenant: what is absent or null stays.</summary>
public sealed record ChangeTenantRequest(
    [property: StringLength(200, MinimumLength = 1)] string? Name = null,
    [property: StringLength(60, MinimumLength = 1)] string? TimeZone = null,
    [property: MinLength(1), MaxLength(20)] IReadOnlyList<string>? Languages = null,
    [property: StringLength(200, MinimumLength = 1)] string? Brand = null);

/// <summary>A tenant.</summary>
public sealed record TenantView(Guid Id, string Key, string Name, string TimeZone, IReadOnlyList<string> Languages, string Brand)
{
    internal static TenantView Of(Tenant t) => new(t.Id, t.Key, t.Name, t.TimeZone, t.Languages, t.Brand);
}

/// <summary>A new tenant and its first administrator.</summary>
public sealed record CreatedTenant(TenantView Tenant, Guid AdminId);
