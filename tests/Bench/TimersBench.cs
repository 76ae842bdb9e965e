using System.Diagnostics;
using ServiceMesh.Testing;

namespace ServiceMesh.Bench;

/// <summary>
/// R4: timers against Quartz.NET on the same PostgreSQL. Ours has its million armed throughout; Quartz has what is due and, for punctuality,
/// 20,000 more.
/// </summary>
internal static class TimersBench
{
    private const int Due = 20_000;
    private const int Writers = 16;
    private static readonly TimeSpan s_oneByOne = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan s_punctuality = TimeSpan.FromSeconds(12);

    public static async Task RunAsync(int pairs, int armed)
    {
        await using var database = await TimersDatabase.StartAsync();
        Console.WriteLine($"PostgreSQL {await TimersDatabase.ScalarAsync(database.Ours, "SHOW server_version")}, fsync and synchronous_commit on, shared_buffers 256 MB, commit timestamps on; Quartz.NET {typeof(Quartz.IScheduler).Assembly.GetName().Version}");
        await using (var host = await TimersHost.StartAsync(database.Ours))
        {
            // As tickets have them: in the order of their making.
            var ids = Enumerable.Range(0, armed).Select(i => Guid.CreateVersion7(DateTimeOffset.UnixEpoch.AddDays(20_000).AddMilliseconds(i))).ToArray();
            await ArmAsync(host, database, ids);
            await DrainsAsync(host, database, pairs);
            await PunctualityAsync(host, database);
            if (pairs > 0) await QuartzPunctualityAsync(database);
            await RearmAsync(host, ids);
        }
        await ColdStartAsync(database);
    }

    private static async Task ArmAsync(TimersHost host, TimersDatabase database, Guid[] ids)
    {
        var (armed, later) = (ids.Length, host.Now.AddHours(1));
        var single = await OneByOneAsync(i => host.ArmAsync([TimersHost.Request(TimersHost.Kind, ids[i], later.AddSeconds(i))], 1), armed);
        Console.WriteLine($"armed one per commit, {Writers} writers: {single.PerSecond:0}/s");

        var rest = ids.Skip(single.Count).ToArray();
        var before = Stopwatch.GetTimestamp();
        await Task.WhenAll(rest.Chunk(rest.Length / 4 + 1).Select((part, w) =>
            host.ArmAsync(part.Select((id, i) => TimersHost.Request(TimersHost.Kind, id, later.AddSeconds((i * 4 + w) % 2_000_000))), 5_000)));
        var seconds = Stopwatch.GetElapsedTime(before).TotalSeconds;
        var bytes = (string)(await TimersDatabase.ScalarAsync(database.Ours, $"""
            SELECT format('%s: rows %s, primary key %s, index on due_at %s', round(pg_total_relation_size(t) / {armed}.0), round(pg_relation_size(t) / {armed}.0),
                round(pg_relation_size('messaging.timers_pkey') / {armed}.0), round(pg_relation_size('messaging.timers_due') / {armed}.0))
            FROM (SELECT 'messaging.timers'::regclass AS t) x
            """))!;
        // Autovacuum would come within seconds and take a core from whatever is measured then.
        await TimersDatabase.ExecuteAsync(database.Ours, "VACUUM (ANALYZE) messaging.timers");
        Console.WriteLine($"armed in bulk, 5,000 per commit, 4 writers: {rest.Length / seconds:0}/s; {armed} armed; bytes per timer {bytes}; vacuumed");
        Console.WriteLine($"memory of this process: {Environment.WorkingSet / 1024 / 1024} MB");
    }

    private static async Task DrainsAsync(TimersHost host, TimersDatabase database, int pairs)
    {
        Console.WriteLine($"drain: {Due} due at one instant, an effect row each");
        TimersQuartz.WriteEffectsTo(database.Quartz);
        await OursAsync(host, database, TimersHost.Kind, "ours, warm-up");
        var ratios = TimersQuartz.Setups.ToDictionary(s => s.Name, _ => new List<double>());
        for (var pair = 1; pair <= pairs; pair++)
        {
            // A B C D, D C B A, ...: nobody is always first. The defaults are measured once.
            var theirs = new Dictionary<string, double>();
            var ours = pair % 2 == 1 ? await OursAsync(host, database, TimersHost.Kind, "ours") : 0;
            foreach (var setup in pair % 2 == 1 ? TimersQuartz.Setups : TimersQuartz.Setups.Reverse())
            {
                if (setup.Tuned || pair == 1) theirs[setup.Name] = await QuartzAsync(database, setup);
            }
            if (pair % 2 == 0) ours = await OursAsync(host, database, TimersHost.Kind, "ours");
            foreach (var (name, rate) in theirs) ratios[name].Add(ours / rate);
            Console.WriteLine($"pair {pair}: {string.Join(", ", theirs.Select(t => $"{ours / t.Value:0.0} x Quartz {t.Key}"))}");
        }
        foreach (var (name, all) in ratios.Where(r => r.Value.Count > 0))
        {
            all.Sort();
            Console.WriteLine($"R4 drain, ours / Quartz {name}: median {all[all.Count / 2]:0.0} (min {all[0]:0.0}, max {all[^1]:0.0}, {all.Count} pairs)");
        }
        await OursAsync(host, database, TimersHost.SingleKind, "ours, one statement per timer");
    }

