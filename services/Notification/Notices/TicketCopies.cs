using Npgsql;
using ServiceMesh.Contracts;
using ServiceMesh.Messaging;
using ServiceMesh.Notification.Domain;

namespace ServiceMesh.Notification.Notices;

/// <summary>Keeps the ticket's copy and reads what a notice needs, both in one round trip.</summary>
public sealed class TicketCopies
{
    private const int MostPeople = 50;

    private const string Open = """
        INSERT INTO ticket_copies (tenant, ticket_id, number, subject, channel, customer_name, contact_name, contact_email, language, sealed_progress_token, state)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'open')
        ON CONFLICT (tenant, ticket_id) DO UPDATE SET number = excluded.number, subject = excluded.subject, channel = excluded.channel,
            customer_name = excluded.customer_name, contact_name = excluded.contact_name, contact_email = excluded.contact_email,
            language = excluded.language, sealed_progress_token = excluded.sealed_progress_token
        """;

    private const string Assign = """
        INSERT INTO ticket_copies AS t (tenant, ticket_id, number, subject, channel, customer_name, contact_name, contact_email, language, state,
            engineer_id, engineer_name, engineer_email, engineer_language, dispatch_sequence)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'open', $10, $11, $12, $13, $14)
        ON CONFLICT (tenant, ticket_id) DO UPDATE SET engineer_id = excluded.engineer_id, engineer_name = excluded.engineer_name,
            engineer_email = excluded.engineer_email, engineer_language = excluded.engineer_language, dispatch_sequence = excluded.dispatch_sequence
        WHERE t.dispatch_sequence < excluded.dispatch_sequence
        """;

    private const string Unassign = """
        UPDATE ticket_copies SET engineer_id = NULL, engineer_name = NULL, engineer_email = NULL, engineer_language = NULL, dispatch_sequence = $3
        WHERE tenant = $1 AND ticket_id = $2 AND dispatch_sequence < $3
        """;

    private const string Move = """
        UPDATE ticket_copies SET state = $3, dispatch_sequence = $4 WHERE tenant = $1 AND ticket_id = $2 AND dispatch_sequence < $4
        """;

    private const string ReadTicket = """
        SELECT t.number, t.subject, t.customer_name, t.contact_name, t.contact_email, t.language, t.sealed_progress_token, t.engineer_id,
            coalesce(e.name, t.engineer_name), coalesce(e.email, t.engineer_email), coalesce(e.language, t.engineer_language), t.state
        FROM ticket_copies t LEFT JOIN engineer_copies e ON e.tenant = t.tenant AND e.engineer_id = t.engineer_id
        WHERE t.tenant = $1 AND t.ticket_id = $2
        """;

    private const string ReadTenant = "SELECT brand, languages, time_zone FROM tenant_copies WHERE tenant = $1";

    private const string ReadEndpoints = """
        SELECT id FROM webhook_endpoints WHERE tenant = $1 AND disabled_at IS NULL AND events && ARRAY[$2, '*']
        """;

    private const string ReadRole = """
        SELECT name, email, language FROM account_copies WHERE tenant = $1 AND active AND $2 = ANY (roles) ORDER BY account_id LIMIT $3
        """;

    public Task<Known> OpenAsync(TicketOpened e, Work work, CancellationToken ct) => RunAsync(e, work, null, Command(
        Open, e.Tenant, e.TicketId!.Value, e.Number, e.Subject, e.Channel.ToString(), e.CustomerName, e.ContactName, e.ContactEmail,
        e.Language, e.SealedProgressToken), ct);

    public Task<Known> AssignAsync(TicketAssigned e, Work work, CancellationToken ct) => RunAsync(e, work, null, Command(
        Assign, e.Tenant, e.TicketId!.Value, e.Card.Number, e.Card.Subject, e.Card.Channel.ToString(), e.Card.CustomerName, e.Card.ContactName,
        e.Card.ContactEmail, e.Card.Language, e.EngineerId, e.EngineerName, e.EngineerEmail, e.EngineerLanguage, Sequence(e)), ct);

    public Task<Known> UnassignAsync(TicketUnassigned e, Work work, CancellationToken ct) =>
        RunAsync(e, work, null, Command(Unassign, e.Tenant, e.TicketId!.Value, Sequence(e)), ct);

    /// <summary>Moves the ticket's state, if this is the newest that Dispatch said of it.</summary>
    public Task<Known> MoveAsync(TicketEvent e, string state, Work work, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(e);
        return RunAsync(e, work, null, Command(Move, e.Tenant, e.TicketId!.Value, state, Sequence(e)), ct);
    }

    /// <summary>Reads only; <paramref name="role"/> adds the accounts with that role.</summary>
    public Task<Known> ReadAsync(TicketEvent e, string? role, Work work, CancellationToken ct) => RunAsync(e, work, role, null, ct);

    /// <summary>Where an event stands in its publisher's stream.</summary>
    /// <exception cref="InvalidOperationException">It did not come through an outbox.</exception>
    public static long Sequence(Event e) =>
        e?.Stream?.Sequence ?? throw new InvalidOperationException($"{e?.GetType().Name} came without its place in a stream.");

    private static async Task<Known> RunAsync(TicketEvent e, Work work, string? role, NpgsqlBatchCommand? change, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(work.Connection, work.Transaction);
        if (change is not null) batch.BatchCommands.Add(change);
        batch.BatchCommands.Add(Command(ReadTicket, e.Tenant, e.TicketId!.Value));
        batch.BatchCommands.Add(Command(ReadTenant, e.Tenant));
        batch.BatchCommands.Add(Command(ReadEndpoints, e.Tenant, e.GetType().Name));
        if (role is not null) batch.BatchCommands.Add(Command(ReadRole, e.Tenant, role, MostPeople));

        await using var reader = await batch.ExecuteReaderAsync(ct);
        var ticket = await reader.ReadAsync(ct) ? Ticket(reader) : null;
        await reader.NextResultAsync(ct);
        var tenant = await reader.ReadAsync(ct)
            ? new KnownTenant(reader.GetString(0), reader.GetFieldValue<string[]>(1), reader.GetString(2))
            : KnownTenant.Unknown;
        await reader.NextResultAsync(ct);
        var endpoints = new List<Guid>();
        while (await reader.ReadAsync(ct)) endpoints.Add(reader.GetGuid(0));
        var people = new List<Person>();
        if (role is not null)
        {
            await reader.NextResultAsync(ct);
            while (await reader.ReadAsync(ct)) people.Add(new Person(role, reader.GetString(0), reader.GetString(1), reader.GetString(2)));
        }
        return new Known(ticket, tenant, people, endpoints);
    }

    private static KnownTicket Ticket(NpgsqlDataReader row) => new(
        row.GetString(0), row.GetString(1), Text(row, 2), new Person(Audience.Customer, Text(row, 3), Text(row, 4), row.GetString(5)),
        Text(row, 6), row.IsDBNull(7) ? null : new Person(Audience.Engineer, Text(row, 8), Text(row, 9), Text(row, 10)), row.GetString(11));

    private static string? Text(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    private static NpgsqlBatchCommand Command(string sql, params ReadOnlySpan<object?> values)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in values)
        {
            command.Parameters.Add(value switch
            {
                null => new NpgsqlParameter { Value = DBNull.Value },
                Guid or string or long or int => new NpgsqlParameter { Value = value },
                _ => throw new ArgumentException($"No parameter for {value.GetType()}."),
            });
        }
        return command;
    }
}
