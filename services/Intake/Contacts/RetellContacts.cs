using Microsoft.EntityFrameworkCore;
using ServiceMesh.Contracts;
using ServiceMesh.Intake.Persistence;
using ServiceMesh.Messaging;

namespace ServiceMesh.Intake.Contacts;

/// <summary>The last contact that was told.</summary>
internal sealed record ToldContacts(string Tenant, Guid Contact);

/// <summary>
/// Tells of all contacts there are, once, a page in each commit, for Dispatch, which began to listen later than they were made: by them it knows whose organisation's
/// tickets a customer may follow. A migration arms it.
/// </summary>
public sealed class RetellContacts : ITimerHandler
{
    public const string Kind = "retell-contacts";
    private const int Page = 200;

    /// <summary>Arms it; nothing is armed where there is nothing to tell.</summary>
    internal const string Arm = $"""
        INSERT INTO messaging.timers (kind, key, due_at, version, tenant)
        SELECT '{Kind}', 'portal', clock_timestamp(), nextval('messaging.timer_versions'), '' WHERE EXISTS (SELECT 1 FROM contacts)
        ON CONFLICT DO NOTHING;
        """;

    public async Task FireAsync(FiredTimer t, Work work, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(t);
        ArgumentNullException.ThrowIfNull(work);
        var told = t.Payload is null ? new ToldContacts("", Guid.Empty) : t.Read<ToldContacts>();
        var db = work.Db<IntakeDb>();
        // Locked, so that nobody's change is told before what it replaced.
        var locked = await db.Contacts
            .FromSql($"SELECT * FROM contacts WHERE (tenant, id) > ({told.Tenant}, {told.Contact}) ORDER BY tenant, id LIMIT {Page} FOR UPDATE").AsNoTracking().ToListAsync(ct);
        var ids = locked.ConvertAll(c => c.Id);
        var numbers = (await db.ContactPhones.AsNoTracking().Where(p => ids.Contains(p.ContactId)).ToListAsync(ct)).ToLookup(p => (p.Tenant, p.ContactId));
        foreach (var contact in locked)
        {
            contact.Phones.AddRange(numbers[(contact.Tenant, contact.Id)]);
            work.Publish(ContactEndpoints.Changed(contact, Actor.System, work.Now));
        }

        if (locked.Count == Page)
            work.Arm(new TimerRequest(Kind, t.Key, work.Now, t.Tenant, Payload: new ToldContacts(locked[^1].Tenant, locked[^1].Id)));
    }
}