    private static async Task<double> OursAsync(TimersHost host, TimersDatabase database, string kind, string name)
    {
        await database.CleanAsync(database.Ours);
        var due = host.Now.AddSeconds(4);
        await host.ArmAsync(Enumerable.Range(0, Due).Select(_ => TimersHost.Request(kind, Guid.CreateVersion7(), due)), Due);
        if (host.Now > due) throw new InvalidOperationException("Arming took until they were due.");
        var position = await database.PositionAsync();
        var last = await TimersDatabase.AwaitAsync(database.Ours, Due, TimeSpan.FromSeconds(60));
        return await ReportAsync(name, database, position, database.Ours, (last - due.UtcDateTime).TotalSeconds);
    }

    private static async Task<double> QuartzAsync(TimersDatabase database, TimersQuartz.Setup setup)
    {
        await database.CleanAsync(database.Quartz);
        var scheduler = await TimersQuartz.BuildAsync(database.Quartz, setup);
        await TimersQuartz.CleanAsync(database.Quartz);
        var before = Stopwatch.GetTimestamp();
        await TimersQuartz.ArmAsync(scheduler, "drain", [.. Enumerable.Repeat(DateTimeOffset.UtcNow, Due)]);
        var arming = Stopwatch.GetElapsedTime(before).TotalSeconds;
        await database.CleanAsync(database.Quartz);
        var position = await database.PositionAsync();
        var start = (DateTime)(await TimersDatabase.ScalarAsync(database.Quartz, "SELECT clock_timestamp()"))!;
        await scheduler.Start();
        var last = await TimersDatabase.AwaitAsync(database.Quartz, Due, TimeSpan.FromSeconds(180));
        var rate = await ReportAsync($"Quartz {setup.Name} (armed in one transaction, {Due / arming:0}/s)", database, position, database.Quartz, (last - start).TotalSeconds);
        await scheduler.Shutdown(true);
        return rate;
    }

    private static async Task<double> ReportAsync(string name, TimersDatabase database, string position, string effects, double seconds)
    {
        var commits = await database.CommitsSinceAsync(position);
        var count = (long)(await TimersDatabase.ScalarAsync(effects, "SELECT count(*) FROM effects"))!;
        if (count != Due) throw new InvalidOperationException($"{count} effects of {Due}.");
        Console.WriteLine($"  {name}: {Due / seconds:0} effect rows committed/s, {(double)commits / Due:0.000} commits each");
        return Due / seconds;
    }

    private static async Task PunctualityAsync(TimersHost host, TimersDatabase database)
    {
        foreach (var rate in new[] { 20, 500 })
        {
            await database.CleanAsync(database.Ours);
            var dues = Open(rate, host.Now.AddSeconds(3));
            await host.ArmAsync(dues.Select(due => TimersHost.Request(TimersHost.Kind, Guid.CreateVersion7(), due)), 1_000);
            await TimersDatabase.AwaitAsync(database.Ours, dues.Count, s_punctuality + TimeSpan.FromSeconds(60));
            Console.WriteLine($"punctuality at {rate}/s, ours: {await TimersDatabase.LatenessAsync(database.Ours)}");
        }
    }

    private static async Task QuartzPunctualityAsync(TimersDatabase database)
    {
        await TimersQuartz.CleanAsync(database.Quartz);
        var armedFor = DateTimeOffset.UtcNow.AddDays(1);
        foreach (var setup in TimersQuartz.Setups)
        {
            var scheduler = await TimersQuartz.BuildAsync(database.Quartz, setup);
            if (setup == TimersQuartz.Setups[0]) await TimersQuartz.ArmAsync(scheduler, "later", [.. Enumerable.Range(0, Due).Select(i => armedFor.AddSeconds(i))]);
            await scheduler.Start();
            foreach (var rate in new[] { 20, 500 })
            {
                await database.CleanAsync(database.Quartz);
                var dues = Open(rate, DateTimeOffset.UtcNow.AddSeconds(rate / 50 + 3));
                await TimersQuartz.ArmAsync(scheduler, $"at-{setup.Name}-{rate}", dues);
                await TimersDatabase.AwaitAsync(database.Quartz, dues.Count, s_punctuality + TimeSpan.FromSeconds(60));
                Console.WriteLine($"punctuality at {rate}/s, Quartz {setup.Name}: {await TimersDatabase.LatenessAsync(database.Quartz)}");
            }
            await scheduler.Shutdown(true);
        }
    }

