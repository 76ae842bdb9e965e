using Microsoft.EntityFrameworkCore;
using ServiceMesh.Intake.Channels;
using ServiceMesh.Intake.Domain;
using ServiceMesh.Intake.Persistence;
using ServiceMesh.Messaging;

namespace ServiceMesh.Intake.Blocking;

/// <summary>An attempt of somebody who is blocked.</summary>
/// <param name="ExternalId">The platform's id of the call, message or mail: the same id again is the same attempt.</param>
/// <param name="Sender">Number, address or id as it came.</param>
internal sealed record BlockedAttempt(string ExternalId, string Sender, string? Text = null);

/// <summary>
/// Turns away whom the tenant has blocked: no ticket, no message, nobody is called. That somebody tried is kept for 90 days, once per call, message or mail, so that a
/// mistake can be found.
/// </summary>
internal static class BlockList
{
    private const int LongestText = 500;
    private const int LongestSender = 320;

    /// <summary>Numbers that a telephone channel was set up with before there was a list of the tenant: E.164, separated by blanks.</summary>
    private const string OldSetting = "blockedNumbers";

    /// <summary>Whether one of the names is on the list now, for every channel or for this one; the entry, or an empty id for a number of the channel's own.</summary>
    public static async Task<Guid?> FindAsync(IntakeDb db, OpenedChannel channel, string[] names, DateTimeOffset now, CancellationToken ct)
    {
        if (names.Length == 0)
            return null;
        if (channel[OldSetting] is { Length: > 0 } old && old.Split(' ').Any(names.Contains))
            return Guid.Empty;
        return await db.BlockedSenders.AsNoTracking()
            .Where(b => b.Tenant == channel.Row.Tenant && names.Contains(b.Value) && b.RemovedAt == null && (b.Until == null || b.Until > now)
                && (b.ChannelId == null || b.ChannelId == channel.Row.Id))
            .OrderBy(b => b.Id).Select(b => (Guid?)b.Id).FirstOrDefaultAsync(ct);
    }

    /// <summary>Keeps the attempt; the work is the caller's to commit.</summary>
    public static Task NoteAsync(Work work, ChannelRow channel, Guid entry, BlockedAttempt attempt, CancellationToken ct) => work.Db<IntakeDb>().Database.ExecuteSqlAsync(
        $"""
        INSERT INTO blocked_attempts (tenant, id, channel_id, external_id, entry_id, sender, text, at)
        VALUES ({channel.Tenant}, {Guid.CreateVersion7(work.Now)}, {channel.Id}, {attempt.ExternalId}, {entry}, {Cut(attempt.Sender, LongestSender)},
            {(attempt.Text is { } text ? Cut(text, LongestText) : null)}, {work.Now})
        ON CONFLICT (channel_id, external_id) DO NOTHING
        """, ct);

    private static string Cut(string text, int longest) => SubjectLine.Of(text, longest);
}
