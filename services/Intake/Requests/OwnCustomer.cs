using Microsoft.EntityFrameworkCore;
using ServiceMesh.Intake.Persistence;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Intake.Requests;

/// <summary>Customers see what is their own organisation's; staff and integrations see everything of their tenant.</summary>
internal static class OwnCustomer
{
    /// <summary>Null for staff; the customer of the caller's contact; an id that nothing has when the contact is unknown.</summary>
    public static async Task<Guid?> OfAsync(IntakeDb db, Caller caller, CancellationToken ct)
    {
        if (caller.IsStaff)
            return null;
        return await db.Contacts.Where(c => c.Tenant == caller.Tenant && c.Id == caller.ContactId).Select(c => c.CustomerId).SingleOrDefaultAsync(ct);
    }
}
