using Microsoft.EntityFrameworkCore;
using Npgsql;
using ServiceMesh.Gateway.Access;
using ServiceMesh.Gateway.Persistence;
using ServiceMesh.Gateway.Sessions;
using ServiceMesh.Messaging;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Gateway.Accounts;

internal static class AccountEndpoints
{
    private const int LargestPage = 200;

    /// <summary>/api/v1/accounts, for administrators: list, create (409 <c>account.email-taken</c>), change (404 <c>account.not-found</c>).</summary>
    public static void MapAccounts(this IEndpointRouteBuilder app)
    {
        var accounts = app.MapGroup("/api/v1/accounts").WithTags("accounts").RequireRoles(Roles.Admin);
        accounts.MapGet("", ListAsync).WithSummary("The tenant's accounts, by id.");
        accounts.MapGet("/{id:guid}", GetAsync).WithSummary("One account.");
        accounts.MapPost("", CreateAsync).WithSummary("Creates an account.");
        accounts.MapPatch("/{id:guid}", ChangeAsync).WithSummary("Changes an account; its sessions follow at once.");
    }

    private static async Task<Page<AccountView>> ListAsync(Caller caller, GatewayDb db, CancellationToken ct, int limit = 50, Guid? cursor = null)
    {
        limit = Math.Clamp(limit, 1, LargestPage);
        var query = db.Accounts.AsNoTracking().Where(a => a.Tenant == caller.Tenant);
        if (cursor is { } after)
            query = query.Where(a => a.Id > after);
        var rows = await query.OrderBy(a => a.Id).Take(limit + 1).ToListAsync(ct);
        var next = rows.Count > limit ? rows[limit - 1].Id.ToString() : null;
        return new([.. rows.Take(limit).Select(AccountView.Of)], next);
    }

    private static async Task<AccountView> GetAsync(Guid id, Caller caller, GatewayDb db, CancellationToken ct) =>
        await db.Accounts.AsNoTracking().FirstOrDefaultAsync(a => a.Id == id && a.Tenant == caller.Tenant, ct) is { } account
            ? AccountView.Of(account)
            : throw Problems.NotFound("account.not-found");

    private static async Task<IResult> CreateAsync(
        CreateAccountRequest request, Caller caller, IWorkFactory works, Passwords passwords, GatewayDb reading, CancellationToken ct)
    {
        AccountRules.CheckRoles(request.Roles, request.ContactId);
        var language = request.Language
            ?? (await reading.Tenants.AsNoTracking().FirstAsync(t => t.Key == caller.Tenant, ct)).Languages[0];
        AccountRules.CheckLanguage(language);
        Passwords.Check(request.Password, request.Email);
        var hash = await passwords.HashAsync(request.Password, ct);
        await using var work = await works.BeginAsync(ct);
        var account = AccountWriter.Add(work, caller.Actor, caller.Tenant, new NewAccount(
            request.Email, request.Name, request.Roles, language, request.ContactId, hash, request.MustChangePassword));
        try
        {
            await work.CommitAsync(ct);
        }
        catch (DbUpdateException e) when (e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            throw Problems.Conflict("account.email-taken", "There is an account with this e-mail.");
        }

        return Results.Created($"/api/v1/accounts/{account.Id}", AccountView.Of(account));
    }

    private static async Task<AccountView> ChangeAsync(
        Guid id, ChangeAccountRequest request, Caller caller, IWorkFactory works, Passwords passwords, AccessCache cache, CancellationToken ct)
    {
        await using var work = await works.BeginAsync(ct);
        var db = work.Db<GatewayDb>();
        var account = await db.Accounts.FirstOrDefaultAsync(a => a.Id == id && a.Tenant == caller.Tenant, ct)
            ?? throw Problems.NotFound("account.not-found");
        var wasAdmin = account.Active && account.Roles.Contains(Roles.Admin);
        account.Name = request.Name?.Trim() ?? account.Name;
        account.Roles = request.Roles?.ToList() ?? account.Roles;
        account.ContactId = request.ContactId ?? (account.Roles.Contains(Roles.Customer) ? account.ContactId : null);
        account.Active = request.Active ?? account.Active;
        AccountRules.CheckRoles(account.Roles, account.ContactId);
        if (request.Language is { } language)
        {
            AccountRules.CheckLanguage(language);
            account.Language = language;
        }

        if (request.Password is { } password)
        {
            Passwords.Check(password, account.Email);
            account.PasswordHash = await passwords.HashAsync(password, ct);
            account.MustChangePassword = true;
        }

        if (wasAdmin && !(account.Active && account.Roles.Contains(Roles.Admin)))
            await KeepOneAdministratorAsync(db, account, ct);
        if (!account.Active || request.Password is not null)
            await db.Sessions.Where(s => s.AccountId == id).ExecuteDeleteAsync(ct);
        AccountWriter.Tell(work, caller.Actor, account);
        await work.CommitAsync(ct);
        cache.Forget(id);
        return AccountView.Of(account);
    }

    private static async Task KeepOneAdministratorAsync(GatewayDb db, Account leaving, CancellationToken ct)
    {
        // Two administrators who remove each other at the same moment take turns here.
        await db.Database.ExecuteSqlAsync($"SELECT 1 FROM tenants WHERE key = {leaving.Tenant} FOR UPDATE", ct);
        var others = db.Accounts.Where(a => a.Tenant == leaving.Tenant && a.Id != leaving.Id && a.Active && a.Roles.Contains(Roles.Admin));
        if (!await others.AnyAsync(ct))
            throw Problems.Conflict("account.last-admin", "Somebody must remain who can administer the tenant.");
    }
}
