using Npgsql;
using ServiceMesh.Messaging;
using ServiceMesh.Sla.Policies;
using ServiceMesh.Sla.Tickets;

namespace ServiceMesh.Sla.Reprocess;

/// <summary>
/// Works through the next few hundred tickets of a job. Each ticket that changes is locked and committed on its own; how far the job is,
/// is committed once for the chunk. A chunk that dies on its way is done again: what it had changed is counted, not changed again.
/// </summary>
internal sealed partial class ReprocessChunk(IWorkFactory works, TermsLibrary library, TimeProvider time, ILogger<ReprocessChunk> logger)
{
    private const int MostScanned = 1_000;
    private const int MostTickets = 300;

    /// <summary>Whoever cancels the job waits for its chunk.</summary>
    private static readonly TimeSpan _longest = TimeSpan.FromSeconds(1);

    private readonly Pace _looking = new(time);
    private readonly Pace _writing = new(time);

    /// <summary>Does one chunk; false when the job is over or another instance is at it.</summary>
    public async Task<bool> RunAsync(string tenant, Guid id, CancellationToken ct)
    {
        await using var work = await works.BeginAsync(ct);
        if (await ReprocessStore.TakeAsync(work, tenant, id, ct) is not { } job)
        {
            return false;
        }

        var tally = new Tally(job.Cursor is null ? job.Result with { Total = await ReprocessStore.CountAsync(work, job, ct) } : job.Result);
        var scanned = await ReprocessStore.ScanAsync(work, job, MostScanned, ct);
        var chunk = UpTo(scanned, MostTickets);
        var last = await WorkThroughAsync(work, job, [.. chunk.Where(t => t.MayBeOpen).Select(t => t.Id)], tally, ct);
        // Stopped early: the tickets after the last one are the next chunk's.
        chunk = last is null ? chunk : [.. chunk.Take(chunk.FindIndex(t => t.Id == last) + 1)];
        tally.Scanned(chunk.Count);
        var isDone = chunk.Count == scanned.Count && scanned.Count < MostScanned;
        await ReprocessStore.SaveAsync(work, job with { Cursor = chunk.Count > 0 ? chunk[^1].Id : job.Cursor, Result = tally.Result }, isDone, ct);
        if (isDone)
        {
            work.Cancel(ReprocessTimer.Kind, ReprocessTimer.KeyOf(tenant, id));
        }

        await work.CommitAsync(ct);
        return !isDone;
    }

    private static List<(Guid Id, bool MayBeOpen)> UpTo(List<(Guid Id, bool MayBeOpen)> scanned, int most)
    {
        var left = most;
        return [.. scanned.TakeWhile(t => !t.MayBeOpen || left-- > 0)];
    }

    /// <summary>Returns the ticket at which it stopped for time; null when it did all.</summary>
    private async Task<Guid?> WorkThroughAsync(Work work, RunningJob job, IReadOnlyList<Guid> tickets, Tally tally, CancellationToken ct)
    {
        var began = time.GetTimestamp();
        var done = job.DryRun ? [] : await ReprocessStore.AlreadyDoneAsync(work, job, tickets, ct);
        var read = (await TicketBatch.ReadAsync(work, [.. tickets.Select(t => new TicketKey(job.Tenant, t))], isLocked: false, ct)).ToDictionary(t => t.Key.Id, t => t.Ticket);
        foreach (var id in tickets.Where(read.ContainsKey))
        {
            if (done.TryGetValue(id, out var effects))
            {
                tally.Changed(id, read[id].Facts.Last(f => f.Kind == FactKinds.Reprocessed).Read<TriageData>().Number, effects);
            }
            else
            {
                await LookAsync(work, job, id, read[id], tally, ct);
            }

            if (time.GetElapsedTime(began) > _longest)
            {
                return id;
            }
        }

        return null;
    }

    private async Task LookAsync(Work work, RunningJob job, Guid id, StoredTicket ticket, Tally tally, CancellationToken ct)
    {
        try
        {
            var book = await library.OpenAsync(work, job.Tenant, ticket.Revision, ct);
            var look = await _looking.WorkAsync(() => Reassessment.OfAsync(work, ticket, book, job.Selection, job.Id, ct), ct);
            if (look.Verdict == Verdict.Changed && !job.DryRun)
            {
                look = await _writing.WorkAsync(() => ChangeAsync(job, id, ct), ct);
            }

            tally.Add(id, look);
        }
        catch (Exception e) when (e is not (OperationCanceledException or NpgsqlException))
        {
            LogFailed(e, job.Id, id);
            tally.Failed();
        }
    }

    /// <summary>Chooses anew with the ticket locked: it may have changed, or ended, since it was read.</summary>
    private async Task<Reassessment> ChangeAsync(RunningJob job, Guid id, CancellationToken ct)
    {
        await using var work = await works.BeginAsync(ct);
        var ticket = (await TicketStore.LockAsync(work, job.Tenant, id, ct))!;
        var book = await library.OpenAsync(work, job.Tenant, ticket.Revision, ct);
        var look = await Reassessment.OfAsync(work, ticket, book, job.Selection, job.Id, ct);
        if (look.Choice is { } choice)
        {
            List<NpgsqlBatchCommand> note = [ReprocessStore.AddTicket(job, id, work.Now, look.Effects)];
            await ClockKeeper.ReprocessAsync(work, new(job.Tenant, id), ticket, book, choice, note, ct);
            await work.CommitAsync(ct);
        }

        return look;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Re-process {Job} could not compute ticket {Ticket}; it stays as it is")]
    private partial void LogFailed(Exception failure, Guid job, Guid ticket);
}
