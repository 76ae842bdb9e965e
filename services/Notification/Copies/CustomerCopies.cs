using Npgsql;
using NpgsqlTypes;
using ServiceMesh.Contracts;
using ServiceMesh.Messaging;
using ServiceMesh.Notification.Notices;

namespace ServiceMesh.Notification.Copies;

/// <summary>Keeps customers' contacts, for announcements, and to reach those by telephone who have no address.</summary>
public sealed class OnContactChanged : IHandle<ContactChanged>
{
    private const string Upsert = """
        INSERT INTO contact_copies AS t (tenant, contact_id, customer_id, name, email, language, sequence, phones) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
        ON CONFLICT (tenant, contact_id) DO UPDATE SET customer_id = excluded.customer_id, name = excluded.name, email = excluded.email,
            language = excluded.language, sequence = excluded.sequence, phones = excluded.phones
        WHERE t.sequence < excluded.sequence
        """;

    public async Task HandleAsync(ContactChanged e, Work work, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Upsert, work.Connection, work.Transaction)
        {
            Parameters =
            {
                new() { Value = e.Tenant }, new() { Value = e.ContactId }, new() { Value = e.CustomerId }, new() { Value = e.Name },
                new() { Value = (object?)e.Email ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text },
                new() { Value = e.Language }, new() { Value = TicketCopies.Sequence(e) }, new() { Value = e.Phones.ToArray() },
            },
        };
        await command.ExecuteNonQueryAsync(ct);
        string[] addresses = [.. e.Phones, .. string.IsNullOrWhiteSpace(e.Email) ? (string[])[] : [e.Email.ToLowerInvariant()]];
        if (addresses.Length == 0) return;
        // Every address and number somebody ever had: what went there must be found when they ask to be erased.
        await using var address = new NpgsqlCommand(
            "INSERT INTO contact_addresses (tenant, contact_id, address) SELECT $1, $2, a FROM unnest($3) AS a ON CONFLICT DO NOTHING", work.Connection, work.Transaction)
        {
            Parameters = { new() { Value = e.Tenant }, new() { Value = e.ContactId }, new() { Value = addresses } },
        };
        await address.ExecuteNonQueryAsync(ct);
    }
}

/// <summary>Keeps customers' contracts, for announcements.</summary>
public sealed class OnContractChanged : IHandle<ContractChanged>
{
    private const string Upsert = """
        INSERT INTO contract_copies AS t (tenant, contract_id, customer_id, service_level, product_ids, ends_on, sequence) VALUES ($1, $2, $3, $4, $5, $6, $7)
        ON CONFLICT (tenant, contract_id) DO UPDATE SET customer_id = excluded.customer_id, service_level = excluded.service_level,
            product_ids = excluded.product_ids, ends_on = excluded.ends_on, sequence = excluded.sequence
        WHERE t.sequence < excluded.sequence
        """;

    public async Task HandleAsync(ContractChanged e, Work work, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Upsert, work.Connection, work.Transaction)
        {
            Parameters =
            {
                new() { Value = e.Tenant }, new() { Value = e.ContractId }, new() { Value = e.CustomerId }, new() { Value = e.ServiceLevel },
                new() { Value = e.ProductIds.ToArray() }, new() { Value = e.EndsOn }, new() { Value = TicketCopies.Sequence(e) },
            },
        };
        await command.ExecuteNonQueryAsync(ct);
    }
}
