using Npgsql;
using NpgsqlTypes;
using ServiceMesh.Contracts;
using ServiceMesh.Messaging;

namespace ServiceMesh.Dispatch.Conversation;

/// <summary>When each side was last heard: the latest time wins, in whatever order events arrive.</summary>
internal static class LastMessage
{
    private const string Sql = """
        UPDATE tickets SET
            last_agent_message_at = greatest(last_agent_message_at, $3),
            last_customer_message_at = greatest(last_customer_message_at, $4)
        WHERE tenant = $1 AND id = $2
        """;

    /// <exception cref="NotYetException">The ticket is not open yet.</exception>
    public static async Task SetAsync(Work work, TicketEvent e, bool agent, bool customer, CancellationToken ct)
    {
        await using var update = new NpgsqlCommand(Sql, work.Connection, work.Transaction)
        {
            Parameters =
            {
                new NpgsqlParameter<string> { TypedValue = e.Tenant },
                new NpgsqlParameter<Guid> { TypedValue = e.AggregateId },
                At(agent, e.OccurredAt),
                At(customer, e.OccurredAt),
            },
        };
        if (await update.ExecuteNonQueryAsync(ct) == 0)
            throw new NotYetException($"The ticket of this {e.GetType().Name} is not open yet.");
        work.Touched(e.Tenant, e.AggregateId);
    }

    private static NpgsqlParameter At(bool applies, DateTimeOffset at) =>
        new() { NpgsqlDbType = NpgsqlDbType.TimestampTz, Value = applies ? at.ToUniversalTime() : DBNull.Value };
}
