using System.Diagnostics;
using Npgsql;

namespace ServiceMesh.Insight.Jobs;

/// <summary>Does the jobs, one after another; what another instance has taken it leaves alone.</summary>
internal sealed partial class JobRunner(NpgsqlDataSource database, IEnumerable<IJob> jobs, JobSignal signal, TimeProvider clock, ILogger<JobRunner> logger)
    : BackgroundService
{
    private static readonly TimeSpan s_poll = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_telling = TimeSpan.FromMilliseconds(500);

    /// <summary>Does the next job; false when there is none.</summary>
    public async Task<bool> RunNextAsync(CancellationToken ct)
    {
        if (await JobBook.TakeAsync(database, ct) is not { } taken) return false;
        var last = 0L;
        var run = new JobRun(taken.Tenant, taken.Target, async (done, total, stop) =>
        {
            if (last != 0 && clock.GetElapsedTime(last) < s_telling) return;
            last = clock.GetTimestamp();
            await JobBook.TellAsync(database, taken.Tenant, taken.Id, done, total, stop);
        });
        var watch = Stopwatch.StartNew();
        try
        {
            var job = jobs.SingleOrDefault(j => j.Kind == taken.Kind) ?? throw new JobFailedException($"Nobody does {taken.Kind}.");
            var result = await job.RunAsync(run, ct);
            await JobBook.EndAsync(database, taken.Tenant, taken.Id, true, result, ct);
            LogDone(taken.Kind, taken.Target, taken.Tenant, watch.Elapsed.TotalSeconds);
        }
        catch (JobFailedException failure)
        {
            LogFailed(failure, taken.Kind, taken.Target, taken.Tenant);
            await JobBook.EndAsync(database, taken.Tenant, taken.Id, false, new { error = failure.Message }, ct);
        }
        catch (PostgresException failure) when (!failure.IsTransient)
        {
            LogFailed(failure, taken.Kind, taken.Target, taken.Tenant);
            await JobBook.EndAsync(database, taken.Tenant, taken.Id, false, new { error = $"database error {failure.SqlState}" }, ct);
        }
        return true;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                while (await RunNextAsync(stoppingToken)) { }
            }
            catch (Exception e) when (e is NpgsqlException or TimeoutException)
            {
                // What was taken is free again after a minute of silence.
                LogPutOff(e.Message);
            }
            await signal.WaitAsync(s_poll, stoppingToken);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Job {Kind} {Target} of tenant {Tenant} is done after {Seconds:0.0} s")]
    private partial void LogDone(string kind, string target, string tenant, double seconds);

    [LoggerMessage(Level = LogLevel.Error, Message = "Job {Kind} {Target} of tenant {Tenant} failed")]
    private partial void LogFailed(Exception failure, string kind, string target, string tenant);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Jobs cannot be done at the moment ({Reason})")]
    private partial void LogPutOff(string reason);
}

/// <summary>Says within the process that a job was asked for.</summary>
public sealed class JobSignal : IDisposable
{
    private readonly SemaphoreSlim _asked = new(0);

    /// <summary>Wakes the runner.</summary>
    public void Asked() => _asked.Release();

    /// <summary>Returns at the next request, or after this time: others' requests are seen then.</summary>
    public async Task WaitAsync(TimeSpan atMost, CancellationToken ct) => await _asked.WaitAsync(atMost, ct);

    public void Dispose() => _asked.Dispose();
}

/// <summary>Registration.</summary>
internal static class JobSetup
{
    public static void AddJobs(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<JobSignal>();
        builder.Services.AddSingleton<JobRunner>();
        builder.Services.AddHostedService(services => services.GetRequiredService<JobRunner>());
    }
}
