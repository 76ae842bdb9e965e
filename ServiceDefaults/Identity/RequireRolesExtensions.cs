using Microsoft.AspNetCore.Builder;

namespace ServiceMesh.ServiceDefaults;

/// <summary>Roles as a condition of an endpoint.</summary>
public static class RequireRolesExtensions
{
    /// <summary>Lets in callers with at least one of <paramref name="roles"/>; others get 403 <c>access.role-missing</c>.</summary>
    public static TBuilder RequireRoles<TBuilder>(this TBuilder builder, params string[] roles)
        where TBuilder : IEndpointConventionBuilder =>
        builder.RequireAuthorization(policy => policy.RequireAuthenticatedUser().RequireRole(roles));
}
