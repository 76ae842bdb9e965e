using Npgsql;
using ServiceMesh.Messaging;

namespace ServiceMesh.Insight.Record.Erasure;

/// <summary>
/// Removes the customer's part, with its salt, of everything a contact did or that happened on their tickets up to an instant. The staff's part stays: who
/// worked is no secret of the customer's. The chain has hashes only, so it does not change.
/// </summary>
public static class PersonEraser
{
    private const string TicketsOf = """
        SELECT DISTINCT t.ticket_id FROM personal p JOIN timeline t ON t.tenant = p.tenant AND t.position = p.position
        WHERE p.tenant = $1 AND p.contact_id = $2 AND t.type IN ('TicketOpened', 'TicketContactChanged') AND t.at <= $3
        """;

    private const string Known = "SELECT EXISTS (SELECT FROM personal WHERE tenant = $1 AND contact_id = $2)";

    private const string Remove = """
        UPDATE personal SET customer = NULL, customer_salt = NULL, erased_at = $4
        WHERE tenant = $1 AND customer IS NOT NULL AND position IN (
            SELECT p.position FROM personal p JOIN timeline t ON t.tenant = p.tenant AND t.position = p.position WHERE p.tenant = $1 AND p.contact_id = $2 AND t.at <= $4
            UNION ALL
            SELECT t.position FROM timeline t WHERE t.tenant = $1 AND t.ticket_id = ANY ($3) AND t.position IS NOT NULL AND t.at <= $4)
        """;

    /// <summary>Whether the record knows this contact at all.</summary>
    public static async Task<bool> KnowsAsync(string tenant, Guid contact, Work work, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(work);
        await using var command = new NpgsqlCommand(Known, work.Connection, work.Transaction);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = tenant });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = contact });
        return (bool)(await command.ExecuteScalarAsync(ct))!;
    }

    /// <summary>When the erasure of a contact was asked for last; null when it never was.</summary>
    public static async Task<DateTimeOffset?> LastAskedAsync(string tenant, Guid contact, Work work, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(work);
        await using var command = new NpgsqlCommand("SELECT max(at) FROM erasures WHERE tenant = $1 AND contact_id = $2", work.Connection, work.Transaction);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = tenant });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = contact });
        return await command.ExecuteScalarAsync(ct) is DateTime at ? at : null;
    }

    /// <summary>Erases what happened up to <paramref name="until"/>, which is also the mark left behind.</summary>
    public static async Task<(int Tickets, int Events)> EraseAsync(string tenant, Guid contact, DateTimeOffset until, Work work, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(work);
        var tickets = new List<Guid>();
        await using (var find = new NpgsqlCommand(TicketsOf, work.Connection, work.Transaction))
        {
            find.Parameters.Add(new NpgsqlParameter<string> { TypedValue = tenant });
            find.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = contact });
            find.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = until.UtcDateTime });
            await using var reader = await find.ExecuteReaderAsync(ct);
            while (await reader.ReadAsync(ct)) tickets.Add(reader.GetGuid(0));
        }
        return (tickets.Count, await EraseTicketsAsync(tenant, contact, [.. tickets], until, work, ct));
    }

    /// <summary>Erases what a contact did or what happened on these tickets; how many events lost something.</summary>
    public static async Task<int> EraseTicketsAsync(string tenant, Guid contact, Guid[] tickets, DateTimeOffset until, Work work, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(work);
        await using var remove = new NpgsqlCommand(Remove, work.Connection, work.Transaction);
        remove.Parameters.Add(new NpgsqlParameter<string> { TypedValue = tenant });
        remove.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = contact });
        remove.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = tickets });
        remove.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = until.UtcDateTime });
        return await remove.ExecuteNonQueryAsync(ct);
    }
}
