using Npgsql;
using NpgsqlTypes;
using ServiceMesh.Contracts;
using ServiceMesh.Messaging;
using ServiceMesh.Notification.Notices;

namespace ServiceMesh.Notification.Copies;

/// <summary>Keeps how the tenant speaks to its customers.</summary>
public sealed class OnTenantChanged : IHandle<TenantChanged>
{
    private const string Upsert = """
        INSERT INTO tenant_copies AS t (tenant, brand, languages, time_zone, sequence) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (tenant) DO UPDATE SET brand = excluded.brand, languages = excluded.languages, time_zone = excluded.time_zone, sequence = excluded.sequence
        WHERE t.sequence < excluded.sequence
        """;

    public async Task HandleAsync(TenantChanged e, Work work, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Upsert, work.Connection, work.Transaction)
        {
            Parameters =
            {
                new() { Value = e.Tenant }, new() { Value = e.Brand }, new() { Value = e.Languages.ToArray() }, new() { Value = e.TimeZone },
                new() { Value = TicketCopies.Sequence(e) },
            },
        };
        await command.ExecuteNonQueryAsync(ct);
    }
}

/// <summary>Keeps staff accounts, for notices that go to a role.</summary>
public sealed class OnAccountChanged : IHandle<AccountChanged>
{
    private const string Upsert = """
        INSERT INTO account_copies AS t (tenant, account_id, name, email, roles, language, active, sequence) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
        ON CONFLICT (tenant, account_id) DO UPDATE SET name = excluded.name, email = excluded.email, roles = excluded.roles,
            language = excluded.language, active = excluded.active, sequence = excluded.sequence
        WHERE t.sequence < excluded.sequence
        """;

    public async Task HandleAsync(AccountChanged e, Work work, CancellationToken ct)
    {
        if (e.ContactId is not null) return;
        await using var command = new NpgsqlCommand(Upsert, work.Connection, work.Transaction)
        {
            Parameters =
            {
                new() { Value = e.Tenant }, new() { Value = e.AccountId }, new() { Value = e.Name }, new() { Value = e.Email },
                new() { Value = e.Roles.ToArray() }, new() { Value = e.Language }, new() { Value = e.Active },
                new() { Value = TicketCopies.Sequence(e) },
            },
        };
        await command.ExecuteNonQueryAsync(ct);
    }
}

/// <summary>Keeps engineers' present addresses, languages and teams.</summary>
public sealed class OnEngineerChanged : IHandle<EngineerChanged>
{
    private const string Upsert = """
        INSERT INTO engineer_copies AS t (tenant, engineer_id, name, email, language, active, team_ids, sequence) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
        ON CONFLICT (tenant, engineer_id) DO UPDATE SET name = excluded.name, email = excluded.email, language = excluded.language,
            active = excluded.active, team_ids = excluded.team_ids, sequence = excluded.sequence
        WHERE t.sequence < excluded.sequence
        """;

    public async Task HandleAsync(EngineerChanged e, Work work, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Upsert, work.Connection, work.Transaction)
        {
            Parameters =
            {
                new() { Value = e.Tenant }, new() { Value = e.EngineerId }, new() { Value = e.Name },
                new() { Value = (object?)e.Email ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text },
                new() { Value = e.Language }, new() { Value = e.Active }, new() { Value = e.TeamIds.ToArray() }, new() { Value = TicketCopies.Sequence(e) },
            },
        };
        await command.ExecuteNonQueryAsync(ct);
    }
}
