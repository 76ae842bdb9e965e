using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace ServiceMesh.Messaging;

/// <summary>Fires a lane's due timers, many per commit; when one of them stands in the way, fewer and fewer of them.</summary>
internal sealed partial class TimerFiring(WorkServices services, HandlerTable handlers, MessagingMetrics metrics, ILogger<TimerFiring> logger)
{
    /// <summary>How long a handler, or one statement of it, may take.</summary>
    public static readonly TimeSpan LongestHandler = TimeSpan.FromSeconds(60);

    /// <summary>Timers per commit that are handled one after another: each has statements of its own, and nobody should wait for hundreds.</summary>
    private const int MostSingles = 100;

    private readonly TimeSpan _lease = TimeSpan.FromSeconds(services.Options.TimerLeaseSeconds);

    /// <summary>Fires what is due in this lane from a due time on, at most one batch of it.</summary>
    public async Task<Round> FireDueAsync(int lane, DateTimeOffset from, CancellationToken ct)
    {
        var limit = services.Options.TimerBatch;
        await using var work = await Work.BeginAsync(services, ct);
        var due = new List<FiredTimer>();
        if (!await TimerTable.ClaimAsync(work, lane, _lease, (from, limit), due, ct)) return new Round(IsMine: false, More: false, work.Now);
        if (due.Count == 0) return new Round(IsMine: true, More: false, work.Now);
        var (asOf, full) = (work.Now, due.Count == limit);
        var singles = 0;
        var left = due.RemoveAll(t => !handlers.IsBatched(t.Kind) && ++singles > MostSingles);
        await FireAsync(work, due, lane, ct);
        return new Round(IsMine: true, More: full || left > 0, asOf);
    }

    /// <summary>Fires these in this work, which is over afterwards; what cannot be committed together is fired in smaller parts.</summary>
    private async Task FireAsync(Work work, List<FiredTimer> timers, int lane, CancellationToken ct)
    {
        List<FiredTimer> again;
        Exception? failed = null;
        try
        {
            await HandleAsync(work, timers, ct);
            var at = await work.CommitFiringAsync(timers, ct);
            foreach (var timer in timers) metrics.Fired(timer.Kind, at - timer.DueAt);
            return;
        }
        catch (SupersededException superseded)
        {
            metrics.Superseded(timers.Count - superseded.Left.Count);
            again = superseded.Left;
        }
        catch (Exception failure) when (!ct.IsCancellationRequested && !DatabaseFaults.IsOutage(failure))
        {
            // A single one that is merely busy stays as it is: the next look finds it, or its new arming.
            if (timers.Count == 1 && TimerTable.IsBusy(failure)) return;
            (again, failed) = (timers, failure);
        }
        finally
        {
            await work.DisposeAsync();
        }
        if (failed is not null && again.Count == 1)
        {
            await PutOffAsync(again[0], failed, ct);
            return;
        }
        var half = (again.Count + 1) / 2;
        for (var i = 0; i < again.Count; i += half) await FireAgainAsync([.. again.Skip(i).Take(half)], lane, ct);
    }

    private async Task FireAgainAsync(List<FiredTimer> timers, int lane, CancellationToken ct)
    {
        await using var work = await Work.BeginAsync(services, ct);
        // Another instance that took the lane meanwhile sees all of them itself.
        if (await TimerTable.ClaimAsync(work, lane, _lease, null, [], ct)) await FireAsync(work, timers, lane, ct);
    }

    private async Task HandleAsync(Work work, List<FiredTimer> timers, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(LongestHandler);
        foreach (var kind in timers.GroupBy(t => t.Kind))
        {
            if (handlers.IsBatched(kind.Key)) await HandleBatchAsync(work, [.. kind], limit.Token);
            else foreach (var timer in kind) await HandleSingleAsync(work, timer, limit.Token);
        }
    }

    private async Task HandleSingleAsync(Work work, FiredTimer timer, CancellationToken ct)
    {
        using var span = Span.Start($"timer {timer.Kind}", [timer]);
        span.Activity?.SetTag("tenant.id", timer.Tenant).SetTag("ticket.id", timer.TicketId)
            .SetTag("timer.lateness_ms", (work.Now - timer.DueAt).TotalMilliseconds);
        // A handler that does not heed its token must not hold the lane for ever.
        await handlers.FireAsync(timer, work, ct).WaitAsync(ct);
    }

    private async Task HandleBatchAsync(Work work, List<FiredTimer> timers, CancellationToken ct)
    {
        using var span = Span.Start($"timers {timers[0].Kind}", timers);
        span.Activity?.SetTag("timer.count", timers.Count).SetTag("timer.lateness_ms", (work.Now - timers[0].DueAt).TotalMilliseconds);
        await handlers.FireBatchAsync(timers, work, ct).WaitAsync(ct);
    }

    private async Task PutOffAsync(FiredTimer timer, Exception failure, CancellationToken ct)
    {
        LogFailed(failure, timer.Kind, timer.Key, timer.Attempts + 1);
        if (await TimerTable.PutOffAsync(services.DataSource, timer, ct) is not { } due) return;
        metrics.PutOff(timer.Kind);
        services.Timers.Armed(timer.Key, due);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Timer {Kind} {Key} failed (try {Attempt}) and is tried again later")]
    private partial void LogFailed(Exception failure, string kind, string key, int attempt);

    /// <param name="IsMine">False when another instance has the lane.</param>
    /// <param name="More">More may be due.</param>
    /// <param name="AsOf">The database's clock when it was looked.</param>
    internal readonly record struct Round(bool IsMine, bool More, DateTimeOffset AsOf);

    /// <summary>A firing is a trace of its own, linked to those that armed it: hours may lie between.</summary>
    private readonly struct Span(Activity? activity, Activity? before) : IDisposable
    {
        private const int MostLinks = 64;

        public Activity? Activity => activity;

        public static Span Start(string name, IReadOnlyList<FiredTimer> timers)
        {
            var before = Activity.Current;
            Activity.Current = null;
            if (!MessagingMetrics.Source.HasListeners()) return new Span(null, before);
            var links = timers.Take(MostLinks).Select(t => ActivityContext.TryParse(t.Trace, null, out var armed) ? armed : default)
                .Where(armed => armed != default).Select(armed => new ActivityLink(armed));
            return new Span(MessagingMetrics.Source.StartActivity(name, ActivityKind.Internal, default(ActivityContext), links: links), before);
        }

        public void Dispose()
        {
            activity?.Dispose();
            System.Diagnostics.Activity.Current = before;
        }
    }
}
