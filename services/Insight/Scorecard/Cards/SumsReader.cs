using Npgsql;
using ServiceMesh.Insight.Domain.Scorecard;

namespace ServiceMesh.Insight.Scorecard.Cards;

/// <summary>Reads the sums that scorecards are made of. It reads tables made for this, and no others.</summary>
internal sealed class SumsReader(NpgsqlConnection connection, string tenant, string timeZone)
{
    /// <summary>What makes a subject appear in a list, and its place there.</summary>
    private static readonly int[] s_counted = [(int)Measure.Complaint, (int)Measure.Reopening, (int)Measure.FirstResponse, (int)Measure.Maintenance];

    /// <summary>The subjects with most to count in the months, after a place in that order.</summary>
    public async Task<IReadOnlyList<(Guid Id, long Count)>> SubjectsAsync(string kind, MonthSpan span, (long Count, Guid Id)? after, int limit, CancellationToken ct)
    {
        await using var command = Command("""
            SELECT id, sum(count)::bigint FROM score_months WHERE tenant = $1 AND kind = $2 AND measure = ANY ($3) AND month BETWEEN $4 AND $5
            GROUP BY id HAVING $6::bigint IS NULL OR sum(count) < $6 OR (sum(count) = $6 AND id > $7) ORDER BY 2 DESC, 1 LIMIT $8
            """, kind, s_counted, span.From.Number, span.To.Number);
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Bigint, Value = (object?)after?.Count ?? DBNull.Value });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = after?.Id ?? Guid.Empty });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limit });
        var found = new List<(Guid, long)>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) found.Add((reader.GetGuid(0), reader.GetInt64(1)));
        return found;
    }

    /// <summary>Sums by subject and month.</summary>
    public async Task<ILookup<Guid, (Month Month, Measure Measure, int Bucket, Sum Sum)>> CellsAsync(string kind, IReadOnlyCollection<Guid> ids, MonthSpan span, CancellationToken ct)
    {
        await using var command = Command(
            "SELECT id, month, measure, bucket, count, total FROM score_months WHERE tenant = $1 AND kind = $2 AND id = ANY ($3) AND month BETWEEN $4 AND $5",
            kind, ids.ToArray(), span.From.Number, span.To.Number);
        var found = new List<(Guid Id, (Month, Measure, int, Sum) Cell)>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
            found.Add((reader.GetGuid(0), (new Month(reader.GetInt32(1)), (Measure)reader.GetInt32(2), reader.GetInt32(3), new Sum(reader.GetInt64(4), reader.GetInt64(5)))));
        return found.ToLookup(f => f.Id, f => f.Cell);
    }

    /// <summary>Modules with support tickets in each month, and whether one was solved; by name.</summary>
    public async Task<ILookup<Guid, (Month Month, string Item, bool Served)>> ModulesAsync(string kind, IReadOnlyCollection<Guid> ids, MonthSpan span, CancellationToken ct)
    {
        await using var command = Command("""
            SELECT id, month, item, resolved > 0 FROM score_items
            WHERE tenant = $1 AND kind = $2 AND id = ANY ($3) AND item_kind = 'module' AND month BETWEEN $4 AND $5
            """, kind, ids.ToArray(), span.From.Number, span.To.Number);
        var found = new List<(Guid Id, (Month, string, bool) Item)>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) found.Add((reader.GetGuid(0), (new Month(reader.GetInt32(1)), reader.GetString(2), reader.GetBoolean(3))));
        return found.ToLookup(f => f.Id, f => f.Item);
    }

    /// <summary>For each subject and month, how many assets were in the field; nothing where assets cannot be told by subject.</summary>
    public async Task<ILookup<Guid, (Month Since, long Count)>> AssetsAsync(string kind, IReadOnlyCollection<Guid> ids, Month to, CancellationToken ct)
    {
        var column = kind switch { Subject.Product => "product_id", Subject.Customer => "customer_id", Subject.All => "'00000000-0000-0000-0000-000000000000'::uuid", _ => null };
        if (column is null) return Enumerable.Empty<(Guid, Month, long)>().ToLookup(a => a.Item1, a => (a.Item2, a.Item3));
        await using var command = Command($"""
            SELECT {column}, (extract(year FROM first_at AT TIME ZONE $3) * 12 + extract(month FROM first_at AT TIME ZONE $3) - 1)::int AS since, count(*)
            FROM score_subjects WHERE tenant = $1 AND kind = 'asset' AND {column} = ANY ($2) GROUP BY 1, 2
            """, ids.ToArray(), timeZone);
        var found = new List<(Guid Id, (Month, long) Assets)>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            if (new Month(reader.GetInt32(1)) is var since && since <= to) found.Add((reader.GetGuid(0), (since, reader.GetInt64(2))));
        }

        return found.ToLookup(f => f.Id, f => f.Assets);
    }

    /// <summary>How many were counted in these cells.</summary>
    public async Task<long> CountAsync(string kind, IReadOnlyCollection<Guid> ids, Wanted wanted, CancellationToken ct)
    {
        await using var command = Command("""
            SELECT coalesce(sum(count), 0)::bigint FROM score_months
            WHERE tenant = $1 AND kind = $2 AND id = ANY ($3) AND measure = $4 AND month BETWEEN $5 AND $6 AND ($7 < 0 OR bucket = $7)
            """, kind, ids.ToArray(), (int)wanted.Measure, wanted.Span.From.Number, wanted.Span.To.Number, wanted.Bucket ?? -1);
        return (long)(await command.ExecuteScalarAsync(ct))!;
    }

    /// <summary>Whether anything was ever told or counted of a subject.</summary>
    public async Task<bool> KnowsAsync(string kind, Guid id, CancellationToken ct)
    {
        await using var command = Command("""
            SELECT EXISTS (SELECT FROM score_subjects WHERE tenant = $1 AND kind = $2 AND id = $3) OR EXISTS (SELECT FROM score_months WHERE tenant = $1 AND kind = $2 AND id = $3)
            """, kind, id);
        return (bool)(await command.ExecuteScalarAsync(ct))!;
    }

    /// <summary>Names by id; those of engineers are not kept here.</summary>
    public async Task<Dictionary<Guid, string>> NamesAsync(string kind, IReadOnlyCollection<Guid> ids, CancellationToken ct)
    {
        await using var command = Command("SELECT id, name FROM score_subjects WHERE tenant = $1 AND kind = $2 AND id = ANY ($3) AND name IS NOT NULL", kind, ids.ToArray());
        var found = new Dictionary<Guid, string>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) found[reader.GetGuid(0)] = reader.GetString(1);
        return found;
    }

    /// <summary>Engineers of the tenant as their latest event tells them.</summary>
    public async Task<IReadOnlyList<(Guid Id, string Data)>> EngineersAsync(CancellationToken ct)
    {
        await using var command = Command("SELECT id, data FROM score_subjects WHERE tenant = $1 AND kind = 'engineer'");
        var found = new List<(Guid, string)>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) found.Add((reader.GetGuid(0), reader.GetString(1)));
        return found;
    }

    /// <summary>A command whose first parameter is the tenant.</summary>
    public NpgsqlCommand Command(string sql, params object[] values)
    {
        var command = new NpgsqlCommand(sql, connection);
        command.Parameters.Add(new NpgsqlParameter { Value = tenant });
        foreach (var value in values) command.Parameters.Add(new NpgsqlParameter { Value = value });
        return command;
    }
}
