using Microsoft.EntityFrameworkCore;
using ServiceMesh.Contracts;
using ServiceMesh.Intake.Conversations;
using ServiceMesh.Intake.Domain;
using ServiceMesh.Intake.Persistence;
using ServiceMesh.Intake.Tickets;
using ServiceMesh.Messaging;

namespace ServiceMesh.Intake.Incidents;

/// <summary>An announcement and how far it is.</summary>
/// <param name="After">The last ticket that has it; null at the beginning.</param>
/// <param name="PerMinute">How many tickets get it in a minute; 0 in announcements from before there was a pace.</param>
internal sealed record Announcement(Guid Id, Guid Incident, string? Zh, string? En, Actor By, Guid? After, int PerMinute = 0);

/// <summary>
/// Brings an announcement into the tickets of an incident at its pace, a few every two seconds. Each message carries the announcement's id: whatever is repeated after a crash is
/// one message per ticket.
/// </summary>
public sealed class AnnounceTimer : ITimerHandler
{
    public const string Kind = "announce-incident";
    private const int LargestBatch = 50;
    private static readonly TimeSpan s_beat = TimeSpan.FromSeconds(2);

    internal static TimerRequest For(string tenant, Guid announcement, DateTimeOffset due, Announcement payload) => new(Kind, announcement.ToString("N"), due, tenant, null, payload);

    /// <summary>The tickets that hear of an incident: its own, and the open ones that are part of it.</summary>
    internal static IQueryable<TicketRow> Audience(IntakeDb db, string tenant, Guid incident) =>
        db.Tickets.Where(t => t.Tenant == tenant && t.MergedIntoId == null && (t.Id == incident || (t.ParentId == incident && t.State == TicketState.Open)));

    /// <inheritdoc />
    public async Task FireAsync(FiredTimer t, Work work, CancellationToken ct)
    {
        var announcement = t.Read<Announcement>();
        var (batch, wait) = Pace(announcement.PerMinute);
        var db = work.Db<IntakeDb>();
        var next = Audience(db, t.Tenant, announcement.Incident).AsNoTracking();
        if (announcement.After is { } after)
            next = next.Where(x => x.Id > after);
        var ids = await next.OrderBy(x => x.Id).Select(x => x.Id).Take(batch).ToListAsync(ct);
        var words = new AnnounceRequest(announcement.Zh, announcement.En);
        foreach (var id in ids)
            await SayAsync(work, t.Tenant, id, announcement, words, ct);
        if (ids.Count == batch)
            work.Arm(For(t.Tenant, announcement.Id, work.Now + wait, announcement with { After = ids[^1] }));
    }

    /// <summary>How many at once, and how long until the next: a slow pace waits longer for one.</summary>
    private static (int Batch, TimeSpan Wait) Pace(int perMinute) => perMinute switch
    {
        <= 0 => (LargestBatch, TimeSpan.Zero),
        < 30 => (1, TimeSpan.FromMinutes(1) / perMinute),
        _ => (Math.Min(LargestBatch, perMinute / 30), s_beat),
    };

    private static async Task SayAsync(Work work, string tenant, Guid id, Announcement announcement, AnnounceRequest words, CancellationToken ct)
    {
        var db = work.Db<IntakeDb>();
        var key = $"announcement.{announcement.Id:N}";
        if (await TicketAccess.LockAsync(work, tenant, id, ct) is not { } ticket || await db.Messages.AnyAsync(m => m.Tenant == tenant && m.TicketId == id && m.ClientKey == key, ct))
            return;
        var channel = await db.Channels.AsNoTracking().SingleOrDefaultAsync(c => c.Tenant == tenant && c.Id == ticket.ChannelId, ct);
        Conversation.AddFromStaff(work, ticket, channel, words.In(ticket.Language), announcement.By, key);
    }
}
