using System.Collections.Concurrent;
using System.Diagnostics;

namespace ServiceMesh.Bench;

/// <summary>
/// R9: does a changed calendar slow intake? Tickets come to Intake at a steady rate, whatever it answers, and each latency counts from the instant
/// at which its request was due, so that a stall is seen in every request that it held up: before, while Sla previews and applies a calendar with
/// three more holidays, and after. Then every due instant is looked at.
/// </summary>
internal static class ReprocessBench
{
    public const int DefaultTickets = 100_000;
    public const int DefaultRate = 40;

    private const int HolidayHours = 72;

    private static readonly TimeSpan s_warmUp = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_quiet = TimeSpan.FromSeconds(30);
    private static readonly string[] s_calendars = ["own"];

    public static async Task RunAsync(int tickets, int perSecond)
    {
        await using var scene = await ReprocessScene.StartAsync(Math.Max(4, tickets / 4 * 4));
        ReprocessScene.Say($"{perSecond} tickets/s to Intake from now on, {s_warmUp.TotalSeconds:0} s to warm up and {s_quiet.TotalSeconds:0} s without a re-process");
        await WhileAsync(scene, perSecond, () => Task.Delay(s_warmUp));
        var before = await WhileAsync(scene, perSecond, () => Task.Delay(s_quiet));
        await scene.AnnounceHolidaysAsync();
        var preview = default(ReprocessScene.Job);
        var whilePreviewed = await WhileAsync(
            scene, perSecond, async () => preview = await scene.RunJobAsync("preview", new { calendars = s_calendars, reason = "Holidays", dryRun = true }));
        var run = default(ReprocessScene.Job);
        var whileRun = await WhileAsync(scene, perSecond, async () => run = await scene.RunJobAsync("run", new { previewId = preview.Id, reason = "Holidays" }));
        ReprocessScene.Say($"{s_quiet.TotalSeconds:0} s without a re-process");
        var after = await WhileAsync(scene, perSecond, () => Task.Delay(s_quiet));
        var without = before.And(after);

        Console.WriteLine($"{scene.Tickets} open tickets; Intake is asked to take {perSecond} tickets/s, on one PostgreSQL (durable) and one RabbitMQ with Sla");
        Console.WriteLine($"  before            {before}");
        Console.WriteLine($"  during preview    {whilePreviewed}   {scene.Tickets / preview.Took.TotalSeconds,6:0} tickets/s previewed");
        Console.WriteLine($"  during run        {whileRun}   {run.Changed / run.Took.TotalSeconds,6:0} tickets/s changed");
        Console.WriteLine($"  after             {after}");
        Console.WriteLine($"  before and after  {without}");
        Console.WriteLine($"R9 Intake with the run: {whileRun.PerSecond:0.0} accepted/s, p99 {whileRun.P99:0.0} ms; without: {without.PerSecond:0.0} accepted/s, p99 {without.P99:0.0} ms; {whileRun.P99 / without.P99:0.00} times (with the preview {whilePreviewed.P99 / without.P99:0.00})");
        await scene.CheckAsync(HolidayHours);
        Console.WriteLine($"every due instant is as the new calendar says: {run.Changed} changed, of {scene.Tickets}");
    }

    /// <summary>Intake's latencies at a steady rate as long as something goes on.</summary>
    private static async Task<Latencies> WhileAsync(ReprocessScene scene, int perSecond, Func<Task> something)
    {
        var (going, latencies, sent, failed) = (something(), new ConcurrentBag<double>(), new List<Task>(), 0);
        var began = Stopwatch.GetTimestamp();
        for (var n = 0; !going.IsCompleted; n++)
        {
            var due = TimeSpan.FromSeconds((double)n / perSecond);
            if (due - Stopwatch.GetElapsedTime(began) is var wait && wait > TimeSpan.Zero) await Task.Delay(wait);
            sent.Add(OpenAsync(due));
        }

        await Task.WhenAll(sent);
        var took = Stopwatch.GetElapsedTime(began);
        await going;
        return failed > 0 || latencies.IsEmpty
            ? throw new InvalidOperationException($"{failed} of {sent.Count} tickets were refused.")
            : new Latencies([.. latencies.Order()], took);

        async Task OpenAsync(TimeSpan due)
        {
            using var request = scene.Intake.Signed(HttpMethod.Post, "/api/v1/tickets", new { subject = "Bench", text = Load.Text, contactId = scene.Contact });
            using var answer = await scene.Intake.Client.SendAsync(request);
            await answer.Content.ReadAsByteArrayAsync();
            if (!answer.IsSuccessStatusCode) Interlocked.Increment(ref failed);
            latencies.Add((Stopwatch.GetElapsedTime(began) - due).TotalMilliseconds);
        }
    }

    /// <param name="Sorted">Milliseconds from when a request was due to its answer.</param>
    /// <param name="Took">From the first request's being due to the last answer.</param>
    private sealed record Latencies(double[] Sorted, TimeSpan Took)
    {
        public double PerSecond => Sorted.Length / Took.TotalSeconds;

        public double P99 => Sorted[Sorted.Length * 99 / 100];

        public Latencies And(Latencies other) => new([.. Sorted.Concat(other.Sorted).Order()], Took + other.Took);

        public override string ToString() =>
            $"{Sorted.Length,6} tickets   {PerSecond,6:0.0} accepted/s   p50 {Sorted[Sorted.Length / 2],6:0.0} ms   p99 {P99,6:0.0} ms   max {Sorted[^1],6:0.0} ms";
    }
}
