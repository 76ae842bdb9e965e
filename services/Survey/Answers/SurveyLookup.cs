using Npgsql;
using ServiceMesh.ServiceDefaults;
using ServiceMesh.Survey.Domain;
using ServiceMesh.Survey.Pages;

namespace ServiceMesh.Survey.Answers;

/// <summary>What a link leads to.</summary>
internal sealed record FoundSurvey(string State, PageView View);

/// <summary>Finds a survey by its link, reading only.</summary>
public sealed class SurveyLookup(NpgsqlDataSource database)
{
    private const string Find = """
        SELECT CASE WHEN s.state = 'open' AND s.expires_at <= clock_timestamp() THEN 'expired' ELSE s.state END,
            s.number, s.subject, s.language, t.brand, t.languages
        FROM surveys s LEFT JOIN tenant_copies t ON t.tenant = s.tenant
        WHERE s.token_hash = $1
        """;

    /// <summary>Null when the token is not known. An open survey past its time counts as expired, even before its timer has fired.</summary>
    internal async Task<FoundSurvey?> FindAsync(string token, CancellationToken ct)
    {
        await using var command = database.CreateCommand(Find);
        command.Parameters.Add(new() { Value = LinkTokens.Hash(token) });
        await using var row = await command.ExecuteReaderAsync(ct);
        if (!await row.ReadAsync(ct)) return null;
        var (brand, languages) = row.IsDBNull(4) ? ("ServiceMesh", []) : (row.GetString(4), row.GetFieldValue<string[]>(5));
        return new FoundSurvey(row.GetString(0), new PageView(brand, row.GetString(1), row.GetString(2), PageTexts.For(row.GetString(3), languages)));
    }
}
