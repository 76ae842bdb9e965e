using Microsoft.EntityFrameworkCore;
using ServiceMesh.Contracts;
using ServiceMesh.Messaging;
using ServiceMesh.Notification.Domain;
using ServiceMesh.Notification.Persistence;
using ServiceMesh.Notification.Sending;

namespace ServiceMesh.Notification.Receipts;

/// <summary>Writes down what became of a message after a mail system or provider had taken it.</summary>
public sealed class Bounces(OutgoingReader reader, Aftermath aftermath)
{
    private const string Suppress = """
        INSERT INTO people AS p (tenant, address, suppressed, suppressed_at) VALUES ({0}, {1}, {2}, {3})
        ON CONFLICT (tenant, address) DO UPDATE SET suppressed = coalesce(p.suppressed, excluded.suppressed), suppressed_at = coalesce(p.suppressed_at, excluded.suppressed_at)
        """;

    /// <summary>Adds it to a work; false when the tenant has no such delivery. Told again it changes nothing but the history.</summary>
    /// <param name="what"><c>opened</c>, <c>bounced</c>, <c>complained</c> or <c>unsubscribed</c>.</param>
    public async Task<bool> TakeAsync(Work work, string tenant, Guid id, string what, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(work);
        var db = work.Db<NotificationDb>();
        if (await db.Deliveries.FirstOrDefaultAsync(d => d.Tenant == tenant && d.Id == id, ct) is not { } row) return false;
        await db.Database.ExecuteSqlAsync(
            $"UPDATE deliveries SET history = history || jsonb_build_array(jsonb_build_object('at', {work.Now}, 'what', {what})) WHERE id = {id}", ct);
        db.Entry(row).Property(r => r.History).IsModified = false;
        if (what == "opened")
        {
            row.OpenedAt ??= work.Now;
            return true;
        }
        if (row.Channel == DeliveryChannels.Email)
            await db.Database.ExecuteSqlRawAsync(Suppress, [tenant, row.Recipient.ToLowerInvariant(), what, work.Now], ct);
        if (what == "bounced" && row.State == DeliveryState.Delivered) await FailAsync(work, row, ct);
        return true;
    }

    private async Task FailAsync(Work work, DeliveryRow row, CancellationToken ct)
    {
        (row.State, row.Failure) = (DeliveryState.Failed, "bounced");
        if (await reader.ReadAsync(row.Id, work, ct) is not { } delivery) return;
        var record = new Record(row.Id, delivery, DeliveryState.Failed, row.Attempts, "bounced", row.StatusCode, null);
        work.Publish(OutcomeEvents.For(record, work.Now)!);
        await aftermath.FollowAsync(work, record, ct);
    }
}

/// <summary>A mail of ours came back for good: it counts as failed, and no mail goes to its address until somebody lifts that.</summary>
public sealed class OnMailBounced(Bounces bounces) : IHandle<MailBounced>
{
    public Task HandleAsync(MailBounced e, Work work, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(e);
        return e.Permanent ? bounces.TakeAsync(work, e.Tenant, e.DeliveryId, "bounced", ct) : Task.CompletedTask;
    }
}
