using System.ComponentModel.DataAnnotations;

namespace ServiceMesh.Gateway.Sessions;

/// <summary>POST /api/v1/session.</summary>
public sealed record SignInRequest(
    [property: Required, StringLength(254, MinimumLength = 3)] string Email,
    [property: Required, StringLength(Passwords.Longest, MinimumLength = 1)] string Password);

/// <summary>POST /api/v1/session/password.</summary>
public sealed record PasswordRequest(
    [property: Required, StringLength(Passwords.Longest, MinimumLength = 1)] string Current,
    [property: Required, StringLength(Passwords.Longest, MinimumLength = Passwords.Shortest)] string New);

/// <summary>Who is signed in, with what screens need of the tenant.</summary>
/// <param name="Id">The account's id, or the API key's.</param>
/// <param name="Email">Null for an API key.</param>
/// <param name="Language">BCP 47 tag of the language this person reads.</param>
/// <param name="TimeZone">IANA zone of the tenant.</param>
public sealed record SessionView(
    string Id, string Name, string? Email, string Tenant, IReadOnlyList<string> Roles, string? Language, bool MustChangePassword,
    string? TenantName, string? Brand, string? TimeZone, IReadOnlyList<string>? Languages)
{
    internal static SessionView Of(Access.Access access) => new(
        access.Caller.AccountId!, access.Caller.Name, access.Person?.Email, access.Caller.Tenant, access.Caller.Roles,
        access.Person?.Language, access.MustChangePassword, access.Person?.TenantName, access.Person?.Brand,
        access.Person?.TimeZone, access.Person?.Languages);
}

/// <summary>The answer to a sign-in.</summary>
public sealed record SignedIn(SessionView Account);
