using Npgsql;
using ServiceMesh.Contracts;
using ServiceMesh.Dispatch.Persistence;
using ServiceMesh.Dispatch.Tickets;
using ServiceMesh.Messaging;

namespace ServiceMesh.Dispatch.Customers;

/// <summary>
/// A ticket whose reporter was erased: subject, name and address go from the board and its search, the reported text from the dry runs of rules, the subject's words from
/// suggestions, the place and the signature from visits. What staff wrote stays.
/// </summary>
internal sealed class OnTicketErased : IHandle<TicketErased>
{
    private static readonly string[] s_forget =
    [
        "UPDATE ticket_texts SET text = concat_ws(E'\\n', $3::text, (SELECT customer_name FROM tickets WHERE tenant = $1 AND id = $2)) WHERE tenant = $1 AND ticket_id = $2",
        "UPDATE ticket_reports SET facts = (facts - 'text' - 'contactEmail') || jsonb_build_object('subject', $3::text) WHERE tenant = $1 AND ticket_id = $2",
        "UPDATE solved_tickets SET subject = $3::text, words = array_to_tsvector(ARRAY[lower($3::text)]) WHERE tenant = $1 AND ticket_id = $2",
        "DELETE FROM visit_files WHERE tenant = $1 AND kind = 'signature' AND visit_id IN (SELECT id FROM visits WHERE tenant = $1 AND ticket_id = $2)",
        // Answers kept for repeated requests, for a day at most.
        "DELETE FROM messaging.idempotency_keys WHERE tenant = $1 AND position($2::text IN route || coalesce(body, '')) > 0",
        "UPDATE visits SET place = NULL, point = NULL, arrived_place = NULL, arrived_point = NULL, signed_by = NULL WHERE tenant = $1 AND ticket_id = $2",
    ];

    public async Task HandleAsync(TicketErased e, Work work, CancellationToken ct)
    {
        var before = await TicketStore.LockAsync(work, e, ct);
        var after = before with { Subject = e.Number, ContactName = null, ContactEmail = null, UpdatedAt = TicketStore.Now(work, before), Version = before.Version + 1 };
        work.Db<DispatchDb>().Entry(before).CurrentValues.SetValues(after);
        await using var batch = new NpgsqlBatch(work.Connection, work.Transaction);
        foreach (var sql in s_forget)
        {
            batch.BatchCommands.Add(new NpgsqlBatchCommand(sql)
            {
                Parameters =
                {
                    new NpgsqlParameter<string> { TypedValue = e.Tenant }, new NpgsqlParameter<Guid> { TypedValue = e.AggregateId }, new NpgsqlParameter<string> { TypedValue = e.Number },
                },
            });
        }

        await batch.ExecuteNonQueryAsync(ct);
        work.Touched(e.Tenant, e.AggregateId);
    }
}
