using Npgsql;
using NpgsqlTypes;
using ServiceMesh.Contracts;
using ServiceMesh.Messaging;
using ServiceMesh.Survey.Domain.Calls;
using ServiceMesh.Survey.Rules;

namespace ServiceMesh.Survey.FollowUps;

/// <summary>Puts calls on the list, and takes them off when the ticket is back.</summary>
public static class FollowUpBook
{
    private const string Open = """
        SELECT id, due_at FROM follow_ups WHERE tenant = $1 AND ticket_id = $2 AND completed_at IS NULL AND closed_sequence = $3 FOR UPDATE
        """;

    private const string Insert = """
        INSERT INTO follow_ups (id, tenant, ticket_id, survey_id, reason, created_at, due_at, card, closed_sequence) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        """;

    private const string Sharpen = "UPDATE follow_ups SET survey_id = $3, reason = $4, due_at = $5 WHERE tenant = $1 AND id = $2";

    private const string Withdraw = """
        UPDATE follow_ups SET completed_at = $4, outcome = 'withdrawn'
        WHERE tenant = $1 AND ticket_id = $2 AND completed_at IS NULL AND closed_sequence < $3 RETURNING id
        """;

    /// <summary>A call about a ticket. One that is open for the same closing becomes this one, due at the earlier of both.</summary>
    /// <param name="survey">The survey whose answer is the reason; null when none is.</param>
    public static async Task OpenAsync(Subject subject, string reason, Guid? survey, TenantRules rules, Work work, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(subject);
        ArgumentNullException.ThrowIfNull(rules);
        ArgumentNullException.ThrowIfNull(work);
        var due = FollowUp.Due(rules.Rules.Calls, work.Now, rules.Rules.Calls.WithinHours, rules.Zone);
        var (id, isNew) = (Guid.CreateVersion7(work.Now), true);
        if (await OpenAsync(subject, work, ct) is var (known, earlier)) (id, due, isNew) = (known, earlier < due ? earlier : due, false);
        await using (var command = new NpgsqlCommand(isNew ? Insert : Sharpen, work.Connection, work.Transaction))
        {
            var (surveyId, at) = (new NpgsqlParameter { Value = (object?)survey ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid }, due.ToUniversalTime());
            NpgsqlParameter[] values = isNew
                ? [new() { Value = id }, new() { Value = subject.Tenant }, new() { Value = subject.Ticket }, surveyId, new() { Value = reason }, new() { Value = work.Now },
                    new() { Value = at }, new() { Value = Cards.Write(subject.Card), NpgsqlDbType = NpgsqlDbType.Jsonb }, new() { Value = subject.ClosedSequence }]
                : [new() { Value = subject.Tenant }, new() { Value = id }, surveyId, new() { Value = reason }, new() { Value = at }];
            command.Parameters.AddRange(values);
            await command.ExecuteNonQueryAsync(ct);
        }
        work.Arm(new TimerRequest(OverdueTimer.Kind, id.ToString("N"), due, subject.Tenant, subject.Ticket, id));
        work.Publish(new FollowUpDue
        {
            Tenant = subject.Tenant,
            TicketId = subject.Ticket,
            OccurredAt = work.Now,
            FollowUpId = id,
            Reason = reason,
            DueAt = due,
            Card = subject.Card,
            SurveyId = survey,
        });
    }

    /// <summary>Takes the calls that nobody has made off the list: the ticket of an earlier closing is open again.</summary>
    public static async Task WithdrawAsync(string tenant, Guid ticket, long sequence, Work work, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(work);
        await using var command = new NpgsqlCommand(Withdraw, work.Connection, work.Transaction)
        {
            Parameters = { new() { Value = tenant }, new() { Value = ticket }, new() { Value = sequence }, new() { Value = work.Now } },
        };
        await using var row = await command.ExecuteReaderAsync(ct);
        while (await row.ReadAsync(ct))
        {
            work.Cancel(OverdueTimer.Kind, row.GetGuid(0).ToString("N"));
            work.Publish(new FollowUpWithdrawn { Tenant = tenant, TicketId = ticket, OccurredAt = work.Now, FollowUpId = row.GetGuid(0) });
        }
    }

    private static async Task<(Guid Id, DateTimeOffset Due)?> OpenAsync(Subject subject, Work work, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Open, work.Connection, work.Transaction)
        {
            Parameters = { new() { Value = subject.Tenant }, new() { Value = subject.Ticket }, new() { Value = subject.ClosedSequence } },
        };
        await using var row = await command.ExecuteReaderAsync(ct);
        return await row.ReadAsync(ct) ? (row.GetGuid(0), row.GetFieldValue<DateTimeOffset>(1)) : null;
    }
}
