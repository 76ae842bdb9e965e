using System.Security.Claims;
using Microsoft.AspNetCore.Http;

namespace ServiceMesh.ServiceDefaults;

/// <summary>A claims identity that also holds the <see cref="ServiceDefaults.Caller"/> it was made from.</summary>
public sealed class CallerIdentity : ClaimsIdentity
{
    private const string RoleClaim = "role";

    /// <summary>Makes the identity under an authentication scheme's name.</summary>
    public CallerIdentity(Caller caller, string scheme)
        : base(scheme, "name", RoleClaim)
    {
        Caller = caller;
        AddClaim(new Claim("name", caller.Name));
        AddClaim(new Claim("tenant", caller.Tenant));
        foreach (var role in caller.Roles)
            AddClaim(new Claim(RoleClaim, role));
    }

    /// <summary>Who calls.</summary>
    public Caller Caller { get; }
}

/// <summary>Access to the caller of a request.</summary>
public static class CallerHttpContextExtensions
{
    /// <summary>The signed-in caller, or null.</summary>
    public static Caller? GetCaller(this HttpContext context) => (context.User.Identity as CallerIdentity)?.Caller;
}
