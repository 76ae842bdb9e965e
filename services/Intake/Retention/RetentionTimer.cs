using Microsoft.EntityFrameworkCore;
using ServiceMesh.Intake.Attachments;
using ServiceMesh.Intake.Persistence;
using ServiceMesh.Messaging;

namespace ServiceMesh.Intake.Retention;

/// <summary>
/// Once a day per tenant that wants it: removes files of tickets that ended long enough ago, and forgets where recordings lie. What lies at a platform is the platform's to
/// remove; what is kept here of it is how to ask for it.
/// </summary>
public sealed class RetentionTimer(FileStore files) : ITimerHandler
{
    public const string Kind = "retention";
    private const int Batch = 500;
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(10);

    internal static TimerRequest For(string tenant, DateTimeOffset due) => new(Kind, tenant, due, tenant);

    /// <inheritdoc />
    public async Task FireAsync(FiredTimer t, Work work, CancellationToken ct)
    {
        var db = work.Db<IntakeDb>();
        var days = await db.Tenants.AsNoTracking().Where(x => x.Tenant == t.Tenant).Select(x => new { x.AttachmentDays, x.RecordingDays }).SingleOrDefaultAsync(ct);
        var removed = days?.AttachmentDays is { } attachments ? await RemoveFilesAsync(work, t.Tenant, work.Now.AddDays(-attachments), ct) : 0;
        var forgotten = days?.RecordingDays is { } recordings ? await ForgetRecordingsAsync(work, t.Tenant, work.Now.AddDays(-recordings), ct) : 0;
        if (days is { AttachmentDays: null, RecordingDays: null })
            return;
        work.Arm(For(t.Tenant, work.Now + (removed == Batch || forgotten == Batch ? s_pause : TimeSpan.FromDays(1))));
    }

    private async Task<int> RemoveFilesAsync(Work work, string tenant, DateTimeOffset before, CancellationToken ct)
    {
        // A file is no younger than its ticket's end, so its own time narrows the search; a ticket that is open again keeps everything.
        var rows = await work.Db<IntakeDb>().Attachments.FromSql(
            $"""
            SELECT a.* FROM attachments a JOIN tickets t ON t.tenant = a.tenant AND t.id = a.ticket_id
            WHERE a.tenant = {tenant} AND a.at < {before} AND a.removed_at IS NULL AND a.ticket_id IS NOT NULL
                AND t.state IN ('closed', 'cancelled') AND t.closed_at < {before}
            ORDER BY a.at LIMIT {Batch} FOR UPDATE OF a
            """).ToListAsync(ct);
        foreach (var row in rows)
            RemovedFiles.Remove(work, files, row);
        return rows.Count;
    }

    private static Task<int> ForgetRecordingsAsync(Work work, string tenant, DateTimeOffset before, CancellationToken ct) => work.Db<IntakeDb>().Database.ExecuteSqlAsync(
        $"""
        UPDATE calls SET recording_url = NULL, voicemail_url = NULL, recording_forgotten_at = {work.Now}
        WHERE tenant = {tenant} AND id IN (
            SELECT id FROM calls WHERE tenant = {tenant} AND (recording_url IS NOT NULL OR voicemail_url IS NOT NULL)
                AND coalesce(ended_at, answered_at, missed_at, ringing_at) < {before}
            ORDER BY id LIMIT {Batch})
        """, ct);
}

/// <summary>Files that are taken away: what is left says that there was one.</summary>
internal static class RemovedFiles
{
    /// <summary>The file itself goes first: should this not be committed, its row leads to nothing, and it is removed again.</summary>
    public static void Remove(Work work, FileStore files, AttachmentRow row)
    {
        if (row.StoredAs is { } place)
            files.Delete(row.Tenant, place);
        (row.StoredAs, row.SealedReference, row.RemovedAt) = (null, null, work.Now);
        if (row.TicketId is { } ticket)
            work.Touched(row.Tenant, ticket);
    }
}
