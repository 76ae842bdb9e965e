using Microsoft.EntityFrameworkCore;
using ServiceMesh.Intake.Conversations;
using ServiceMesh.Intake.Persistence;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Intake.Chat;

/// <summary>
/// Reads a chat as its visitor may see it: what staff say in its ticket, and what he said himself. Of a ticket that other conversations were
/// merged into he does not see what the others wrote.
/// </summary>
public static class ChatReader
{
    private const int Most = 200;

    /// <summary>What lies behind a place; from the beginning for a negative one. Links to him alone are open in it: nowhere else are they.</summary>
    public static async Task<ChatNews> NewsAsync(IntakeDb db, Visitor visitor, long after, LinkTokens links, CancellationToken ct)
    {
        var channel = visitor.Channel.Row;
        var found = await (
            from v in db.Conversations.AsNoTracking()
            join t in db.Tickets on new { v.Tenant, Id = v.TicketId!.Value } equals new { t.Tenant, t.Id }
            where v.Tenant == channel.Tenant && v.ChannelId == channel.Id && v.ConversationId == visitor.ConversationId
            select new { v, t }).SingleOrDefaultAsync(ct);
        if (found is null)
            return ChatNews.Nothing;
        var rows = await Visible(db, found.t, visitor).Where(m => m.Place > after).OrderBy(m => m.Place).Take(Most + 1).ToListAsync(ct);
        var more = rows.Count > Most;
        rows = [.. rows.Take(Most)];
        var ids = rows.ConvertAll(m => (Guid?)m.Id);
        var opens = after < 0 && found.t.ConversationId == visitor.ConversationId;
        var files = (await db.Attachments.AsNoTracking()
            .Where(a => a.Tenant == channel.Tenant && a.TicketId == found.t.Id && ((opens && a.MessageId == null) || ids.Contains(a.MessageId)))
            .OrderBy(a => a.Id).ToListAsync(ct)).ToLookup(a => a.MessageId ?? found.t.Id, AttachmentView.Of);
        List<ChatEntry> entries = [.. rows.Select(m => new ChatEntry(
            m.Place!.Value, m.Id, m.Kind == MessageKind.Customer ? m.ClientKey![visitor.KeyPrefix.Length..] : null,
            m.Kind == MessageKind.Customer ? "customer" : "agent", m.AuthorName, m.TextToSend(links), m.At, [.. files[m.Id]]))];
        if (opens && found.t.Text is { } text)
            entries.Insert(0, new ChatEntry(0, found.t.Id, found.v.OpeningKey, "customer", found.t.ContactName, text, found.t.OpenedAt, [.. files[found.t.Id]]));
        return new ChatNews(found.t.Number, EnumText.Of(found.t.State), entries, found.v.StaffRead, more);
    }

    /// <summary>The messages of a ticket that a visitor may see.</summary>
    public static IQueryable<MessageRow> Visible(IntakeDb db, TicketRow ticket, Visitor visitor) => db.Messages.AsNoTracking().Where(m =>
        m.Tenant == ticket.Tenant && m.TicketId == ticket.Id
        && (m.Kind == MessageKind.Agent || (m.Kind == MessageKind.Customer && m.ClientKey != null && m.ClientKey.StartsWith(visitor.KeyPrefix))));

    /// <summary>The ticket that a visitor's next message belongs to; null before the first.</summary>
    public static Task<TicketRow?> TicketAsync(IntakeDb db, Visitor visitor, CancellationToken ct) => (
        from v in db.Conversations.AsNoTracking()
        join t in db.Tickets.AsNoTracking() on new { v.Tenant, Id = v.TicketId!.Value } equals new { t.Tenant, t.Id }
        where v.Tenant == visitor.Channel.Row.Tenant && v.ChannelId == visitor.Channel.Row.Id && v.ConversationId == visitor.ConversationId
        select t).SingleOrDefaultAsync(ct);
}
