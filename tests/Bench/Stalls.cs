using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace ServiceMesh.Bench;

/// <summary>Whether it is the service's process or PostgreSQL's commits that stand still for a moment: each is asked for next to nothing twenty times a second.</summary>
internal static class Stalls
{
    private static readonly TimeSpan s_every = TimeSpan.FromMilliseconds(50);

    public static async Task<string> WatchAsync(DispatchScene scene, CancellationToken stop)
    {
        await using var source = NpgsqlDataSource.Create(scene.Openings.Database + ";Max Auto Prepare=2;Auto Prepare Min Usages=1");
        await using (var table = source.CreateCommand("CREATE TABLE IF NOT EXISTS stalls (n int); TRUNCATE stalls"))
            await table.ExecuteNonQueryAsync(CancellationToken.None);
        var answers = LongestAsync(async () => (await scene.Dispatch.Client.GetAsync("/alive", CancellationToken.None)).Dispose(), stop);
        var commits = LongestAsync(
            async () =>
            {
                await using var row = source.CreateCommand("INSERT INTO stalls VALUES (1)");
                await row.ExecuteNonQueryAsync(CancellationToken.None);
            },
            stop);
        var (answer, commit) = (await answers, await commits);
        return string.Create(CultureInfo.InvariantCulture, $"meanwhile the longest answer to /alive took {answer:0} ms, the longest one-row commit {commit:0} ms");
    }

    private static async Task<double> LongestAsync(Func<Task> ask, CancellationToken stop)
    {
        var longest = 0.0;
        using var pace = new PeriodicTimer(s_every);
        while (!stop.IsCancellationRequested)
        {
            var asked = Stopwatch.GetTimestamp();
            await ask();
            longest = Math.Max(longest, Stopwatch.GetElapsedTime(asked).TotalMilliseconds);
            await pace.WaitForNextTickAsync(CancellationToken.None);
        }

        return longest;
    }
}
