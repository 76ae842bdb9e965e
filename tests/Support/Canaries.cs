using Npgsql;

namespace ServiceMesh.Testing;

/// <summary>Looks for a text in all of a database.</summary>
public static class Canaries
{
    /// <summary>Schema and name of every table that has a row with this text in it, whatever the column.</summary>
    public static async Task<IReadOnlyList<string>> FindAsync(NpgsqlDataSource database, string text, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(database);
        var tables = new List<string>();
        await using (var list = database.CreateCommand("""
            SELECT format('%I.%I', n.nspname, c.relname) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind = 'r' AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname NOT LIKE 'pg\_%' ORDER BY 1
            """))
        await using (var row = await list.ExecuteReaderAsync(ct))
        {
            while (await row.ReadAsync(ct)) tables.Add(row.GetString(0));
        }

        var found = new List<string>();
        foreach (var table in tables)
        {
            await using var look = database.CreateCommand($"SELECT EXISTS (SELECT FROM {table} AS t WHERE position($1 IN t::text) > 0)");
            look.Parameters.Add(new() { Value = text });
            if ((bool)(await look.ExecuteScalarAsync(ct))!) found.Add(table);
        }

        return found;
    }
}
