using System.Collections.Concurrent;
using ServiceMesh.Testing;
using StackExchange.Redis;

namespace ServiceMesh.Messaging.Tests;

public sealed class Timers : IAsyncLifetime
{
    private static readonly ConcurrentDictionary<string, int> s_failures = [];
    private string _database = null!;
    private TestService _service = null!;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync();
        _service = await StartAsync();
    }

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    private Task<TestService> StartAsync() => TestService.StartAsync("sla", _database, null, m => m.Timer<Bell>("bell"));

    [Fact]
    public async Task None_fires_early_and_each_fires_once()
    {
        await using (var work = await _service.Works.BeginAsync(TestContext.Current.CancellationToken))
        {
            for (var i = 0; i < 300; i++) work.Arm(Bell.Due(work.Now.AddMilliseconds(i * 3.3337), $"b{i}"));
            await work.CommitAsync(TestContext.Current.CancellationToken);
        }
        await Eventually.Async(async () => await _service.LedgerAsync() == 300, what: "all have fired");
        Assert.Equal(0, await _service.CountAsync("SELECT count(*) FROM ledger WHERE at < split_part(what, '|', 2)::timestamptz"));
        Assert.Equal(300, await _service.CountAsync("SELECT count(DISTINCT what) FROM ledger"));
        Assert.Equal(0, await _service.CountAsync("SELECT count(*) FROM messaging.timers"));
        Assert.Equal(300, await _service.CountAsync("SELECT count(*) FROM messaging.outbox"));
    }

    [Fact]
    public async Task Redis_is_flushed_again_and_again_and_none_is_missed_or_fires_twice()
    {
        var redis = await TestRedis.ConnectionStringAsync();
        await using var service = await TestService.StartAsync("sla", await TestDatabase.CreateAsync(), null, m => m.Timer<Bell>("bell"), settings: ("ConnectionStrings:redis", redis));
        using var connection = await ConnectionMultiplexer.ConnectAsync(redis + ",allowAdmin=true");
        await using (var work = await service.Works.BeginAsync(TestContext.Current.CancellationToken))
        {
            for (var i = 0; i < 300; i++) work.Arm(Bell.Due(work.Now.AddMilliseconds(i * 3), $"r{i}"));
            await work.CommitAsync(TestContext.Current.CancellationToken);
        }
        await Eventually.Async(async () =>
        {
            await connection.GetServer(connection.GetEndPoints()[0]).FlushAllDatabasesAsync();
            return await service.CountAsync("SELECT count(*) FROM messaging.timers") == 0;
        });
        Assert.Equal(300, await service.LedgerAsync());
        Assert.Equal(300, await service.CountAsync("SELECT count(DISTINCT what) FROM ledger"));
        Assert.Equal(0, await service.CountAsync("SELECT count(*) FROM ledger WHERE at < split_part(what, '|', 2)::timestamptz"));
    }

    [Fact]
    public async Task Rearming_replaces_and_cancelling_ends()
    {
        await using (var work = await _service.Works.BeginAsync(TestContext.Current.CancellationToken))
        {
            work.Arm(Bell.Due(work.Now.AddMilliseconds(300), "moved"));
            work.Arm(Bell.Due(work.Now.AddMilliseconds(300), "cancelled"));
            work.Arm(Bell.Due(work.Now.AddMilliseconds(600), "witness"));
            await work.CommitAsync(TestContext.Current.CancellationToken);
        }
        DateTimeOffset moved;
        await using (var work = await _service.Works.BeginAsync(TestContext.Current.CancellationToken))
        {
            moved = work.Now.AddMilliseconds(900);
            work.Arm(Bell.Due(moved, "moved"));
            work.Cancel("bell", "cancelled");
            await work.CommitAsync(TestContext.Current.CancellationToken);
        }
        await Eventually.Async(async () => await _service.LedgerAsync() == 2, what: "witness and the moved one have fired");
        Assert.Equal(1, await _service.CountAsync($"SELECT count(*) FROM ledger WHERE what LIKE 'moved|%' AND at >= '{moved.UtcDateTime:O}'"));
        Assert.Equal(0, await _service.CountAsync("SELECT count(*) FROM ledger WHERE what LIKE 'cancelled|%'"));
    }

    [Fact]
    public async Task One_that_fails_is_tried_again_and_holds_no_other()
    {
        await using (var work = await _service.Works.BeginAsync(TestContext.Current.CancellationToken))
        {
            work.Arm(Bell.Due(work.Now, "bad"));
            for (var i = 0; i < 20; i++) work.Arm(Bell.Due(work.Now, $"good{i}"));
            await work.CommitAsync(TestContext.Current.CancellationToken);
        }
        await Eventually.Async(async () => await _service.LedgerAsync() == 21, what: "all have fired, the bad one at its second try");
        Assert.True(s_failures["bad"] >= 1);
    }

    [Fact]
    public async Task Those_overdue_at_a_start_fire_once_although_two_instances_compete()
    {
        await _service.DisposeAsync();
        await using (var writer = await TestService.StartAsync("sla", _database, null, m => m.Timer<Bell>("other-bell")))
        {
            await writer.ExecuteAsync("""
                INSERT INTO messaging.timers (kind, key, due_at, version, tenant, payload)
                SELECT 'bell', 'k' || i, clock_timestamp() - interval '1 hour' + i * interval '1 second', nextval('messaging.timer_versions'), 'default', to_json('k' || i)::text
                FROM generate_series(1, 2000) i
                """);
        }
        var instances = await Task.WhenAll(StartAsync(), StartAsync());
        _service = instances[0];
        await using var second = instances[1];
        await Eventually.Async(async () => await _service.LedgerAsync() >= 2000 && await _service.CountAsync("SELECT count(*) FROM messaging.timers") == 0, what: "the overdue have fired");
        Assert.Equal(2000, await _service.LedgerAsync());
        Assert.Equal(2000, await _service.CountAsync("SELECT count(DISTINCT what) FROM ledger"));
    }

    [Fact]
    public async Task A_timer_may_arm_itself_again()
    {
        await using (var work = await _service.Works.BeginAsync(TestContext.Current.CancellationToken))
        {
            work.Arm(Bell.Due(work.Now, "again3"));
            await work.CommitAsync(TestContext.Current.CancellationToken);
        }
        await Eventually.Async(async () => await _service.LedgerAsync() == 3, what: "it rang three times");
        Assert.Equal(0, await _service.CountAsync("SELECT count(*) FROM messaging.timers"));
    }

    /// <summary>Rings into the ledger and publishes, in one commit.</summary>
    private sealed class Bell : ITimerHandler
    {
        public static TimerRequest Due(DateTimeOffset at, string key) => new("bell", key, at, "default", null, key);

        public async Task FireAsync(FiredTimer t, Work work, CancellationToken ct)
        {
            var name = t.Read<string>();
            await Ledger.WriteAsync(work, $"{t.Key}|{t.DueAt.UtcDateTime:O}", null, ct);
            work.Publish(Notes.Of(Guid.CreateVersion7(), name));
            if (name == "bad" && s_failures.AddOrUpdate(name, 1, (_, n) => n + 1) < 3) throw new InvalidOperationException("cracked");
            if (name == "again3" || name == "again2") work.Arm(new TimerRequest("bell", t.Key, work.Now.AddMilliseconds(20), t.Tenant, null, name == "again3" ? "again2" : "again1"));
        }
    }
}
