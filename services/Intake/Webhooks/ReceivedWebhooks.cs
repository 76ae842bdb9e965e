using Microsoft.EntityFrameworkCore;
using ServiceMesh.Intake.Channels;
using ServiceMesh.Intake.Persistence;
using ServiceMesh.Messaging;

namespace ServiceMesh.Intake.Webhooks;

/// <summary>Knows which webhooks were taken already. Rows are kept for 30 days.</summary>
internal static class ReceivedWebhooks
{
    /// <summary>
    /// Notes a webhook in the work's transaction. False for a repetition: a concurrent one waits here until the first is committed.
    /// </summary>
    public static async Task<bool> TryNoteAsync(Work work, ChannelRow channel, string webhookId, CancellationToken ct) =>
        await work.Db<IntakeDb>().Database.ExecuteSqlAsync(
            $"""
            INSERT INTO webhooks (channel_id, webhook_id, tenant, received_at) VALUES ({channel.Id}, {webhookId}, {channel.Tenant}, {work.Now})
            ON CONFLICT (channel_id, webhook_id) DO NOTHING
            """, ct) == 1;

    /// <summary>The ticket a webhook went to; null when it went to none.</summary>
    public static Task<Guid?> TicketOfAsync(IntakeDb db, ChannelRow channel, string webhookId, CancellationToken ct) =>
        db.Webhooks.AsNoTracking().Where(w => w.ChannelId == channel.Id && w.WebhookId == webhookId).Select(w => w.TicketId).SingleAsync(ct);

    /// <summary>Remembers the ticket a noted webhook went to.</summary>
    public static Task SetTicketAsync(Work work, ChannelRow channel, string webhookId, Guid ticket, CancellationToken ct) =>
        work.Db<IntakeDb>().Database.ExecuteSqlAsync(
            $"UPDATE webhooks SET ticket_id = {ticket} WHERE channel_id = {channel.Id} AND webhook_id = {webhookId}", ct);
}

/// <summary>Forgets webhooks older than 30 days, and who was turned away more than 90 days ago, once a day per channel.</summary>
public sealed class ForgetWebhooks : ITimerHandler
{
    public const string Kind = "forget-webhooks";
    private const int Batch = 5_000;
    private static readonly TimeSpan s_kept = TimeSpan.FromDays(30);
    private static readonly TimeSpan s_attemptsKept = TimeSpan.FromDays(90);

    /// <summary>The next day's clean-up of a channel.</summary>
    public static TimerRequest Next(string tenant, Guid channel, DateTimeOffset now) => new(Kind, channel.ToString("N"), now + TimeSpan.FromDays(1), tenant);

    /// <inheritdoc />
    public async Task FireAsync(FiredTimer t, Work work, CancellationToken ct)
    {
        var channel = Guid.ParseExact(t.Key, "N");
        var before = work.Now - s_kept;
        var gone = await work.Db<IntakeDb>().Database.ExecuteSqlAsync(
            $"""
            DELETE FROM webhooks WHERE channel_id = {channel} AND webhook_id IN (
                SELECT webhook_id FROM webhooks WHERE channel_id = {channel} AND received_at < {before} ORDER BY received_at LIMIT {Batch})
            """, ct);
        var forgotten = work.Now - s_attemptsKept;
        await work.Db<IntakeDb>().BlockedAttempts.Where(a => a.ChannelId == channel && a.At < forgotten).ExecuteDeleteAsync(ct);
        // A full batch means more is waiting; a minute's pause leaves room for everything else.
        var next = Next(t.Tenant, channel, work.Now);
        work.Arm(gone < Batch ? next : next with { DueAt = work.Now + TimeSpan.FromMinutes(1) });
    }
}
