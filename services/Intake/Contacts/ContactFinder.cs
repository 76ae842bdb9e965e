using Microsoft.EntityFrameworkCore;
using ServiceMesh.Intake.Domain;
using ServiceMesh.Intake.Persistence;

namespace ServiceMesh.Intake.Contacts;

/// <summary>Recognises people by their number or address. Nobody is ever guessed among several.</summary>
internal static class ContactFinder
{
    /// <summary>Who calls from a number.</summary>
    public static async Task<CallerMatch> ByPhoneAsync(IntakeDb db, string tenant, PhoneNumber? phone, CancellationToken ct)
    {
        return phone is null ? CallerMatch.None : CallerMatch.Find(phone, await StoredAsync(db, tenant, phone, ct));
    }

    /// <summary>Whose number it could be, when it is several people's.</summary>
    public static async Task<IReadOnlyList<Guid>> CandidatesByPhoneAsync(IntakeDb db, string tenant, PhoneNumber phone, int most, CancellationToken ct) =>
        [.. CallerMatch.Best(phone, await StoredAsync(db, tenant, phone, ct)).Contacts.Select(c => c.ContactId).Take(most)];

    private static async Task<IReadOnlyCollection<StoredNumber>> StoredAsync(IntakeDb db, string tenant, PhoneNumber phone, CancellationToken ct)
    {
        var candidates = CallerMatch.Candidates(phone);
        return await (
            from number in db.ContactPhones.AsNoTracking()
            join contact in db.Contacts on new { number.Tenant, Id = number.ContactId } equals new { contact.Tenant, contact.Id }
            where number.Tenant == tenant && candidates.Contains(number.E164)
            orderby number.E164 descending, contact.Id
            select new StoredNumber(contact.Id, contact.CustomerId, number.E164, number.Extension)).Take(500).ToListAsync(ct);
    }

    /// <summary>The one contact with this address; null when there is none or more than one.</summary>
    public static async Task<Guid?> ByEmailAsync(IntakeDb db, string tenant, string? email, CancellationToken ct)
    {
        if (email is null)
            return null;
        var address = email.ToLowerInvariant();
        var found = await db.Contacts.AsNoTracking().Where(c => c.Tenant == tenant && c.Email == address)
            .OrderBy(c => c.Id).Select(c => c.Id).Take(2).ToListAsync(ct);
        return found.Count == 1 ? found[0] : null;
    }
}
