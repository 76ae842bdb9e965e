using System.Collections.Concurrent;
using Npgsql;
using ServiceMesh.Messaging;
using ServiceMesh.Sla.Money;
using ServiceMesh.Sla.Policies;
using ServiceMesh.Sla.Tickets;

namespace ServiceMesh.Sla.Reprocess;

/// <summary>
/// Works through the next tickets of a job in one commit, with a handful of statements for all of them. They are read and computed without
/// locks; only those that change are locked, for as long as it takes to write them, and none that somebody else is writing: it has another
/// turn. What is changed and how far the job is, is committed together: a chunk that dies on its way has done nothing.
/// </summary>
internal sealed partial class ReprocessChunk(
    IWorkFactory works, TermsLibrary library, SlaOptions options, MessagingOptions messaging, TimeProvider time, ILogger<ReprocessChunk> logger)
{
    private const int MostWaiting = 1_000;

    private static readonly TimeSpan _untilSent = TimeSpan.FromMilliseconds(250);

    private readonly Pace _looking = new(time, options.ReprocessPerSecond);
    private readonly Pace _writing = new(time, options.ReprocessPerSecond);

    // Found out by their failing, which undid their chunk: it is done again without them.
    private readonly ConcurrentDictionary<(Guid Job, Guid Ticket), bool> _failing = new();

    /// <summary>Does one chunk and rests; false when the job is over or another instance is at it.</summary>
    public async Task<bool> RunAsync(string tenant, Guid id, CancellationToken ct)
    {
        var began = time.GetTimestamp();
        await using var work = await works.BeginAsync(ct);
        if (await ReprocessStore.TakeAsync(work, tenant, id, ct) is not { } job)
        {
            return false;
        }

        if (job.IsOutdated)
        {
            await SaveAsync(work, job, JobStates.Outdated, ct);
            return false;
        }

        if (job.Unsent >= ReprocessStore.ManyUnsent && messaging.Transport != "none")
        {
            await work.DisposeAsync();
            await Task.Delay(_untilSent, time, ct);
            return true;
        }

        var (pace, tally) = (job.DryRun ? _looking : _writing, new Tally(job.Cursor is null ? job.Result with { Total = await ReprocessStore.CountAsync(work, job, ct) } : job.Result));
        var toScan = pace.ToScan;
        var scanned = job.Waiting.Count < MostWaiting ? await ReprocessStore.ScanAsync(work, job, toScan, ct) : [];
        var chunk = UpTo(scanned, Math.Max(1, pace.Size - job.Waiting.Count));
        Guid[] open = [.. job.Waiting, .. chunk.Where(t => t.MayBeOpen).Select(t => t.Id)];
        tally.Scanned(chunk.Count);
        if (await WorkThroughAsync(work, job, open, tally, pace, ct) is not { } waiting)
        {
            return true;
        }

        var isDone = chunk.Count == scanned.Count && scanned.Count < toScan && job.Waiting.Count < MostWaiting && waiting.Count == 0;
        job = job with { Cursor = chunk.Count > 0 ? chunk[^1].Id : job.Cursor, Waiting = waiting, Result = tally.Result };
        await SaveAsync(work, job, isDone ? JobStates.Done : JobStates.Running, ct);
        foreach (var failed in _failing.Keys.Where(f => isDone && f.Job == id))
        {
            _failing.TryRemove(failed, out _);
        }

        await work.DisposeAsync();
        await pace.RestAsync(open.Length, chunk.Count, time.GetElapsedTime(began), ct);
        return !isDone;
    }

    private static List<(Guid Id, bool MayBeOpen)> UpTo(List<(Guid Id, bool MayBeOpen)> scanned, int most)
    {
        var left = most;
        return [.. scanned.TakeWhile(t => !t.MayBeOpen || left-- > 0)];
    }

    private static async Task SaveAsync(Work work, RunningJob job, string state, CancellationToken ct)
    {
        await ReprocessStore.SaveAsync(work, job, state, ct);
        if (state != JobStates.Running)
        {
            work.Cancel(ReprocessTimer.Kind, ReprocessTimer.KeyOf(job.Tenant, job.Id));
        }

        await work.CommitAsync(ct);
    }

    /// <summary>Looks at tickets and changes those that get other terms; returns those that need another turn, or null when nothing of it may be committed.</summary>
    private async Task<IReadOnlyList<Guid>?> WorkThroughAsync(Work work, RunningJob job, Guid[] tickets, Tally tally, Pace pace, CancellationToken ct)
    {
        try
        {
            var book = await library.OpenAsync(work, job.Tenant, job.PresentRevision, ct);
            var looks = await LookAsync(work, job, book, tickets, tally, ct);
            var waiting = job.DryRun ? [] : await ChangeAsync(work, job, book, looks.FindAll(l => l.Result.Verdict == Verdict.Changed), ct);
            foreach (var look in looks.Where(l => waiting?.Contains(l.Key.Id) == false))
            {
                tally.Add(look.Key.Id, look.Result);
            }

            return waiting is null ? null : [.. waiting];
        }
        catch (PostgresException e) when (tickets.Length > 0 && e.SqlState[..2] is "22" or "23")
        {
            // Some row will not be written: alone it is found out which.
            pace.Narrow();
            if (tickets is [var failing])
            {
                Fail(job, failing, e);
            }

            return null;
        }
    }

    private async Task<List<Look>> LookAsync(Work work, RunningJob job, TermsBook book, Guid[] tickets, Tally tally, CancellationToken ct)
    {
        var looks = new List<Look>();
        foreach (var (key, ticket) in await TicketBatch.ReadAsync(work, [.. tickets.Select(t => new TicketKey(job.Tenant, t))], isLocked: false, ct))
        {
            if (_failing.ContainsKey((job.Id, key.Id)))
            {
                tally.Failed();
                continue;
            }

            try
            {
                looks.Add(new(key, ticket, await Reassessment.OfAsync(work, ticket, book, job.Selection, job.Id, ct)));
            }
            catch (Exception e) when (e is not (OperationCanceledException or NpgsqlException))
            {
                LogFailed(e, job.Id, key.Id);
                tally.Failed();
            }
        }

        return looks;
    }

    /// <summary>Locks, changes and writes tickets; returns those that were not changed because somebody else is writing them, or has since they were read.</summary>
    private async Task<HashSet<Guid>?> ChangeAsync(Work work, RunningJob job, TermsBook book, List<Look> looks, CancellationToken ct)
    {
        if (looks.Count == 0)
        {
            return [];
        }

        var locked = await ReprocessStore.LockAsync(work, job.Tenant, [.. looks.Select(l => l.Key.Id)], ct);
        var mine = looks.FindAll(l => locked.TryGetValue(l.Key.Id, out var extent) && extent == Extent.Of(l.Ticket));
        if (mine.Count > 0)
        {
            var breaches = await BreachLedger.ReadAsync(work, mine.Select(l => (l.Key, l.Ticket)), ct);
            var writes = new List<TicketWrite>();
            foreach (var (key, ticket, result) in mine)
            {
                try
                {
                    writes.Add(await ClockKeeper.ReprocessAsync(work, key, ticket, book, result.Choice!, [.. breaches[key]], ct));
                }
                catch (Exception e) when (e is not (OperationCanceledException or NpgsqlException))
                {
                    Fail(job, key.Id, e);
                    return null;
                }
            }

            await TicketBatch.WriteAsync(work, writes, ct, ReprocessStore.AddTickets(job, work.Now, [.. mine.Select(l => (l.Key.Id, l.Result.Effects))]));
        }

        return [.. looks.Except(mine).Select(l => l.Key.Id)];
    }

    private void Fail(RunningJob job, Guid ticket, Exception failure)
    {
        LogFailed(failure, job.Id, ticket);
        _failing[(job.Id, ticket)] = true;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Re-process {Job} could not compute ticket {Ticket}; it stays as it is")]
    private partial void LogFailed(Exception failure, Guid job, Guid ticket);

    private sealed record Look(TicketKey Key, StoredTicket Ticket, Reassessment Result);
}
