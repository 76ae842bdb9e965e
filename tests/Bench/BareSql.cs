using System.Diagnostics;
using System.Globalization;
using Npgsql;
using NpgsqlTypes;

namespace ServiceMesh.Bench;

/// <summary>What the same rows cost without anybody deciding anything: copies of the tables with their indexes, and plain statements.</summary>
internal static class BareSql
{
    private const int PerCommit = 200;
    private const int PerTrip = 50;
    private const int Workers = 2;

    /// <summary>As long as the two events of an assignment are.</summary>
    private static readonly string s_event = new('x', 900);

    /// <summary>Copies of the waiting tickets, in a table with the same indexes.</summary>
    public static Task CopyAsync(DispatchScene scene) => scene.ExecuteAsync("""
        CREATE TABLE bare_tickets (LIKE tickets INCLUDING ALL);
        CREATE TABLE bare_rankings (LIKE rankings INCLUDING ALL);
        CREATE TABLE bare_reports (LIKE ticket_reports INCLUDING ALL);
        CREATE TABLE bare_outbox (LIKE messaging.outbox INCLUDING ALL);
        DO $$ DECLARE cols text; BEGIN
            SELECT string_agg(column_name, ',') INTO cols FROM information_schema.columns WHERE table_name = 'tickets' AND is_generated = 'NEVER';
            EXECUTE format('INSERT INTO bare_tickets (%s) SELECT %s FROM tickets WHERE queued_at IS NOT NULL', cols, cols);
        END $$;
        """);

    /// <summary>Writes what the product wrote for each assignment: the ticket, why, and two events.</summary>
    public static async Task AssignAsync(DispatchScene scene)
    {
        await scene.Server.RestAsync(scene.Name);
        await using var source = NpgsqlDataSource.Create(scene.Database + ";Max Auto Prepare=20;Auto Prepare Min Usages=1");
        List<(Guid Id, Guid Engineer, string Name, string Why, string Body)> given = [];
        await using (var read = source.CreateCommand("""
            SELECT t.id, t.engineer_id, t.engineer_name, t.explanation, (SELECT body::text FROM rankings r WHERE r.ticket_id = t.id ORDER BY version DESC LIMIT 1)
            FROM tickets t JOIN bare_tickets b USING (id) WHERE t.engineer_id IS NOT NULL
            """))
        await using (var reader = await read.ExecuteReaderAsync())
            while (await reader.ReadAsync()) given.Add((reader.GetGuid(0), reader.GetGuid(1), reader.GetString(2), reader.GetString(3), reader.GetString(4)));
        var commits = new Queue<(Guid Id, Guid Engineer, string Name, string Why, string Body)[]>(given.Chunk(PerCommit));
        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Workers).Select(_ => Task.Run(async () =>
        {
            await using var connection = await source.OpenConnectionAsync();
            while (true)
            {
                (Guid Id, Guid Engineer, string Name, string Why, string Body)[]? next;
                lock (commits)
                    if (!commits.TryDequeue(out next)) return;
                await using var transaction = await connection.BeginTransactionAsync();
                foreach (var trip in next.Chunk(PerTrip))
                {
                    await using var batch = new NpgsqlBatch(connection, transaction);
                    foreach (var t in trip)
                    {
                        batch.BatchCommands.Add(Command("""
                            UPDATE bare_tickets SET state = 'assigned', engineer_id = $2, engineer_name = $3, explanation = $4, assigned_at = now(), queued_at = NULL,
                                version = version + 1, updated_at = now(), steps = '[{"at":"2026-11-23T00:00:00Z","what":"assigned"}]' WHERE id = $1
                            """, t.Id, t.Engineer, t.Name, t.Why));
                        batch.BatchCommands.Add(Ranking(t.Id, t.Body));
                        batch.BatchCommands.Add(Outbox());
                        batch.BatchCommands.Add(Outbox());
                    }

                    await batch.ExecuteNonQueryAsync();
                }

                await transaction.CommitAsync();
            }
        })));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  bare SQL of the same rows, {Workers} connections: {given.Count / Stopwatch.GetElapsedTime(started).TotalSeconds:0}/s"));
    }

    /// <summary>Writes what the product wrote for each new ticket, one commit each, at the same rate.</summary>
    public static async Task OpenAsync(DispatchScene scene, int rate)
    {
        await using var source = NpgsqlDataSource.Create(scene.Database + ";Max Auto Prepare=20;Auto Prepare Min Usages=1");
        var columns = (string)(await TimersDatabase.ScalarAsync(scene.Database,
            "SELECT string_agg(column_name, ',' ORDER BY ordinal_position) FROM information_schema.columns WHERE table_name = 'tickets' AND is_generated = 'NEVER' AND column_name <> ALL ('{id,progress_token_hash}')"))!;
        var insert = $"INSERT INTO bare_tickets (id, progress_token_hash, {columns}) SELECT $1, md5($1::text) || md5($1::text), {columns} FROM tickets WHERE id = $2";
        var samples = (await DispatchScene.TimesAsync(scene.Database, "SELECT ticket_id, at FROM rankings WHERE version = 1 ORDER BY at DESC LIMIT 200")).Select(s => s.Id).ToArray();
        List<double> times = [];
        using var pace = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / rate));
        await using var connection = await source.OpenConnectionAsync();
        foreach (var sample in samples)
        {
            await pace.WaitForNextTickAsync();
            var id = Guid.CreateVersion7();
            var before = Stopwatch.GetTimestamp();
            await using var transaction = await connection.BeginTransactionAsync();
            await using var batch = new NpgsqlBatch(connection, transaction)
            {
                BatchCommands =
                {
                    Command(insert, id, sample),
                    Command("INSERT INTO bare_rankings SELECT $1, version, tenant, at, body FROM rankings WHERE ticket_id = $2 LIMIT 1", id, sample),
                    Command("INSERT INTO bare_reports (ticket_id, tenant, opened_at, facts) SELECT $1, tenant, opened_at, facts FROM ticket_reports WHERE ticket_id = $2", id, sample),
                    Outbox(), Outbox(),
                },
            };
            await batch.ExecuteNonQueryAsync();
            await transaction.CommitAsync();
            times.Add(Stopwatch.GetElapsedTime(before).TotalMilliseconds);
        }

        Console.WriteLine($"  bare SQL of the same rows, one commit each, at {rate}/s, without relay and broker: {DispatchBench.Percentiles(times)}");
    }

    private static NpgsqlBatchCommand Ranking(Guid ticket, string body) => new("INSERT INTO bare_rankings (ticket_id, version, tenant, at, body) VALUES ($1, 2, 'default', now(), $2)")
    {
        Parameters = { new() { Value = ticket }, new() { Value = body, NpgsqlDbType = NpgsqlDbType.Jsonb } },
    };

    private static NpgsqlBatchCommand Outbox() => Command("INSERT INTO bare_outbox (id, message_type, body) VALUES ($1, 'TicketAssigned', $2)", Guid.CreateVersion7(), s_event);

    private static NpgsqlBatchCommand Command(string sql, params object[] values)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in values) command.Parameters.Add(new() { Value = value });
        return command;
    }
}
