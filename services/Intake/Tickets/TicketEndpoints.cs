using ServiceMesh.Intake.Attachments;
using ServiceMesh.Intake.Calls;
using ServiceMesh.Intake.Chat;
using ServiceMesh.Intake.Conversations;
using ServiceMesh.Intake.Duplicates;
using ServiceMesh.Intake.Incidents;
using ServiceMesh.Intake.Requests;
using ServiceMesh.Intake.Tenants;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Intake.Tickets;

/// <summary><c>/api/v1/tickets</c>: registration, reading, conversation, requests to close and reopen.</summary>
public static class TicketEndpoints
{
    public static void MapTickets(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/api/v1/tickets").WithTags("tickets");
        group.MapPost("", OpenTicket.HandleAsync);
        group.MapGet("", ReadTickets.ListAsync);
        group.MapGet("/{id:guid}", ReadTickets.GetAsync);
        group.MapPost("/{id:guid}/messages", PostMessage.HandleAsync);
        group.MapGet("/{id:guid}/messages", ReadConversation.HandleAsync);
        group.MapPost("/attachments", (string? name, HttpContext http, Caller caller, Uploads uploads) => uploads.TakeAsync(Uploader.Of(caller), name, http))
            .Accepts<Stream>("*/*").Produces<AttachmentView>(StatusCodes.Status201Created);
        group.MapGet("/{id:guid}/attachments/{attachmentId:guid}", ReadAttachment.HandleAsync);
        group.MapGet("/{id:guid}/call/recording", CallRecordings.RecordingAsync).RequireRoles(Roles.Staff);
        group.MapGet("/{id:guid}/call/voicemail", CallRecordings.VoicemailAsync).RequireRoles(Roles.Staff);
        group.MapPost("/{id:guid}/notes", PostMessage.NoteAsync).RequireRoles(Roles.Staff);
        group.MapGet("/duplicates", FindDuplicates.HandleAsync).RequireRoles(Roles.Staff);
        group.MapPost("/{id:guid}/merge", MergeTickets.MergeAsync).RequireRoles(MergeTickets.Allowed);
        group.MapPost("/{id:guid}/unmerge", MergeTickets.UnmergeAsync).RequireRoles(MergeTickets.Allowed);
        group.MapPut("/{id:guid}/cover", ChangeCover.HandleAsync).RequireRoles(MasterDataRoles.Customers);
        group.MapPost("/{id:guid}/close-request", TicketRequests.CloseAsync);
        group.MapPost("/{id:guid}/reopen-request", TicketRequests.ReopenAsync);
        group.MapTicketChat();
        group.MapMajorIncidents();
        group.MapIntakeSettings();
    }
}