    private static async Task RearmAsync(TimersHost host, Guid[] ids)
    {
        var armed = ids.Length;
        var single = await OneByOneAsync(_ =>
        {
            var i = Random.Shared.Next(armed);
            return host.ArmAsync([TimersHost.Request(TimersHost.Kind, ids[i], host.Now.AddHours(2).AddSeconds(i))], 1);
        }, int.MaxValue);
        Console.WriteLine($"armed anew one per commit, {Writers} writers: {single.PerSecond:0}/s");
        var before = Stopwatch.GetTimestamp();
        await host.ArmAsync(Enumerable.Range(0, 20_000).Select(_ => Random.Shared.Next(armed)).Distinct().Select(i => TimersHost.Request(TimersHost.Kind, ids[i], host.Now.AddHours(3).AddSeconds(i))), 1_000);
        Console.WriteLine($"armed anew in bulk, 1,000 per commit, 1 writer: {20_000 / Stopwatch.GetElapsedTime(before).TotalSeconds:0}/s");
    }

    private static async Task ColdStartAsync(TimersDatabase database)
    {
        const int overdue = 5_000;
        await database.CleanAsync(database.Ours);
        await using (var first = await TimersHost.StartChildAsync(database.Ours))
        {
            await TimersDatabase.ExecuteAsync(database.Ours, $"""
                INSERT INTO messaging.timers (kind, key, due_at, version, tenant)
                SELECT '{TimersHost.Kind}', 'cold/' || i, clock_timestamp() + i * interval '1 millisecond', nextval('messaging.timer_versions'), 'default'
                FROM generate_series(1, {overdue}) i
                """);
            await TimersDatabase.AwaitAsync(database.Ours, overdue / 5, TimeSpan.FromSeconds(30));
            first.Kill();
            await first.Exited;
        }
        var before = (long)(await TimersDatabase.ScalarAsync(database.Ours, "SELECT count(*) FROM effects"))!;
        await Eventually.Async(async () => (long)(await TimersDatabase.ScalarAsync(database.Ours,
            "SELECT count(*) FROM messaging.timers WHERE key LIKE 'cold/%' AND due_at > clock_timestamp()"))! == 0, what: "the rest is overdue");
        var start = (DateTime)(await TimersDatabase.ScalarAsync(database.Ours, "SELECT clock_timestamp()"))!;
        await using var second = await TimersHost.StartChildAsync(database.Ours);
        var last = await TimersDatabase.AwaitAsync(database.Ours, overdue, TimeSpan.FromSeconds(60));
        var fired = (DateTime)(await TimersDatabase.ScalarAsync(database.Ours,
            $"SELECT min(pg_xact_commit_timestamp(xmin)) FROM effects WHERE pg_xact_commit_timestamp(xmin) >= '{start:O}'"))!;
        var times = (long)(await TimersDatabase.ScalarAsync(database.Ours, "SELECT count(DISTINCT timer) FROM effects"))!;
        Console.WriteLine($"cold start after kill -9: first fire {(fired - start).TotalSeconds:0.00} s after the process was started, all {overdue - before} overdue after {(last - start).TotalSeconds:0.00} s; {times} of {overdue} fired, none twice: {times == overdue && (long)(await TimersDatabase.ScalarAsync(database.Ours, "SELECT count(*) FROM effects"))! == overdue}");
    }

    private static async Task<(int Count, double PerSecond)> OneByOneAsync(Func<int, Task> one, int most)
    {
        var next = -1;
        var before = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(async _ =>
        {
            while (Stopwatch.GetElapsedTime(before) < s_oneByOne && Interlocked.Increment(ref next) is var i && i < most) await one(i);
        }));
        var count = Math.Min(next + 1, most);
        return (count, count / Stopwatch.GetElapsedTime(before).TotalSeconds);
    }

    /// <summary>An open loop: these instants, whatever happens.</summary>
    private static List<DateTimeOffset> Open(int rate, DateTimeOffset from) =>
        [.. Enumerable.Range(0, (int)(rate * s_punctuality.TotalSeconds)).Select(i => from.AddSeconds((double)i / rate))];
}
