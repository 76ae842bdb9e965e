using Npgsql;
using ServiceMesh.Insight.Jobs;
using ServiceMesh.Insight.Record;
using ServiceMesh.Messaging;

namespace ServiceMesh.Insight.Projections;

/// <summary>
/// At the start: takes old rows into the record, then asks for a rebuild of every read model that has new rules, or has not seen what was
/// adopted. Traffic does not wait for it.
/// </summary>
internal sealed partial class ProjectionStart(
    Adoption adoption, IWorkFactory works, IEnumerable<IProjection> projections, JobSignal signal, TimeProvider clock, ILogger<ProjectionStart> logger) : BackgroundService
{
    private static readonly TimeSpan s_again = TimeSpan.FromSeconds(5);

    private const string Outdated = """
        INSERT INTO projections AS p (name, version) VALUES ($1, $2)
        ON CONFLICT (name) DO UPDATE SET version = excluded.version WHERE p.version < excluded.version
        RETURNING name
        """;

    /// <summary>Once, at the start.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        var adopted = await adoption.RunAsync(ct);
        await using var work = await works.BeginAsync(ct);
        foreach (var projection in projections)
        {
            var outdated = await IsOutdatedAsync(projection, work, ct);
            foreach (var tenant in outdated ? await TenantsAsync(work, ct) : [.. adopted])
                await JobBook.QueueAsync(work, tenant, RebuildJob.KindName, projection.Name, null, ct);
        }
        await work.CommitAsync(ct);
        signal.Asked();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            try
            {
                await RunAsync(stoppingToken);
                return;
            }
            catch (Exception e) when (e is NpgsqlException or TimeoutException)
            {
                LogPutOff(e.Message);
            }
            await Task.Delay(s_again, clock, stoppingToken);
        }
    }

    private static async Task<bool> IsOutdatedAsync(IProjection projection, Work work, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Outdated, work.Connection, work.Transaction);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = projection.Name });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = projection.Version });
        return await command.ExecuteScalarAsync(ct) is not null;
    }

    private static async Task<List<string>> TenantsAsync(Work work, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("SELECT tenant FROM chain_heads WHERE position > 0 ORDER BY tenant", work.Connection, work.Transaction);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var tenants = new List<string>();
        while (await reader.ReadAsync(ct)) tenants.Add(reader.GetString(0));
        return tenants;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The record's read models cannot be looked after at the moment ({Reason})")]
    private partial void LogPutOff(string reason);
}
