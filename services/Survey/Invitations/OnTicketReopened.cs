using Npgsql;
using ServiceMesh.Contracts;
using ServiceMesh.Messaging;
using ServiceMesh.Survey.FollowUps;

namespace ServiceMesh.Survey.Invitations;

/// <summary>Withdraws what is unanswered and uncalled: asking about a problem that is back would be an insult.</summary>
public sealed class OnTicketReopened : IHandle<TicketReopened>
{
    private const string Withdraw = """
        WITH noted AS (
            INSERT INTO reopenings AS r (tenant, ticket_id, sequence) VALUES ($1, $2, $3)
            ON CONFLICT (tenant, ticket_id) DO UPDATE SET sequence = greatest(r.sequence, excluded.sequence)),
        over AS (
            SELECT id, state FROM surveys WHERE tenant = $1 AND ticket_id = $2 AND state IN ('open', 'planned', 'skipped') AND closed_sequence < $3 FOR UPDATE)
        UPDATE surveys s SET state = 'withdrawn' FROM over WHERE s.id = over.id RETURNING s.id, over.state
        """;

    public async Task HandleAsync(TicketReopened e, Work work, CancellationToken ct)
    {
        var sequence = e.Stream!.Sequence;
        await using (var command = new NpgsqlCommand(Withdraw, work.Connection, work.Transaction)
        {
            Parameters = { new() { Value = e.Tenant }, new() { Value = e.TicketId!.Value }, new() { Value = sequence } },
        })
        {
            await using var row = await command.ExecuteReaderAsync(ct);
            while (await row.ReadAsync(ct))
            {
                var survey = row.GetGuid(0);
                SurveyTimers.Cancel(survey, work);
                // Nobody knows of one that had not gone out.
                if (row.GetString(1) == Domain.SurveyState.Open)
                    work.Publish(new SurveyWithdrawn { Tenant = e.Tenant, TicketId = e.TicketId, OccurredAt = work.Now, SurveyId = survey });
            }
        }
        await FollowUpBook.WithdrawAsync(e.Tenant, e.TicketId!.Value, sequence, work, ct);
    }
}
