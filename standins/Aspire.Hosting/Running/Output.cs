using System.Globalization;
using System.Text;

namespace Aspire.Hosting.Running;

/// <summary>The terminal, and one log file per resource.</summary>
internal sealed class Output
{
    private static readonly string[] s_colours = ["36", "32", "33", "35", "34", "96", "92", "93", "95", "94"];
    private readonly Lock _writing = new();
    private readonly Dictionary<string, (string Prefix, StreamWriter? File)> _resources = [];
    private readonly Dictionary<string, bool> _shown = [];
    private readonly string _logs;
    private readonly bool _colour = !Console.IsOutputRedirected && Environment.GetEnvironmentVariable("NO_COLOR") is null;

    /// <summary>Starts the log files anew; the last run's are kept as <c>.1</c>.</summary>
    /// <param name="directory">Where they go; none are written when null.</param>
    /// <param name="logs">What of them is shown too: <c>all</c>, <c>warnings</c>, or <c>none</c>, with which nothing of ours is shown either.</param>
    /// <param name="names">The resources.</param>
    public Output(string? directory, string logs, IEnumerable<string> names)
    {
        _logs = logs;
        if (directory is not null) Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var all = names.ToList();
        var width = all.Select(n => n.Length).DefaultIfEmpty().Max();
        foreach (var (index, name) in all.Index())
        {
            var prefix = name.PadRight(width) + " | ";
            if (_colour) prefix = $"\e[{s_colours[index % s_colours.Length]}m{prefix}\e[0m";
            _resources[name] = (prefix, Open(directory, name));
        }
    }

    /// <summary>A line that a process has written.</summary>
    public void Line(string name, string line)
    {
        lock (_writing)
        {
            var (prefix, file) = _resources[name];
            file?.WriteLine(line);
            if (_logs == "all" || (_logs == "warnings" && IsWarning(name, line))) Console.Out.WriteLine(prefix + line);
        }
    }

    /// <summary>A line of our own.</summary>
    public void Notice(string text)
    {
        if (_logs == "none") return;
        lock (_writing) Console.Out.WriteLine(_colour ? $"\e[1m{text}\e[0m" : text);
    }

    /// <summary>All resources with their states and addresses.</summary>
    public void Table(IReadOnlyList<ResourceStatus> statuses)
    {
        if (_logs == "none") return;
        var text = new StringBuilder().AppendLine();
        var width = statuses.Max(s => s.Name.Length);
        foreach (var status in statuses)
        {
            var state = status.Healthy is true ? "Running" : status.State.ToString();
            var colour = status.Healthy is true || status.State == ResourceState.Finished ? "32" : "31";
            var shown = state.PadRight(14);
            if (_colour) shown = $"\e[{colour}m{shown}\e[0m";
            var addresses = string.Join("  ", status.Urls.Select(u => u.Text is null ? u.Url : $"{u.Text}: {u.Url}"));
            text.AppendLine(CultureInfo.InvariantCulture, $"  {status.Name.PadRight(width)}  {shown} {(status.Pid?.ToString(CultureInfo.InvariantCulture) ?? "-"),7}  {addresses}{status.Note}");
        }
        lock (_writing) Console.Out.WriteLine(text.Append("  Ctrl-C stops everything.").AppendLine());
    }

    /// <summary>Warnings and errors as .NET's console logger, PostgreSQL and RabbitMQ write them, with the lines that belong to them.</summary>
    private bool IsWarning(string name, string line)
    {
        if (line.StartsWith(' ') || line.Length == 0) return _shown.GetValueOrDefault(name) && line.Length > 0;
        return _shown[name] = line.StartsWith("warn:", StringComparison.Ordinal)
            || line.StartsWith("fail:", StringComparison.Ordinal)
            || line.StartsWith("crit:", StringComparison.Ordinal)
            || line.StartsWith("Unhandled exception", StringComparison.Ordinal)
            || line.Contains("[error]", StringComparison.Ordinal)
            || line.Contains(" PANIC: ", StringComparison.Ordinal)
            || (line.Contains(" FATAL: ", StringComparison.Ordinal) && !line.EndsWith("is starting up", StringComparison.Ordinal));
    }

    private static StreamWriter? Open(string? directory, string name)
    {
        if (directory is null) return null;
        var file = Path.Combine(directory, name + ".log");
        if (File.Exists(file)) File.Move(file, file + ".1", overwrite: true);
        return new StreamWriter(file) { AutoFlush = true };
    }
}
