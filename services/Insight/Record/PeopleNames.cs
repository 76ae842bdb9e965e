using Npgsql;

namespace ServiceMesh.Insight.Record;

/// <summary>Names of the vendor's people, read where something is shown: read models keep ids only.</summary>
public static class PeopleNames
{
    private const string Engineers = """
        SELECT DISTINCT ON (t.aggregate) t.aggregate, p.staff ->> 'name'
        FROM timeline t JOIN personal p ON p.tenant = t.tenant AND p.position = t.position
        WHERE t.publisher = 'dispatch' AND t.aggregate = ANY ($2) AND t.type = 'EngineerChanged' AND t.tenant = $1 AND p.staff ? 'name'
        ORDER BY t.aggregate, t.sequence DESC
        """;

    /// <summary>Engineers' names as last told, by id; whoever was never heard of is missing.</summary>
    public static async Task<IReadOnlyDictionary<Guid, string>> OfEngineersAsync(NpgsqlConnection connection, string tenant, IEnumerable<Guid> engineers, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Engineers, connection);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = tenant });
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. engineers] });
        await using var reader = await command.ExecuteReaderAsync(ct);
        var names = new Dictionary<Guid, string>();
        while (await reader.ReadAsync(ct)) names[reader.GetGuid(0)] = reader.GetString(1);
        return names;
    }
}
