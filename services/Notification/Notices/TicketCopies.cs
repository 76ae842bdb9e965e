using Npgsql;
using ServiceMesh.Contracts;
using ServiceMesh.Messaging;
using ServiceMesh.Notification.Domain;
using ServiceMesh.Notification.Settings;

namespace ServiceMesh.Notification.Notices;

/// <summary>Keeps the ticket's copy and reads what a notice needs, both in one round trip.</summary>
public sealed class TicketCopies(SettingsCache settings)
{
    private const int MostPeople = 50;

    private const string Open = """
        INSERT INTO ticket_copies (tenant, ticket_id, number, subject, channel, customer_name, contact_name, contact_email, language, sealed_progress_token, contact_id, product_id, state)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 'open')
        ON CONFLICT (tenant, ticket_id) DO UPDATE SET number = excluded.number, subject = excluded.subject, channel = excluded.channel,
            customer_name = excluded.customer_name, contact_name = excluded.contact_name, contact_email = excluded.contact_email,
            language = excluded.language, sealed_progress_token = excluded.sealed_progress_token, contact_id = excluded.contact_id,
            product_id = coalesce(ticket_copies.product_id, excluded.product_id)
        """;

    private const string Assign = """
        INSERT INTO ticket_copies AS t (tenant, ticket_id, number, subject, channel, customer_name, contact_name, contact_email, language, state,
            engineer_id, engineer_name, engineer_email, engineer_language, severity, dispatch_sequence, team_id, severity_sequence, product_id)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'open', $10, $11, $12, $13, $14, $15, $16, $15, $17)
        ON CONFLICT (tenant, ticket_id) DO UPDATE SET engineer_id = excluded.engineer_id, engineer_name = excluded.engineer_name,
            engineer_email = excluded.engineer_email, engineer_language = excluded.engineer_language,
            severity = CASE WHEN t.severity_sequence < excluded.severity_sequence THEN excluded.severity ELSE t.severity END,
            severity_sequence = greatest(t.severity_sequence, excluded.severity_sequence), dispatch_sequence = excluded.dispatch_sequence, team_id = excluded.team_id,
            product_id = coalesce(excluded.product_id, t.product_id)
        WHERE t.dispatch_sequence < excluded.dispatch_sequence
        """;

    private const string Unassign = """
        UPDATE ticket_copies SET engineer_id = NULL, engineer_name = NULL, engineer_email = NULL, engineer_language = NULL, dispatch_sequence = $3
        WHERE tenant = $1 AND ticket_id = $2 AND dispatch_sequence < $3
        """;

    private const string Move = """
        UPDATE ticket_copies SET state = $3, dispatch_sequence = $4 WHERE tenant = $1 AND ticket_id = $2 AND dispatch_sequence < $4
        """;

    /// <summary>Ticket, tenant and endpoints in one row: every notice needs them.</summary>
    private const string ReadKnown = """
        SELECT t.number, t.subject, t.customer_name, t.contact_name, t.contact_email, t.language, t.sealed_progress_token, t.engineer_id,
            coalesce(e.name, t.engineer_name), coalesce(e.email, t.engineer_email), coalesce(e.language, t.engineer_language), CASE WHEN t.merged_into IS NULL THEN t.state ELSE 'merged' END,
            t.severity, t.channel, row_to_json(pc)::text, row_to_json(pe)::text, t.engineer_email, t.team_id,
            b.brand, b.languages, b.time_zone, coalesce(s.version, 0),
            ARRAY(SELECT w.id FROM webhook_endpoints w WHERE w.tenant = x.tenant AND w.disabled_at IS NULL AND w.events && ARRAY[x.event, '*']),
            t.clocks, t.clocks_sequence, c.phones, br.code, br.name_zh, br.name_en
        FROM (SELECT $1::text AS tenant, $2::uuid AS ticket_id, $3::text AS event) x
        LEFT JOIN ticket_copies t ON t.tenant = x.tenant AND t.ticket_id = x.ticket_id
        LEFT JOIN tenant_copies b ON b.tenant = x.tenant
        LEFT JOIN tenant_settings s ON s.tenant = x.tenant
        LEFT JOIN engineer_copies e ON e.tenant = t.tenant AND e.engineer_id = t.engineer_id
        LEFT JOIN contact_copies c ON c.tenant = t.tenant AND c.contact_id = t.contact_id
        LEFT JOIN product_copies pr ON pr.tenant = t.tenant AND pr.product_id = t.product_id
        LEFT JOIN brand_copies br ON br.tenant = pr.tenant AND br.code = pr.brand AND NOT br.retired
        LEFT JOIN people pc ON pc.tenant = t.tenant AND pc.address = lower(t.contact_email)
        LEFT JOIN people pe ON pe.tenant = t.tenant AND pe.address = lower(coalesce(e.email, t.engineer_email))
        """;

    private const string ReadWatchers = """
        SELECT coalesce(a.name, w.address), w.address, coalesce(a.language, 'en'), row_to_json(p)::text
        FROM watches w LEFT JOIN account_copies a ON a.tenant = w.tenant AND lower(a.email) = w.address AND a.active
        LEFT JOIN people p ON p.tenant = w.tenant AND p.address = w.address
        WHERE w.tenant = $1 AND w.ticket_id = $2 ORDER BY w.address LIMIT $3
        """;

    private const string ReadRole = """
        SELECT a.name, a.email, a.language, row_to_json(p)::text FROM account_copies a
        LEFT JOIN people p ON p.tenant = a.tenant AND p.address = lower(a.email)
        WHERE a.tenant = $1 AND a.active AND $2 = ANY (a.roles) ORDER BY a.account_id LIMIT $3
        """;

