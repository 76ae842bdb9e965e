using Npgsql;
using ServiceMesh.Contracts;
using ServiceMesh.Messaging;

namespace ServiceMesh.Survey.Copies;

/// <summary>Keeps a contact's numbers: invitations by SMS go there.</summary>
public sealed class OnContactChanged : IHandle<ContactChanged>
{
    private const string Upsert = """
        INSERT INTO contact_copies AS c (tenant, contact_id, phones, sequence) VALUES ($1, $2, $3, $4)
        ON CONFLICT (tenant, contact_id) DO UPDATE SET phones = excluded.phones, sequence = excluded.sequence WHERE c.sequence < excluded.sequence
        """;

    public async Task HandleAsync(ContactChanged e, Work work, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Upsert, work.Connection, work.Transaction)
        {
            Parameters = { new() { Value = e.Tenant }, new() { Value = e.ContactId }, new() { Value = e.Phones.ToArray() }, new() { Value = e.Stream!.Sequence } },
        };
        await command.ExecuteNonQueryAsync(ct);
    }
}
