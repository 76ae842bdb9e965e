using System.Globalization;

namespace ServiceMesh.AppHost.Commands;

/// <summary>The processes of the running application with their memory and CPU.</summary>
internal static class StatusTable
{
    private static readonly TimeSpan s_sample = TimeSpan.FromSeconds(1);

    public static async Task WriteAsync(ApplicationState state, TextWriter output)
    {
        var before = ProcessTable.Read();
        using (var sample = new PeriodicTimer(s_sample)) await sample.WaitForNextTickAsync();
        var after = ProcessTable.Read();
        var width = state.Resources.Max(r => r.Name.Length);
        await output.WriteLineAsync($"{"NAME".PadRight(width)}  STATE            PID   MEMORY     CPU  SINCE     ADDRESS");
        long memory = 0;
        double cpu = 0;
        foreach (var resource in state.Resources)
        {
            var tree = resource.Pid is { } pid ? after.Tree(pid) : [];
            var used = tree.Sum(p => p.Memory);
            var busy = tree.Sum(p => p.Cpu - before.Cpu(p.Id)) / s_sample.TotalSeconds * 100;
            memory += used;
            cpu += busy;
            var shown = resource.Healthy switch { true => "Running", false => "Unhealthy", null when resource.ExitCode is { } code => $"{resource.State} {code}", null => resource.State };
            var addresses = string.Join(' ', resource.Urls.Where(_ => resource.Pid is not null).Select(u => u.Url));
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                $"{resource.Name.PadRight(width)}  {shown,-13} {resource.Pid?.ToString(CultureInfo.InvariantCulture) ?? "-",7} {used / 1048576.0,5:0} MB {busy,6:0.0}%  {resource.StartedAt?.ToLocalTime():HH:mm:ss}  {addresses}{resource.Note}"));
        }
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{"".PadRight(width)}  {(state.Ready ? "all ready" : "not all ready"),-21} {memory / 1048576.0,5:0} MB {cpu,6:0.0}%"));
    }
}

/// <summary>All processes of this machine at one moment, from /proc.</summary>
internal sealed class ProcessTable
{
    private readonly Dictionary<int, ProcessEntry> _processes = [];

    /// <summary>One process: its parent, memory in bytes (its share of what it shares, where that may be read), CPU seconds so far.</summary>
    internal sealed record ProcessEntry(int Id, int Parent, long Memory, double Cpu);

    public static ProcessTable Read()
    {
        var table = new ProcessTable();
        if (!OperatingSystem.IsLinux()) return table;
        foreach (var directory in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(directory), CultureInfo.InvariantCulture, out var id)) continue;
            try
            {
                var stat = File.ReadAllText($"{directory}/stat");
                // The name in parentheses may hold spaces; the fields after it do not.
                var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
                var ticks = long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture);
                table._processes[id] = new ProcessEntry(
                    id, int.Parse(fields[1], CultureInfo.InvariantCulture), Memory(directory, fields[21]), ticks / 100.0);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // It has ended meanwhile.
            }
        }
        return table;
    }

    /// <summary>The process and everything it has started.</summary>
    public List<ProcessEntry> Tree(int root)
    {
        var tree = new List<ProcessEntry>();
        if (_processes.TryGetValue(root, out var first)) tree.Add(first);
        for (var i = 0; i < tree.Count; i++) tree.AddRange(_processes.Values.Where(p => p.Parent == tree[i].Id));
        return tree;
    }

    public double Cpu(int id) => _processes.TryGetValue(id, out var process) ? process.Cpu : 0;

    private static long Memory(string directory, string residentPages)
    {
        try
        {
            var line = File.ReadLines($"{directory}/smaps_rollup").FirstOrDefault(l => l.StartsWith("Pss:", StringComparison.Ordinal));
            if (line is not null) return long.Parse(line[4..].Replace("kB", "", StringComparison.Ordinal).Trim(), CultureInfo.InvariantCulture) * 1024;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Another account's process: its resident pages must do.
        }
        return long.Parse(residentPages, CultureInfo.InvariantCulture) * Environment.SystemPageSize;
    }
}
