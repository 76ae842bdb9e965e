using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using ServiceMesh.Contracts;
using ServiceMesh.Insight.Jobs;
using ServiceMesh.Insight.Projections;
using ServiceMesh.Insight.Tests.TheRecordIsAChain;
using ServiceMesh.Messaging;

namespace ServiceMesh.Insight.Tests.ReadModelsAreBuiltAnew;

public sealed class RebuildTests(InsightHost insight)
{
    private const string Bytes = "SELECT d::text FROM daily_counts d WHERE tenant = $1 ORDER BY day";
    private const string Rebuild = "/api/v1/insight/projections/daily-counts/rebuilds";

    private readonly string _tenant = InsightHost.NewTenant();

    [Fact]
    public async Task A_rebuild_gives_the_same_bytes_as_live_traffic_did_and_finds_nothing_to_change()
    {
        await insight.DeliverAsync(Story.Zone(_tenant, "Asia/Shanghai"));
        await insight.DeliverAsync(History());
        await insight.DeliverAsync(Story.Zone(_tenant, "America/New_York", sequence: 2));
        await insight.DeliverAsync(History());
        var before = await insight.ColumnAsync(Bytes, _tenant);

        var table = (await insight.JobAsync(_tenant, Rebuild)).GetProperty("result").GetProperty("tables")[0];

        Assert.Equal("daily_counts", table.GetProperty("table").GetString());
        Assert.Equal((before.Length, 0, 0), (table.GetProperty("rows").GetInt32(), table.GetProperty("removed").GetInt32(), table.GetProperty("added").GetInt32()));
        Assert.Equal(before, await insight.ColumnAsync(Bytes, _tenant));
    }

    [Fact]
    public async Task What_was_lost_or_spoilt_comes_back_and_other_tenants_are_left_alone()
    {
        var neighbour = InsightHost.NewTenant();
        await insight.DeliverAsync(History());
        await insight.DeliverAsync(Keeper.Tickets(neighbour, 2));
        var before = await insight.ColumnAsync(Bytes, _tenant);
        await insight.TamperAsync(_tenant, "UPDATE daily_counts SET opened = opened + 1 WHERE tenant = $1 AND day = (SELECT min(day) FROM daily_counts WHERE tenant = $1)");
        await insight.TamperAsync(_tenant, "DELETE FROM daily_counts WHERE tenant = $1 AND day = (SELECT max(day) FROM daily_counts WHERE tenant = $1)");
        await insight.TamperAsync(_tenant, "INSERT INTO daily_counts SELECT tenant, '1999-12-31', 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1 FROM daily_counts WHERE tenant = $1 LIMIT 1");
        await insight.TamperAsync(neighbour, "UPDATE daily_counts SET opened = 77 WHERE tenant = $1");

        var job = await insight.JobAsync(_tenant, Rebuild);

        Assert.Equal(before, await insight.ColumnAsync(Bytes, _tenant));
        Assert.Equal((2, 2), (job.GetProperty("result").GetProperty("tables")[0].GetProperty("removed").GetInt32(), job.GetProperty("result").GetProperty("tables")[0].GetProperty("added").GetInt32()));
        Assert.Equal(77, await insight.ScalarAsync("SELECT max(opened) FROM daily_counts WHERE tenant = $1", neighbour));
    }

