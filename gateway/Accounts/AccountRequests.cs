using System.ComponentModel.DataAnnotations;
using ServiceMesh.Gateway.Persistence;
using ServiceMesh.Gateway.Sessions;

namespace ServiceMesh.Gateway.Accounts;

/// <summary>POST /api/v1/accounts. The owner must change the password at first sign-in unless told otherwise.</summary>
/// <param name="ContactId">Which contact a customer's account acts for; required with the role customer, refused with others.</param>
public sealed record CreateAccountRequest(
    [property: Required, StringLength(254), EmailAddress] string Email,
    [property: Required, StringLength(200, MinimumLength = 1)] string Name,
    [property: Required, StringLength(Passwords.Longest, MinimumLength = Passwords.Shortest)] string Password,
    [property: Required, MinLength(1), MaxLength(10)] IReadOnlyList<string> Roles,
    [property: StringLength(20)] string? Language = null,
    Guid? ContactId = null,
    bool MustChangePassword = true);

/// <summary>PATCH /api/v1/accounts/{id}: what is absent or null stays. A new password must be changed at the next sign-in.</summary>
public sealed record ChangeAccountRequest(
    [property: StringLength(200, MinimumLength = 1)] string? Name = null,
    [property: MinLength(1), MaxLength(10)] IReadOnlyList<string>? Roles = null,
    [property: StringLength(20)] string? Language = null,
    Guid? ContactId = null,
    bool? Active = null,
    [property: StringLength(Passwords.Longest, MinimumLength = Passwords.Shortest)] string? Password = null);

/// <summary>An account as administrators see it.</summary>
public sealed record AccountView(
    Guid Id, string Email, string Name, IReadOnlyList<string> Roles, string Language, Guid? ContactId, bool Active,
    bool MustChangePassword, DateTimeOffset CreatedAt)
{
    internal static AccountView Of(Account a) =>
        new(a.Id, a.Email, a.Name, a.Roles, a.Language, a.ContactId, a.Active, a.MustChangePassword, a.CreatedAt);
}

/// <summary>One page of a list.</summary>
/// <param name="Next">Cursor of the next page; null at the end.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Next);
