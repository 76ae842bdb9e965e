using ServiceMesh.Intake.Persistence;
using ServiceMesh.Intake.Tickets;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Intake.Attachments;

/// <summary>
/// <c>GET /api/v1/tickets/{id}/attachments/{attachmentId}</c>: the file as a download, for staff and for whoever may read the ticket's
/// conversation; see <see cref="AttachmentReader"/>.
/// </summary>
public static class ReadAttachment
{
    internal static async Task<IResult> HandleAsync(
        Guid id, Guid attachmentId, Caller caller, HttpContext http, IntakeDb db, AttachmentReader reader, CancellationToken ct)
    {
        var ticket = await TicketAccess.FindAsync(db, caller, id, ct);
        return await reader.SendAsync(ticket, attachmentId, caller.IsStaff, http, db, ct);
    }
}
