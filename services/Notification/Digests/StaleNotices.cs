using Microsoft.Extensions.Options;
using ServiceMesh.Messaging;
using ServiceMesh.Notification.Domain;
using ServiceMesh.Notification.Sending;

namespace ServiceMesh.Notification.Digests;

/// <summary>
/// After an outage nobody wants forty old notices one by one: what waits for the same person in this lane, and is old, becomes one message.
/// Urgent ones and what customers are told are never merged.
/// </summary>
public sealed class StaleNotices(IWorkFactory works, DigestWriter digests, DatabaseClock clock, IOptions<NotificationOptions> options)
{
    private static readonly TimeSpan s_arrival = TimeSpan.FromMilliseconds(300);

    /// <summary>True when the delivery was merged with others that wait: nothing of it is left to send.</summary>
    internal async Task<bool> MergeAsync(Lane lane, SendRequest request)
    {
        if (request.Group is null || clock.Now - DeliveryIds.MadeAt(request.DeliveryId) < options.Value.MergeAfter) return false;
        // Timers bring back what an outage held up within moments, but not in one: the first old notice lets the others come.
        if (lane.BeginsToRecover()) await Task.Delay(s_arrival);
        var others = lane.TakeOut(request.Group);
        if (others.Count == 0) return false;
        await using var work = await works.BeginAsync(CancellationToken.None);
        if (await TenantAsync(work, request.DeliveryId) is not { } tenant) return false;
        await digests.WriteAsync(work, tenant, [request.DeliveryId, .. others], CancellationToken.None);
        await work.CommitAsync(CancellationToken.None);
        return true;
    }

    private static async Task<string?> TenantAsync(Work work, Guid delivery)
    {
        await using var command = new Npgsql.NpgsqlCommand("SELECT tenant FROM deliveries WHERE id = $1", work.Connection, work.Transaction);
        command.Parameters.Add(new() { Value = delivery });
        return (string?)await command.ExecuteScalarAsync();
    }
}
