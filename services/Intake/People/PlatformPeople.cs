using Microsoft.EntityFrameworkCore;
using ServiceMesh.Intake.Persistence;
using ServiceMesh.Intake.Requests;
using ServiceMesh.Intake.Tickets;
using ServiceMesh.Messaging;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Intake.People;

/// <summary>Somebody on a platform and the contact he is known as.</summary>
public sealed record PlatformPersonView(Guid ChannelId, string ChannelName, string PersonId, Guid ContactId, DateTimeOffset LinkedAt, string? LinkedBy);

/// <summary>The people on platforms who are known as a contact.</summary>
public sealed record PlatformPersonList(IReadOnlyList<PlatformPersonView> Items, string? Next = null);

/// <summary>
/// Who is who on IM platforms and in the web chat, because staff said so (<see cref="CorrectSender"/>): <c>GET</c> and <c>DELETE /api/v1/contacts/{id}/people</c> list
/// such people and forget them.
/// </summary>
public static class PlatformPeople
{
    public static void MapPlatformPeople(this IEndpointRouteBuilder app)
    {
        app.MapPut("/api/v1/tickets/{id:guid}/sender", CorrectSender.HandleAsync).WithTags("tickets").RequireRoles(MasterDataRoles.Customers);
        app.MapGet("/api/v1/contacts/{id:guid}/people", ListAsync).WithTags("contacts").RequireRoles(Roles.Staff);
        app.MapDelete("/api/v1/contacts/{id:guid}/people", ForgetAsync).WithTags("contacts").RequireRoles(MasterDataRoles.Customers);
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
