using Microsoft.EntityFrameworkCore;
using ServiceMesh.Intake.Persistence;
using ServiceMesh.Intake.Requests;
using ServiceMesh.Messaging;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Intake.Tickets;

/// <summary>Which tickets a caller may see: its tenant's; for customers their organisation's and their own contact's.</summary>
internal static class TicketAccess
{
    /// <summary>The tickets the caller may see, given its own customer (see <see cref="OwnCustomer"/>).</summary>
    public static IQueryable<TicketRow> VisibleTo(this IQueryable<TicketRow> tickets, Caller caller, Guid? ownCustomer)
    {
        var rows = tickets.Where(t => t.Tenant == caller.Tenant);
        if (caller.IsStaff)
            return rows;
        // A ticket of nobody known is nobody's: not that of an account without a contact either.
        return caller.ContactId is { } contact ? rows.Where(t => t.CustomerId == ownCustomer || t.ContactId == contact) : rows.Where(t => false);
    }

    /// <summary>The ticket, or 404 <c>ticket.not-found</c>.</summary>
    public static async Task<TicketRow> FindAsync(IntakeDb db, Caller caller, Guid id, CancellationToken ct)
    {
        var own = await OwnCustomer.OfAsync(db, caller, ct);
        return await db.Tickets.AsNoTracking().VisibleTo(caller, own).SingleOrDefaultAsync(t => t.Id == id, ct)
            ?? throw Problems.NotFound("ticket.not-found");
    }

    /// <summary>The ticket, locked until the work ends, or 404: what is decided by its state holds until then.</summary>
    public static async Task<TicketRow> LockAsync(Work work, Caller caller, Guid id, CancellationToken ct)
    {
        var db = work.Db<IntakeDb>();
        var own = await OwnCustomer.OfAsync(db, caller, ct);
        var ticket = await LockAsync(work, caller.Tenant, id, ct);
        var visible = ticket is not null && (caller.IsStaff || (own is { } customer && ticket.CustomerId == customer)
            || (caller.ContactId is { } contact && ticket.ContactId == contact));
        return visible ? ticket! : throw Problems.NotFound("ticket.not-found");
    }

    /// <summary>
    /// The ticket that stands for this one now, locked: itself, or the one it was merged into. A merge may have been merged again; the way is short.
    /// </summary>
    public static async Task<TicketRow> FollowAsync(Work work, TicketRow ticket, CancellationToken ct)
    {
        const int longestWay = 20;
        for (var step = 0; step < longestWay && ticket.MergedIntoId is { } next && await LockAsync(work, ticket.Tenant, next, ct) is { } other; step++)
            ticket = other;
        return ticket;
    }

    /// <summary>The ticket of a tenant, locked and tracked; null when there is none.</summary>
    public static async Task<TicketRow?> LockAsync(Work work, string tenant, Guid id, CancellationToken ct)
    {
        var rows = await work.Db<IntakeDb>().Tickets.FromSql($"SELECT * FROM tickets WHERE tenant = {tenant} AND id = {id} FOR UPDATE").ToListAsync(ct);
        return rows.SingleOrDefault();
    }
}
