using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using ServiceMesh.Gateway.Access;
using ServiceMesh.Gateway.Accounts;
using ServiceMesh.Gateway.Persistence;
using ServiceMesh.Messaging;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Gateway.ApiKeys;

/// <summary>POST /api/v1/api-keys. Roles are those of staff; a key that only sends tickets in needs none but agent.</summary>
public sealed record CreateApiKeyRequest(
    [property: Required, StringLength(200, MinimumLength = 1)] string Name,
    [property: Required, MinLength(1), MaxLength(10)] IReadOnlyList<string> Roles);

/// <summary>A new key, shown this once.</summary>
public sealed record CreatedApiKey(Guid Id, string Key);

/// <summary>A key without its secret.</summary>
public sealed record ApiKeyView(Guid Id, string Name, IReadOnlyList<string> Roles, DateTimeOffset CreatedAt);

internal static class ApiKeyEndpoints
{
    /// <summary>/api/v1/api-keys, for administrators: list, create, revoke (404 <c>api-key.not-found</c>).</summary>
    public static void MapApiKeys(this IEndpointRouteBuilder app)
    {
        var keys = app.MapGroup("/api/v1/api-keys").WithTags("api keys").RequireRoles(Roles.Admin);
        keys.MapGet("", ListAsync).WithSummary("The tenant's keys, without their secrets.");
        keys.MapPost("", CreateAsync).WithSummary("Creates a key and shows it once.");
        keys.MapDelete("/{id:guid}", RevokeAsync).WithSummary("Revokes a key, at once.");
    }

    private static async Task<Page<ApiKeyView>> ListAsync(Caller caller, GatewayDb db, CancellationToken ct) => new(
        await db.ApiKeys.AsNoTracking().Where(k => k.Tenant == caller.Tenant).OrderBy(k => k.Id)
            .Select(k => new ApiKeyView(k.Id, k.Name, k.Roles, k.CreatedAt)).ToListAsync(ct),
        null);

    private static async Task<IResult> CreateAsync(CreateApiKeyRequest request, Caller caller, HttpContext context, IWorkFactory works, CancellationToken ct)
    {
        foreach (var role in request.Roles)
            if (!Roles.Staff.Contains(role, StringComparer.Ordinal))
                throw Problems.InvalidField("roles", $"A key's roles are {string.Join(", ", Roles.Staff)}.");
        var (id, secret) = (Guid.CreateVersion7(), Secrets.New());
        await using var work = await works.BeginAsync(ct);
        work.Db<GatewayDb>().ApiKeys.Add(new ApiKey
        {
            Id = id,
            Tenant = caller.Tenant,
            Name = request.Name.Trim(),
            Roles = [.. request.Roles.Distinct()],
            SecretHash = Secrets.Hash(secret),
            CreatedAt = work.Now,
            CreatedBy = context.GetAccess()?.Person?.AccountId,
        });
        await work.CommitAsync(ct);
        context.Response.Headers.CacheControl = "no-store";
        return Results.Created($"/api/v1/api-keys/{id}", new CreatedApiKey(id, Secrets.FormatKey(id, secret)));
    }

    private static async Task<IResult> RevokeAsync(Guid id, Caller caller, IWorkFactory works, AccessCache cache, CancellationToken ct)
    {
        await using var work = await works.BeginAsync(ct);
        var gone = await work.Db<GatewayDb>().ApiKeys.Where(k => k.Id == id && k.Tenant == caller.Tenant).ExecuteDeleteAsync(ct);
        if (gone == 0)
            throw Problems.NotFound("api-key.not-found");
        await work.CommitAsync(ct);
        cache.Forget(id);
        return Results.NoContent();
    }
}
