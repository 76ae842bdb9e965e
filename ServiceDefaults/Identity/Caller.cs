using Microsoft.AspNetCore.Http;
using ServiceMesh.Contracts;

namespace ServiceMesh.ServiceDefaults;

/// <summary>
/// Who calls, as the gateway vouches for it. A parameter of this type in an endpoint is filled from the identity token;
/// on an anonymous endpoint declare it nullable.
/// </summary>
/// <param name="Tenant">The tenant's key; every query filters by it.</param>
/// <param name="AccountId">The account's id, or the API key's id for integrations.</param>
/// <param name="Name">The name to show.</param>
/// <param name="Roles">See <see cref="ServiceDefaults.Roles"/>.</param>
/// <param name="ContactId">The contact that a customer's account acts for; null for everybody else.</param>
/// <param name="Kind">Staff, customer or integration.</param>
public sealed record Caller(
    string Tenant, string? AccountId, string Name, IReadOnlyList<string> Roles, Guid? ContactId, ActorKind Kind)
{
    /// <summary>The same party as events name it: the contact for customers, the account or key for others.</summary>
    public Actor Actor => new(Kind, Kind == ActorKind.Customer ? ContactId?.ToString() ?? AccountId : AccountId, Name);

    /// <summary>Whether the caller works for the vendor or is one of its integrations, so not a customer.</summary>
    public bool IsStaff => Kind is ActorKind.Staff or ActorKind.Integration;

    /// <summary>Whether the caller holds this role.</summary>
    public bool Is(string role) => Roles.Contains(role, StringComparer.Ordinal);

    /// <summary>Whether the caller holds at least one of these roles.</summary>
    public bool IsAny(params ReadOnlySpan<string> roles)
    {
        foreach (var role in roles)
            if (Is(role))
                return true;
        return false;
    }

    /// <summary>Minimal APIs call this to bind a parameter; null when nobody is signed in.</summary>
    public static ValueTask<Caller?> BindAsync(HttpContext context) => ValueTask.FromResult(context.GetCaller());
}
