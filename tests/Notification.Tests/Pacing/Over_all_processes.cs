using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using ServiceMesh.Notification.Sending;
using ServiceMesh.Testing;

namespace ServiceMesh.Notification.Tests.Pacing;

/// <summary>A provider's limit a minute holds for all processes together.</summary>
public sealed class Over_all_processes
{
    private const int PerMinute = 60;

    /// <summary>How far ahead of the even pace a burst may be, as the rule has it: a tenth of a minute's messages, and the one that begins it.</summary>
    private const int Burst = PerMinute / 10 + 1;

    [Fact]
    public async Task Two_that_share_redis_take_one_share_together()
    {
        var redis = await TestRedis.ConnectionStringAsync();
        var (first, second) = (await StartAsync(redis), await StartAsync(redis));
        var provider = Guid.CreateVersion7();
        await AllowAsync(Burst, provider, first, second);
        await AllowAsync(Burst, Guid.CreateVersion7(), second, first);
    }

    [Fact]
    public async Task Without_redis_each_keeps_its_own()
    {
        var (first, second) = (await StartAsync("127.0.0.1:1"), await StartAsync(null));
        await AllowAsync(2 * Burst, Guid.CreateVersion7(), first, second);
    }

    /// <summary>Of forty, asked for in turn and all at once, that many may go; the others are told to wait.</summary>
    private static async Task AllowAsync(int many, Guid provider, params ProviderPace[] processes)
    {
        var time = TimeProvider.System.GetTimestamp();
        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => processes[i % processes.Length].WaitAsync(provider, PerMinute)));
        Assert.All(answers.OfType<TimeSpan>(), wait => Assert.InRange(wait, TimeSpan.Zero, TimeSpan.FromMinutes(1)));
        // And what the even pace, one a second, allows in the time that the asking took.
        Assert.InRange(answers.Count(a => a is null), many, many + (int)TimeProvider.System.GetElapsedTime(time).TotalSeconds * processes.Length);
    }

    private static async Task<ProviderPace> StartAsync(string? redis)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(redis is null ? [] : new Dictionary<string, string?> { ["ConnectionStrings:redis"] = redis }).Build();
        var pace = new ProviderPace(configuration, TimeProvider.System, NullLogger<ProviderPace>.Instance);
        await pace.StartAsync(TestContext.Current.CancellationToken);
        return pace;
    }
}
