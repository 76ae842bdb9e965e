using Microsoft.EntityFrameworkCore;
using ServiceMesh.Contracts;
using ServiceMesh.Intake.Persistence;
using ServiceMesh.Messaging;

namespace ServiceMesh.Intake.Delivery;

/// <summary>Why a message did not reach its IM platform or the visitor of a web chat.</summary>
internal static class DeliveryReasons
{
    public const string NoOutboundUrl = "no-outbound-url";
    public const string TargetForbidden = "target-forbidden";
    public const string ReceiverGone = "receiver-gone";
    public const string ReceiverRefused = "receiver-refused";
    public const string TimedOut = "timed-out";
    public const string Unreachable = "unreachable";
    public const string OutsideReplyWindow = "outside-reply-window";
    public const string NotAuthorised = "not-authorised";

    /// <summary>The message went as a template that shows its first words: the platform's time for answers was over.</summary>
    public const string AsTemplate = "as-template";

    /// <summary>The platform does not know the channel's template, or its fields are others.</summary>
    public const string TemplateRefused = "template-refused";

    /// <summary>The message went, but of a file only its address: the platform does not take such a one.</summary>
    public const string FileAsLink = "file-as-link";

    /// <summary>A file is still being looked at for viruses.</summary>
    public const string FilePending = "file-pending";

    /// <summary>The platform did not take a file; its address goes instead.</summary>
    public const string FileRefused = "file-refused";

    /// <summary>Of a notice in a web chat: its visitor has gone.</summary>
    public const string Unread = "unread";
}

internal static class DeliveryEvents
{
    public static MessageDelivered Delivered(string tenant, Guid ticket, Guid message, DateTimeOffset at) =>
        new() { Tenant = tenant, TicketId = ticket, OccurredAt = at, MessageId = message };

    public static MessageFailed Failed(string tenant, Guid ticket, Guid message, string reason, DateTimeOffset at) =>
        new() { Tenant = tenant, TicketId = ticket, OccurredAt = at, MessageId = message, Reason = reason };
}

/// <summary>
/// Takes agents' messages to their platforms. When it fires it only hands the message to <see cref="DeliveryPump"/> and re-arms itself as a
/// safety net: no transaction and no other timer ever waits for a platform, and a message whose process dies is tried again.
/// </summary>
public sealed class DeliveryTimer(DeliveryPump pump) : ITimerHandler
{
    public const string Kind = "deliver-message";

    /// <summary>How long a try may be under way before the next instance takes over: longer than any try lasts.</summary>
    private static readonly TimeSpan s_takeOver = TimeSpan.FromMinutes(2);

    /// <summary>How long a message waits for one before it that nobody has taken up here.</summary>
    private static readonly TimeSpan s_givesWay = TimeSpan.FromMilliseconds(250);

    /// <summary>The arming for a message's next try.</summary>
    public static TimerRequest For(string tenant, Guid ticket, Guid message, DateTimeOffset due) => new(Kind, Key(message), due, tenant, ticket);

    internal static string Key(Guid message) => message.ToString("N");

    /// <inheritdoc />
    public async Task FireAsync(FiredTimer t, Work work, CancellationToken ct)
    {
        var message = Guid.ParseExact(t.Key, "N");
        // Locked until this commit: what comes of the try is written down after the safety net is armed, never before.
        var rows = await work.Db<IntakeDb>().Messages
            .FromSql($"SELECT * FROM messages WHERE tenant = {t.Tenant} AND id = {message} FOR UPDATE").ToListAsync(ct);
        if (rows.SingleOrDefault() is not { Delivery: DeliveryState.Pending } row)
            return;
        if (row.PlatformId is not null)
        {
            await DeliveryReports.ConcludeAsync(work, row, ct);
            return;
        }

        // Timers of one instant fire in any order; a message does not overtake one before it that was not tried yet.
        if (await OvertakesAsync(t, message, work, ct))
        {
            work.Arm(For(t.Tenant, t.TicketId!.Value, message, work.Now + s_givesWay));
            return;
        }

        work.Arm(For(t.Tenant, t.TicketId!.Value, message, work.Now + s_takeOver));
        pump.Enqueue(new DeliveryJob(t.Tenant, t.TicketId.Value, message));
    }

    private async Task<bool> OvertakesAsync(FiredTimer t, Guid message, Work work, CancellationToken ct)
    {
        var since = work.Now - s_takeOver;
        var before = await work.Db<IntakeDb>().Messages.AsNoTracking()
            .Where(m => m.Tenant == t.Tenant && m.TicketId == t.TicketId && m.Id < message && m.Delivery == DeliveryState.Pending && m.Attempts == 0 && m.At >= since)
            .Select(m => m.Id).ToListAsync(ct);
        return before.Any(m => !pump.IsUnderWay(m));
    }
}
