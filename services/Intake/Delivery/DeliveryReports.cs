using Microsoft.EntityFrameworkCore;
using ServiceMesh.Intake.Channels;
using ServiceMesh.Intake.Persistence;
using ServiceMesh.Intake.Receiving;
using ServiceMesh.Intake.Webhooks;
using ServiceMesh.Messaging;

namespace ServiceMesh.Intake.Delivery;

/// <summary>
/// What platforms tell later of messages that they accepted. A report may come before our own try is written down, so it is noted by the message's id at the platform and
/// found from either side; what is never told counts as sent after a while, as everywhere where a platform tells nothing.
/// </summary>
public sealed class DeliveryReports(IWorkFactory works)
{
    private const string Arrived = "arrived";
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(5);
    private static readonly string?[] s_reasons = [null, DeliveryReasons.ReceiverGone, DeliveryReasons.ReceiverRefused];

    /// <summary>Keeps a report in one commit; a repeated one changes nothing.</summary>
    public async Task<IResult> TakeAsync(OpenedChannel channel, InboundReport report, CancellationToken ct)
    {
        await using var work = await works.BeginAsync(ct);
        if (await ReceivedWebhooks.TryNoteAsync(work, channel.Row, NoteOf(report.MessageId, report.Reason), ct))
        {
            var rows = await work.Db<IntakeDb>().Messages.FromSql(
                $"""
                SELECT m.* FROM messages m JOIN tickets t ON t.tenant = m.tenant AND t.id = m.ticket_id
                WHERE m.tenant = {channel.Row.Tenant} AND m.platform_id = {report.MessageId} AND t.channel_id = {channel.Row.Id} FOR UPDATE OF m
                """).ToListAsync(ct);
            if (rows.SingleOrDefault() is { Delivery: DeliveryState.Pending } message)
                Settle(work, message, DeliveryState.Delivered, report.Reason);
            await work.CommitAsync(ct);
        }

        return ChannelReceiver.Answer(report.Acknowledgement);
    }

    /// <summary>A message was accepted: its report may be there already, else it is waited for.</summary>
    internal static async Task AwaitAsync(Work work, Guid channel, MessageRow message, CancellationToken ct)
    {
        if (await TrySettleAsync(work, channel, message, ct))
            return;
        work.Arm(DeliveryTimer.For(message.Tenant, message.TicketId, message.Id, work.Now + s_patience));
        work.Touched(message.Tenant, message.TicketId);
    }

    /// <summary>The wait is over.</summary>
    internal static async Task ConcludeAsync(Work work, MessageRow message, CancellationToken ct)
    {
        var channel = await work.Db<IntakeDb>().Tickets.Where(t => t.Tenant == message.Tenant && t.Id == message.TicketId).Select(t => t.ChannelId).SingleAsync(ct);
        if (channel is null || !await TrySettleAsync(work, channel.Value, message, ct))
            Settle(work, message, DeliveryState.Sent, null);
    }

    private static async Task<bool> TrySettleAsync(Work work, Guid channel, MessageRow message, CancellationToken ct)
    {
        var notes = s_reasons.Select(r => NoteOf(message.PlatformId!, r)).ToArray();
        var told = await work.Db<IntakeDb>().Webhooks.AsNoTracking().Where(w => w.ChannelId == channel && notes.Contains(w.WebhookId)).Select(w => w.WebhookId).FirstOrDefaultAsync(ct);
        if (told is null)
            return false;
        Settle(work, message, DeliveryState.Delivered, s_reasons[Array.IndexOf(notes, told)]);
        return true;
    }

    private static void Settle(Work work, MessageRow message, DeliveryState state, string? reason)
    {
        if (reason is null)
        {
            (message.Delivery, message.DeliveredAt) = (state, work.Now);
            work.Publish(DeliveryEvents.Delivered(message.Tenant, message.TicketId, message.Id, work.Now));
        }
        else
        {
            (message.Delivery, message.DeliveryReason) = (DeliveryState.Failed, reason);
            work.Publish(DeliveryEvents.Failed(message.Tenant, message.TicketId, message.Id, reason, work.Now));
        }

        work.Cancel(DeliveryTimer.Kind, DeliveryTimer.Key(message.Id));
    }

    private static string NoteOf(string id, string? reason) => $"report:{id}:{reason ?? Arrived}";
}
