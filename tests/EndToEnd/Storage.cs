using Npgsql;
using ServiceMesh.Testing;

namespace ServiceMesh.EndToEnd;

/// <summary>How many rows every table of every service has, and how many events every service has ever published.</summary>
internal sealed record Storage(IReadOnlyDictionary<string, long> Rows)
{
    public static readonly string[] Services = ["gateway", "intake", "dispatch", "sla", "notification", "survey", "insight"];

    private const string AllTables = "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')";

    private const string Tables = AllTables + " AND tablename <> 'outbox'";

    // Something is on its way while an event waits to be published, a message to be retried or a timer to fire.
    private const string Pending =
        "SELECT (SELECT count(*) FROM messaging.outbox) + (SELECT count(*) FROM messaging.timers WHERE kind = 'messaging.redeliver' OR due_at < clock_timestamp() + interval '2 seconds')";

    // What waits for the end of somebody's quiet hours is at rest until then.
    private const string Unsent = """
        SELECT count(*) FROM deliveries d WHERE state NOT IN ('delivered', 'failed', 'dropped')
            AND NOT EXISTS (SELECT FROM held_deliveries h WHERE h.delivery_id = d.id AND h.due_at > clock_timestamp() + interval '5 minutes')
        """;

    private const int LooksAtRest = 12;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>Waits until nothing is on its way in any service and nothing has changed for a while; returns how it is then.</summary>
    public static async Task<Storage> AtRestAsync(Mesh mesh)
    {
        var (last, same) = (new Storage(new Dictionary<string, long>()), 0);
        await Eventually.Async(async () =>
        {
            var now = await ReadAsync(mesh);
            same = now.DifferenceTo(last) is null && await IsNothingPendingAsync(mesh) ? same + 1 : 0;
            last = now;
            return same >= LooksAtRest;
        }, TimeSpan.FromSeconds(40), "everything has come to rest");
        return last;
    }

    /// <summary>Lets a visitor, who is gone afterwards, do what must not leave a trace in any database.</summary>
    public static async Task StaysAsync(Mesh mesh, Visitor visitor, Func<Visitor, Task> what)
    {
        using (visitor)
        {
            var before = await AtRestAsync(mesh);
            await what(visitor);
            Assert.Null((await ReadAsync(mesh)).DifferenceTo(before));
        }
    }

    public static async Task<Storage> ReadAsync(Mesh mesh)
    {
        var rows = new Dictionary<string, long>();
        foreach (var service in Services)
        {
            await using var connection = await OpenAsync(mesh, service);
            var tables = await ReadAsync(connection, Tables, r => r.GetString(0));
            var sql = string.Join(" UNION ALL ", tables.Select(t => $"SELECT '{t}', count(*) FROM {t}"))
                + " UNION ALL SELECT 'events published', coalesce(sum(last), 0)::bigint FROM messaging.streams";
            foreach (var (table, count) in await ReadAsync(connection, sql, r => (r.GetString(0), r.GetInt64(1)))) rows[$"{service}: {table}"] = count;
        }
        return new Storage(rows);
    }

    /// <summary>A number out of one service's database.</summary>
    public static async Task<long> CountAsync(Mesh mesh, string service, string sql)
    {
        await using var connection = await OpenAsync(mesh, service);
        return (await ReadAsync(connection, sql, r => r.GetInt64(0))).Single();
    }

    /// <summary>The tables of all services, outboxes too, that hold one of these texts anywhere in a row: what a search of a dump would find.</summary>
    public static async Task<IReadOnlyList<string>> HoldersAsync(Mesh mesh, IReadOnlyList<string> texts)
    {
        var holders = new List<string>();
        foreach (var service in Services)
        {
            await using var connection = await OpenAsync(mesh, service);
            foreach (var table in await ReadAsync(connection, AllTables, r => r.GetString(0)))
            {
                await using var command = new NpgsqlCommand($"SELECT EXISTS (SELECT FROM {table} whole, unnest($1::text[]) looked(for_) WHERE strpos(whole::text, for_) > 0)", connection);
                command.Parameters.Add(new() { Value = texts.ToArray() });
                if (await command.ExecuteScalarAsync(Ct) is true) holders.Add($"{service}: {table}");
            }
        }
        return holders;
    }

    /// <summary>What has changed since another time; null when nothing.</summary>
    public string? DifferenceTo(Storage before) => Rows.Where(r => before.Rows.GetValueOrDefault(r.Key) != r.Value)
        .Select(r => $"{r.Key}: {before.Rows.GetValueOrDefault(r.Key)} -> {r.Value}").ToList() is { Count: > 0 } changes
        ? string.Join(", ", changes)
        : null;

    private static async Task<bool> IsNothingPendingAsync(Mesh mesh)
    {
        foreach (var service in Services)
        {
            if (await CountAsync(mesh, service, Pending) > 0) return false;
        }
        return await CountAsync(mesh, "notification", Unsent) == 0;
    }

    private static async Task<NpgsqlConnection> OpenAsync(Mesh mesh, string service)
    {
        var connection = new NpgsqlConnection(mesh.Running.Database(service));
        await connection.OpenAsync(Ct);
        return connection;
    }

    private static async Task<List<T>> ReadAsync<T>(NpgsqlConnection connection, string sql, Func<NpgsqlDataReader, T> read)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync(Ct);
        var found = new List<T>();
        while (await reader.ReadAsync(Ct)) found.Add(read(reader));
        return found;
    }
}