    public Task<Known> OpenAsync(TicketOpened e, Work work, CancellationToken ct) => RunAsync(e, work, null, false, Command(
        Open, e.Tenant, e.TicketId!.Value, e.Number, e.Subject, e.Channel.ToString(), e.CustomerName, e.ContactName, e.ContactEmail,
        e.Language, e.SealedProgressToken, e.ContactId, e.ProductId), ct);

    public Task<Known> AssignAsync(TicketAssigned e, Work work, CancellationToken ct) => RunAsync(e, work, null, e.Reassigned, Command(
        Assign, e.Tenant, e.TicketId!.Value, e.Card.Number, e.Card.Subject, e.Card.Channel.ToString(), e.Card.CustomerName, e.Card.ContactName,
        e.Card.ContactEmail, e.Card.Language, e.EngineerId, e.EngineerName, e.EngineerEmail, e.EngineerLanguage, e.Card.Severity, Sequence(e), e.TeamId, e.Card.ProductId), ct);

    public Task<Known> UnassignAsync(TicketUnassigned e, Work work, CancellationToken ct) =>
        RunAsync(e, work, null, false, Command(Unassign, e.Tenant, e.TicketId!.Value, Sequence(e)), ct);

    /// <summary>Moves the ticket's state, if this is the newest that Dispatch said of it.</summary>
    public Task<Known> MoveAsync(TicketEvent e, string state, Work work, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(e);
        return RunAsync(e, work, null, true, Command(Move, e.Tenant, e.TicketId!.Value, state, Sequence(e)), ct);
    }

    /// <summary>Reads only; <paramref name="role"/> adds the accounts with that role.</summary>
    /// <param name="team">The team concerned by an event that is about no ticket: the tenant's rules ask for it.</param>
    public Task<Known> ReadAsync(Event e, string? role, Work work, CancellationToken ct, Guid? team = null) => RunAsync(e, work, role, true, null, ct, team);

    /// <summary>Where an event stands in its publisher's stream.</summary>
    /// <exception cref="InvalidOperationException">It did not come through an outbox.</exception>
    public static long Sequence(Event e) =>
        e?.Stream?.Sequence ?? throw new InvalidOperationException($"{e?.GetType().Name} came without its place in a stream.");

    private async Task<Known> RunAsync(Event e, Work work, string? role, bool watchers, NpgsqlBatchCommand? change, CancellationToken ct, Guid? team = null)
    {
        ArgumentNullException.ThrowIfNull(e);
        ArgumentNullException.ThrowIfNull(work);
        await using var batch = new NpgsqlBatch(work.Connection, work.Transaction);
        if (change is not null) batch.BatchCommands.Add(change);
        batch.BatchCommands.Add(Command(ReadKnown, e.Tenant, e.TicketId, e.GetType().Name));
        if (role is not null) batch.BatchCommands.Add(Command(ReadRole, e.Tenant, role, MostPeople));
        if (watchers) batch.BatchCommands.Add(Command(ReadWatchers, e.Tenant, e.TicketId, MostPeople));

        Known known;
        long version;
        await using (var reader = await batch.ExecuteReaderAsync(ct))
        {
            await reader.ReadAsync(ct);
            version = reader.GetInt64(21);
            known = new Known(
                e.TicketId, reader.IsDBNull(0) ? null : Ticket(reader),
                reader.IsDBNull(18) ? KnownTenant.Unknown : new KnownTenant(reader.GetString(18), reader.GetFieldValue<string[]>(19), reader.GetString(20)),
                [], [], reader.GetFieldValue<Guid[]>(22), [], TenantSettings.None);
            if (role is not null) known = known with { Role = await PeopleAsync(role, reader, ct) };
            if (watchers) known = known with { Watchers = await PeopleAsync(Audience.Watcher, reader, ct) };
        }
        known = known with { Settings = await settings.GetAsync(e.Tenant, version, work, ct) };
        return known.Settings.Rules.Count == 0 ? known : known with { Subscribers = await SubscriberReader.ReadAsync(work, e.Tenant, known, known.Ticket?.TeamId ?? team, ct) };
    }

    private static async Task<List<Person>> PeopleAsync(string audience, NpgsqlDataReader reader, CancellationToken ct)
    {
        await reader.NextResultAsync(ct);
        var people = new List<Person>();
        while (await reader.ReadAsync(ct))
            people.Add(new Person(audience, reader.GetString(0), reader.GetString(1), reader.GetString(2), Person.Read(Text(reader, 3))));
        return people;
    }

    private static KnownTicket Ticket(NpgsqlDataReader row) => new(
        row.GetString(0), row.GetString(1), Text(row, 2),
        new Person(Audience.Customer, Text(row, 3), Text(row, 4), row.GetString(5), Person.Read(Text(row, 14))) { Phone = row.IsDBNull(25) ? null : row.GetFieldValue<string[]>(25).FirstOrDefault() },
        Text(row, 6),
        row.IsDBNull(7) ? null : new Person(Audience.Engineer, Text(row, 8), Text(row, 9), Text(row, 10), Person.Read(Text(row, 15))),
        row.GetString(11), row.IsDBNull(12) ? null : row.GetInt32(12), row.GetString(13), Text(row, 16), row.IsDBNull(17) ? null : row.GetGuid(17))
    {
        Clocks = row.IsDBNull(23) ? null : row.GetFieldValue<string[]>(23),
        ClocksSequence = row.GetInt64(24),
        Brand = row.IsDBNull(26) ? null : new KnownBrand(row.GetString(26), row.GetString(27), row.GetString(28)),
    };

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
