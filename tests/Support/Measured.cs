using System.Globalization;

namespace ServiceMesh.Testing;

/// <summary>What was measured, in words that let a failure explain itself.</summary>
public static class Measured
{
    /// <summary>The value below which a share of all lies, 0 to 1; 0 for none.</summary>
    public static double Share(IReadOnlyCollection<double> values, double share)
    {
        ArgumentNullException.ThrowIfNull(values);
        return values.Count == 0 ? 0 : values.Order().ElementAt(Math.Min(values.Count - 1, (int)(values.Count * share)));
    }

    /// <summary>How many, and p50, p99, p99.9 and the worst of milliseconds.</summary>
    public static string Milliseconds(IReadOnlyCollection<double> values) => string.Create(
        CultureInfo.InvariantCulture,
        $"{values.Count} requests, p50 {Share(values, 0.5):0.0} ms, p99 {Share(values, 0.99):0} ms, p99.9 {Share(values, 0.999):0} ms, worst {values.DefaultIfEmpty().Max():0} ms");

    /// <summary>The machine's load over one, five and fifteen minutes and its processors, where it tells, and this process's collections of garbage so far.</summary>
    public static string Machine()
    {
        var load = File.Exists("/proc/loadavg") ? string.Join(' ', File.ReadAllText("/proc/loadavg").Split(' ').Take(3)) : "unknown";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"load {load} on {Environment.ProcessorCount} processors; this process: {GC.CollectionCount(2)} full collections, paused {GC.GetTotalPauseDuration().TotalMilliseconds:0} ms in all");
    }
}
