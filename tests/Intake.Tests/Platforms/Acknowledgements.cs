using System.Diagnostics;

namespace ServiceMesh.Intake.Tests.Platforms;

/// <summary>
/// WeCom waits five seconds for an acknowledgement, then sends again, three times. The broker is away throughout: 300 messages always, 10,000 at 50 a
/// second with SERVICEMESH_LONG_TESTS=1, and only then are times judged.
/// </summary>
public sealed class Acknowledgements(IntakeHost host)
{
    private static readonly TimeSpan s_shortest = TimeSpan.FromMilliseconds(1);

    [Fact]
    public async Task Come_in_time_and_each_message_is_kept_once()
    {
        var judged = Environment.GetEnvironmentVariable("SERVICEMESH_LONG_TESTS") == "1";
        var total = judged ? 10_000 : 300;
        var vendor = await Vendor.CreateAsync(host);
        var wecom = host.Platforms.Add("wecom");
        await wecom.ConnectAsync(vendor);
        using var client = host.Anonymous();
        var times = new double[total];
        var (started, answers) = (Stopwatch.GetTimestamp(), new List<Task>());
        for (var n = 0; n < total; n++)
        {
            // Every tenth comes three times, as from a platform that did not hear the answer.
            var copies = n % 10 == 0 ? 3 : 1;
            for (var copy = 0; copy < copies; copy++)
                answers.Add(SendAsync(client, wecom, n, times));
            var ahead = TimeSpan.FromSeconds((n + 1) / 50.0) - Stopwatch.GetElapsedTime(started);
            if (judged && ahead > TimeSpan.Zero)
                await WaitAsync(ahead);
            else if (answers.Count(a => !a.IsCompleted) > 16)
                await Task.WhenAll(answers);
        }

        await Task.WhenAll(answers);
        Assert.Equal(total, await host.ScalarAsync<long>("SELECT (SELECT count(*) FROM tickets WHERE tenant = $1) + (SELECT count(*) FROM messages WHERE tenant = $1)", vendor.Tenant));
        Array.Sort(times);
        if (judged)
            Assert.True(times[(int)(total * 0.999)] < 1000, $"p99.9 is {times[(int)(total * 0.999)]:0} ms");
    }

    private static async Task SendAsync(HttpClient client, SimulatedIm wecom, int n, double[] times)
    {
        using var request = wecom.Request(new SimulatedMessage($"{1_000_000 + n}", $"user-{n % 200}", $"message {n}"), DateTimeOffset.UtcNow);
        var sent = Stopwatch.GetTimestamp();
        using var answer = await client.SendAsync(request);
        times[n] = Math.Max(times[n], Stopwatch.GetElapsedTime(sent).TotalMilliseconds);
        Assert.Equal(200, (int)answer.StatusCode);
    }

    private static async Task WaitAsync(TimeSpan time)
    {
        using var timer = new PeriodicTimer(time < s_shortest ? s_shortest : time);
        await timer.WaitForNextTickAsync();
    }
}
