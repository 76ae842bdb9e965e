using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using ServiceMesh.Dispatch.Assignment;
using ServiceMesh.Dispatch.Domain;
using ServiceMesh.Dispatch.Domain.Triage;
using ServiceMesh.Dispatch.Persistence;
using ServiceMesh.Messaging;

namespace ServiceMesh.Dispatch.Tickets;

/// <summary>Stores a new ticket by plain SQL: the hot path pays for no change tracking.</summary>
internal static class TicketInsert
{
    private static readonly (string Column, NpgsqlDbType Type, Func<Ticket, object?> Value)[] s_columns =
    [
        ("id", NpgsqlDbType.Uuid, t => t.Id),
        ("tenant", NpgsqlDbType.Text, t => t.Tenant),
        ("number", NpgsqlDbType.Text, t => t.Number),
        ("subject", NpgsqlDbType.Text, t => t.Subject),
        ("channel", NpgsqlDbType.Text, t => EnumText.Of(t.Channel)),
        ("kind", NpgsqlDbType.Text, t => EnumText.Of(t.Kind)),
        ("category", NpgsqlDbType.Text, t => t.Category),
        ("customer_id", NpgsqlDbType.Uuid, t => t.CustomerId),
        ("customer_name", NpgsqlDbType.Text, t => t.CustomerName),
        ("contact_id", NpgsqlDbType.Uuid, t => t.ContactId),
        ("contact_name", NpgsqlDbType.Text, t => t.ContactName),
        ("contact_email", NpgsqlDbType.Text, t => t.ContactEmail),
        ("language", NpgsqlDbType.Text, t => t.Language),
        ("product_id", NpgsqlDbType.Uuid, t => t.ProductId),
        ("product_name", NpgsqlDbType.Text, t => t.ProductName),
        ("asset_id", NpgsqlDbType.Uuid, t => t.AssetId),
        ("contract_id", NpgsqlDbType.Uuid, t => t.ContractId),
        ("service_level", NpgsqlDbType.Text, t => t.ServiceLevel),
        ("progress_token_hash", NpgsqlDbType.Text, t => t.ProgressTokenHash),
        ("opened_at", NpgsqlDbType.TimestampTz, t => t.OpenedAt.ToUniversalTime()),
        ("answered_at", NpgsqlDbType.TimestampTz, t => t.AnsweredAt?.ToUniversalTime()),
        ("on_phone", NpgsqlDbType.Boolean, t => t.OnPhone),
        ("work_type", NpgsqlDbType.Text, t => EnumText.Of(t.WorkType)),
        ("impact", NpgsqlDbType.Text, t => EnumText.Of(t.Impact)),
        ("urgency", NpgsqlDbType.Text, t => EnumText.Of(t.Urgency)),
        ("severity", NpgsqlDbType.Integer, t => t.Severity),
        ("decided_by", NpgsqlDbType.Text, t => t.DecidedBy),
        ("module", NpgsqlDbType.Text, t => t.Module),
        ("fault_class", NpgsqlDbType.Text, t => t.FaultClass),
        ("tags", NpgsqlDbType.Array | NpgsqlDbType.Text, t => t.Tags),
        ("triage", NpgsqlDbType.Jsonb, t => t.Triage is null ? null : JsonSerializer.Serialize(t.Triage, EventJson.Options)),
        ("state", NpgsqlDbType.Text, t => EnumText.Of(t.State)),
        ("team_id", NpgsqlDbType.Uuid, t => t.TeamId),
        ("team_name", NpgsqlDbType.Text, t => t.TeamName),
        ("engineer_id", NpgsqlDbType.Uuid, t => t.EngineerId),
        ("engineer_name", NpgsqlDbType.Text, t => t.EngineerName),
        ("assigned_at", NpgsqlDbType.TimestampTz, t => t.AssignedAt),
        ("queued_at", NpgsqlDbType.TimestampTz, t => t.QueuedAt),
        ("offer_id", NpgsqlDbType.Uuid, t => t.OfferId),
        ("offered_to", NpgsqlDbType.Uuid, t => t.OfferedTo),
        ("started", NpgsqlDbType.Boolean, t => t.Started),
        ("explanation", NpgsqlDbType.Text, t => t.Explanation),
        ("why", NpgsqlDbType.Jsonb, t => t.Why is null ? null : JsonSerializer.Serialize(t.Why, EventJson.Options)),
        ("cycle", NpgsqlDbType.Integer, t => t.Cycle),
        ("version", NpgsqlDbType.Integer, t => t.Version),
        ("updated_at", NpgsqlDbType.TimestampTz, t => t.UpdatedAt),
        ("steps", NpgsqlDbType.Jsonb, t => JsonSerializer.Serialize(t.Steps, EventJson.Options)),
        ("clocks", NpgsqlDbType.Jsonb, _ => "[]"),
        ("due_key", NpgsqlDbType.TimestampTz, t => t.DueKey),
        ("breached", NpgsqlDbType.Boolean, t => t.Breached),
        ("clocks_sequence", NpgsqlDbType.Bigint, t => t.ClocksSequence),
        ("last_customer_message_at", NpgsqlDbType.TimestampTz, t => t.LastCustomerMessageAt?.ToUniversalTime()),
        ("last_agent_message_at", NpgsqlDbType.TimestampTz, t => t.LastAgentMessageAt?.ToUniversalTime()),
    ];

    private static readonly string s_sql =
        $"INSERT INTO tickets ({string.Join(", ", s_columns.Select(c => c.Column))}) " +
        $"VALUES ({string.Join(", ", s_columns.Select((_, i) => $"${i + 1}"))}) ON CONFLICT (id) DO NOTHING";

    private const string Ranking =
        "INSERT INTO rankings (ticket_id, version, tenant, at, body) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING";

    private const string Report =
        "INSERT INTO ticket_reports (ticket_id, tenant, opened_at, facts) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING";

    /// <summary>Stores it with what was reported and the ranking by which it was placed, in one round trip; false when the ticket is there already.</summary>
    /// <param name="also">A statement to run in the same round trip.</param>
    public static async Task<bool> TryAsync(Work work, Ticket ticket, TriageFacts facts, RankingRow ranking, CancellationToken ct, NpgsqlBatchCommand? also = null)
    {
        var insert = new NpgsqlBatchCommand(s_sql);
        foreach (var (_, type, value) in s_columns)
            insert.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = type, Value = value(ticket) ?? DBNull.Value });
        var why = new NpgsqlBatchCommand(Ranking)
        {
            Parameters =
            {
                new NpgsqlParameter<Guid> { TypedValue = ranking.TicketId },
                new NpgsqlParameter<int> { TypedValue = ranking.Version },
                new NpgsqlParameter<string> { TypedValue = ranking.Tenant },
                new NpgsqlParameter<DateTimeOffset> { TypedValue = ranking.At },
                new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Jsonb, Value = ranking.Body },
            },
        };
        var report = new NpgsqlBatchCommand(Report)
        {
            Parameters =
            {
                new NpgsqlParameter<Guid> { TypedValue = ticket.Id },
                new NpgsqlParameter<string> { TypedValue = ticket.Tenant },
                new NpgsqlParameter<DateTimeOffset> { TypedValue = ticket.OpenedAt.ToUniversalTime() },
                new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Jsonb, Value = JsonSerializer.Serialize(facts, EventJson.Options) },
            },
        };
        await using var batch = new NpgsqlBatch(work.Connection, work.Transaction) { BatchCommands = { insert, why, report } };
        if (also is not null) batch.BatchCommands.Add(also);
        await batch.ExecuteNonQueryAsync(ct);
        return insert.RecordsAffected == 1;
    }
}
