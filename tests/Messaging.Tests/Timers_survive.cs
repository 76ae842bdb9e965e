using System.Diagnostics;
using Npgsql;
using ServiceMesh.Testing;

namespace ServiceMesh.Messaging.Tests;

/// <summary>
/// Each timer is exactly one of fired, cancelled, superseded and armed, whatever happens to the processes that fire it. All that is armed
/// is also written into a table <c>armed</c>: key, due time and what must become of it.
/// </summary>
public sealed class Timers_survive : IAsyncLifetime
{
    private static readonly bool s_long = Environment.GetEnvironmentVariable("SERVICEMESH_LONG_TESTS") == "1";
    private string _database = null!;
    private NpgsqlDataSource _source = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync();
        // It makes the tables and is gone: here nothing but the processes fires.
        await using (await TestService.StartAsync("sla", _database, null))
        {
        }
        _source = NpgsqlDataSource.Create(_database);
        await ExecuteAsync("CREATE TABLE armed (key text PRIMARY KEY, due_at timestamptz NOT NULL); CREATE INDEX ledger_key ON ledger (split_part(what, '|', 1))");
    }

    public async ValueTask DisposeAsync()
    {
        await _source.DisposeAsync();
        await TestDatabase.DropAsync(_database);
    }

    [Fact]
    public async Task A_kill_with_many_armed_and_many_overdue()
    {
        var armed = s_long ? 100_000 : 10_000;
        await ArmAsync("far", armed, "interval '1 hour' + i * interval '1 second'");
        await ArmAsync("overdue", 1000, "i * interval '-1 second'");
        await ArmAsync("soon", 2000, "i * interval '1 millisecond'");
        await using (var killed = await TimerProcess.StartAsync(_database, "killed"))
        {
            await Eventually.Async(async () => await CountAsync("SELECT count(*) FROM ledger") >= 1200, what: "some have fired");
            await killed.KillAsync();
        }
        var cancelled = await CountAsync("WITH gone AS (DELETE FROM messaging.timers WHERE key LIKE 'far%7' RETURNING key), forgotten AS (DELETE FROM armed USING gone WHERE armed.key = gone.key) SELECT count(*) FROM gone");
        Assert.InRange(cancelled, 1, armed);

        await using var next = await TimerProcess.StartAsync(_database, "next");
        await AllDueHaveFiredOnceAsync();
        Assert.Equal(armed - cancelled, await CountAsync("SELECT count(*) FROM messaging.timers"));
    }

    [Fact]
    public async Task One_of_two_instances_is_frozen_in_the_middle_of_a_firing_and_thawed()
    {
        const int lease = 2;
        await ArmAsync("slow", 40, "interval '0'", "slow");
        await using var frozen = await TimerProcess.StartAsync(_database, "frozen", lease);
        await Eventually.Async(async () => await CountAsync(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'frozen' AND query LIKE '%pg_sleep%' AND state = 'active'") > 0, what: "it is in the middle of a firing");
        await frozen.FreezeAsync();
        var since = Stopwatch.GetTimestamp();
        Assert.Equal(0, await CountAsync("SELECT count(*) FROM ledger"));

        // Whoever arms does not wait for the frozen one, not even with the keys that it has claimed.
        await ArmAsync("slow", 20, "interval '0'", "moved");
        Assert.InRange(Stopwatch.GetElapsedTime(since), TimeSpan.Zero, TimeSpan.FromSeconds(lease));

        await using var healthy = await TimerProcess.StartAsync(_database, "healthy", lease);
        await ArmAsync("later", 500, "i * interval '2 milliseconds'");
        await AllDueHaveFiredOnceAsync();
        await Eventually.Async(() => Stopwatch.GetElapsedTime(since) > TimeSpan.FromSeconds(s_long ? 60 : lease + 2), TimeSpan.FromSeconds(90), "it was frozen long enough");

        await frozen.ThawAsync();
        await ArmAsync("after", 500, "i * interval '2 milliseconds'");
        await AllDueHaveFiredOnceAsync();
        Assert.Equal(0, await CountAsync("SELECT count(*) FROM messaging.timers"));
    }

    [Fact]
    public async Task Two_instances_and_one_is_frozen_while_it_claims_again_and_again()
    {
        await using var one = await TimerProcess.StartAsync(_database, "one", 1);
        await using var other = await TimerProcess.StartAsync(_database, "other", 1);
        await ArmAsync("busy", 4000, "i * interval '1 millisecond'");
        await Eventually.Async(async () => await CountAsync("SELECT count(*) FROM ledger") >= 400, what: "both are at work");
        await one.FreezeAsync();
        await AllDueHaveFiredOnceAsync();
        await one.ThawAsync();
        await ArmAsync("more", 1000, "i * interval '1 millisecond'");
        await AllDueHaveFiredOnceAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task PostgreSQL_is_restarted(bool killed)
    {
        await using var postgres = await TestPostgres.StartAsync();
        await using var service = await TestService.StartAsync("sla", postgres.ConnectionString, null, m => m.TimerBatch<Chime>(Chime.Kind));
        await using (var work = await service.Works.BeginAsync(Ct))
        {
            for (var i = 0; i < 1000; i++) work.Arm(Chime.Due(work.Now.AddMilliseconds(2 * i), $"r{i}"));
            await work.CommitAsync(Ct);
        }
        await Eventually.Async(async () => await service.LedgerAsync() >= 100, what: "some have fired");
        if (killed) await postgres.KillAsync();
        else await postgres.StopAsync();
        await postgres.StartAgainAsync();
        await Eventually.Async(async () => await service.LedgerAsync() >= 1000, TimeSpan.FromSeconds(60), "all have fired");
        Assert.Equal(1000, await service.CountAsync("SELECT count(DISTINCT what) FROM ledger"));
        Assert.Equal(1000, await service.LedgerAsync());
        Assert.Equal(0, await service.CountAsync("SELECT count(*) FROM ledger WHERE at < split_part(what, '|', 2)::timestamptz"));
    }

    /// <summary>Arms with one statement, as another process would.</summary>
    private Task ArmAsync(string prefix, int count, string due, string payload = "") => ExecuteAsync($"""
        WITH timers AS (
            INSERT INTO messaging.timers (kind, key, due_at, version, tenant, payload)
            SELECT 'chime', '{prefix}' || i, clock_timestamp() + {due}, nextval('messaging.timer_versions'), 'default', '"{payload}"' FROM generate_series(1, {count}) i
            ON CONFLICT (kind, key) DO UPDATE SET due_at = excluded.due_at, version = excluded.version, payload = excluded.payload, attempts = 0
            RETURNING key, due_at)
        INSERT INTO armed SELECT * FROM timers ON CONFLICT (key) DO UPDATE SET due_at = excluded.due_at
        """);

    private async Task AllDueHaveFiredOnceAsync()
    {
        const string missing = "SELECT count(*) FROM armed a WHERE due_at < clock_timestamp() + interval '30 minutes' AND NOT EXISTS (SELECT FROM ledger l WHERE split_part(l.what, '|', 1) = a.key)";
        await Eventually.Async(async () => await CountAsync(missing) == 0, TimeSpan.FromSeconds(40), "all that is due has fired");
        Assert.Equal(0, await CountAsync("SELECT count(*) FROM (SELECT FROM ledger GROUP BY split_part(what, '|', 1) HAVING count(*) > 1) twice"));
        Assert.Equal(0, await CountAsync("SELECT count(*) FROM ledger WHERE at < split_part(what, '|', 2)::timestamptz"));
        Assert.Equal(0, await CountAsync("SELECT count(*) FROM messaging.timers t JOIN ledger l ON split_part(l.what, '|', 1) = t.key"));
    }

    private async Task<long> CountAsync(string sql)
    {
        await using var command = _source.CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync(Ct))!;
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var command = _source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(Ct);
    }
}
