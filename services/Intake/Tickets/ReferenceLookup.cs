using Npgsql;
using NpgsqlTypes;
using ServiceMesh.Contracts;
using ServiceMesh.Intake.Domain;
using ServiceMesh.Intake.Persistence;
using ServiceMesh.Messaging;

namespace ServiceMesh.Intake.Tickets;

/// <summary>Everything a draft refers to, in one round trip.</summary>
internal static class ReferenceLookup
{
    private const string FindReferences = """
        SELECT t.time_zone, t.languages, c.id, c.name, p.customer_id, p.name, p.email, p.language, r.id, r.name, a.customer_id, a.product_id, k.customer_id,
            r.modules, a.version,
            (SELECT (v->>'endOfSupport')::date FROM jsonb_array_elements(r.versions) v WHERE lower(v->>'name') = lower(a.version) LIMIT 1)
        FROM (VALUES (1)) one
        LEFT JOIN tenants t ON t.tenant = $1
        LEFT JOIN contacts p ON p.tenant = $1 AND p.id = $3
        LEFT JOIN assets a ON a.tenant = $1 AND a.id = $5
        LEFT JOIN contracts k ON k.tenant = $1 AND k.id = $6
        LEFT JOIN customers c ON c.tenant = $1 AND c.id = coalesce($2, p.customer_id, a.customer_id, k.customer_id)
        LEFT JOIN products r ON r.tenant = $1 AND r.id = coalesce($4, a.product_id)
        """;

    /// <summary>
    /// A case is a problem that was taken: not one that was cancelled or goes on in another ticket, not a promise to call back, not planned work. $6 is the ticket
    /// that is being decided anew: it does not stand in its own way.
    /// </summary>
    private const string FindContracts = """
        SELECT id, number, service_level, starts_on, ends_on, product_ids, asset_ids, channels, case_limit,
            CASE WHEN case_limit IS NOT NULL THEN
                (SELECT count(*)::int FROM tickets t WHERE t.tenant = $1 AND t.customer_id = c.customer_id AND t.contract_id = c.id AND t.id IS DISTINCT FROM $6
                 AND t.merged_into_id IS NULL AND t.state <> 'cancelled' AND t.kind <> 'callback' AND t.work_type <> 'maintenance') END,
            visit_limit,
            CASE WHEN visit_limit IS NOT NULL THEN
                (SELECT count(*)::int FROM tickets t JOIN visits v ON v.tenant = t.tenant AND v.ticket_id = t.id
                 WHERE t.tenant = $1 AND t.customer_id = c.customer_id AND t.contract_id = c.id) END,
            upgrades_included, end_of_support
        FROM contracts c
        WHERE tenant = $1 AND customer_id = coalesce($2,
            (SELECT customer_id FROM contacts WHERE tenant = $1 AND id = $3), (SELECT customer_id FROM assets WHERE tenant = $1 AND id = $4),
            (SELECT customer_id FROM contracts WHERE tenant = $1 AND id = $5))
        ORDER BY ends_on DESC LIMIT 500
        """;

    public static async Task<TicketReferences> FindAsync(Work work, TicketDraft draft, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(work.Connection, work.Transaction);
        batch.BatchCommands.Add(Command(FindReferences, draft.Tenant, draft.CustomerId, draft.ContactId, draft.ProductId, draft.AssetId, draft.ContractId));
        if ((draft.CustomerId ?? draft.ContactId ?? draft.AssetId ?? draft.ContractId) is not null)
            batch.BatchCommands.Add(Command(FindContracts, draft.Tenant, draft.CustomerId, draft.ContactId, draft.AssetId, draft.ContractId, draft.TicketId));
        await using var reader = await batch.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        var found = ReadReferences(reader, draft);
        if (!await reader.NextResultAsync(ct))
            return found;
        var contracts = new List<ContractTerms>();
        while (await reader.ReadAsync(ct))
        {
            contracts.Add(ReadContract(reader));
        }

        return found with { Contracts = contracts };
    }

    private static TicketReferences ReadReferences(NpgsqlDataReader row, TicketDraft draft) => new()
    {
        Profile = row.IsDBNull(0) ? TenantProfile.Default : new TenantProfile(row.GetString(0), row.GetFieldValue<string[]>(1)),
        Customer = row.IsDBNull(2) ? null : new CustomerRef(row.GetGuid(2), row.GetString(3)),
        Contact = row.IsDBNull(4)
            ? null
            : new ContactRef(draft.ContactId!.Value, row.GetGuid(4), row.GetString(5), row.IsDBNull(6) ? null : row.GetString(6), row.GetString(7)),
        Product = row.IsDBNull(8) ? null : new ProductRef(row.GetGuid(8), row.GetString(9), row.IsDBNull(13) ? [] : row.GetFieldValue<string[]>(13)),
        Asset = row.IsDBNull(10) ? null : new AssetRef(draft.AssetId!.Value, row.GetGuid(10), row.GetGuid(11), row.IsDBNull(14) ? null : row.GetString(14))
        {
            SupportedUntil = row.IsDBNull(15) ? null : row.GetFieldValue<DateOnly>(15),
        },
        ContractCustomerId = row.IsDBNull(12) ? null : row.GetGuid(12),
    };

    private static ContractTerms ReadContract(NpgsqlDataReader row) => new(
        row.GetGuid(0), row.GetString(1), row.GetString(2), row.GetFieldValue<DateOnly>(3), row.GetFieldValue<DateOnly>(4), row.GetFieldValue<Guid[]>(5))
    {
        AssetIds = row.GetFieldValue<Guid[]>(6),
        Channels = row.IsDBNull(7) ? null : [.. row.GetFieldValue<string[]>(7).Select(EnumText.Read<Channel>)],
        CaseLimit = row.IsDBNull(8) ? null : row.GetInt32(8),
        CasesUsed = row.IsDBNull(9) ? 0 : row.GetInt32(9),
        VisitLimit = row.IsDBNull(10) ? null : row.GetInt32(10),
        VisitsUsed = row.IsDBNull(11) ? 0 : row.GetInt32(11),
        UpgradesIncluded = row.IsDBNull(12) ? null : row.GetBoolean(12),
        EndOfSupport = row.IsDBNull(13) ? null : row.GetFieldValue<DateOnly>(13),
    };

    private static NpgsqlBatchCommand Command(string sql, string tenant, params ReadOnlySpan<Guid?> ids)
    {
        var command = new NpgsqlBatchCommand(sql);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = tenant });
        foreach (var id in ids)
            command.Parameters.Add(new NpgsqlParameter { Value = (object?)id ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid });
        return command;
    }
}
