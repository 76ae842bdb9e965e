using System.Diagnostics;

namespace ServiceMesh.Bench;

/// <summary>What the machine is and how busy it was: printed before and after, for no figure means anything without it.</summary>
internal static class Machine
{
    public static void Print()
    {
        var cpu = File.ReadLines("/proc/cpuinfo").FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim();
        var load = File.ReadAllText("/proc/loadavg").Split(' ');
        Console.WriteLine($"machine: {Environment.ProcessorCount} cores, {cpu}; load {load[0]} {load[1]} {load[2]}; steal+iowait so far {Waiting():0.0} %; fdatasync {Fdatasync():0.00} ms; .NET {Environment.Version}");
    }

    private static double Waiting()
    {
        var ticks = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(double.Parse).ToArray();
        return 100 * (ticks[4] + ticks[7]) / ticks.Sum();
    }

    /// <summary>The median time of flushing an 8 kB write in the directory where the databases will be.</summary>
    private static double Fdatasync()
    {
        var path = Path.Combine(Path.GetTempPath(), $"servicemesh-fsync-{Environment.ProcessId}");
        using var file = new FileStream(path, new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, Options = FileOptions.DeleteOnClose, BufferSize = 0 });
        var block = new byte[8192];
        var times = new List<double>();
        for (var i = 0; i < 200; i++)
        {
            file.Position = 0;
            file.Write(block);
            var before = Stopwatch.GetTimestamp();
            file.Flush(flushToDisk: true);
            times.Add(Stopwatch.GetElapsedTime(before).TotalMilliseconds);
        }
        times.Sort();
        return times[times.Count / 2];
    }
}
