using System.Diagnostics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using NpgsqlTypes;

namespace ServiceMesh.Messaging;

/// <summary>
/// Fires due timers, a batch per commit. Whether a timer is due is asked of the database's clock inside the statement that claims it.
/// A claim is an advisory lock, held until the commit, that keeps other instances away without blocking whoever re-arms;
/// the commit deletes exactly the arming that was claimed, so a superseded one undoes its own effects.
/// </summary>
internal sealed partial class TimerLoop(
    WorkServices services,
    HandlerTable handlers,
    MessagingMetrics metrics,
    ILogger<TimerLoop> logger) : BackgroundService
{
    private static readonly TimeSpan s_strays = TimeSpan.FromSeconds(1);

    private const string ClaimDue = """
        SELECT kind, key, due_at, version, tenant, ticket_id, payload, trace, attempts FROM (
            SELECT * FROM messaging.timers WHERE due_at <= clock_timestamp() ORDER BY due_at LIMIT $1
        ) due
        WHERE pg_try_advisory_xact_lock(hashtextextended(kind || ' ' || key, 7221))
        """;

    private const string DeleteFired = """
        DELETE FROM messaging.timers t USING unnest($1, $2, $3) AS f(kind, key, version)
        WHERE t.kind = f.kind AND t.key = f.key AND t.version = f.version
        RETURNING clock_timestamp()
        """;

    private const string PutOff = """
        UPDATE messaging.timers SET attempts = attempts + 1, due_at = clock_timestamp() + make_interval(secs => least(600, power(2, attempts)))
        WHERE kind = $1 AND key = $2 AND version = $3
        """;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        for (var outages = 0; !stoppingToken.IsCancellationRequested;)
        {
            try
            {
                services.Signals.TimersAreBeingRead();
                var fired = await FireBatchAsync(services.Options.TimerBatch, stoppingToken);
                outages = 0;
                if (fired < services.Options.TimerBatch) await WaitAsync(stoppingToken);
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                if (!DatabaseFaults.IsOutage(failure) || outages == 0) LogTrouble(failure);
                await DatabaseFaults.WaitAsync(outages++, stoppingToken);
            }
        }
    }

    /// <summary>Sleeps until the next timer is due, somebody here arms an earlier one, or it is time to look for strays.</summary>
    private async Task WaitAsync(CancellationToken ct)
    {
        await using var command = services.DataSource.CreateCommand(
            "SELECT min(due_at), extract(epoch FROM min(due_at) - clock_timestamp())::float8 FROM messaging.timers");
        DateTimeOffset next;
        TimeSpan wait;
        await using (var reader = await command.ExecuteReaderAsync(ct))
        {
            await reader.ReadAsync(ct);
            (next, wait) = await reader.IsDBNullAsync(0, ct)
                ? (DateTimeOffset.MaxValue, s_strays)
                : (new DateTimeOffset(reader.GetDateTime(0), TimeSpan.Zero), TimeSpan.FromSeconds(Math.Clamp(reader.GetDouble(1), 0, s_strays.TotalSeconds)));
        }
        // A due timer that another instance holds is not worth spinning for.
        if (wait <= TimeSpan.Zero) wait = TimeSpan.FromMilliseconds(5);
        await services.Signals.WaitForTimersAsync(next, wait, ct);
    }

    private async Task<int> FireBatchAsync(int limit, CancellationToken ct)
    {
        List<FiredTimer> due;
        await using (var work = await Work.BeginAsync(services, ct))
        {
            due = await ClaimAsync(work, limit, ct);
            if (due.Count == 0) return 0;
            try
            {
                foreach (var timer in due) await FireAsync(work, timer, ct);
                if (await TryCommitAsync(work, due, ct)) return due.Count;
            }
            catch (Exception failure) when (!ct.IsCancellationRequested && !DatabaseFaults.IsOutage(failure))
            {
                if (due.Count == 1)
                {
                    await work.DisposeAsync();
                    await PutOffAsync(due[0], failure, ct);
                    return 1;
                }
            }
        }
        // One of them failed or was superseded: the rest must not suffer for it.
        if (due.Count == 1)
        {
            metrics.Superseded();
            return 1;
        }
        foreach (var timer in due) await FireSingleAsync(timer, ct);
        return due.Count;
    }

    private async Task FireSingleAsync(FiredTimer timer, CancellationToken ct)
    {
        try
        {
            await using var work = await Work.BeginAsync(services, ct);
            await FireAsync(work, timer, ct);
            if (!await TryCommitAsync(work, [timer], ct)) metrics.Superseded();
        }
        catch (Exception failure) when (!ct.IsCancellationRequested && !DatabaseFaults.IsOutage(failure))
        {
            await PutOffAsync(timer, failure, ct);
        }
    }

    private async Task FireAsync(Work work, FiredTimer timer, CancellationToken ct)
    {
        // A firing is a trace of its own, linked to the one that armed it: hours may lie between.
        ActivityLink[] links = ActivityContext.TryParse(timer.Trace, null, out var armed) ? [new ActivityLink(armed)] : [];
        var before = Activity.Current;
        Activity.Current = null;
        using (var activity = MessagingMetrics.Source.StartActivity($"timer {timer.Kind}", ActivityKind.Internal, default(ActivityContext), links: links))
        {
            activity?.SetTag("tenant.id", timer.Tenant);
            activity?.SetTag("ticket.id", timer.TicketId);
            activity?.SetTag("timer.lateness_ms", (services.Clock.Now - timer.DueAt).TotalMilliseconds);
            await handlers.FireAsync(timer, work, ct);
        }
        Activity.Current = before;
    }

    private static async Task<List<FiredTimer>> ClaimAsync(Work work, int limit, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(ClaimDue, work.Connection, work.Transaction);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limit });
        await using var reader = await command.ExecuteReaderAsync(ct);
        var due = new List<FiredTimer>();
        while (await reader.ReadAsync(ct))
        {
            due.Add(new FiredTimer(
                reader.GetString(0), reader.GetString(1), new DateTimeOffset(reader.GetDateTime(2), TimeSpan.Zero), reader.GetString(4),
                await reader.IsDBNullAsync(5, ct) ? null : reader.GetGuid(5), await reader.IsDBNullAsync(6, ct) ? null : reader.GetString(6))
            {
                Version = reader.GetInt64(3),
                Trace = await reader.IsDBNullAsync(7, ct) ? null : reader.GetString(7),
                Attempts = reader.GetInt32(8),
            });
        }
        return due;
    }

    /// <summary>False when one of the armings is gone: nothing of this work may stay.</summary>
    private async Task<bool> TryCommitAsync(Work work, List<FiredTimer> fired, CancellationToken ct)
    {
        var at = new List<DateTime>(fired.Count);
        await using (var command = new NpgsqlCommand(DeleteFired, work.Connection, work.Transaction))
        {
            command.Parameters.Add(new() { Value = fired.Select(t => t.Kind).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
            command.Parameters.Add(new() { Value = fired.Select(t => t.Key).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
            command.Parameters.Add(new() { Value = fired.Select(t => t.Version).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint });
            await using var reader = await command.ExecuteReaderAsync(ct);
            while (await reader.ReadAsync(ct)) at.Add(reader.GetDateTime(0));
        }
        if (at.Count != fired.Count) return false;
        await work.CommitAsync(ct);
        foreach (var timer in fired) metrics.Fired(at[0] - timer.DueAt.UtcDateTime);
        return true;
    }

    private async Task PutOffAsync(FiredTimer timer, Exception failure, CancellationToken ct)
    {
        LogFailed(failure, timer.Kind, timer.Key, timer.Attempts + 1);
        await using var command = services.DataSource.CreateCommand(PutOff);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = timer.Kind });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = timer.Key });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = timer.Version });
        await command.ExecuteNonQueryAsync(ct);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Timer {Kind} {Key} failed (try {Attempt}) and is tried again later")]
    private partial void LogFailed(Exception failure, string kind, string key, int attempt);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Timers cannot be read; trying again")]
    private partial void LogTrouble(Exception failure);
}