    [Fact]
    public async Task It_agrees_with_live_traffic_that_goes_on_meanwhile_from_two_instances()
    {
        await using var second = insight.Instance();
        var other = second.Services.GetRequiredService<IEventDelivery>();
        var ct = TestContext.Current.CancellationToken;
        await insight.DeliverAsync(Keeper.Tickets(_tenant, 300));
        await insight.TamperAsync(_tenant, "DELETE FROM daily_counts WHERE tenant = $1");

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var sent = 300;
        var traffic = Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                var (mine, theirs) = (Keeper.Tickets(_tenant, 5), Keeper.Tickets(_tenant, 5));
                await Task.WhenAll(insight.DeliverAsync(mine), Task.WhenAll(theirs.Select(e => other.DeliverAsync(e, Guid.CreateVersion7(), ct))));
                sent += 10;
            }
        }, ct);
        for (var i = 0; i < 3; i++) await insight.JobAsync(_tenant, Rebuild);
        await stop.CancelAsync();
        await traffic;

        Assert.True(sent > 300);
        Assert.Equal((long)sent, await insight.ScalarAsync("SELECT sum(opened) FROM daily_counts WHERE tenant = $1", _tenant));
        var last = (await insight.JobAsync(_tenant, Rebuild)).GetProperty("result");
        Assert.Equal(8 * sent, last.GetProperty("position").GetInt64());
        Assert.Equal((0, 0), (last.GetProperty("tables")[0].GetProperty("removed").GetInt32(), last.GetProperty("tables")[0].GetProperty("added").GetInt32()));
        Assert.True((await insight.VerifyAsync(_tenant)).Intact);
    }

    [Fact]
    public async Task Where_much_is_lost_it_comes_back_some_rows_at_a_time_while_traffic_goes_on()
    {
        var ct = TestContext.Current.CancellationToken;
        var scores = insight.Services.GetServices<IProjection>().Single(p => p.Name == "scorecard");
        await insight.DeliverAsync(Keeper.Tickets(_tenant, 60));
        foreach (var table in scores.Tables) await insight.TamperAsync(_tenant, $"DELETE FROM {table} WHERE tenant = $1");
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var traffic = Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested) await insight.DeliverAsync(Keeper.Tickets(_tenant, 2));
        }, ct);
        var told = new List<long>();
        var job = new RebuildJob(insight.Database, [scores], step: 25);
        var result = (RebuildResult)await job.RunAsync(new JobRun(_tenant, scores.Name, (done, _, _) =>
        {
            told.Add(done);
            return Task.CompletedTask;
        }), ct);
        await stop.CancelAsync();
        await traffic;

        Assert.True(result.Tables.Single(t => t.Table == "score_stories").Added >= 60);
        // It is heard of at every step, and never goes back: a job that is silent for a minute is given to another instance.
        Assert.True(told.Count > 60 / 25, $"{told.Count}");
        Assert.Equal(told.Order(), told);
        // Nothing was lost of what came between the steps.
        var last = (await insight.JobAsync(_tenant, "/api/v1/insight/projections/scorecard/rebuilds")).GetProperty("result");
        Assert.All(last.GetProperty("tables").EnumerateArray(), t => Assert.Equal((0, 0), (t.GetProperty("removed").GetInt32(), t.GetProperty("added").GetInt32())));
        Assert.True((await insight.VerifyAsync(_tenant)).Intact);
    }

    [Fact]
    public async Task Every_read_model_depends_on_the_order_of_events_only_and_not_on_how_they_are_cut()
    {
        await insight.DeliverAsync(Keeper.Tickets(_tenant, 20));
        var ct = TestContext.Current.CancellationToken;
        foreach (var projection in insight.Services.GetServices<IProjection>())
        {
            var made = new List<string>();
            foreach (var size in (int[])[1, 7, 1000])
            {
                // Not one of the pool: its prepared statements would stay with the tables that live traffic writes.
                await using var connection = new NpgsqlConnection(insight.ConnectionString + ";Pooling=false");
                await connection.OpenAsync(ct);
                await using var transaction = await connection.BeginTransactionAsync(ct);
                foreach (var table in projection.Tables)
                {
                    await using var create = new NpgsqlCommand($"CREATE TEMP TABLE {table} (LIKE public.{table} INCLUDING ALL) ON COMMIT DROP", connection, transaction);
                    await create.ExecuteNonQueryAsync(ct);
                }
                foreach (var part in (await KeptEvents.ReadAsync(connection, transaction, _tenant, 0, 10_000, ct)).Chunk(size)) await projection.ApplyAsync(part, connection, transaction, ct);
                var rows = new List<string>();
                foreach (var table in projection.Tables)
                {
                    await using var read = new NpgsqlCommand($"SELECT t::text FROM pg_temp.{table} t ORDER BY 1", connection, transaction);
                    await using var reader = await read.ExecuteReaderAsync(ct);
                    while (await reader.ReadAsync(ct)) rows.Add(reader.GetString(0));
                }
                made.Add(string.Join('\n', rows));
            }
            Assert.True(made.Distinct().Count() == 1, $"{projection.Name} depends on how events are cut");
        }
    }

    [Fact]
    public async Task A_second_request_joins_the_first_and_what_is_no_read_model_is_not_found()
    {
        using var client = insight.Client(_tenant);
        using var nothing = await client.PostAsync(new Uri("/api/v1/insight/projections/nothing/rebuilds", UriKind.Relative), null, TestContext.Current.CancellationToken);
        Assert.Equal(System.Net.HttpStatusCode.NotFound, nothing.StatusCode);
        using var stranger = insight.Client(InsightHost.NewTenant());
        var job = await insight.JobAsync(_tenant, Rebuild);
        using var foreign = await stranger.GetAsync(new Uri($"/api/v1/insight/jobs/{job.GetProperty("id").GetString()}", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(System.Net.HttpStatusCode.NotFound, foreign.StatusCode);
        using var agent = insight.Client(_tenant, ServiceDefaults.Roles.Agent);
        using var refused = await agent.PostAsync(new Uri(Rebuild, UriKind.Relative), null, TestContext.Current.CancellationToken);
        Assert.Equal(System.Net.HttpStatusCode.Forbidden, refused.StatusCode);
    }

    private Event[] History() =>
    [
        .. Enumerable.Range(0, 40).SelectMany(i =>
        {
            var story = new Story(_tenant).At(new DateTimeOffset(2026, 11, 1 + i % 20, 6 + i % 17, 30, 0, TimeSpan.Zero));
            return new Event[] { story.Opened(), story.Triaged(), story.Assigned(), story.Assigned(again: true), story.Paused(), story.Breached(), story.Closed(), story.Answered(1 + i % 5) };
        }),
    ];
}
