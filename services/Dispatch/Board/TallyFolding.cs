using Npgsql;

namespace ServiceMesh.Dispatch.Board;

/// <summary>
/// Sums up tally rows, so that there are few to read. It changes no count: rows and their sum are exchanged in one statement, and
/// of several instances one does it.
/// </summary>
internal sealed partial class TallyFolding(NpgsqlDataSource dataSource, TimeProvider time, ILogger<TallyFolding> logger) : BackgroundService
{
    private static readonly TimeSpan s_every = TimeSpan.FromSeconds(2);

    private const string Worthwhile = "SELECT count(*) > 200 FROM (SELECT 1 FROM board_tallies WHERE NOT folded LIMIT 201) unfolded";

    private const string Fold = """
        WITH mine AS MATERIALIZED (SELECT pg_try_advisory_xact_lock(72230001) AS locked),
        gone AS (
            DELETE FROM board_tallies USING mine
            WHERE mine.locked AND tenant IN (SELECT tenant FROM board_tallies WHERE NOT folded)
            RETURNING tenant, team_id, state, breached, n)
        INSERT INTO board_tallies (tenant, team_id, state, breached, n, folded)
        SELECT tenant, team_id, state, breached, sum(n), true FROM gone GROUP BY tenant, team_id, state, breached HAVING sum(n) <> 0
        """;

    /// <summary>Folds now.</summary>
    public static async Task FoldAsync(NpgsqlDataSource dataSource, CancellationToken ct)
    {
        await using var fold = dataSource.CreateCommand(Fold);
        await fold.ExecuteNonQueryAsync(ct);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(s_every, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await using var worthwhile = dataSource.CreateCommand(Worthwhile);
                if (await worthwhile.ExecuteScalarAsync(stoppingToken) is true) await FoldAsync(dataSource, stoppingToken);
            }
            catch (NpgsqlException e)
            {
                LogPutOff(e.SqlState);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The board's tallies are summed up later: {SqlState}")]
    private partial void LogPutOff(string? sqlState);
}
