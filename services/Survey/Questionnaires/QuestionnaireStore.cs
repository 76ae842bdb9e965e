using System.Collections.Concurrent;
using System.Text.Json;
using Npgsql;
using ServiceMesh.Messaging;
using ServiceMesh.Survey.Domain.Questionnaires;

namespace ServiceMesh.Survey.Questionnaires;

/// <summary>Finds questionnaires. A version never changes, so what was read once is kept.</summary>
public sealed class QuestionnaireStore(NpgsqlDataSource database)
{
    /// <summary>More than all tenants' live versions together; then it starts anew.</summary>
    private const int MostKept = 5_000;

    private const string Live = """
        SELECT id, version, name, work_type, product_id, brand, body::text FROM (
            SELECT DISTINCT ON (id) * FROM questionnaires WHERE tenant = $1 ORDER BY id, version DESC) newest
        WHERE retired_at IS NULL
        """;

    private const string One = "SELECT name, body::text FROM questionnaires WHERE tenant = $1 AND id = $2 AND version = $3";

    private readonly ConcurrentDictionary<(string Tenant, Guid Id, int Version), Questionnaire> _kept = new();

    /// <summary>What may be asked about a ticket now, the one that is asked first and the shipped one last.</summary>
    /// <param name="brand">The code of its product's brand, or the tenant's own name.</param>
    public static async Task<IReadOnlyList<Fit<Questionnaire>>> RankAsync(string tenant, string workType, Guid? product, string brand, Work work, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(work);
        var live = new List<(Questionnaire, string, Scope)>();
        await using var command = new NpgsqlCommand(Live, work.Connection, work.Transaction) { Parameters = { new() { Value = tenant } } };
        await using var row = await command.ExecuteReaderAsync(ct);
        while (await row.ReadAsync(ct))
        {
            var scope = new Scope(Text(row, 3), row.IsDBNull(4) ? null : row.GetGuid(4), Text(row, 5));
            live.Add((new Questionnaire(row.GetGuid(0), row.GetString(2), row.GetInt32(1), Body(row.GetString(6))), row.GetString(2), scope));
        }
        return [.. Choosing.Rank(live, workType, product, brand), new(Shipped.Questionnaire, Shipped.Questionnaire.Name, [])];
    }

    /// <summary>A version that some survey asks.</summary>
    public async ValueTask<Questionnaire> GetAsync(string tenant, Guid id, int version, CancellationToken ct)
    {
        if (id == Shipped.Id) return Shipped.Questionnaire;
        if (_kept.TryGetValue((tenant, id, version), out var kept)) return kept;
        await using var command = database.CreateCommand(One);
        command.Parameters.Add(new() { Value = tenant });
        command.Parameters.Add(new() { Value = id });
        command.Parameters.Add(new() { Value = version });
        await using var row = await command.ExecuteReaderAsync(ct);
        if (!await row.ReadAsync(ct)) throw new InvalidOperationException($"Questionnaire {id} has no version {version}.");
        if (_kept.Count >= MostKept) _kept.Clear();
        return _kept[(tenant, id, version)] = new Questionnaire(id, row.GetString(0), version, Body(row.GetString(1)));
    }

    internal static QuestionnaireBody Body(string json) =>
        JsonSerializer.Deserialize<QuestionnaireBody>(json, EventJson.Options) ?? throw new InvalidOperationException("A questionnaire without a body.");

    private static string? Text(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
