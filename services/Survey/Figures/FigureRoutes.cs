using System.ComponentModel.DataAnnotations;
using Npgsql;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Survey.Figures;

/// <summary>What customers answered by themselves.</summary>
/// <param name="Sent">Invitations sent in the time and not withdrawn.</param>
/// <param name="Answered">Of those, answered so far.</param>
/// <param name="Score">Mean satisfaction, 1 to 5; null without answers.</param>
/// <param name="SolvedShare">Share who say that it is solved, 0 to 1; null without answers.</param>
/// <param name="Nps">Percentage of promoters less that of detractors, -100 to 100; null when nobody was asked.</param>
/// <param name="NpsAnswers">Answers that has been made of.</param>
public sealed record SelfAnswered(int Sent, int Answered, double? Score, double? SolvedShare, double? Nps, int NpsAnswers);

/// <summary>What customers said on the telephone: never counted with the others.</summary>
/// <param name="Due">Calls that became necessary in the time and were not withdrawn.</param>
/// <param name="Reached">Of those, customers reached.</param>
/// <param name="Unreachable">Of those, given up.</param>
public sealed record ToldByTelephone(int Due, int Reached, int Unreachable, double? Score, double? SolvedShare, double? Nps, int NpsAnswers);

/// <summary>Both, apart.</summary>
public sealed record SurveyFigures(DateTimeOffset From, DateTimeOffset To, SelfAnswered Self, ToldByTelephone Calls);

/// <summary>What came of asking.</summary>
internal static class FigureRoutes
{
    private static readonly string s_self = $"""
        SELECT count(*)::int, count(answered_at)::int, avg(score)::float8, avg(solved::int)::float8, ({Nps("nps")})::float8, count(nps)::int
        FROM surveys WHERE tenant = $1 AND sent_at >= $2 AND sent_at < $3 AND state IN ('open', 'answered', 'expired')
        """;

    private static readonly string s_calls = $"""
        SELECT count(*)::int, count(call_solved)::int, count(*) FILTER (WHERE outcome = 'unreachable')::int, avg(call_score)::float8, avg(call_solved::int)::float8,
            ({Nps("call_nps")})::float8, count(call_nps)::int
        FROM follow_ups WHERE tenant = $1 AND created_at >= $2 AND created_at < $3 AND outcome IS DISTINCT FROM 'withdrawn'
        """;

    public static void MapFigures(this IEndpointRouteBuilder app) => app.MapGet("/api/v1/surveys/figures", ReadAsync).RequireRoles(Roles.Staff)
        .WithSummary("What was answered, and what was told by telephone, apart. days: 1 to 366, counted back from now.");

    private static async Task<SurveyFigures> ReadAsync(Caller caller, NpgsqlDataSource database, TimeProvider time, [Range(1, 366)] int days = 30, CancellationToken ct = default)
    {
        var to = time.GetUtcNow();
        var from = to.AddDays(-days);
        await using var batch = database.CreateBatch();
        foreach (var sql in new[] { s_self, s_calls })
            batch.BatchCommands.Add(new(sql) { Parameters = { new() { Value = caller.Tenant }, new() { Value = from }, new() { Value = to } } });
        await using var row = await batch.ExecuteReaderAsync(ct);
        await row.ReadAsync(ct);
        var self = new SelfAnswered(row.GetInt32(0), row.GetInt32(1), Mean(row, 2), Mean(row, 3), Mean(row, 4), row.GetInt32(5));
        await row.NextResultAsync(ct);
        await row.ReadAsync(ct);
        return new SurveyFigures(from, to, self, new ToldByTelephone(row.GetInt32(0), row.GetInt32(1), row.GetInt32(2), Mean(row, 3), Mean(row, 4), Mean(row, 5), row.GetInt32(6)));
    }

    private static string Nps(string column) => $"100.0 * (count(*) FILTER (WHERE {column} >= 9) - count(*) FILTER (WHERE {column} <= 6)) / nullif(count({column}), 0)";

    private static double? Mean(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : Math.Round(row.GetDouble(column), 4);
}
