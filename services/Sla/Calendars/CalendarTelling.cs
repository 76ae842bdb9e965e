using Npgsql;
using ServiceMesh.Contracts;
using ServiceMesh.Messaging;
using ServiceMesh.Sla.Money;

namespace ServiceMesh.Sla.Calendars;

/// <summary>
/// Tells of calendars that nobody was told of: they were made before other services asked, or by an instance of the version before. When it
/// starts and once an hour. Any instance may.
/// </summary>
public sealed partial class CalendarTelling(IWorkFactory works, NpgsqlDataSource dataSource, TimeProvider time, ILogger<CalendarTelling> logger) : BackgroundService
{
    private const string Tenants = "SELECT DISTINCT tenant FROM calendars WHERE NOT told";

    // As whoever makes a version does: so what is told comes in the order of the versions, and once.
    private const string Lock = "SELECT FROM tenants WHERE tenant = $1 FOR UPDATE";

    private static readonly TimeSpan _every = TimeSpan.FromHours(1);

    /// <summary>Tells all of them.</summary>
    public async Task TellAsync(CancellationToken ct)
    {
        foreach (var tenant in await TenantsAsync(ct))
        {
            await using var work = await works.BeginAsync(ct);
            await Sql.RunAsync(work, Lock, ct, tenant);
            await CalendarNews.TellAsync(work, tenant, Actor.System, ct);
            await work.CommitAsync(ct);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(_every, time);
        do
        {
            try
            {
                await TellAsync(stoppingToken);
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                LogFailed(failure.GetType().Name, failure.Message);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task<List<string>> TenantsAsync(CancellationToken ct)
    {
        await using var command = dataSource.CreateCommand(Tenants);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var tenants = new List<string>();
        while (await reader.ReadAsync(ct))
        {
            tenants.Add(reader.GetString(0));
        }

        return tenants;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Other services could not be told of calendars ({Reason}: {Detail}); it is tried again in an hour")]
    private partial void LogFailed(string reason, string detail);
}
