using ServiceMesh.Testing;

namespace ServiceMesh.Notification.Tests.Pacing;

/// <summary>Two processes on one database send by one provider: what it gets is within its limit, and in the end everything.</summary>
public sealed class Two_processes_that_send
{
    private const int Messages = 14;

    /// <summary>One a second, and a tenth of a minute's ahead of that with the one that begins it.</summary>
    private const int PerMinute = 60, Burst = PerMinute / 10 + 1;

    [Fact]
    public async Task Keep_to_the_providers_limit_together()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        Dictionary<string, string?> settings = new() { ["ConnectionStrings:redis"] = await TestRedis.ConnectionStringAsync() };
        await using var first = await NotificationHost.StartAsync(settings);
        await using var second = await NotificationHost.StartAsync(settings, database: first.ConnectionString);
        await first.ProvideAsync(new { name = "sms", kind = "sms-http", url = receiver.Url, perMinute = PerMinute });
        var began = DateTimeOffset.UtcNow;
        await Parallel.ForEachAsync(Enumerable.Range(0, Messages), TestContext.Current.CancellationToken, async (i, _) =>
        {
            var host = i % 2 == 0 ? first : second;
            var opened = await host.OpenAsync(Given.Opened(""));
            await host.DeliverAsync(Given.Paged(opened, Given.Address(), "+8613812345678", "sms"), 2);
        });
        await Eventually.Async(() => receiver.Calls.Count == Messages, TimeSpan.FromSeconds(120), "everything is sent in the end");

        var at = receiver.Calls.Select(c => c.At).Order().ToList();
        // From the begin on, not from the first that arrived: on a slow machine what was allowed one after the other may arrive together.
        for (var n = 1; n <= Messages; n++) Assert.InRange(n, 1, Burst + 1 + (int)Math.Ceiling((at[n - 1] - began).TotalSeconds * PerMinute / 60));
        Assert.Equal(Messages, receiver.Calls.Select(c => c.IdempotencyKey).Distinct().Count());
        Assert.True(await first.ScalarAsync<bool>("SELECT count(*) > 0 FROM deliveries WHERE channel = 'sms' AND attempts = 1 AND finished_at - created_at > interval '1 second'"));
    }
}
