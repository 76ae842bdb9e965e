using Microsoft.EntityFrameworkCore;
using ServiceMesh.Contracts;
using ServiceMesh.Intake.Persistence;
using ServiceMesh.Intake.Retelling;

namespace ServiceMesh.Intake.Contacts;

/// <summary>For Dispatch: by the contacts it knows whose organisation's tickets a customer may follow.</summary>
public sealed class RetellContacts : RetellTimer<ContactRow>
{
    public const string Kind = "retell-contacts";

    /// <summary>What the migration says.</summary>
    internal static string Arm => Retold.Arming(Kind, "portal", "contacts");

    /// <inheritdoc />
    protected override string Name => Kind;

    /// <inheritdoc />
    protected override async Task<List<ContactRow>> PageAsync(IntakeDb db, ToldUntil told, int size, CancellationToken ct)
    {
        var rows = await db.Contacts
            .FromSql($"SELECT * FROM contacts WHERE (tenant, id) > ({told.Tenant}, {told.Id}) ORDER BY tenant, id LIMIT {size} FOR UPDATE").AsNoTracking().ToListAsync(ct);
        var ids = rows.ConvertAll(c => c.Id);
        var numbers = (await db.ContactPhones.AsNoTracking().Where(p => ids.Contains(p.ContactId)).ToListAsync(ct)).ToLookup(p => (p.Tenant, p.ContactId));
        foreach (var contact in rows) contact.Phones.AddRange(numbers[(contact.Tenant, contact.Id)]);
        return rows;
    }

    /// <inheritdoc />
    protected override Event Told(ContactRow row, DateTimeOffset now) => ContactEndpoints.Changed(row, Actor.System, now);

    /// <inheritdoc />
    protected override ToldUntil PlaceOf(ContactRow row) => new(row.Tenant, row.Id);
}
