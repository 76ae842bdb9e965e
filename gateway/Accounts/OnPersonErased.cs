using Microsoft.EntityFrameworkCore;
using ServiceMesh.Contracts;
using ServiceMesh.Gateway.Access;
using ServiceMesh.Gateway.Persistence;
using ServiceMesh.Gateway.Sessions;
using ServiceMesh.Messaging;

namespace ServiceMesh.Gateway.Accounts;

/// <summary>A customer's person was erased: their accounts keep nothing of them, and let nobody in any more.</summary>
internal sealed class OnPersonErased(Passwords passwords, AccessCache cache) : IHandle<PersonErased>
{
    /// <summary>What stands where the name stood.</summary>
    private const string Erased = "-";

    public async Task HandleAsync(PersonErased e, Work work, CancellationToken ct)
    {
        var db = work.Db<GatewayDb>();
        var (tenant, contact, at) = (e.Tenant, e.ContactId, e.OccurredAt.ToUniversalTime());
        var theirs = await db.Accounts.AsNoTracking().Where(a => a.Tenant == tenant && a.ContactId == contact && a.CreatedAt <= at).Select(a => a.Id).ToListAsync(ct);
        foreach (var id in theirs)
        {
            var (email, nobodys) = ($"{id:N}@erased.invalid", await passwords.HashAsync(Guid.NewGuid().ToString(), ct));
            await db.Accounts.Where(a => a.Id == id).ExecuteUpdateAsync(
                set => set.SetProperty(a => a.Email, email).SetProperty(a => a.Name, Erased).SetProperty(a => a.PasswordHash, nobodys).SetProperty(a => a.Active, false), ct);
            await db.Sessions.Where(s => s.AccountId == id).ExecuteDeleteAsync(ct);
            AccountWriter.Tell(work, e.By, await db.Accounts.AsNoTracking().SingleAsync(a => a.Id == id, ct));
            cache.Forget(id);
        }

        // Answers kept for repeated requests, for a day at most.
        foreach (var id in theirs)
            await db.Database.ExecuteSqlAsync($"DELETE FROM messaging.idempotency_keys WHERE tenant = {tenant} AND position({id.ToString()} IN route || coalesce(body, '')) > 0", ct);
    }
}
