using System.Text.Json;
using Microsoft.Extensions.Options;
using Npgsql;
using NpgsqlTypes;
using ServiceMesh.Contracts;
using ServiceMesh.Messaging;
using ServiceMesh.ServiceDefaults;
using ServiceMesh.Survey.Domain;
using ServiceMesh.Survey.Invitations;

namespace ServiceMesh.Survey.Answers;

/// <summary>Takes an answer, once: the survey's row decides who of several comes first.</summary>
public sealed class AnswerStore(IWorkFactory works, IOptions<SurveyOptions> options)
{
    private const string Take = """
        UPDATE surveys SET state = 'answered', answered_at = $2, score = $3, solved = $4, comment = $5
        WHERE token_hash = $1 AND state = 'open' AND expires_at > clock_timestamp()
        RETURNING id, tenant, ticket_id, card
        """;

    private const string InsertFollowUp = """
        INSERT INTO follow_ups (id, tenant, ticket_id, survey_id, reason, created_at, due_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
        """;

    /// <summary>False when the survey is not open (any more); nothing is written then.</summary>
    public async Task<bool> TakeAsync(string token, Answer answer, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(answer);
        await using var work = await works.BeginAsync(ct);
        if (await UpdateAsync(token, answer, work, ct) is not { } taken) return false;
        var contact = new Actor(ActorKind.Customer, taken.Card.ContactId?.ToString(), taken.Card.ContactName);
        work.Publish(new SurveyAnswered
        {
            Tenant = taken.Tenant,
            TicketId = taken.Ticket,
            OccurredAt = work.Now,
            By = contact,
            SurveyId = taken.Id,
            Score = answer.Score,
            Solved = answer.Solved,
            Comment = answer.Comment,
        });
        work.Cancel(ExpiryTimer.Kind, taken.Id.ToString("N"));
        if (FollowUp.Reason(answer, options.Value.LowScore) is { } reason) await FollowUpAsync(taken, reason, work, ct);
        await work.CommitAsync(ct);
        return true;
    }

    private static async Task<Taken?> UpdateAsync(string token, Answer answer, Work work, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Take, work.Connection, work.Transaction)
        {
            Parameters =
            {
                new() { Value = LinkTokens.Hash(token) }, new() { Value = work.Now }, new() { Value = answer.Score }, new() { Value = answer.Solved },
                new() { Value = (object?)answer.Comment ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text },
            },
        };
        await using var row = await command.ExecuteReaderAsync(ct);
        if (!await row.ReadAsync(ct)) return null;
        var card = JsonSerializer.Deserialize<TicketCard>(row.GetString(3), EventJson.Options)
            ?? throw new InvalidOperationException("A survey without its ticket's card.");
        return new Taken(row.GetGuid(0), row.GetString(1), row.GetGuid(2), card);
    }

    private async Task FollowUpAsync(Taken survey, string reason, Work work, CancellationToken ct)
    {
        var id = Guid.CreateVersion7(work.Now);
        var due = work.Now.AddHours(options.Value.FollowUpHours);
        await using var command = new NpgsqlCommand(InsertFollowUp, work.Connection, work.Transaction)
        {
            Parameters =
            {
                new() { Value = id }, new() { Value = survey.Tenant }, new() { Value = survey.Ticket }, new() { Value = survey.Id },
                new() { Value = reason }, new() { Value = work.Now }, new() { Value = due },
            },
        };
        await command.ExecuteNonQueryAsync(ct);
        work.Publish(new FollowUpDue
        {
            Tenant = survey.Tenant,
            TicketId = survey.Ticket,
            OccurredAt = work.Now,
            FollowUpId = id,
            Reason = reason,
            DueAt = due,
            Card = survey.Card,
        });
    }

    private sealed record Taken(Guid Id, string Tenant, Guid Ticket, TicketCard Card);
}
