using Microsoft.EntityFrameworkCore;
using Npgsql;
using ServiceMesh.Gateway.Access;
using ServiceMesh.Gateway.Accounts;
using ServiceMesh.Gateway.Persistence;
using ServiceMesh.Gateway.Sessions;
using ServiceMesh.Messaging;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Gateway.Tenants;

internal static class TenantEndpoints
{
    /// <summary>
    /// /api/v1/tenant: one's own, changed by its administrators. POST /api/v1/tenants: a new one with its first administrator, by
    /// operators of the tenant <c>default</c> (409 <c>tenant.key-taken</c>, <c>account.email-taken</c>).
    /// </summary>
    public static void MapTenants(this IEndpointRouteBuilder app)
    {
        app.MapGet("/api/v1/tenant", GetAsync).WithTags("tenants").WithSummary("The caller's tenant.");
        app.MapPatch("/api/v1/tenant", ChangeAsync).WithTags("tenants").RequireRoles(Roles.Admin).WithSummary("Changes the caller's tenant.");
        app.MapPost("/api/v1/tenants", CreateAsync).WithTags("tenants").RequireRoles(Roles.Ops).WithSummary("Creates a tenant and its administrator.");
    }

    private static async Task<TenantView> GetAsync(Caller caller, GatewayDb db, CancellationToken ct) =>
        TenantView.Of(await db.Tenants.AsNoTracking().FirstAsync(t => t.Key == caller.Tenant, ct));

    private static async Task<TenantView> ChangeAsync(ChangeTenantRequest request, Caller caller, IWorkFactory works, AccessCache cache, CancellationToken ct)
    {
        Check(request.TimeZone, request.Languages);
        await using var work = await works.BeginAsync(ct);
        var tenant = await work.Db<GatewayDb>().Tenants.FirstAsync(t => t.Key == caller.Tenant, ct);
        tenant.Name = request.Name?.Trim() ?? tenant.Name;
        tenant.TimeZone = request.TimeZone ?? tenant.TimeZone;
        tenant.Languages = request.Languages?.ToList() ?? tenant.Languages;
        tenant.Brand = request.Brand?.Trim() ?? tenant.Brand;
        TenantWriter.Tell(work, caller.Actor, tenant);
        await work.CommitAsync(ct);
        cache.ForgetTenant(caller.Tenant);
        return TenantView.Of(tenant);
    }

    private static async Task<IResult> CreateAsync(CreateTenantRequest request, Caller caller, IWorkFactory works, Passwords passwords, CancellationToken ct)
    {
        if (caller.Tenant != FirstStart.DefaultTenant)
            throw Problems.Forbidden("access.role-missing", "Only operators of the first tenant create tenants.");
        Check(request.TimeZone, request.Languages);
        Passwords.Check(request.AdminPassword, request.AdminEmail);
        var hash = await passwords.HashAsync(request.AdminPassword, ct);
        await using var work = await works.BeginAsync(ct);
        var tenant = TenantWriter.Add(work, caller.Actor, request.Key,
            new TenantSettings(request.Name, request.TimeZone, request.Languages, request.Brand));
        var admin = AccountWriter.Add(work, caller.Actor, request.Key, new NewAccount(
            request.AdminEmail, "Administrator", [Roles.Admin, Roles.Manager, Roles.Dispatcher], request.Languages[0], null, hash, request.AdminMustChangePassword));
        try
        {
            await work.CommitAsync(ct);
        }
        catch (DbUpdateException e) when (e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation } taken)
        {
            throw taken.ConstraintName == "accounts_email"
                ? Problems.Conflict("account.email-taken", "There is an account with this e-mail.")
                : Problems.Conflict("tenant.key-taken", "There is a tenant with this key.");
        }

        return Results.Created("/api/v1/tenant", new CreatedTenant(TenantView.Of(tenant), admin.Id));
    }

    private static void Check(string? timeZone, IReadOnlyList<string>? languages)
    {
        if (timeZone is not null && !(TimeZoneInfo.TryFindSystemTimeZoneById(timeZone, out var zone) && zone.HasIanaId))
            throw Problems.InvalidField("timeZone", "Not a known IANA time zone, such as Asia/Shanghai.");
        foreach (var language in languages ?? [])
            AccountRules.CheckLanguage(language);
    }
}
