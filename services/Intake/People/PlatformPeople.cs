using Microsoft.EntityFrameworkCore;
using ServiceMesh.Intake.Persistence;
using ServiceMesh.Intake.Requests;
using ServiceMesh.Intake.Tickets;
using ServiceMesh.Messaging;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Intake.People;

/// <summary>The contact that whoever wrote a ticket is.</summary>
public sealed record SenderRequest(Guid ContactId);

/// <summary>Somebody on a platform and the contact he is known as.</summary>
public sealed record PlatformPersonView(Guid ChannelId, string ChannelName, string PersonId, Guid ContactId, DateTimeOffset LinkedAt, string? LinkedBy);

/// <summary>The people on platforms who are known as a contact.</summary>
public sealed record PlatformPersonList(IReadOnlyList<PlatformPersonView> Items, string? Next = null);

/// <summary>
/// Who is who on IM platforms and in the web chat: <c>PUT /api/v1/tickets/{id}/sender</c> says that whoever writes in the ticket's conversation is a contact
/// (200; 400 <c>contact.unknown</c>; 409 <c>ticket.no-sender</c>), which counts from his next ticket on; <c>GET</c> and <c>DELETE
/// /api/v1/contacts/{id}/people</c> list such people and forget them.
/// </summary>
public static class PlatformPeople
{
    public static void MapPlatformPeople(this IEndpointRouteBuilder app)
    {
        app.MapPut("/api/v1/tickets/{id:guid}/sender", LinkAsync).WithTags("tickets").RequireRoles(MasterDataRoles.Customers);
        app.MapGet("/api/v1/contacts/{id:guid}/people", ListAsync).WithTags("contacts").RequireRoles(Roles.Staff);
        app.MapDelete("/api/v1/contacts/{id:guid}/people", ForgetAsync).WithTags("contacts").RequireRoles(MasterDataRoles.Customers);
    }

    private static async Task<PlatformPersonView> LinkAsync(Guid id, SenderRequest request, Caller caller, IWorkFactory works, CancellationToken ct)
    {
        await using var work = await works.BeginAsync(ct);
        var db = work.Db<IntakeDb>();
        var ticket = await TicketAccess.FindAsync(db, caller, id, ct);
        if (!await db.Contacts.AnyAsync(c => c.Tenant == caller.Tenant && c.Id == request.ContactId, ct))
            throw Problems.Invalid("contact.unknown");
        var sender = await (
            from v in db.Conversations
            join c in db.Channels on v.ChannelId equals c.Id
            where v.Tenant == caller.Tenant && v.ChannelId == ticket.ChannelId && v.ConversationId == ticket.ConversationId && v.PersonId != null
            select new { c.Id, c.Name, PersonId = v.PersonId! }).SingleOrDefaultAsync(ct)
            ?? throw Problems.Conflict("ticket.no-sender", "Nobody on a platform wrote in this ticket.");
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO platform_people (channel_id, person_id, tenant, contact_id, linked_by, linked_at)
            VALUES ({sender.Id}, {sender.PersonId}, {caller.Tenant}, {request.ContactId}, {caller.Name}, {work.Now})
            ON CONFLICT (channel_id, person_id) DO UPDATE SET contact_id = excluded.contact_id, linked_by = excluded.linked_by, linked_at = excluded.linked_at
            """, ct);
        await work.CommitAsync(ct);
        return new PlatformPersonView(sender.Id, sender.Name, sender.PersonId, request.ContactId, work.Now, caller.Name);
    }

    private static async Task<PlatformPersonList> ListAsync(Guid id, Caller caller, IntakeDb db, CancellationToken ct)
    {
        await RequireContactAsync(db, caller, id, ct);
        var found = await (
            from p in db.PlatformPeople.AsNoTracking()
            join c in db.Channels on p.ChannelId equals c.Id
            where p.Tenant == caller.Tenant && p.ContactId == id
            orderby p.LinkedAt descending
            select new PlatformPersonView(c.Id, c.Name, p.PersonId, p.ContactId, p.LinkedAt, p.LinkedBy)).Take(200).ToListAsync(ct);
        return new PlatformPersonList(found);
    }

    /// <summary>204: nobody on a platform is taken for this contact any more.</summary>
    private static async Task<IResult> ForgetAsync(Guid id, Caller caller, IWorkFactory works, CancellationToken ct)
    {
        await using var work = await works.BeginAsync(ct);
        await RequireContactAsync(work.Db<IntakeDb>(), caller, id, ct);
        await work.Db<IntakeDb>().PlatformPeople.Where(p => p.Tenant == caller.Tenant && p.ContactId == id).ExecuteDeleteAsync(ct);
        await work.CommitAsync(ct);
        return Results.NoContent();
    }

    private static async Task RequireContactAsync(IntakeDb db, Caller caller, Guid id, CancellationToken ct)
    {
        if (!await db.Contacts.AnyAsync(c => c.Tenant == caller.Tenant && c.Id == id, ct))
            throw Problems.NotFound("contact.not-found");
    }
}
