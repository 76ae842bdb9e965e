using Npgsql;
using ServiceMesh.Contracts;
using ServiceMesh.Messaging;

namespace ServiceMesh.Survey.Copies;

/// <summary>Keeps how the tenant is called by its customers, its languages and its zone.</summary>
public sealed class OnTenantChanged : IHandle<TenantChanged>
{
    private const string Upsert = """
        INSERT INTO tenant_copies AS t (tenant, brand, languages, sequence, time_zone) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (tenant) DO UPDATE SET brand = excluded.brand, languages = excluded.languages, time_zone = excluded.time_zone,
            sequence = excluded.sequence
        WHERE t.sequence < excluded.sequence
        """;

    public async Task HandleAsync(TenantChanged e, Work work, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Upsert, work.Connection, work.Transaction)
        {
            Parameters = { new() { Value = e.Tenant }, new() { Value = e.Brand }, new() { Value = e.Languages.ToArray() }, new() { Value = e.Stream!.Sequence }, new() { Value = e.TimeZone } },
        };
        await command.ExecuteNonQueryAsync(ct);
    }
}
