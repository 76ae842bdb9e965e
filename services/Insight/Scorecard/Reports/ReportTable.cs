using Npgsql;
using NpgsqlTypes;
using ServiceMesh.Insight.Domain.Scorecard;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Insight.Scorecard.Reports;

/// <summary>A frozen report as it is stored.</summary>
/// <param name="Position">The latest place in the tenant's record that had a say.</param>
internal sealed record StoredReport(
    Guid Id, string Kind, MonthSpan Span, int FormulaVersion, long Position, DateTimeOffset FrozenAt, string FrozenBy, string Content, string Sha256);

/// <summary>The tenant's frozen reports. There is no statement that changes one.</summary>
internal static class ReportTable
{
    private const string Columns = "id, kind, from_month, to_month, formula_version, position, frozen_at, frozen_by";

    /// <summary>The newest first, without their content.</summary>
    public static Task<List<StoredReport>> ListAsync(NpgsqlConnection connection, string tenant, string? kind, CancellationToken ct) => ReadAsync(
        connection, $"SELECT {Columns}, '', sha256 FROM score_reports WHERE tenant = $1 AND ($2::text IS NULL OR kind = $2) ORDER BY to_month DESC, from_month DESC, kind LIMIT 200",
        ct, Text(tenant), Text(kind));

    public static async Task<StoredReport?> FindAsync(NpgsqlConnection connection, string tenant, Guid id, CancellationToken ct) =>
        (await ReadAsync(connection, $"SELECT {Columns}, content, sha256 FROM score_reports WHERE tenant = $1 AND id = $2", ct, Text(tenant), new NpgsqlParameter<Guid> { TypedValue = id })).SingleOrDefault();

    /// <summary>The report of exactly these months.</summary>
    public static async Task<StoredReport?> FindAsync(NpgsqlConnection connection, string tenant, string kind, MonthSpan span, CancellationToken ct) =>
        (await ReadAsync(connection, $"SELECT {Columns}, content, sha256 FROM score_reports WHERE tenant = $1 AND kind = $2 AND from_month = $3 AND to_month = $4", ct,
            Text(tenant), Text(kind), new NpgsqlParameter<int> { TypedValue = span.From.Number }, new NpgsqlParameter<int> { TypedValue = span.To.Number })).SingleOrDefault();

    /// <summary>The place in the record up to which figures are known.</summary>
    public static async Task<long> PositionAsync(NpgsqlConnection connection, string tenant, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("""
            SELECT greatest(coalesce((SELECT max(position) FROM score_facts WHERE tenant = $1), 0), coalesce((SELECT max(position) FROM score_subjects WHERE tenant = $1), 0))
            """, connection);
        command.Parameters.Add(Text(tenant));
        return (long)(await command.ExecuteScalarAsync(ct))!;
    }

    /// <summary>409 <c>report.exists</c>: a period is frozen once.</summary>
    public static async Task AddAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, string tenant, StoredReport report, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("""
            INSERT INTO score_reports (tenant, id, kind, from_month, to_month, formula_version, position, frozen_at, frozen_by, content, sha256)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT (tenant, kind, from_month, to_month) DO NOTHING
            """, connection, transaction);
        command.Parameters.Add(Text(tenant));
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = report.Id });
        command.Parameters.Add(Text(report.Kind));
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = report.Span.From.Number });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = report.Span.To.Number });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = report.FormulaVersion });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = report.Position });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = report.FrozenAt.ToUniversalTime() });
        command.Parameters.Add(Text(report.FrozenBy));
        command.Parameters.Add(Text(report.Content));
        command.Parameters.Add(Text(report.Sha256));
        if (await command.ExecuteNonQueryAsync(ct) == 0) throw Problems.Conflict("report.exists", $"{report.Span} is frozen already.");
    }

    private static async Task<List<StoredReport>> ReadAsync(NpgsqlConnection connection, string sql, CancellationToken ct, params NpgsqlParameter[] parameters)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.AddRange(parameters);
        var found = new List<StoredReport>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            found.Add(new StoredReport(reader.GetGuid(0), reader.GetString(1), new MonthSpan(new Month(reader.GetInt32(2)), new Month(reader.GetInt32(3))), reader.GetInt32(4),
                reader.GetInt64(5), reader.GetFieldValue<DateTimeOffset>(6), reader.GetString(7), reader.GetString(8), reader.GetString(9)));
        }

        return found;
    }

    private static NpgsqlParameter Text(string? value) => new() { NpgsqlDbType = NpgsqlDbType.Text, Value = (object?)value ?? DBNull.Value };
}
