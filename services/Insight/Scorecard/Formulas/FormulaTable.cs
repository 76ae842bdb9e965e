using System.Text.Json;
using Npgsql;
using ServiceMesh.Insight.Domain.Scorecard;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Insight.Scorecard.Formulas;

/// <summary>The tenant's formulas. Version 1 is the shipped one, which is not stored.</summary>
internal static class FormulaTable
{
    public static async Task<Formula?> FindAsync(NpgsqlConnection connection, string tenant, int? version, CancellationToken ct)
    {
        if (version == 1) return Formula.Shipped;
        await using var command = new NpgsqlCommand(
            "SELECT formula, version FROM score_formulas WHERE tenant = $1 AND ($2::int IS NULL OR version = $2) ORDER BY version DESC LIMIT 1", connection);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = tenant });
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Integer, Value = (object?)version ?? DBNull.Value });
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct) ? Read(reader.GetString(0), reader.GetInt32(1)) : version is null ? Formula.Shipped : null;
    }

    public static async Task<IReadOnlyList<FormulaAnswer>> AllAsync(NpgsqlConnection connection, string tenant, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("SELECT formula, version, created_at, created_by FROM score_formulas WHERE tenant = $1 ORDER BY version DESC", connection);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = tenant });
        var found = new List<FormulaAnswer>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) found.Add(FormulaAnswer.Of(Read(reader.GetString(0), reader.GetInt32(1)), reader.GetFieldValue<DateTimeOffset>(2), reader.GetString(3)));
        found.Add(FormulaAnswer.Of(Formula.Shipped, null, null));
        return found;
    }

    /// <summary>Adds the next version; of two at the same time the second waits for the first.</summary>
    public static async Task<Formula> AddAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, string tenant, Formula formula, DateTimeOffset at, string by, CancellationToken ct)
    {
        await using var wait = new NpgsqlCommand("SELECT pg_advisory_xact_lock(hashtext('score_formulas'), hashtext($1))", connection, transaction);
        wait.Parameters.Add(new NpgsqlParameter<string> { TypedValue = tenant });
        await wait.ExecuteNonQueryAsync(ct);
        await using var insert = new NpgsqlCommand("""
            INSERT INTO score_formulas (tenant, version, formula, created_at, created_by)
            SELECT $1, coalesce(max(version), 1) + 1, $2, $3, $4 FROM score_formulas WHERE tenant = $1 RETURNING version
            """, connection, transaction);
        insert.Parameters.Add(new NpgsqlParameter<string> { TypedValue = tenant });
        insert.Parameters.Add(new NpgsqlParameter<string> { TypedValue = JsonSerializer.Serialize(formula, JsonDefaults.Options) });
        insert.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = at.ToUniversalTime() });
        insert.Parameters.Add(new NpgsqlParameter<string> { TypedValue = by });
        return formula with { Version = (int)(await insert.ExecuteScalarAsync(ct))! };
    }

    private static Formula Read(string text, int version) => JsonSerializer.Deserialize<Formula>(text, JsonDefaults.Options)! with { Version = version };
}
