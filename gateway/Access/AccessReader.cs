using System.Security.Cryptography;
using Npgsql;
using ServiceMesh.Contracts;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Gateway.Access;

/// <summary>Reads sessions and API keys: one query, and one small update per five minutes of a session's use.</summary>
public sealed class AccessReader(NpgsqlDataSource database, TimeProvider time)
{
    /// <summary>A session ends after 12 hours without use, and after 7 days in any case.</summary>
    internal const string IsAlive = "s.last_seen_at > now() - interval '12 hours' AND s.created_at > now() - interval '7 days'";

    private const string Session = $"""
        SELECT s.id, s.last_seen_at < now() - interval '5 minutes', a.id, a.email, a.name, a.roles, a.language, a.contact_id,
               a.must_change_password, t.key, t.name, t.brand, t.time_zone, t.languages
        FROM sessions s JOIN accounts a ON a.id = s.account_id JOIN tenants t ON t.key = a.tenant
        WHERE s.token_hash = $1 AND a.active AND {IsAlive}
        """;

    private const string Seen = "UPDATE sessions SET last_seen_at = now() WHERE id = $1 AND last_seen_at < now() - interval '5 minutes'";
    private const string Key = "SELECT tenant, name, roles, secret_hash FROM api_keys WHERE id = $1";

    /// <summary>The access of a session's token, or null.</summary>
    public async Task<Access?> ReadSessionAsync(string token, CancellationToken ct)
    {
        var readAt = time.GetTimestamp();
        Access access;
        bool due;
        await using (var command = database.CreateCommand(Session))
        {
            command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = Secrets.Hash(token) });
            await using var row = await command.ExecuteReaderAsync(ct);
            if (!await row.ReadAsync(ct))
                return null;
            due = row.GetBoolean(1);
            var roles = row.GetFieldValue<string[]>(5);
            var person = new Person(
                row.GetGuid(0), row.GetGuid(2), row.GetString(3), row.GetString(6), row.GetBoolean(8),
                row.GetString(10), row.GetString(11), row.GetString(12), row.GetFieldValue<string[]>(13));
            var caller = new Caller(
                row.GetString(9), person.AccountId.ToString(), row.GetString(4), roles,
                await row.IsDBNullAsync(7, ct) ? null : row.GetGuid(7),
                roles.Contains(Roles.Customer) ? ActorKind.Customer : ActorKind.Staff);
            access = new Access(caller, person, readAt);
        }

        if (due)
        {
            await using var seen = database.CreateCommand(Seen);
            seen.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = access.Person!.SessionId });
            await seen.ExecuteNonQueryAsync(ct);
        }

        return access;
    }

    /// <summary>The access of an API key, or null.</summary>
    public async Task<Access?> ReadKeyAsync(string key, CancellationToken ct)
    {
        if (!Secrets.TryParseKey(key, out var id, out var secret))
            return null;
        var readAt = time.GetTimestamp();
        await using var command = database.CreateCommand(Key);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = id });
        await using var row = await command.ExecuteReaderAsync(ct);
        if (!await row.ReadAsync(ct) || !CryptographicOperations.FixedTimeEquals(row.GetFieldValue<byte[]>(3), Secrets.Hash(secret)))
            return null;
        var caller = new Caller(row.GetString(0), id.ToString(), row.GetString(1), row.GetFieldValue<string[]>(2), null, ActorKind.Integration);
        return new Access(caller, null, readAt);
    }
}
