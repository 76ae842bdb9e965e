using System.Globalization;

namespace ServiceMesh.Bench;

/// <summary>CPU time by program: what a figure on two cores is made of. Processes that ended in between are not counted.</summary>
internal sealed class CpuLedger
{
    private const double MillisecondsPerTick = 10;
    private readonly Dictionary<int, (string Program, double Ms)> _byProcess;

    private CpuLedger(Dictionary<int, (string, double)> byProcess) => _byProcess = byProcess;

    public static CpuLedger Read()
    {
        var found = new Dictionary<int, (string, double)>();
        foreach (var directory in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(directory), NumberStyles.None, CultureInfo.InvariantCulture, out var pid)) continue;
            try
            {
                var command = File.ReadAllText(Path.Combine(directory, "cmdline")).Replace('\0', ' ');
                var stat = File.ReadAllText(Path.Combine(directory, "stat"));
                // The second field is the name in brackets and may hold blanks: user and system time are the 14th and 15th.
                var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
                var ticks = double.Parse(fields[11], CultureInfo.InvariantCulture) + double.Parse(fields[12], CultureInfo.InvariantCulture);
                if (ProgramOf(command) is { } program) found[pid] = (program, ticks * MillisecondsPerTick);
            }
            catch (IOException)
            {
                // It ended while it was read.
            }
        }
        return new CpuLedger(found);
    }

    /// <summary>CPU milliseconds since an earlier reading, by program, the greatest first.</summary>
    public IReadOnlyList<(string Program, double Ms)> Since(CpuLedger before) =>
    [
        .. _byProcess.GroupBy(p => p.Value.Program, p => p.Value.Ms - (before._byProcess.TryGetValue(p.Key, out var was) ? was.Ms : 0))
            .Select(g => (g.Key, g.Sum())).Where(p => p.Item2 > 0).OrderByDescending(p => p.Item2),
    ];

    private static string? ProgramOf(string command)
    {
        if (command.Contains("postgres", StringComparison.Ordinal)) return "postgres";
        if (command.Contains("beam.smp", StringComparison.Ordinal)) return "rabbitmq";
        var dll = command.IndexOf(".dll", StringComparison.Ordinal);
        var name = dll < 0 ? command.Trim() : command[..dll];
        var start = name.LastIndexOf("ServiceMesh.", StringComparison.Ordinal);
        return start < 0 ? null : name[(start + "ServiceMesh.".Length)..].Split(' ')[0].ToLowerInvariant();
    }
}
