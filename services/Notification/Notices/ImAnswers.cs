using Npgsql;
using ServiceMesh.Contracts;
using ServiceMesh.Messaging;
using ServiceMesh.Notification.Domain;
using ServiceMesh.Notification.Receipts;
using ServiceMesh.Notification.Sending;

namespace ServiceMesh.Notification.Notices;

/// <summary>Intake's answer: the conversation has our notice, or its reader has.</summary>
public sealed class OnMessageDelivered(OutgoingReader reader, OutcomeWriter outcomes, ReceiptBook book) : IHandle<MessageDelivered>
{
    public async Task HandleAsync(MessageDelivered e, Work work, CancellationToken ct)
    {
        // An agent's own message: not ours to record.
        if (await reader.ReadAsync(e.MessageId, work, ct) is not { State: DeliveryState.HandedOver } delivery || delivery.Tenant != e.Tenant) return;
        await outcomes.WriteAsync(work, [Record.Attempted(delivery, new AttemptResult(null), null)], ct);
        if (e.Read) await book.NoteAsync(work, e.Tenant, delivery.Id, ReceiptKinds.Opened, null, ct);
    }
}

/// <summary>Intake's answer: our notice, or an agent's message, did not get there.</summary>
public sealed class OnMessageFailed(OutgoingReader reader, OutcomeWriter outcomes, Aftermath aftermath, TicketCopies copies) : IHandle<MessageFailed>
{
    public async Task HandleAsync(MessageFailed e, Work work, CancellationToken ct)
    {
        if (await reader.ReadAsync(e.MessageId, work, ct) is { } delivery && delivery.Tenant == e.Tenant)
        {
            if (delivery.State != DeliveryState.HandedOver) return;
            var failed = Record.Attempted(delivery, new AttemptResult(Failure.Refused), null) with { Reason = e.Reason };
            await outcomes.WriteAsync(work, [failed], ct);
            return;
        }
        var known = await copies.ReadAsync(e, Audience.Manager, work, ct);
        var ticket = Links.Opened(known, e);
        await aftermath.TellStaffAsync(work, Cause.Of(e), $"failed/{e.MessageId}", Template.AgentMessage, e.Reason, known, ticket, ct);
    }
}
