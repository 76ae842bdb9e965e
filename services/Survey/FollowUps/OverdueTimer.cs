using Npgsql;
using ServiceMesh.Contracts;
using ServiceMesh.Messaging;

namespace ServiceMesh.Survey.FollowUps;

/// <summary>Tells the manager of a call that nobody made in time, once.</summary>
public sealed class OverdueTimer : ITimerHandler
{
    public const string Kind = "follow-up-overdue";

    private const string Escalate = """
        UPDATE follow_ups f SET escalated_at = $3 FROM follow_ups o LEFT JOIN surveys s ON s.id = o.survey_id
        WHERE f.id = o.id AND f.tenant = $1 AND f.id = $2 AND f.completed_at IS NULL AND f.escalated_at IS NULL
        RETURNING f.ticket_id, f.due_at, coalesce(f.card, s.card)::text
        """;

    public async Task FireAsync(FiredTimer t, Work work, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(t);
        ArgumentNullException.ThrowIfNull(work);
        var id = t.Read<Guid>();
        await using var command = new NpgsqlCommand(Escalate, work.Connection, work.Transaction)
        {
            Parameters = { new() { Value = t.Tenant }, new() { Value = id }, new() { Value = work.Now } },
        };
        await using var row = await command.ExecuteReaderAsync(ct);
        if (!await row.ReadAsync(ct)) return;
        work.Publish(new FollowUpEscalated
        {
            Tenant = t.Tenant,
            TicketId = row.GetGuid(0),
            OccurredAt = t.DueAt,
            FollowUpId = id,
            Cause = "overdue",
            DueAt = row.GetFieldValue<DateTimeOffset>(1),
            Card = Cards.Read(row.GetString(2)),
        });
    }
}
