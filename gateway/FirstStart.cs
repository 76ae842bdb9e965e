using Microsoft.EntityFrameworkCore;
using ServiceMesh.Contracts;
using ServiceMesh.Gateway.Accounts;
using ServiceMesh.Gateway.Persistence;
using ServiceMesh.Gateway.Sessions;
using ServiceMesh.Gateway.Tenants;
using ServiceMesh.Messaging;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Gateway;

/// <summary>
/// Makes the tenant <c>default</c> and, from <c>Admin:Email</c> and <c>Admin:Password</c>, its first administrator, who must
/// change the password at first sign-in unless <c>Admin:MustChange</c> is false. Does nothing once they exist.
/// </summary>
internal sealed partial class FirstStart(
    IWorkFactory works, Passwords passwords, IConfiguration configuration, ILogger<FirstStart> log) : IHostedService
{
    public const string DefaultTenant = "default";
    private const long Lock = 0x5EA7_0002;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var work = await works.BeginAsync(cancellationToken);
        var db = work.Db<GatewayDb>();
        await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock({Lock})", cancellationToken);
        if (!await db.Tenants.AnyAsync(t => t.Key == DefaultTenant, cancellationToken))
        {
            TenantWriter.Add(work, Actor.System, DefaultTenant, new TenantSettings(
                configuration["Tenant:Name"] ?? "ServiceMesh",
                configuration["Tenant:TimeZone"] ?? "Asia/Shanghai",
                configuration.GetSection("Tenant:Languages").Get<string[]>() ?? ["zh-CN", "en"],
                configuration["Tenant:Brand"] ?? "ServiceMesh"));
        }

        if (!await db.Accounts.AnyAsync(a => a.Tenant == DefaultTenant, cancellationToken))
            await AddAdministratorAsync(work, cancellationToken);
        await work.CommitAsync(cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task AddAdministratorAsync(Work work, CancellationToken ct)
    {
        if (configuration["Admin:Email"] is not { Length: > 0 } email || configuration["Admin:Password"] is not { Length: > 0 } password)
        {
            LogNoAdministrator(log);
            return;
        }

        AccountWriter.Add(work, Actor.System, DefaultTenant, new NewAccount(
            email, configuration["Admin:Name"] ?? "Administrator", [Roles.Admin, Roles.Ops, Roles.Manager, Roles.Dispatcher],
            configuration["Admin:Language"] ?? "zh-CN", null, await passwords.HashAsync(password, ct),
            configuration.GetValue("Admin:MustChange", true)));
    }

    [LoggerMessage(1, LogLevel.Warning, "There is no account yet: set Admin__Email and Admin__Password and start again")]
    private static partial void LogNoAdministrator(ILogger logger);
}
