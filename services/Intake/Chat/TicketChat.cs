using Microsoft.EntityFrameworkCore;
using ServiceMesh.Contracts;
using ServiceMesh.Intake.Persistence;
using ServiceMesh.Intake.Tickets;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Intake.Chat;

/// <summary>
/// A web chat beside its ticket, for staff: <c>GET /api/v1/tickets/{id}/chat</c>, <c>POST .../typing</c> and <c>POST .../read</c> (204, for tickets of other
/// channels too). 404 <c>ticket.not-found</c>.
/// </summary>
public static class TicketChat
{
    public static void MapTicketChat(this RouteGroupBuilder tickets)
    {
        tickets.MapGet("/{id:guid}/chat", PresenceAsync).RequireRoles(Roles.Staff);
        tickets.MapPost("/{id:guid}/typing", TypingAsync).RequireRoles(Roles.Staff);
        tickets.MapPost("/{id:guid}/read", ReadAsync).RequireRoles(Roles.Staff);
    }

    private static async Task<ChatPresence> PresenceAsync(Guid id, Caller caller, IntakeDb db, ChatRooms rooms, CancellationToken ct)
    {
        var ticket = await TicketAccess.FindAsync(db, caller, id, ct);
        if (ticket.Channel != Channel.Chat)
            return new ChatPresence(false, false, null);
        var (online, typing) = rooms.Presence(ticket.Tenant, ticket.Id);
        var read = await (
            from v in db.Conversations.AsNoTracking()
            from m in db.Messages.Where(m => m.Tenant == v.Tenant && m.TicketId == id && m.Kind == MessageKind.Agent && m.Place <= v.CustomerRead)
            where v.Tenant == ticket.Tenant && v.ChannelId == ticket.ChannelId && v.ConversationId == ticket.ConversationId
            orderby m.Place descending
            select (Guid?)m.Id).FirstOrDefaultAsync(ct);
        return new ChatPresence(online, typing, read);
    }

    private static async Task<IResult> TypingAsync(Guid id, Caller caller, IntakeDb db, ChatRooms rooms, CancellationToken ct)
    {
        var ticket = await TicketAccess.FindAsync(db, caller, id, ct);
        if (ticket.Channel == Channel.Chat)
            rooms.StaffTypes(ticket.Tenant, ticket.Id, caller.Name);
        return Results.NoContent();
    }

    private static async Task<IResult> ReadAsync(Guid id, Caller caller, IntakeDb db, ChatMarks marks, CancellationToken ct)
    {
        var ticket = await TicketAccess.FindAsync(db, caller, id, ct);
        if (ticket.Channel == Channel.Chat)
            await marks.StaffReadAsync(ticket, ct);
        return Results.NoContent();
    }
}
