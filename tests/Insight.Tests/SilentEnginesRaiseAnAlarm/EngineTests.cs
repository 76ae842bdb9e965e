using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using ServiceMesh.Contracts;
using ServiceMesh.Insight.Engines;
using ServiceMesh.Messaging;
using ServiceMesh.ServiceDefaults;
using ServiceMesh.Testing;

namespace ServiceMesh.Insight.Tests.SilentEnginesRaiseAnAlarm;

public sealed class EngineTests(InsightHost insight)
{
    // A name that no other test uses.
    private readonly string _service = $"e{Guid.CreateVersion7():N}";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_last_heartbeat_of_an_engine_is_shown()
    {
        var now = insight.Services.GetRequiredService<DatabaseClock>().Now;
        await insight.DeliverAsync(Beat(now.AddSeconds(-30), 9), Beat(now.AddSeconds(-5), 0.25));
        await insight.DeliverAsync(Beat(now.AddSeconds(-20), 7));

        var engine = await EngineAsync();

        Assert.Equal(0.25, engine.GetProperty("lateness").GetDouble());
        Assert.Equal("ok", engine.GetProperty("state").GetString());
        Assert.Equal(now.AddSeconds(-5), engine.GetProperty("lastSeenAt").GetDateTimeOffset());
    }

    [Fact]
    public async Task It_is_late_and_then_lost()
    {
        var now = insight.Services.GetRequiredService<DatabaseClock>().Now;
        await insight.DeliverAsync(Beat(now.AddSeconds(-80)));
        Assert.Equal("late", (await EngineAsync()).GetProperty("state").GetString());

        await insight.DeliverAsync(Beat(now.AddSeconds(-5), 30));
        Assert.Equal("late", (await EngineAsync()).GetProperty("state").GetString());
    }

    [Fact]
    public async Task Its_silence_is_reported_once_also_after_a_restart_and_forgotten_when_it_is_heard()
    {
        var now = insight.Services.GetRequiredService<DatabaseClock>().Now;
        await insight.DeliverAsync(Beat(now));
        using var loggers = new LoggerFactory([insight.Logs]);
        var watch = Watch(loggers);
        await watch.CheckAsync(now, Ct);
        await watch.CheckAsync(now.AddSeconds(119), Ct);
        Assert.Empty(Reports());

        await watch.CheckAsync(now.AddSeconds(121), Ct);
        await watch.CheckAsync(now.AddSeconds(126), Ct);
        var restarted = Watch(loggers);
        await restarted.CheckAsync(now.AddSeconds(130), Ct);
        await restarted.CheckAsync(now.AddSeconds(300), Ct);
        Assert.Single(Reports());
        Assert.InRange(restarted.Lost, 1, int.MaxValue);

        await insight.DeliverAsync(Beat(now.AddSeconds(310)));
        await restarted.CheckAsync(now.AddSeconds(311), Ct);
        await restarted.CheckAsync(now.AddSeconds(500), Ct);
        Assert.Equal(2, Reports().Count());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task One_lane_that_stands_still_is_a_loss_although_the_others_beat_on(bool everHeard)
    {
        var now = insight.Services.GetRequiredService<DatabaseClock>().Now;
        using var loggers = new LoggerFactory([insight.Logs]);
        var watch = Watch(loggers);
        await watch.CheckAsync(now.AddSeconds(-300), Ct);
        await insight.DeliverAsync([.. Enumerable.Range(0, 4).Where(lane => everHeard || lane != 2).Select(lane => Beat(now.AddSeconds(-130), lane: lane))]);
        for (var before = 100; before >= 10; before -= 30)
        {
            await insight.DeliverAsync([.. Enumerable.Range(0, 4).Where(lane => lane != 2).Reverse().Select(lane => Beat(now.AddSeconds(-before), 130 - before, lane))]);
        }

        var engine = await EngineAsync();
        Assert.Equal(("lost", now.AddSeconds(-130), 120d), (engine.GetProperty("state").GetString(), engine.GetProperty("lastSeenAt").GetDateTimeOffset(), engine.GetProperty("lateness").GetDouble()));
        await watch.CheckAsync(now, Ct);
        await watch.CheckAsync(now.AddSeconds(5), Ct);
        Assert.Single(Reports());
        var lost = Assert.Single((await TestOutbox.ReadAsync(insight.Database)).OfType<EngineLost>(), e => e.Service == _service);
        Assert.Equal(("default", now.AddSeconds(-130), 120d), (lost.Tenant, lost.LastSeenAt, lost.LatenessSeconds));

        await insight.DeliverAsync(Beat(now.AddSeconds(-1), lane: 2));
        Assert.Equal(("ok", now.AddSeconds(-10)), ((await EngineAsync()).GetProperty("state").GetString(), (await EngineAsync()).GetProperty("lastSeenAt").GetDateTimeOffset()));
    }

    [Fact]
    public async Task A_heartbeat_is_no_part_of_the_timeline_and_leaves_no_row_in_the_inbox()
    {
        var id = Guid.CreateVersion7();
        await insight.Services.GetRequiredService<IEventDelivery>().DeliverAsync(Beat(DateTimeOffset.UtcNow), id, Ct);
        await EngineAsync();
        await using var count = insight.Database.CreateCommand(
            "SELECT (SELECT count(*) FROM timeline WHERE type = 'EngineHeartbeat') + (SELECT count(*) FROM messaging.inbox WHERE message_id = $1)");
        count.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = id });
        Assert.Equal(0L, await count.ExecuteScalarAsync(Ct));
        var counts = await insight.GetAsync("default", "/api/v1/insight/event-counts");
        Assert.DoesNotContain(counts.GetProperty("items").EnumerateArray(), i => i.GetProperty("type").GetString() == nameof(EngineHeartbeat));
    }

    [Theory]
    [InlineData(Roles.Ops, HttpStatusCode.OK)]
    [InlineData(Roles.Admin, HttpStatusCode.OK)]
    [InlineData(Roles.Manager, HttpStatusCode.OK)]
    [InlineData(Roles.Agent, HttpStatusCode.Forbidden)]
    [InlineData(Roles.Customer, HttpStatusCode.Forbidden)]
    public async Task Those_who_run_the_installation_may_read_it(string role, HttpStatusCode status)
    {
        using var client = insight.Client(InsightHost.NewTenant(), role);
        using var response = await client.GetAsync("/api/v1/insight/engines", Ct);
        Assert.Equal(status, response.StatusCode);
    }

    private EngineWatch Watch(LoggerFactory loggers) =>
        new(insight.Database, insight.Services.GetRequiredService<DatabaseClock>(), insight.Services.GetRequiredService<IWorkFactory>(), loggers.CreateLogger<EngineWatch>());

    private EngineHeartbeat Beat(DateTimeOffset at, double late = 0, int? lane = null) => new()
    {
        Tenant = "default", OccurredAt = at, Service = _service, Instance = "host:1", LatenessSeconds = late, Lane = lane, Lanes = lane is null ? null : 4,
    };

    private async Task<JsonElement> EngineAsync() =>
        (await insight.GetAsync(InsightHost.NewTenant(), "/api/v1/insight/engines")).GetProperty("items").EnumerateArray()
            .Single(e => e.GetProperty("service").GetString() == _service);

    private IEnumerable<string> Reports() => insight.Logs.Lines.Where(l => l.Contains(_service, StringComparison.Ordinal));
}
