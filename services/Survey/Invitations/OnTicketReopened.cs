using Npgsql;
using ServiceMesh.Contracts;
using ServiceMesh.Messaging;

namespace ServiceMesh.Survey.Invitations;

/// <summary>Withdraws an unanswered invitation: asking about a problem that is back would be an insult.</summary>
public sealed class OnTicketReopened : IHandle<TicketReopened>
{
    private const string Withdraw = """
        WITH noted AS (
            INSERT INTO reopenings AS r (tenant, ticket_id, sequence) VALUES ($1, $2, $3)
            ON CONFLICT (tenant, ticket_id) DO UPDATE SET sequence = greatest(r.sequence, excluded.sequence))
        UPDATE surveys SET state = 'withdrawn' WHERE tenant = $1 AND ticket_id = $2 AND state = 'open' AND closed_sequence < $3 RETURNING id
        """;

    public async Task HandleAsync(TicketReopened e, Work work, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Withdraw, work.Connection, work.Transaction)
        {
            Parameters = { new() { Value = e.Tenant }, new() { Value = e.TicketId!.Value }, new() { Value = e.Stream!.Sequence } },
        };
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            var survey = reader.GetGuid(0);
            work.Cancel(ExpiryTimer.Kind, survey.ToString("N"));
            work.Publish(new SurveyWithdrawn { Tenant = e.Tenant, TicketId = e.TicketId, OccurredAt = work.Now, SurveyId = survey });
        }
    }
}
