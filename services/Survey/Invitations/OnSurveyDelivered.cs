using Npgsql;
using ServiceMesh.Contracts;
using ServiceMesh.Messaging;

namespace ServiceMesh.Survey.Invitations;

/// <summary>Notes that an invitation arrived: only then a reminder makes sense.</summary>
public sealed class OnSurveyDelivered : IHandle<SurveyDelivered>
{
    // An earlier invitation of the ticket must not count for this one; a minute is for clocks of two databases that differ.
    private const string Note = """
        UPDATE surveys SET delivered_at = $3 WHERE tenant = $1 AND ticket_id = $2 AND state = 'open' AND delivered_at IS NULL AND sent_at <= $3 + interval '1 minute'
        """;

    public async Task HandleAsync(SurveyDelivered e, Work work, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Note, work.Connection, work.Transaction)
        {
            Parameters = { new() { Value = e.Tenant }, new() { Value = e.TicketId!.Value }, new() { Value = e.OccurredAt.ToUniversalTime() } },
        };
        await command.ExecuteNonQueryAsync(ct);
    }
}
