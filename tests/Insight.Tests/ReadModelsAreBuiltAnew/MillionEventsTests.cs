using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using ServiceMesh.Contracts;
using ServiceMesh.Insight.Projections;
using ServiceMesh.Insight.Tests.Scorecard;
using ServiceMesh.Insight.Tests.TheRecordIsAChain;
using ServiceMesh.Insight.Timeline;
using ServiceMesh.Messaging;
using ServiceMesh.Testing;

namespace ServiceMesh.Insight.Tests.ReadModelsAreBuiltAnew;

/// <summary>Rebuilds of a million events while traffic goes on. Long; <c>SERVICEMESH_LONG_SIZE</c> sets another number.</summary>
public sealed class MillionEventsTests(InsightHost insight)
{
    private const int Batch = 500;

    /// <summary>However large the record, new events wait this long at the most, on a busy machine too.</summary>
    private static readonly TimeSpan s_longestWait = TimeSpan.FromSeconds(5);

    private readonly string _tenant = InsightHost.NewTenant();

    internal static int Size => int.TryParse(Environment.GetEnvironmentVariable("SERVICEMESH_LONG_SIZE"), CultureInfo.InvariantCulture, out var size) ? size : 1_000_000;

    [Fact]
    public async Task A_million_events_rebuild_to_the_same_bytes_with_progress_while_traffic_goes_on()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("SERVICEMESH_LONG_TESTS") == "1", "Only with --long: it keeps a million events.");
        await insight.DeliverAsync(Story.Zone(_tenant, "Asia/Shanghai"));
        var watch = Stopwatch.StartNew();
        var kept = 0;
        var first = new Generated(_tenant, 0, 0);
        for (var seed = 1; kept < Size; seed++)
        {
            foreach (var some in new Generated(_tenant, seed, 2_000, first).Shuffled().Chunk(Batch)) kept += await KeepAsync(insight.Services, some);
        }

        Say($"{kept:n0} events kept in {watch.Elapsed.TotalSeconds:f1} s, {kept / watch.Elapsed.TotalSeconds:n0}/s");
        await using var second = insight.Instance();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var (meanwhile, slowest) = (0, TimeSpan.Zero);
        var traffic = Task.Run(async () =>
        {
            for (var seed = 1_000_000; !stop.IsCancellationRequested; seed++)
            {
                foreach (var some in new Generated(_tenant, seed, 50, first).Shuffled().Chunk(50))
                {
                    var began = Stopwatch.GetTimestamp();
                    meanwhile += await KeepAsync(second.Services, some);
                    slowest = slowest > Stopwatch.GetElapsedTime(began) ? slowest : Stopwatch.GetElapsedTime(began);
                    if (stop.IsCancellationRequested) return;
                }
            }
        }, TestContext.Current.CancellationToken);
        foreach (var projection in insight.Services.GetServices<IProjection>()) await RebuildAsync(projection.Name, same: true);
        await stop.CancelAsync();
        await traffic;
        Say($"{meanwhile:n0} events were kept meanwhile, the longest commit of 50 took {slowest.TotalMilliseconds:n0} ms");
        Assert.True(meanwhile > 0);
        Assert.True(slowest < s_longestWait, $"A commit took {slowest}.");

        foreach (var projection in insight.Services.GetServices<IProjection>())
        {
            var before = await BytesAsync(projection);
            foreach (var table in projection.Tables) await insight.TamperAsync(_tenant, $"DELETE FROM {table} WHERE tenant = $1");
            await RebuildAsync(projection.Name, same: false);
            Assert.Equal(before, await BytesAsync(projection));
        }
    }

    private async Task RebuildAsync(string name, bool same)
    {
        var ct = TestContext.Current.CancellationToken;
        using var client = insight.Client(_tenant);
        var watch = Stopwatch.StartNew();
        using var asked = await client.PostAsync(new Uri($"/api/v1/insight/projections/{name}/rebuilds", UriKind.Relative), null, ct);
        var (progress, job) = (new SortedSet<long>(), default(JsonElement));
        var last = 0L;
        await Eventually.Async(async () =>
        {
            job = await client.GetFromJsonAsync<JsonElement>(asked.Headers.Location, ct);
            var done = job.GetProperty("done").GetInt64();
            Assert.True(done >= last, "progress went back");
            progress.Add(last = done);
            return job.GetProperty("state").GetString() is "done" or "failed";
        }, TimeSpan.FromMinutes(30), $"the rebuild of {name} ends");
        Assert.Equal("done", job.GetProperty("state").GetString());
        var result = job.GetProperty("result");
        var events = result.GetProperty("position").GetInt64();
        var tables = result.GetProperty("tables").EnumerateArray().ToList();
        Say($"{name}: {events:n0} events in {watch.Elapsed.TotalSeconds:f1} s, {events / watch.Elapsed.TotalSeconds:n0}/s, {progress.Count} steps of progress seen, new events held for {result.GetProperty("heldMilliseconds").GetInt64():n0} ms; "
            + string.Join(", ", tables.Select(t => $"{t.GetProperty("table")} {t.GetProperty("rows").GetInt64():n0}")));
        // It is told twice a second.
        Assert.True(progress.Count(p => p > 0 && p < events) >= Math.Min(3, (int)watch.Elapsed.TotalSeconds - 2), "Its progress was not shown.");
        // Also where everything was lost: it comes back some rows at a time.
        Assert.InRange(result.GetProperty("heldMilliseconds").GetInt64(), 0, (long)s_longestWait.TotalMilliseconds);
        if (same) Assert.All(tables, t => Assert.Equal((0, 0), (t.GetProperty("removed").GetInt32(), t.GetProperty("added").GetInt32())));
    }

    private async Task<string[]> BytesAsync(IProjection projection)
    {
        var bytes = new List<string>();
        foreach (var table in projection.Tables)
        {
            await using var command = insight.Database.CreateCommand($"SELECT count(*) || ' ' || coalesce(md5(string_agg(md5(t::text), '' ORDER BY md5(t::text))), '') FROM {table} t WHERE tenant = $1");
            command.CommandTimeout = 0;
            command.Parameters.Add(new Npgsql.NpgsqlParameter<string> { TypedValue = _tenant });
            bytes.Add($"{table} {await command.ExecuteScalarAsync(TestContext.Current.CancellationToken)}");
        }

        return [.. bytes];
    }

    private static async Task<int> KeepAsync(IServiceProvider services, Event[] events)
    {
        await using var work = await services.GetRequiredService<IWorkFactory>().BeginAsync(TestContext.Current.CancellationToken);
        await work.Services.GetRequiredService<TimelineWriter>().HandleAsync(events, work, TestContext.Current.CancellationToken);
        await work.CommitAsync(TestContext.Current.CancellationToken);
        return events.Length;
    }

    private static void Say(string line) => TestContext.Current.TestOutputHelper!.WriteLine(line);
}
