using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using ServiceMesh.Gateway.Limits;
using ServiceMesh.Gateway.Persistence;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Gateway.Sessions;

/// <summary>
/// Counts failed sign-ins. A few against one account from one address lock that pair; many against an account, or many from an
/// address, lock these. So a stranger's guessing does not lock its victim out at once.
/// </summary>
internal sealed class LockOut(GatewayDb db, LimitOptions limits, DateTimeOffset now)
{
    private const int Wide = 10;

    /// <summary>Refuses with 429 <c>session.locked</c> while any of the subjects is locked.</summary>
    public async Task CheckAsync(string email, IPAddress? address, CancellationToken ct)
    {
        byte[][] subjects = [.. Subjects(email, address).Select(s => s.Hash)];
        var until = await db.SignInFailures.Where(f => subjects.Contains(f.Subject) && f.LockedUntil > now).MaxAsync(f => f.LockedUntil, ct);
        if (until is { } end)
            throw new ProblemException(429, "session.locked", "There were too many failed sign-ins.") { RetryAfter = end - now };
    }

    /// <summary>Counts one more failure.</summary>
    public async Task FailedAsync(string email, IPAddress? address, CancellationToken ct)
    {
        var window = TimeSpan.FromMinutes(limits.LockoutMinutes);
        foreach (var (hash, limit) in Subjects(email, address))
        {
            // One statement, so that parallel guesses are all counted.
            await db.Database.ExecuteSqlAsync($"""
                INSERT INTO sign_in_failures AS f (subject, count, since) VALUES ({hash}, 1, {now})
                ON CONFLICT (subject) DO UPDATE SET
                    count = CASE WHEN f.since < {now - window} THEN 1 ELSE f.count + 1 END,
                    since = CASE WHEN f.since < {now - window} THEN {now} ELSE f.since END,
                    locked_until = CASE WHEN f.since >= {now - window} AND f.count + 1 >= {limit} THEN {now + window} ELSE f.locked_until END
                """, ct);
        }

        await db.SignInFailures.Where(f => f.Since < now - window && (f.LockedUntil == null || f.LockedUntil < now)).ExecuteDeleteAsync(ct);
    }

    /// <summary>Forgets the failures of this account from this address.</summary>
    public Task SucceededAsync(string email, IPAddress? address, CancellationToken ct)
    {
        var pair = Subjects(email, address).First().Hash;
        return db.SignInFailures.Where(f => f.Subject == pair).ExecuteDeleteAsync(ct);
    }

    private IEnumerable<(byte[] Hash, int Limit)> Subjects(string email, IPAddress? address)
    {
        yield return (Hash($"pair:{email}:{address}"), limits.LockoutFailures);
        yield return (Hash($"account:{email}"), limits.LockoutFailures * Wide);
        if (address is not null)
            yield return (Hash($"address:{address}"), limits.LockoutFailures * Wide);
    }

    private static byte[] Hash(string subject) => SHA256.HashData(Encoding.UTF8.GetBytes(subject));
}
