using Npgsql;
using ServiceMesh.Sla.Tests.Service;

namespace ServiceMesh.Sla.Tests.Load;

/// <summary>Many tickets like one, made in the database at once.</summary>
internal static class Copies
{
    private const string Make = """
        WITH made AS (SELECT gen_random_uuid() AS id FROM generate_series(1, $3)),
        tickets_made AS (
            INSERT INTO tickets (tenant, ticket_id, published, next_at) SELECT t.tenant, made.id, t.published, t.next_at FROM tickets t, made
            WHERE t.tenant = $1 AND t.ticket_id = $2
        ),
        timers_made AS (
            INSERT INTO messaging.timers (kind, key, due_at, version, tenant, ticket_id)
            SELECT t.kind, t.tenant || '/' || made.id, t.due_at, nextval('messaging.timer_versions'), t.tenant, made.id FROM messaging.timers t, made
            WHERE t.tenant = $1 AND t.ticket_id = $2 AND t.kind = 'sla-clock'
        )
        INSERT INTO facts (tenant, ticket_id, at, kind, detail, sequence, data)
        SELECT f.tenant, made.id, f.at, f.kind, f.detail, f.sequence, f.data FROM facts f, made WHERE f.tenant = $1 AND f.ticket_id = $2
        """;

    /// <summary>Copies a ticket with its facts and its armed timer, but no levels.</summary>
    public static async Task MakeAsync(SlaApp app, string tenant, Guid ticket, int count)
    {
        await using var connection = await app.Database.OpenConnectionAsync();
        await using (var make = new NpgsqlCommand(Make, connection) { CommandTimeout = 120 })
        {
            make.Parameters.Add(new() { Value = tenant });
            make.Parameters.Add(new() { Value = ticket });
            make.Parameters.Add(new() { Value = count });
            await make.ExecuteNonQueryAsync();
        }

        await using var analyze = new NpgsqlCommand("ANALYZE tickets, facts, levels, messaging.timers", connection);
        await analyze.ExecuteNonQueryAsync();
    }
}
