using Npgsql;
using NpgsqlTypes;
using ServiceMesh.Messaging;
using ServiceMesh.Notification.Notices;

namespace ServiceMesh.Notification.Sending.InApp;

/// <summary>
/// A person's list in the Desk: the one way out that needs no sending. A notice is delivered by being stored, in the commit of its cause, and it cannot fail apart from it: no
/// lane, lease, ladder or failure's category has anything to do here (docs/adr/0009-in-app-notices.md).
/// </summary>
internal static class InAppNotices
{
    private const string Insert = """
        INSERT INTO person_notices (id, source, template, audience, person, subject, body_text, tenant, ticket_id, created_at)
        SELECT n.*, $8, $9, $10 FROM unnest($1, $2, $3, $4, $5, $6, $7) AS n(id, source, template, audience, person, subject, body_text)
        ON CONFLICT (tenant, source, person) DO NOTHING
        """;

    /// <summary>Stores them, each once for its source and person.</summary>
    public static NpgsqlBatchCommand Store(Draft[] rows, Work work, Cause cause)
    {
        var command = new NpgsqlBatchCommand(Insert) { Parameters = { new() { Value = Array.ConvertAll(rows, r => r.Id), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid } } };
        ReadOnlySpan<Converter<Draft, string>> texts = [r => r.Source, r => r.Template, r => r.Audience, r => r.Recipient, r => r.Subject, r => r.Text];
        foreach (var text in texts) command.Parameters.Add(new() { Value = Array.ConvertAll(rows, text), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
        command.Parameters.Add(new() { Value = cause.Tenant });
        command.Parameters.Add(new() { Value = (object?)cause.TicketId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid });
        command.Parameters.Add(new() { Value = work.Now, NpgsqlDbType = NpgsqlDbType.TimestampTz });
        return command;
    }
}
