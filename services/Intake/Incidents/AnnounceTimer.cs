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
internal sealed record Announcement(Guid Id, Guid Incident, string? Zh, string? En, Actor By, Guid? After);

/// <summary>
/// Brings an announcement into the tickets of an incident, 50 at a time. Each message carries the announcement's id: whatever is repeated after a crash is
/// one message per ticket.
/// </summary>
public sealed class AnnounceTimer : ITimerHandler
{
    public const string Kind = "announce-incident";
    private const int Batch = 50;

    internal static TimerRequest For(string tenant, Guid announcement, DateTimeOffset due, Announcement payload) => new(Kind, announcement.ToString("N"), due, tenant, null, payload);

    /// <summary>The tickets that hear of an incident: its own, and the open ones that are part of it.</summary>
    internal static IQueryable<TicketRow> Audience(IntakeDb db, string tenant, Guid incident) =>
        db.Tickets.Where(t => t.Tenant == tenant && t.MergedIntoId == null && (t.Id == incident || (t.ParentId == incident && t.State == TicketState.Open)));

    /// <inheritdoc />
    public async Task FireAsync(FiredTimer t, Work work, CancellationToken ct)
    {
        var announcement = t.Read<Announcement>();
        var db = work.Db<IntakeDb>();
        var next = Audience(db, t.Tenant, announcement.Incident).AsNoTracking();
        if (announcement.After is { } after)
            next = next.Where(x => x.Id > after);
        var ids = await next.OrderBy(x => x.Id).Select(x => x.Id).Take(Batch).ToListAsync(ct);
        var words = new AnnounceRequest(announcement.Zh, announcement.En);
        foreach (var id in ids)
            await SayAsync(work, t.Tenant, id, announcement, words, ct);
        if (ids.Count == Batch)
            work.Arm(For(t.Tenant, announcement.Id, work.Now, announcement with { After = ids[^1] }));
    }

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
