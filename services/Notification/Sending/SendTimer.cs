using Microsoft.Extensions.Options;
using ServiceMesh.Messaging;
using ServiceMesh.Notification.Domain;

namespace ServiceMesh.Notification.Sending;

/// <summary>What a send timer carries.</summary>
/// <param name="Lane">Deliveries of one lane share its slots: <c>email</c>, or one webhook endpoint.</param>
public sealed record SendRequest(Guid DeliveryId, string Channel, string Lane);

/// <summary>
/// A delivery is due. The handler sends nothing itself: it keeps a place in the delivery's lane, re-arms the same timer as a lease, and lets the
/// lane begin when the work is over. The lane records the outcome and cancels or re-arms the timer; if the process dies first, the lease fires
/// and the delivery is sent again. A full lane pushes the delivery back a little, so that neither memory nor this loop waits for a slow receiver.
/// </summary>
public sealed class SendTimer(Lanes lanes, IOptions<NotificationOptions> options) : ITimerHandler, IDisposable
{
    public const string Kind = "send";

    private static readonly TimeSpan s_shortestPushBack = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_pushBackSpread = TimeSpan.FromSeconds(10);
    private readonly List<Action> _taken = [];

    public static TimerRequest For(Guid delivery, string lane, DateTimeOffset due, string tenant, Guid? ticketId) =>
        new(Kind, delivery.ToString("N"), due, tenant, ticketId, new SendRequest(delivery, lane.Split(':')[0], lane));

    public static string LaneOf(string channel, string recipient) =>
        channel == DeliveryChannels.Webhook ? $"{DeliveryChannels.Webhook}:{recipient}" : channel;

    public Task FireAsync(FiredTimer t, Work work, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(t);
        ArgumentNullException.ThrowIfNull(work);
        var request = t.Read<SendRequest>();
        var due = work.Now + options.Value.Lease;
        if (lanes.Take(request, due) is { } begin) _taken.Add(begin);
        else due = work.Now + s_shortestPushBack + Random.Shared.NextDouble() * s_pushBackSpread;
        work.Arm(For(request.DeliveryId, request.Lane, due, t.Tenant, t.TicketId));
        return Task.CompletedTask;
    }

    /// <summary>
    /// The end of the work this handler was made for: the leases are stored now. Had the work been undone, the timers fire again and find
    /// their deliveries at work here, or over.
    /// </summary>
    public void Dispose() => _taken.ForEach(begin => begin());
}
