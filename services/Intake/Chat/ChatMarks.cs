using Microsoft.EntityFrameworkCore;
using ServiceMesh.Contracts;
using ServiceMesh.Intake.Delivery;
using ServiceMesh.Intake.Persistence;
using ServiceMesh.Messaging;

namespace ServiceMesh.Intake.Chat;

/// <summary>Keeps how far each side of a chat has read. Marks only go forward; one that is lost is set again by the next.</summary>
public sealed class ChatMarks(IWorkFactory works)
{
    /// <summary>The visitor has read up to a place: the answers up to there have arrived.</summary>
    public async Task CustomerReadAsync(Visitor visitor, long place, CancellationToken ct)
    {
        var channel = visitor.Channel.Row;
        await using var work = await works.BeginAsync(ct);
        var db = work.Db<IntakeDb>();
        var moved = await db.Conversations
            .Where(v => v.Tenant == channel.Tenant && v.ChannelId == channel.Id && v.ConversationId == visitor.ConversationId && v.CustomerRead < place)
            .ExecuteUpdateAsync(set => set.SetProperty(v => v.CustomerRead, place), ct);
        if (moved == 0 || await ChatReader.TicketAsync(db, visitor, ct) is not { } ticket)
            return;
        await db.Messages
            .Where(m => m.Tenant == ticket.Tenant && m.TicketId == ticket.Id && m.Kind == MessageKind.Agent && m.Place <= place && m.Delivery == DeliveryState.Pending
                && m.Channel == Channel.Chat)
            .ExecuteUpdateAsync(set => set.SetProperty(m => m.Delivery, DeliveryState.Delivered).SetProperty(m => m.DeliveredAt, work.Now), ct);
        // Those just marked; Notification waits to hear of its notices.
        var notices = await db.Messages
            .Where(m => m.Tenant == ticket.Tenant && m.TicketId == ticket.Id && m.AuthorKind == ActorKind.System && m.Channel == Channel.Chat && m.DeliveredAt == work.Now)
            .Select(m => m.Id).ToListAsync(ct);
        foreach (var notice in notices)
            work.Publish(DeliveryEvents.Delivered(ticket.Tenant, ticket.Id, notice, work.Now) with { Read = true });
        work.Touched(ticket.Tenant, ticket.Id);
        await work.CommitAsync(ct);
    }

    /// <summary>Somebody of the staff has the ticket before him: everything said so far is read.</summary>
    public async Task StaffReadAsync(TicketRow ticket, CancellationToken ct)
    {
        if (ticket.ChannelId is not { } channel || ticket.ConversationId is not { } conversation)
            return;
        await using var work = await works.BeginAsync(ct);
        var db = work.Db<IntakeDb>();
        var last = await db.Messages.Where(m => m.Tenant == ticket.Tenant && m.TicketId == ticket.Id && m.Kind == MessageKind.Customer).MaxAsync(m => m.Place, ct) ?? 0;
        var moved = await db.Conversations
            .Where(v => v.Tenant == ticket.Tenant && v.ChannelId == channel && v.ConversationId == conversation && (v.StaffRead < last || v.StaffRead == 0))
            .ExecuteUpdateAsync(set => set.SetProperty(v => v.StaffRead, Math.Max(last, 1)), ct);
        if (moved == 0)
            return;
        work.Touched(ticket.Tenant, ticket.Id);
        await work.CommitAsync(ct);
    }
}
