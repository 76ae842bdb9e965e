using Npgsql;
using ServiceMesh.Insight.Projections;

namespace ServiceMesh.Insight.Counts;

/// <summary>Events per day in the tenant's zone.</summary>
public sealed class DailyCounts : IProjection
{
    private static readonly string s_add = DailyCounting.From("""
        (SELECT tenant, day, type, reassigned, data::jsonb FROM unnest($1, $2, $3, $4, $5) AS e (tenant, day, type, reassigned, data))
        """);

    /// <inheritdoc />
    public string Name => "daily-counts";

    /// <inheritdoc />
    public int Version => 1;

    /// <inheritdoc />
    public IReadOnlyList<string> Tables { get; } = ["daily_counts"];

    /// <inheritdoc />
    public async Task ApplyAsync(IReadOnlyList<KeptEvent> events, NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(events);
        KeptEvent[] counted = [.. events.Where(e => DailyCounting.Types.Contains(e.Type))];
        if (counted.Length == 0) return;
        await using var add = new NpgsqlCommand(s_add, connection, transaction);
        add.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = Array.ConvertAll(counted, e => e.Tenant) });
        add.Parameters.Add(new NpgsqlParameter<DateOnly[]> { TypedValue = Array.ConvertAll(counted, e => e.Day) });
        add.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = Array.ConvertAll(counted, e => e.Type) });
        add.Parameters.Add(new NpgsqlParameter<bool[]> { TypedValue = Array.ConvertAll(counted, e => e.Is("reassigned")) });
        add.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = Array.ConvertAll(counted, e => e.Type == "SurveyAnswered" ? e.Data.GetRawText() : "{}") });
        await add.ExecuteNonQueryAsync(ct);
    }
}
