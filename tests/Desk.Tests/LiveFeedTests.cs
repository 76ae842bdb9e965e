using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using ServiceMesh.Testing;
using StackExchange.Redis;
using Xunit;

namespace ServiceMesh.Desk.Tests;

public sealed class The_live_feed
{
    [Fact]
    public async Task Tells_a_tenants_screens_of_its_changed_tickets_and_nobody_elses()
    {
        var address = await TestRedis.ConnectionStringAsync();
        var (tenant, mine, theirs) = ($"t-{Guid.NewGuid():N}", Guid.NewGuid(), Guid.NewGuid());
        using var feed = new LiveFeed(Configured(address), NullLogger<LiveFeed>.Instance);
        var heard = new List<Guid>();
        using var seat = feed.Listen(tenant, id =>
        {
            lock (heard)
                heard.Add(id);
        });
        await feed.StartAsync(TestContext.Current.CancellationToken);
        using var redis = await ConnectionMultiplexer.ConnectAsync(address);
        Task TellAsync(string channel, string message) => redis.GetSubscriber().PublishAsync(new RedisChannel($"live:{channel}", RedisChannel.PatternMode.Literal), message);

        // Subscribing takes a moment: said again until it is heard.
        await Eventually.Async(async () =>
        {
            await TellAsync("another-" + tenant, $$"""{"ticketId":"{{theirs}}"}""");
            await TellAsync(tenant, "no JSON at all");
            await TellAsync(tenant, $$"""{"ticketId":"{{mine}}"}""");
            lock (heard)
                return heard.Contains(mine);
        });
        Assert.True(feed.Live);
        lock (heard)
            Assert.DoesNotContain(theirs, heard);
        await feed.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Is_not_live_without_Redis_and_harms_nobody()
    {
        using var feed = new LiveFeed(Configured(null), NullLogger<LiveFeed>.Instance);
        await feed.StartAsync(TestContext.Current.CancellationToken);
        using var seat = feed.Listen("default", _ => { });
        Assert.False(feed.Live);
        await feed.StopAsync(TestContext.Current.CancellationToken);
    }

    private static IConfiguration Configured(string? redis) =>
        new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["ConnectionStrings:redis"] = redis }).Build();
}
