using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using ServiceMesh.Messaging;
using ServiceMesh.Notification.Domain;
using ServiceMesh.Notification.Sending;

namespace ServiceMesh.Bench;

/// <summary>Messages as an outage leaves them: stored and rendered, each with the timer of its next attempt.</summary>
internal static class NotifyQueue
{
    private const string Insert = """
        WITH stored AS (
            INSERT INTO deliveries (id, tenant, source, template, channel, audience, recipient, language, subject, body_text, body_html, state, attempts, failure,
                urgency, provider_id, created_at, next_attempt_at)
            SELECT n.id, 'default', 'bench/' || n.id, 'agent-message', $3, 'customer', n.recipient, 'en', 'Re: [T-1] Bench', $4, $4, 'queued', 1, 'unreachable', 2, $5, now(), $6
            FROM unnest($1, $2) AS n(id, recipient) RETURNING id)
        INSERT INTO messaging.timers (kind, key, due_at, version, tenant, payload)
        SELECT 'send', replace(n.id::text, '-', ''), $6, nextval('messaging.timer_versions'), 'default', n.payload FROM unnest($1, $7) AS n(id, payload)
        """;

    /// <summary>Stores <paramref name="many"/> that are due at that time.</summary>
    /// <param name="recipient">By number; the same for webhooks.</param>
    public static async Task FillAsync(NpgsqlDataSource database, int many, string channel, Func<int, string> recipient, Guid? provider, DateTimeOffset due)
    {
        var text = new string('x', 900);
        foreach (var numbers in Enumerable.Range(0, many).Chunk(5_000))
        {
            var ids = numbers.Select(_ => Guid.CreateVersion7()).ToArray();
            var recipients = Array.ConvertAll(numbers, n => recipient(n));
            var payloads = ids.Zip(recipients, (id, to) => JsonSerializer.Serialize(SendRequest.For(id, channel, to, provider, Urgency.Conversation, Audience.Customer), EventJson.Options)).ToArray();
            await using var command = database.CreateCommand(Insert);
            command.Parameters.Add(new() { Value = ids });
            command.Parameters.Add(new() { Value = recipients });
            command.Parameters.Add(new() { Value = channel });
            command.Parameters.Add(new() { Value = text });
            command.Parameters.Add(new() { Value = (object?)provider ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid });
            command.Parameters.Add(new() { Value = due.UtcDateTime });
            command.Parameters.Add(new() { Value = payloads });
            await command.ExecuteNonQueryAsync();
        }
    }

    /// <summary>The outage is over: everything is due, in one commit.</summary>
    public static async Task MakeDueAsync(NpgsqlDataSource database)
    {
        await using var connection = await database.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        foreach (var sql in new[] { "UPDATE deliveries SET next_attempt_at = now() WHERE state = 'queued' AND source LIKE 'bench/%'", "UPDATE messaging.timers SET due_at = now() WHERE kind = 'send'" })
        {
            await using var command = new NpgsqlCommand(sql, connection, transaction) { CommandTimeout = 120 };
            await command.ExecuteNonQueryAsync();
        }
        await transaction.CommitAsync();
    }

    public static async Task<long> LeftAsync(NpgsqlDataSource database)
    {
        await using var command = database.CreateCommand("SELECT count(*) FROM deliveries WHERE state = 'queued' AND source LIKE 'bench/%'");
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
