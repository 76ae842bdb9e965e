using Microsoft.EntityFrameworkCore;
using Npgsql;
using ServiceMesh.Contracts;
using ServiceMesh.Dispatch.Persistence;
using ServiceMesh.Messaging;

namespace ServiceMesh.Dispatch.Engineers;

/// <summary>
/// Keeps engineers and accounts linked: by account id, or by e-mail where an engineer has no account yet. The linked engineer
/// takes the account's name, e-mail and language, and stops getting tickets when the account is switched off.
/// </summary>
internal sealed class OnAccountChanged : IHandle<AccountChanged>
{
    private const string Upsert = """
        INSERT INTO accounts (id, tenant, email, sequence, name, language, roles, active) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
        ON CONFLICT (id) DO UPDATE SET email = excluded.email, sequence = excluded.sequence, name = excluded.name,
            language = excluded.language, roles = excluded.roles, active = excluded.active
        WHERE accounts.sequence < excluded.sequence
        """;

    public async Task HandleAsync(AccountChanged e, Work work, CancellationToken ct)
    {
        if (!await NewerAsync(e, work, ct)) return;
        var engineer = await FindAsync(e, work.Db<DispatchDb>(), ct);
        if (engineer is null) return;
        var same = engineer.AccountId == e.AccountId && engineer.Name == e.Name && engineer.Email == e.Email
            && engineer.Language == e.Language && (e.Active || !engineer.Active);
        if (same) return;
        engineer.AccountId = e.AccountId;
        engineer.Email = e.Email;
        engineer.Language = e.Language;
        engineer.Active = engineer.Active && e.Active;
        if (engineer.Name != e.Name)
        {
            engineer.Name = e.Name;
            await Renaming.EngineerAsync(work, engineer, ct);
        }

        work.Publish(engineer.Changed(e.By, work.Now));
    }

    private static async Task<bool> NewerAsync(AccountChanged e, Work work, CancellationToken ct)
    {
        await using var upsert = new NpgsqlCommand(Upsert, work.Connection, work.Transaction)
        {
            Parameters =
            {
                new NpgsqlParameter<Guid> { TypedValue = e.AccountId },
                new NpgsqlParameter<string> { TypedValue = e.Tenant },
                new NpgsqlParameter<string> { TypedValue = e.Email },
                new NpgsqlParameter<long> { TypedValue = e.Stream?.Sequence ?? 0 },
                new NpgsqlParameter<string> { TypedValue = e.Name },
                new NpgsqlParameter<string> { TypedValue = e.Language },
                new NpgsqlParameter<string[]> { TypedValue = [.. e.Roles] },
                new NpgsqlParameter<bool> { TypedValue = e.Active },
            },
        };
        return await upsert.ExecuteNonQueryAsync(ct) == 1;
    }

    private static async Task<Engineer?> FindAsync(AccountChanged e, DispatchDb db, CancellationToken ct)
    {
        var linked = await db.Engineers.Include(x => x.Teams)
            .SingleOrDefaultAsync(x => x.Tenant == e.Tenant && x.AccountId == e.AccountId, ct);
        return linked ?? await db.Engineers
            .FromSql($"SELECT * FROM engineers WHERE tenant = {e.Tenant} AND account_id IS NULL AND lower(email) = lower({e.Email})")
            .Include(x => x.Teams).OrderBy(x => x.Id).FirstOrDefaultAsync(ct);
    }
}
