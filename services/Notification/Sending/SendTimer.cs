using ServiceMesh.Messaging;
using ServiceMesh.Notification.Domain;

namespace ServiceMesh.Notification.Sending;

/// <summary>What is to be sent, and where it queues.</summary>
/// <param name="Lane">Deliveries of one lane share its slots: <c>email</c>, one webhook endpoint, one provider.</param>
/// <param name="Group">Messages to one person by one channel, which may be merged when they are stale; null: never merged.</param>
public sealed record SendRequest(Guid DeliveryId, string Channel, string Lane, Urgency Urgency = Urgency.Normal, string? Group = null)
{
    public static SendRequest For(Guid delivery, string channel, string recipient, Guid? provider, Urgency urgency, string audience)
    {
        var lane = channel == DeliveryChannels.Webhook ? $"{channel}:{recipient}" : provider is { } id ? $"{channel}:{id:N}" : channel;
        var staff = audience is not (Audience.Customer or Audience.Integration);
        return new SendRequest(delivery, channel, lane, urgency, staff && urgency >= Urgency.Normal ? recipient : null);
    }
}

/// <summary>
/// A delivery is due: its next attempt, or its lease ran out because the process that had it died. The handler sends nothing itself: it keeps a
/// place in the delivery's lane, re-arms the same timer as a lease, and lets the lane begin when the work is over. The lane records the outcome
/// and cancels or re-arms the timer. A full lane pushes the delivery back a little, so that neither memory nor this loop waits for a slow receiver.
/// </summary>
public sealed class SendTimer(Departures departures) : ITimerHandler
{
    public const string Kind = "send";

    public static TimerRequest For(SendRequest request, DateTimeOffset due, string tenant, Guid? ticketId)
    {
        ArgumentNullException.ThrowIfNull(request);
        return new(Kind, request.DeliveryId.ToString("N"), due, tenant, ticketId, request);
    }

    public Task FireAsync(FiredTimer t, Work work, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(t);
        departures.Send(work, t.Read<SendRequest>(), t.Tenant, t.TicketId);
        return Task.CompletedTask;
    }
}
