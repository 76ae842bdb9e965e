using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using ServiceMesh.Contracts;
using ServiceMesh.Insight.Engines;
using ServiceMesh.Messaging;
using ServiceMesh.ServiceDefaults;

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
        new(insight.Database, insight.Services.GetRequiredService<DatabaseClock>(), loggers.CreateLogger<EngineWatch>());

    private EngineHeartbeat Beat(DateTimeOffset at, double late = 0) => new()
    {
        Tenant = "default", OccurredAt = at, Service = _service, Instance = "host:1", LatenessSeconds = late,
    };

    private async Task<JsonElement> EngineAsync() =>
        (await insight.GetAsync(InsightHost.NewTenant(), "/api/v1/insight/engines")).GetProperty("items").EnumerateArray()
            .Single(e => e.GetProperty("service").GetString() == _service);

    private IEnumerable<string> Reports() => insight.Logs.Lines.Where(l => l.Contains(_service, StringComparison.Ordinal));
}
