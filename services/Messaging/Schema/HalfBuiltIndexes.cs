using Npgsql;

namespace ServiceMesh.Messaging;

/// <summary>
/// What an index build beside the running service (CREATE INDEX CONCURRENTLY) leaves when it is cut short: an index that serves nobody, costs
/// every write, and that IF NOT EXISTS would keep. It goes before the migration is tried again.
/// </summary>
internal static class HalfBuiltIndexes
{
    // Somebody else's build that goes on is left alone; whose it is, PostgreSQL may not show us.
    private const string Find = """
        SELECT i.indexrelid::regclass::text
        FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE NOT i.indisvalid AND c.relkind = 'i' AND n.nspname !~ '^pg_' AND pg_has_role(c.relowner, 'USAGE')
          AND NOT EXISTS (
              SELECT 1 FROM pg_stat_progress_create_index p
              WHERE p.datname = current_database() AND (p.index_relid = i.indexrelid OR p.index_relid IS NULL))
        """;

    public static async Task DropAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        List<string> names = [];
        await using (var find = new NpgsqlCommand(Find, connection))
        await using (var reader = await find.ExecuteReaderAsync(ct))
        {
            while (await reader.ReadAsync(ct)) names.Add(reader.GetString(0));
        }

        // Names as regclass writes them are quoted where they must be.
        foreach (var name in names)
        {
            await using var drop = new NpgsqlCommand($"DROP INDEX CONCURRENTLY IF EXISTS {name}", connection);
            await drop.ExecuteNonQueryAsync(ct);
        }
    }
}
