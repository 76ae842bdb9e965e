using Npgsql;
using ServiceMesh.Contracts;
using ServiceMesh.Messaging;

namespace ServiceMesh.Survey.Invitations;

/// <summary>Ends an invitation that nobody answered.</summary>
public sealed class ExpiryTimer : ITimerHandler
{
    public const string Kind = "survey-expiry";

    private const string Expire = "UPDATE surveys SET state = 'expired' WHERE tenant = $1 AND id = $2 AND state = 'open' RETURNING ticket_id, sent_at";

    public async Task FireAsync(FiredTimer t, Work work, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(t);
        ArgumentNullException.ThrowIfNull(work);
        var survey = t.Read<Guid>();
        await using var command = new NpgsqlCommand(Expire, work.Connection, work.Transaction) { Parameters = { new() { Value = t.Tenant }, new() { Value = survey } } };
        await using var row = await command.ExecuteReaderAsync(ct);
        if (!await row.ReadAsync(ct)) return;
        work.Cancel(ReminderTimer.Kind, survey.ToString("N"));
        work.Publish(new SurveyExpired
        {
            Tenant = t.Tenant,
            TicketId = row.GetGuid(0),
            OccurredAt = t.DueAt,
            SurveyId = survey,
            SentAt = row.GetFieldValue<DateTimeOffset>(1),
        });
    }
}
