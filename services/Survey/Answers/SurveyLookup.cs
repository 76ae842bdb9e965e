using System.Diagnostics;
using Npgsql;
using ServiceMesh.ServiceDefaults;
using ServiceMesh.Survey.Domain;
using ServiceMesh.Survey.Domain.Questionnaires;
using ServiceMesh.Survey.Pages;
using ServiceMesh.Survey.Questionnaires;

namespace ServiceMesh.Survey.Answers;

/// <summary>What a link leads to.</summary>
/// <param name="Reopened">Of a withdrawn one: its ticket was reopened after it; else it was withdrawn for another reason.</param>
internal sealed record FoundSurvey(string State, PageView View, QuestionnaireBody Questions, bool Reopened = false);

/// <summary>Finds a survey by its link, reading only.</summary>
public sealed class SurveyLookup(NpgsqlDataSource database, QuestionnaireStore questionnaires)
{
    /// <summary>The brand is the one it was sent under, also when that is retired since.</summary>
    private const string Find = """
        SELECT CASE WHEN s.state = 'open' AND s.expires_at <= clock_timestamp() THEN 'expired' ELSE s.state END,
            s.number, s.subject, s.language, t.brand, t.languages, s.tenant, s.questionnaire_id, s.questionnaire_version, s.id, s.ticket_id, l.trace, b.name_zh, b.name_en
        FROM survey_links l JOIN surveys s ON s.id = l.survey_id LEFT JOIN tenant_copies t ON t.tenant = s.tenant
            LEFT JOIN brand_copies b ON b.tenant = s.tenant AND b.code = s.brand
        WHERE l.token_hash = $1
        """;

    private const string IsReopened = """
        SELECT EXISTS (SELECT FROM survey_links l JOIN surveys s ON s.id = l.survey_id
            JOIN reopenings r ON r.tenant = s.tenant AND r.ticket_id = s.ticket_id AND r.sequence > s.closed_sequence WHERE l.token_hash = $1)
        """;

    /// <summary>Null when the token is not known. An open survey past its time counts as expired, even before its timer has fired.</summary>
    internal async Task<FoundSurvey?> FindAsync(string token, CancellationToken ct)
    {
        string state, tenant;
        PageView view;
        Guid questionnaire;
        int version;
        await using (var command = database.CreateCommand(Find))
        {
            command.Parameters.Add(new() { Value = LinkTokens.Hash(token) });
            await using var row = await command.ExecuteReaderAsync(ct);
            if (!await row.ReadAsync(ct)) return null;
            var (own, languages) = row.IsDBNull(4) ? ("ServiceMesh", []) : (row.GetString(4), row.GetFieldValue<string[]>(5));
            var texts = PageTexts.For(row.GetString(3), languages);
            var brand = row.IsDBNull(12) ? own : new LocalText(row.GetString(12), row.GetString(13)).In(texts.Lang);
            view = new PageView(brand, row.GetString(1), row.GetString(2), texts);
            (state, tenant, questionnaire, version) = (row.GetString(0), row.GetString(6), row.GetGuid(7), row.GetInt32(8));
            Mark(tenant, row.GetGuid(9), row.GetGuid(10), row.IsDBNull(11) ? null : row.GetString(11));
        }
        var asked = await questionnaires.GetAsync(tenant, questionnaire, version, ct);
        return new FoundSurvey(state, view, asked.Body, state == SurveyState.Withdrawn && await IsReopenedAsync(token, ct));
    }

    private async Task<bool> IsReopenedAsync(string token, CancellationToken ct)
    {
        await using var command = database.CreateCommand(IsReopened);
        command.Parameters.Add(new() { Value = LinkTokens.Hash(token) });
        return (bool)(await command.ExecuteScalarAsync(ct))!;
    }

    /// <summary>An opening days later has a trace of its own, linked to the invitation's.</summary>
    private static void Mark(string tenant, Guid survey, Guid ticket, string? invitation)
    {
        if (Activity.Current is not { } activity) return;
        activity.SetTag("tenant.id", tenant).SetTag("ticket.id", ticket.ToString()).SetTag("survey.id", survey.ToString());
        if (ActivityContext.TryParse(invitation, null, out var context) && !activity.Links.Any(l => l.Context.SpanId == context.SpanId)) activity.AddLink(new ActivityLink(context));
    }
}
