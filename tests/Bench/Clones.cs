using Npgsql;

namespace ServiceMesh.Bench;

/// <summary>Many tickets made of a few that the product itself has stored: rows as they are, but for what is given.</summary>
internal static class Clones
{
    /// <summary>A UUIDv7 of the instant <c>at</c>, as ids are: they come in the order of time.</summary>
    public const string Id = "(lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') || '7' || substr(md5(i || '-' || k), 1, 3) || '8' || substr(md5(i || '-' || k), 4, 15))::uuid";

    /// <summary>Adds to <c>tickets</c> one row for each row of <paramref name="source"/>.</summary>
    /// <param name="source">A query of one alias <c>t</c>, a row of tickets, with <c>i</c>, <c>k</c> and <c>at</c> beside.</param>
    /// <param name="values">Expressions over these for the columns that differ.</param>
    public static async Task AddAsync(string database, string source, IReadOnlyDictionary<string, string> values)
    {
        var columns = ((string)(await TimersDatabase.ScalarAsync(database,
            "SELECT string_agg(column_name, ',' ORDER BY ordinal_position) FROM information_schema.columns WHERE table_name = 'tickets' AND is_generated = 'NEVER'"))!).Split(',');
        var unknown = values.Keys.Except(columns).ToList();
        if (unknown.Count > 0) throw new InvalidOperationException($"No such columns: {string.Join(", ", unknown)}.");
        var chosen = columns.Select(c => values.TryGetValue(c, out var value) ? value : $"(t).{c}");
        await using var connection = new NpgsqlConnection(database + ";Pooling=false;Command Timeout=3600");
        await connection.OpenAsync();
        await using var add = new NpgsqlCommand($"INSERT INTO tickets ({string.Join(", ", columns)}) SELECT {string.Join(", ", chosen)} FROM ({source}) s", connection);
        await add.ExecuteNonQueryAsync();
    }
}
