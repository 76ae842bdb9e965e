using Microsoft.Extensions.Options;
using Npgsql;
using NpgsqlTypes;
using ServiceMesh.Contracts;
using ServiceMesh.Messaging;
using ServiceMesh.Notification.Digests;
using ServiceMesh.Notification.Domain;
using ServiceMesh.Notification.Notices;

namespace ServiceMesh.Notification.Sending;

/// <summary>
/// Sees stored drafts off. What goes at once takes its place in its lane inside the event's own work and begins when that is committed: its
/// timer is armed as the lease from the start, so a delivery costs no commit between its event's and its outcome's.
/// </summary>
public sealed class Departures(Lanes lanes, IOptions<NotificationOptions> options) : IDisposable
{
    private static readonly TimeSpan s_shortestPushBack = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_pushBackSpread = TimeSpan.FromSeconds(10);

    private const string Hold = """
        INSERT INTO held_deliveries (delivery_id, tenant, channel, recipient, due_at)
        SELECT $1, $2, $3, $4, least($5, (SELECT min(due_at) FROM held_deliveries WHERE $6 AND tenant = $2 AND channel = $3 AND recipient = $4 AND due_at > $7))
        RETURNING due_at
        """;

    private readonly List<(Urgency Urgency, Action Begin)> _taken = [];

    public async Task SeeOffAsync(Work work, Cause cause, Draft draft, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(work);
        ArgumentNullException.ThrowIfNull(cause);
        ArgumentNullException.ThrowIfNull(draft);
        switch (draft.State)
        {
            case DeliveryState.Queued:
                Send(work, SendRequest.For(draft.Id, draft.Channel, draft.Recipient, draft.ProviderId, draft.Urgency, draft.Audience), cause.Tenant, cause.TicketId);
                break;
            case DeliveryState.Held:
                await HoldAsync(work, cause.Tenant, draft, ct);
                break;
            case DeliveryState.HandedOver:
                HandOver(work, cause, draft);
                break;
            default:
                work.Publish(OutcomeEvents.Dropped(draft.Id, cause.Tenant, cause.TicketId, draft.Channel, draft.Template, draft.Audience, draft.DropReason ?? "", work.Now));
                break;
        }
    }

    /// <summary>Sends a stored, queued delivery when the work is committed.</summary>
    public void Send(Work work, SendRequest request, string tenant, Guid? ticketId)
    {
        ArgumentNullException.ThrowIfNull(work);
        ArgumentNullException.ThrowIfNull(request);
        var due = work.Now + options.Value.Lease;
        if (lanes.Take(request, due) is { } begin) _taken.Add((request.Urgency, begin));
        else due = work.Now + s_shortestPushBack + Random.Shared.NextDouble() * s_pushBackSpread;
        work.Arm(SendTimer.For(request, due, tenant, ticketId));
    }

    /// <summary>
    /// The end of the work: the leases are stored now. Had the work been undone, there is nothing to send, and the attempt finds that out.
    /// </summary>
    public void Dispose()
    {
        foreach (var (_, begin) in _taken.OrderBy(t => t.Urgency)) begin();
    }

    private static async Task HoldAsync(Work work, string tenant, Draft draft, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Hold, work.Connection, work.Transaction);
        command.Parameters.Add(new() { Value = draft.Id });
        command.Parameters.Add(new() { Value = tenant });
        command.Parameters.Add(new() { Value = draft.Channel });
        command.Parameters.Add(new() { Value = draft.Recipient });
        command.Parameters.Add(new() { Value = draft.HoldUntil!.Value.ToUniversalTime(), NpgsqlDbType = NpgsqlDbType.TimestampTz });
        command.Parameters.Add(new() { Value = draft.Gathers });
        command.Parameters.Add(new() { Value = work.Now, NpgsqlDbType = NpgsqlDbType.TimestampTz });
        var due = new DateTimeOffset((DateTime)(await command.ExecuteScalarAsync(ct))!, TimeSpan.Zero);
        work.Arm(DigestTimer.For(tenant, draft.Channel, draft.Recipient, due));
    }

    /// <summary>Intake speaks with the IM platform; its answer ends the delivery, or the time it had for it.</summary>
    private void HandOver(Work work, Cause cause, Draft draft)
    {
        work.Publish(new ReplyRequested
        {
            Tenant = cause.Tenant,
            TicketId = cause.TicketId,
            OccurredAt = work.Now,
            MessageId = draft.Id,
            Text = draft.Text,
            MaskedLink = draft.MaskedLink,
            SealedToken = draft.SealedToken,
        });
        var request = SendRequest.For(draft.Id, draft.Channel, draft.Recipient, null, draft.Urgency, draft.Audience);
        work.Arm(SendTimer.For(request, work.Now + options.Value.ImAnswerWithin, cause.Tenant, cause.TicketId));
    }
}
