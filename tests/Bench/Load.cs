using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Json;

namespace ServiceMesh.Bench;

/// <summary>A closed loop of POST /api/v1/tickets: the same client for every arm.</summary>
internal static class Load
{
    public static readonly string Text = new('x', 900);

    public static async Task<LoadResult> RunAsync(HttpClient client, int connections, int requests, object body)
    {
        var latencies = new ConcurrentBag<double>();
        var left = requests;
        var failures = new ConcurrentQueue<string>();
        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, connections).Select(async _ =>
        {
            while (Interlocked.Decrement(ref left) >= 0)
            {
                var before = Stopwatch.GetTimestamp();
                using var response = await client.PostAsJsonAsync("/api/v1/tickets", body);
                var answer = await response.Content.ReadAsStringAsync();
                if (!response.IsSuccessStatusCode) failures.Enqueue($"{(int)response.StatusCode} {answer}");
                latencies.Add(Stopwatch.GetElapsedTime(before).TotalMilliseconds);
            }
        }));
        var elapsed = Stopwatch.GetElapsedTime(started);
        var sorted = latencies.Order().ToArray();
        return new LoadResult(requests / elapsed.TotalSeconds, sorted[sorted.Length / 2], sorted[(int)(sorted.Length * 0.99)], [.. failures], started);
    }
}

/// <param name="PerSecond">Requests answered per second.</param>
/// <param name="P50">Median latency, ms.</param>
/// <param name="P99">99th percentile latency, ms.</param>
/// <param name="Failures">Status and body of each answer that was no success.</param>
/// <param name="StartedAt">As <see cref="Stopwatch.GetTimestamp"/> tells it.</param>
internal sealed record LoadResult(double PerSecond, double P50, double P99, IReadOnlyList<string> Failures, long StartedAt)
{
    /// <summary>How many failed, and how the first of them.</summary>
    public string Failed => Failures is [var first, ..] ? $"{Failures.Count} failed: {first}" : "0 failed";
}
