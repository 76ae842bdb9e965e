using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using Npgsql;
using ServiceMesh.Testing;

namespace ServiceMesh.Bench;

/// <summary>
/// The running product drains what an outage queued while tickets come in at an even pace. The yardstick is the same pace in the same product
/// just before, with nothing queued.
/// </summary>
internal static class NotifyDrain
{
    private const int PerSecond = 10;
    private static readonly TimeSpan s_calm = TimeSpan.FromSeconds(60);

    public static async Task RunAsync(int queued)
    {
        NotifyBench.Say("the product starts");
        await using var product = await MeshUnderTest.StartAsync();
        await using var database = NpgsqlDataSource.Create(product.Mesh.Database("notification"));
        Console.WriteLine($"drain of {queued} mails queued by an outage, in the running product, while {PerSecond} tickets a second come in (latency from when each was to be sent):");
        await Load.RunAsync(product.Client, 4, 300, product.Body);
        await Eventually.Async(product.AtRestAsync, TimeSpan.FromMinutes(1), "rest");
        NotifyBench.Say($"nothing queued, for {s_calm.TotalSeconds:0} s");
        var calm = await PacedAsync(product, TimeProvider.System.GetUtcNow() + s_calm, () => Task.FromResult(false));
        await Eventually.Async(product.AtRestAsync, TimeSpan.FromMinutes(1), "rest");
        NotifyBench.Say("the queue is filled");
        await NotifyQueue.FillAsync(database, queued, "email", n => string.Create(CultureInfo.InvariantCulture, $"drain{n}@example.com"), null, DateTimeOffset.UtcNow.AddHours(1));
        var started = Stopwatch.GetTimestamp();
        await NotifyQueue.MakeDueAsync(database);
        var busy = await PacedAsync(product, TimeProvider.System.GetUtcNow().AddMinutes(20), () => IsEmptyAsync(database, queued, started));
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        var failed = await MeshUnderTest.ScalarAsync(product.Mesh.Database("notification"), "SELECT count(*) FROM deliveries WHERE source LIKE 'bench/%' AND state <> 'delivered'");
        Console.WriteLine($"  {queued / seconds:0} mails/s, {seconds:0} s; not delivered {failed}");
        Console.WriteLine($"  POST /tickets p50 {calm.P50:0.0} -> {busy.P50:0.0} ms, p99 {calm.P99:0.0} -> {busy.P99:0.0} ms ({calm.Count} and {busy.Count} tickets); refused {calm.Refused + busy.Refused}");
    }

    private static async Task<bool> IsEmptyAsync(NpgsqlDataSource database, int queued, long started)
    {
        var (left, seconds) = (await NotifyQueue.LeftAsync(database), Stopwatch.GetElapsedTime(started).TotalSeconds);
        if ((int)seconds % 10 == 0) NotifyBench.Say($"{queued - left} of {queued} sent after {seconds:0} s");
        return left == 0;
    }

    /// <summary>Sends at an even pace, whatever the answers do, until then or until it is over (asked once a second).</summary>
    private static async Task<(double P50, double P99, int Count, int Refused)> PacedAsync(MeshUnderTest product, DateTimeOffset until, Func<Task<bool>> over)
    {
        var sent = new List<Task<(double Milliseconds, bool Taken)>>();
        using var pace = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / PerSecond));
        while (TimeProvider.System.GetUtcNow() < until && !(sent.Count % PerSecond == 0 && await over()))
        {
            await pace.WaitForNextTickAsync();
            sent.Add(SendAsync(product, Stopwatch.GetTimestamp()));
        }
        var answers = await Task.WhenAll(sent);
        var sorted = answers.Select(a => a.Milliseconds).Order().ToArray();
        return (sorted[sorted.Length / 2], sorted[(int)(sorted.Length * 0.99)], sorted.Length, answers.Count(a => !a.Taken));
    }

    private static async Task<(double Milliseconds, bool Taken)> SendAsync(MeshUnderTest product, long from)
    {
        using var answer = await product.Client.PostAsJsonAsync("/api/v1/tickets", product.Body);
        return (Stopwatch.GetElapsedTime(from).TotalMilliseconds, answer.IsSuccessStatusCode);
    }
}
