using Npgsql;
using ServiceMesh.Contracts;
using ServiceMesh.Dispatch.Assignment;
using ServiceMesh.Messaging;

namespace ServiceMesh.Dispatch.Conversation;

/// <summary>
/// Nobody is on the line any more: the ticket goes on as a case, and whoever has it has a place for the next call. One that nobody has may find
/// somebody as a case.
/// </summary>
internal sealed class OnCallEnded : IHandle<CallEnded>
{
    /// <summary>The ticket's own version stays: its work did not change. Told before the answer, it keeps the answer from putting anybody on the line.</summary>
    private const string Sql = """
        UPDATE tickets t SET on_phone = false FROM (SELECT id, on_phone FROM tickets WHERE tenant = $1 AND id = $2 FOR UPDATE) before
        WHERE t.id = before.id RETURNING before.on_phone, t.engineer_id, t.team_id
        """;

    public async Task HandleAsync(CallEnded e, Work work, CancellationToken ct)
    {
        Guid? freed;
        Guid team;
        await using (var update = new NpgsqlCommand(Sql, work.Connection, work.Transaction)
        {
            Parameters = { new NpgsqlParameter<string> { TypedValue = e.Tenant }, new NpgsqlParameter<Guid> { TypedValue = e.AggregateId } },
        })
        await using (var row = await update.ExecuteReaderAsync(ct))
        {
            if (!await row.ReadAsync(ct)) throw new NotYetException("The ticket of this CallEnded is not open yet.");
            if (row.IsDBNull(0) || !row.GetBoolean(0)) return;
            (freed, team) = (row.IsDBNull(1) ? null : row.GetGuid(1), row.GetGuid(2));
        }

        if (freed is { } engineer) await Queue.FreedAsync(work, e.Tenant, engineer, ct);
        else await Queue.WakeAsync(work, e.Tenant, [team], ct);
        work.Touched(e.Tenant, e.AggregateId);
    }
}
