using Npgsql;
using NpgsqlTypes;

namespace ServiceMesh.Messaging;

/// <summary>The inbox: a message's id is stored in the commit of its effects, so its repetition is recognised.</summary>
internal static class InboxTable
{
    /// <summary>False when the message was handled before. Two deliveries at the same time: the second waits for the first.</summary>
    public static async Task<bool> TryEnterAsync(Work work, Guid messageId, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("INSERT INTO messaging.inbox (message_id) VALUES ($1) ON CONFLICT DO NOTHING", work.Connection, work.Transaction);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = messageId });
        return await command.ExecuteNonQueryAsync(ct) == 1;
    }

    /// <summary>The ids among these that are new.</summary>
    public static async Task<HashSet<Guid>> EnterAsync(Work work, IEnumerable<Guid> messageIds, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            "INSERT INTO messaging.inbox (message_id) SELECT DISTINCT id FROM unnest($1) AS t(id) ORDER BY id ON CONFLICT DO NOTHING RETURNING message_id",
            work.Connection, work.Transaction);
        command.Parameters.Add(new() { Value = messageIds.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid });
        await using var reader = await command.ExecuteReaderAsync(ct);
        var entered = new HashSet<Guid>();
        while (await reader.ReadAsync(ct)) entered.Add(reader.GetGuid(0));
        return entered;
    }
}
