using Microsoft.EntityFrameworkCore;
using ServiceMesh.Contracts;
using ServiceMesh.Intake.Persistence;
using ServiceMesh.Intake.Requests;
using ServiceMesh.Intake.Tickets;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Intake.Conversations;

/// <summary><c>GET /api/v1/tickets/{id}/messages</c>, oldest first, beginning with what opened the ticket. Customers see no notes.</summary>
public static class ReadConversation
{
    internal static async Task<Page<MessageView>> HandleAsync(
        Guid id, [AsParameters] PageQuery page, Caller caller, IntakeDb db, CancellationToken ct)
    {
        var ticket = await TicketAccess.FindAsync(db, caller, id, ct);
        return await PageAsync(db, ticket, page, caller.IsStaff, ct);
    }

    /// <summary>A page of a ticket's conversation, as staff or as the customer sees it.</summary>
    internal static async Task<Page<MessageView>> PageAsync(IntakeDb db, TicketRow ticket, PageQuery page, bool forStaff, CancellationToken ct)
    {
        var rows = db.Messages.AsNoTracking().Where(m => m.Tenant == ticket.Tenant && m.TicketId == ticket.Id);
        if (!forStaff)
            rows = rows.Where(m => m.Kind != MessageKind.Note);
        if (page.After is { } after)
            rows = rows.Where(m => m.Id > after);
        var found = await rows.OrderBy(m => m.Id).Take(page.Size + 1).ToListAsync(ct);
        List<MessageView> items = [.. found.Select(View)];
        if (page.After is null && await OpeningAsync(db, ticket, forStaff, ct) is { } opening)
            items.Insert(0, opening);
        return Page.Of(await WithFilesAsync(db, ticket, items, ct), page.Size, m => m.Id);
    }

    private static async Task<List<MessageView>> WithFilesAsync(IntakeDb db, TicketRow ticket, List<MessageView> items, CancellationToken ct)
    {
        var ids = items.Select(i => (Guid?)i.Id).ToList();
        var files = await db.Attachments.AsNoTracking()
            .Where(a => a.Tenant == ticket.Tenant && a.TicketId == ticket.Id && (a.MessageId == null || ids.Contains(a.MessageId)))
            .OrderBy(a => a.Id).ToListAsync(ct);
        var byMessage = files.ToLookup(f => f.MessageId ?? ticket.Id, AttachmentView.Of);
        return [.. items.Select(i => byMessage[i.Id].ToList() is { Count: > 0 } found ? i with { Attachments = found } : i)];
    }

    /// <summary>The first entry is the ticket itself: the call that made it, or the text it was opened with.</summary>
    private static async Task<MessageView?> OpeningAsync(IntakeDb db, TicketRow ticket, bool forStaff, CancellationToken ct)
    {
        if (ticket.CallId is { } callId)
        {
            var call = await db.Calls.AsNoTracking().SingleAsync(c => c.Tenant == ticket.Tenant && c.Id == callId, ct);
            return new MessageView(
                ticket.Id, "call", call.AnsweredAt is null ? "missed" : "answered", new AuthorView(ActorKind.Customer, ticket.ContactName), ticket.Channel,
                call.AnsweredAt ?? call.MissedAt ?? ticket.OpenedAt, null, CallView.Of(call, forStaff));
        }

        return (ticket.Text ?? await OnlyFilesAsync(db, ticket, ct)) is { } text
            ? new MessageView(
                ticket.Id, EnumText.Of(MessageKind.Customer), text, new AuthorView(ActorKind.Customer, ticket.ContactName ?? ticket.OpenedByName),
                ticket.Channel, ticket.OpenedAt)
            : null;
    }

    /// <summary>A ticket opened without a text, but with files, has an opening all the same.</summary>
    private static async Task<string?> OnlyFilesAsync(IntakeDb db, TicketRow ticket, CancellationToken ct) =>
        await db.Attachments.AnyAsync(a => a.Tenant == ticket.Tenant && a.TicketId == ticket.Id && a.MessageId == null, ct) ? ticket.Subject : null;

    private static MessageView View(MessageRow m) => new(
        m.Id, EnumText.Of(m.Kind), m.Text, new AuthorView(m.AuthorKind, m.AuthorName), m.Channel, m.At,
        m.Delivery is { } state ? new DeliveryView(state, m.DeliveryReason, m.DeliveredAt) : null) { Held = m.Held, HeldCount = m.HeldCount };
}
