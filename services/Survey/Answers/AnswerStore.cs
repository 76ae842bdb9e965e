using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using ServiceMesh.Contracts;
using ServiceMesh.Messaging;
using ServiceMesh.ServiceDefaults;
using ServiceMesh.Survey.Domain.Calls;
using ServiceMesh.Survey.Domain.Questionnaires;
using ServiceMesh.Survey.FollowUps;
using ServiceMesh.Survey.Invitations;
using ServiceMesh.Survey.Questionnaires;
using ServiceMesh.Survey.Rules;

namespace ServiceMesh.Survey.Answers;

/// <summary>Takes an answer, once: the survey's row decides who of several comes first.</summary>
public sealed class AnswerStore(IWorkFactory works, QuestionnaireStore questionnaires)
{
    private const string Take = """
        UPDATE surveys s SET state = 'answered', answered_at = $2, score = $3, solved = $4, comment = $5, nps = $6, ces = $7, replies = $8, answered_via = l.channel
        FROM survey_links l
        WHERE l.token_hash = $1 AND s.id = l.survey_id AND s.state = 'open' AND s.expires_at > clock_timestamp()
        RETURNING s.id, s.tenant, s.ticket_id, s.card, s.closed_sequence, s.sent_at, s.questionnaire_id, s.questionnaire_version, l.channel
        """;

    /// <summary>Whether it was taken, and whether somebody will call. When the survey is not open (any more) nothing is written.</summary>
    public async Task<(bool Taken, bool Calls)> TakeAsync(string token, Answer answer, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(answer);
        await using var work = await works.BeginAsync(ct);
        if (await UpdateAsync(token, answer, work, ct) is not { } taken) return (false, false);
        var asked = await questionnaires.GetAsync(taken.Tenant, taken.Questionnaire, taken.Version, ct);
        work.Publish(new SurveyAnswered
        {
            Tenant = taken.Tenant,
            TicketId = taken.Ticket,
            OccurredAt = work.Now,
            By = new Actor(ActorKind.Customer, taken.Card.ContactId?.ToString(), taken.Card.ContactName),
            SurveyId = taken.Id,
            Score = answer.Score,
            Solved = answer.Solved,
            Comment = answer.Comment,
            Nps = answer.Nps,
            Ces = answer.Ces,
            Channel = taken.Channel,
            QuestionnaireId = asked.Id,
            QuestionnaireName = asked.Name,
            QuestionnaireVersion = asked.Version,
            Replies = answer.Replies,
            SentAt = taken.SentAt,
            Card = taken.Card,
        });
        SurveyTimers.Cancel(taken.Id, work);
        var rules = await RulesStore.ReadAsync(taken.Tenant, work, ct);
        var reason = FollowUp.AfterAnswer(rules.Rules.Calls, answer.Score, answer.Solved);
        if (reason is not null)
            await FollowUpBook.OpenAsync(new Subject(taken.Tenant, taken.Ticket, taken.Card, taken.ClosedSequence), reason, taken.Id, rules, work, ct);
        await work.CommitAsync(ct);
        return (true, reason is not null);
    }

    private static async Task<Taken?> UpdateAsync(string token, Answer answer, Work work, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Take, work.Connection, work.Transaction)
        {
            Parameters =
            {
                new() { Value = LinkTokens.Hash(token) }, new() { Value = work.Now }, new() { Value = answer.Score }, new() { Value = answer.Solved },
                new() { Value = (object?)answer.Comment ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text },
                new() { Value = (object?)answer.Nps ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Integer },
                new() { Value = (object?)answer.Ces ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Integer },
                new() { Value = JsonSerializer.Serialize(answer.Replies, EventJson.Options), NpgsqlDbType = NpgsqlDbType.Jsonb },
            },
        };
        await using var row = await command.ExecuteReaderAsync(ct);
        if (!await row.ReadAsync(ct)) return null;
        return new Taken(
            row.GetGuid(0), row.GetString(1), row.GetGuid(2), Cards.Read(row.GetString(3)), row.GetInt64(4), row.GetFieldValue<DateTimeOffset>(5),
            row.GetGuid(6), row.GetInt32(7), row.GetString(8));
    }

    private sealed record Taken(
        Guid Id, string Tenant, Guid Ticket, TicketCard Card, long ClosedSequence, DateTimeOffset SentAt, Guid Questionnaire, int Version, string Channel);
}
