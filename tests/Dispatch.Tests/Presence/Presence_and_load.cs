using ServiceMesh.NativeServers;
using ServiceMesh.NativeServers.Processes;
using ServiceMesh.Testing;
using StackExchange.Redis;
using Xunit;

namespace ServiceMesh.Dispatch.Tests.Presence;

/// <summary>Redis holds what may be lost: flushed, or gone altogether, everything is right.</summary>
public sealed class Presence_and_load
{
    [Fact]
    public async Task Redis_flushed_or_gone_changes_nothing_but_the_time_it_takes()
    {
        // One of its own: it is flushed, and then killed.
        var prepared = RedisServer.Prepare(Path.Combine(TestDirectory.Create("redis"), "server"));
        await using var server = ChildProcess.Start(prepared.Command, _ => { });
        await Eventually.Async(() => prepared.IsReadyAsync(TestContext.Current.CancellationToken), what: "Redis answers");
        var redis = prepared.ConnectionString;
        await using var with = new DispatchApp(new Dictionary<string, string?> { ["ConnectionStrings:redis"] = redis });
        await with.InitializeAsync();
        var vendor = with.NewVendor();
        var team = await vendor.TeamAsync("Desk");
        var account = Guid.CreateVersion7();
        await vendor.EngineerAsync("Li", team, account);
        using var me = vendor.As(account: account);
        await vendor.OpenAsync();
        Assert.Equal((1, 1, "available"), await SeenAsync(vendor));
        await SayAsync(me, null);
        Assert.True(await IsSeenAsync(vendor));
        await vendor.OpenAsync();
        await Eventually.Async(async () => (await SeenAsync(vendor)).Open == 2, what: "the load is seen");

        // The picture is made anew; who was seen is known again with the next sign of life.
        using (var connection = await ConnectionMultiplexer.ConnectAsync(redis))
            await connection.GetDatabase().ExecuteAsync("FLUSHALL");
        await SayAsync(me, "away");
        Assert.Equal((2, 2, "away"), await SeenAsync(vendor));
        Assert.True(await IsSeenAsync(vendor));
        var waits = await vendor.OpenAsync();
        Assert.Equal("open", (await vendor.DetailAsync(waits)).GetProperty("state").GetString());

        // Gone in the middle of it: what people say still counts, and the load is read from the database.
        server.Kill();
        await server.Exited;
        await SayAsync(me, "available");
        await Eventually.Async(async () => (await vendor.DetailAsync(waits)).GetProperty("state").GetString() == "assigned", TimeSpan.FromSeconds(60), "the queue goes on");
        await vendor.ActAsync(waits, "resolve", new { resolution = "Restarted" });
        Assert.Equal((2, 2, "available"), await SeenAsync(vendor));
        Assert.True(await IsSeenAsync(vendor));
    }

    [Fact]
    public async Task Without_Redis_everything_is_read_from_the_database()
    {
        await using var without = new DispatchApp(new Dictionary<string, string?> { ["ConnectionStrings:redis"] = "127.0.0.1:1" });
        await without.InitializeAsync();
        var vendor = without.NewVendor();
        var team = await vendor.TeamAsync("Desk");
        var account = Guid.CreateVersion7();
        var li = await vendor.EngineerAsync("Li", team, account);
        using var me = vendor.As(account: account);
        await SayAsync(me, "available");
        var ticket = await vendor.OpenAsync();
        Assert.Equal((1, 1, "available"), await SeenAsync(vendor));
        Assert.True(await IsSeenAsync(vendor));
        await without.ExecuteAsync("UPDATE sightings SET seen_at = seen_at - interval '2 minutes'");
        Assert.False(await IsSeenAsync(vendor));
        Assert.Equal(li, (await vendor.DetailAsync(ticket)).GetProperty("engineerId").GetGuid());
    }

    private static async Task<(int Open, int Cases, string? State)> SeenAsync(Vendor vendor)
    {
        var li = Assert.Single((await vendor.GetAsync("/api/v1/engineers/presence")).GetProperty("items").EnumerateArray());
        return (li.GetProperty("openTickets").GetInt32(), li.GetProperty("cases").GetInt32(), li.GetProperty("state").GetString());
    }

    private static async Task<bool> IsSeenAsync(Vendor vendor) =>
        (await vendor.GetAsync("/api/v1/engineers/presence")).GetProperty("items")[0].GetProperty("seenAt").ValueKind == System.Text.Json.JsonValueKind.String;

    private static async Task SayAsync(HttpClient client, string? state)
    {
        using var body = System.Net.Http.Json.JsonContent.Create(new { state });
        using var answer = await client.PostAsync("/api/v1/engineers/me/presence", body, TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
