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
/// Sees stored drafts off. What goes at once takes its place in its lane inside the event's own work and begins when that is committed, so a
/// delivery costs no commit between its event's and its outcome's. One that has just been made needs no timer as its lease either: should
/// this process die, <see cref="Strays"/> finds it. Older ones are leased by their timer.
/// </summary>
public sealed class Departures(Lanes lanes, IOptions<NotificationOptions> options) : IDisposable
{
    private const string Hold = """
        INSERT INTO held_deliveries (delivery_id, tenant, channel, recipient, due_at)
        SELECT $1, $2, $3, $4, least($5, (SELECT min(due_at) FROM held_deliveries WHERE $6 AND tenant = $2 AND channel = $3 AND recipient = $4 AND due_at > $7))
        RETURNING due_at
        """;

    /// <summary>Younger deliveries are found by <see cref="Strays"/>, which looks back much further than this.</summary>
    private static readonly TimeSpan s_young = TimeSpan.FromSeconds(30);

    private readonly List<(Urgency Urgency, Action<bool> End)> _taken = [];
    private bool _committed;

    /// <summary>Whether the delivery was made just now: then no timer is needed to find it again.</summary>
    public static bool IsYoung(Guid delivery, DateTimeOffset now) => now - DeliveryIds.MadeAt(delivery) < s_young;

    public async Task SeeOffAsync(Work work, Cause cause, Draft draft, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(work);
        ArgumentNullException.ThrowIfNull(cause);
        ArgumentNullException.ThrowIfNull(draft);
        switch (draft.State)
        {
            case DeliveryState.Queued:
                Send(work, SendRequest.For(draft.Id, draft.Channel, draft.Recipient, draft.ProviderId, draft.Urgency, draft.Audience), cause.Tenant, cause.TicketId,
                    draft.Channel == DeliveryChannels.Email ? Outgoing.Of(draft, cause) : null);
                break;
            case DeliveryState.Held when draft.Pending:
                // Released by the event it waits for, or by Strays.
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

    /// <summary>Lets a stored delivery go that is held no longer: into its lane, or to Intake.</summary>
    public void Go(Work work, Cause cause, Draft draft)
    {
        ArgumentNullException.ThrowIfNull(cause);
        ArgumentNullException.ThrowIfNull(draft);
        if (draft.Channel == DeliveryChannels.Im) HandOver(work, cause, draft);
        else Send(work, SendRequest.For(draft.Id, draft.Channel, draft.Recipient, draft.ProviderId, draft.Urgency, draft.Audience), cause.Tenant, cause.TicketId);
    }

    /// <summary>Sends a stored, queued delivery when the work is committed.</summary>
    /// <param name="fresh">What is to be sent, when it is stored in this very work: an attempt that begins at once need not read it.</param>
    public void Send(Work work, SendRequest request, string tenant, Guid? ticketId, Outgoing? fresh = null)
    {
        ArgumentNullException.ThrowIfNull(work);
        ArgumentNullException.ThrowIfNull(request);
        var due = work.Now + options.Value.Lease;
        if (lanes.Take(request, due, fresh) is { } end)
        {
            if (_taken.Count == 0) work.AfterCommit(() => _committed = true);
            _taken.Add((request.Urgency, end));
            if (IsYoung(request.DeliveryId, work.Now)) return;
        }
        else
        {
            due = work.Now + lanes.ComeBackIn(request);
        }
        work.Arm(SendTimer.For(request, due, tenant, ticketId));
    }

    /// <summary>
    /// The end of the work. What is committed begins; what was undone leaves its lane. Where nobody knows (the connection was lost during the
    /// commit) it leaves too, and if it is stored after all, its lease or <see cref="Strays"/> brings it back.
    /// </summary>
    public void Dispose()
    {
        foreach (var (_, end) in _taken.OrderBy(t => t.Urgency)) end(_committed);
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
