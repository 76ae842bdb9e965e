using Npgsql;
using Quartz;

namespace ServiceMesh.Bench;

/// <summary>
/// Quartz.NET with its clustered database store, for the yardstick: it makes its own tables. Its job writes the effect row and nothing
/// else, prepared, without a log. Jobs are few and durable, so that no firing has to create or delete one.
/// </summary>
internal static class TimersQuartz
{
    /// <summary>One effect row.</summary>
    public const string Effect = "INSERT INTO effects (timer, due_at) VALUES ($1, $2)";

    private const int Jobs = 100;
    private const int TunedPool = 20;
    private static NpgsqlDataSource? s_effects;

    /// <summary>The ways it is set up.</summary>
    public static readonly IReadOnlyList<Setup> Setups =
    [
        new("defaults", Tuned: false, Locked: false, TimeSpan.Zero),
        new("tuned, lock", Tuned: true, Locked: true, TimeSpan.FromSeconds(1)),
        new("tuned, lock-free", Tuned: true, Locked: false, TimeSpan.FromSeconds(1)),
    ];

    public static void WriteEffectsTo(string connectionString) =>
        s_effects = NpgsqlDataSource.Create(connectionString + ";No Reset On Close=true;Max Auto Prepare=10;Auto Prepare Min Usages=2;Maximum Pool Size=40");

    /// <summary>Builds it, stopped; firing starts with <c>Start</c>.</summary>
    public static async Task<IScheduler> BuildAsync(string connectionString, Setup setup)
    {
        var builder = QuartzSchedulerBuilder.Create(quartz =>
        {
            quartz.ConfigureScheduler(o =>
            {
                o.InstanceName = "bench";
                o.GenerateInstanceId = true;
                if (setup.Tuned) o.MaxBatchSize = TunedPool;
                o.BatchTriggerAcquisitionFireAheadTimeWindow = setup.FireAhead;
            });
            if (setup.Tuned) quartz.UseDefaultThreadPool(TunedPool);
            quartz.UsePersistentStore(store =>
            {
                store.UsePostgres(NpgsqlFactory.Instance, connectionString + (setup.Tuned ? ";No Reset On Close=true;Max Auto Prepare=200;Maximum Pool Size=60" : ";Maximum Pool Size=60"));
                store.UseClustering();
                store.ProvisionSchema();
                // Nothing here is so late that Quartz should give it up or move it.
                store.ConfigureStore(o => (o.AcquireTriggersWithinLock, o.MisfireThreshold) = (setup.Locked, TimeSpan.FromMinutes(30)));
            });
        });
        return await builder.BuildScheduler();
    }

    /// <summary>Arms one-off triggers in one transaction.</summary>
    public static Task ArmAsync(IScheduler scheduler, string name, IReadOnlyList<DateTimeOffset> dues)
    {
        var jobs = new Dictionary<IJobDetail, IReadOnlyCollection<ITrigger>>();
        for (var j = 0; j < Math.Min(Jobs, dues.Count); j++)
        {
            var job = JobBuilder.Create<EffectJob>().WithIdentity($"{name}-{j}").StoreDurably().Build();
            var triggers = new List<ITrigger>();
            for (var i = j; i < dues.Count; i += Jobs)
                triggers.Add(TriggerBuilder.Create().WithIdentity($"default/{Guid.CreateVersion7()}").ForJob(job).StartAt(dues[i]).Build());
            jobs.Add(job, triggers);
        }
        return scheduler.ScheduleJobs(jobs, new ScheduleJobOptions(), default).AsTask();
    }

    /// <summary>Empties its tables.</summary>
    public static Task CleanAsync(string connectionString) => TimersDatabase.ExecuteAsync(connectionString, "TRUNCATE qrtz_fired_triggers, qrtz_triggers, qrtz_job_details CASCADE");

    /// <param name="Tuned">Batches as large as a pool of 20, connections that are not reset between uses, prepared statements.</param>
    /// <param name="Locked">Acquires triggers within the cluster's lock.</param>
    /// <param name="FireAhead">How far a batch may reach into the future: what is in it fires early by that.</param>
    internal sealed record Setup(string Name, bool Tuned, bool Locked, TimeSpan FireAhead);

    internal sealed class EffectJob : IJob
    {
        public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
        {
            await using var command = s_effects!.CreateCommand(Effect);
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = context.Trigger.Key.Name });
            command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = context.ScheduledFireTimeUtc!.Value.UtcDateTime });
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }
}
