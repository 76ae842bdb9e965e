using Npgsql;
using NpgsqlTypes;

namespace ServiceMesh.Messaging.Tests;

/// <summary>A service with timers as a process of its own.</summary>
internal static class TimerProcess
{
    private const string Database = "SERVICEMESH_TIMER_DATABASE";

    /// <summary>Whether this process is such a service.</summary>
    public static bool IsWanted => Environment.GetEnvironmentVariable(Database) is not null;

    /// <summary>Starts one; its connections bear the name.</summary>
    /// <param name="lease">Seconds that a firing may be without a sign of life.</param>
    public static Task<ChildService> StartAsync(string database, string name, int lease = 5) => ChildService.StartAsync(name, new Dictionary<string, string>
    {
        [Database] = new NpgsqlConnectionStringBuilder(database) { ApplicationName = name }.ConnectionString,
        ["Messaging__TimerLeaseSeconds"] = $"{lease}",
    });

    /// <summary>What the process does.</summary>
    public static async Task<int> RunAsync()
    {
        await using var service = await TestService.StartAsync("sla", Environment.GetEnvironmentVariable(Database)!, null, m => m.TimerBatch<Chime>(Chime.Kind));
        return await ChildService.StayAsync();
    }
}

/// <summary>
/// Writes a line "key|due|generation" for each of its timers, with one statement. Payloads say how to misbehave: <c>slow</c> stays in the
/// transaction for a second, <c>poison</c> fails twice.
/// </summary>
internal sealed class Chime : ITimerBatchHandler
{
    public const string Kind = "chime";
    public static readonly System.Collections.Concurrent.ConcurrentBag<int> Sizes = [];
    private static int s_poisoned;

    public static TimerRequest Due(DateTimeOffset at, string key, string generation = "") => new(Kind, key, at, "default", null, generation);

    public async Task FireAsync(IReadOnlyList<FiredTimer> timers, Work work, CancellationToken ct)
    {
        Sizes.Add(timers.Count);
        Assert.All(timers, t => Assert.True(t.DueAt <= work.Now));
        await using (var command = new NpgsqlCommand("INSERT INTO ledger (what) SELECT * FROM unnest($1)", work.Connection, work.Transaction))
        {
            command.Parameters.Add(new() { Value = timers.Select(t => $"{t.Key}|{t.DueAt.UtcDateTime:O}|{t.Read<string>()}").ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
            await command.ExecuteNonQueryAsync(ct);
        }
        if (timers.Any(t => t.Read<string>() == "slow"))
        {
            await using var slow = new NpgsqlCommand("SELECT pg_sleep(1)", work.Connection, work.Transaction);
            await slow.ExecuteNonQueryAsync(ct);
        }
        if (timers.Any(t => t.Read<string>() == "poison") && (timers.Count > 1 || Interlocked.Increment(ref s_poisoned) <= 2))
            throw new InvalidOperationException("poisoned");
    }
}
