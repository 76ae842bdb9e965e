using System.Globalization;
using System.Text.RegularExpressions;

namespace ServiceMesh.EndToEnd;

/// <summary><c>./run --status</c>: every process of the running system with its memory and CPU.</summary>
[Collection(Phase.Work)]
public sealed partial class The_system_at_a_glance(Mesh mesh)
{
    [Fact]
    public async Task Every_process_is_listed_with_its_memory_and_CPU()
    {
        var lines = (await mesh.Running.StatusAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Matches("^NAME +STATE +PID +MEMORY +CPU +SINCE +ADDRESS$", lines[0].TrimEnd());
        var rows = lines[1..^1].Select(l => Row().Match(l)).ToList();
        Assert.All(rows, r => Assert.True(r.Success, string.Join('\n', lines)));
        string[] all = [.. Storage.Services, "desk", "mailbox", "messaging", "postgres", "redis"];
        Assert.Equal(all.Order(StringComparer.Ordinal), rows.Select(r => r.Groups["name"].Value).Order(StringComparer.Ordinal));
        foreach (var row in rows)
        {
            Assert.Equal(mesh.Running.PidOf(row.Groups["name"].Value), Number(row, "pid"));
            Assert.True(Number(row, "memory") > 0, row.Value);
        }
        Assert.EndsWith($":{mesh.Running.Gateway.Port}", lines.Single(l => l.StartsWith("gateway ", StringComparison.Ordinal)).TrimEnd(), StringComparison.Ordinal);
        var sum = Sum().Match(lines[^1]);
        Assert.True(sum.Success, lines[^1]);
        // Each line is rounded.
        Assert.InRange(Number(sum, "memory"), rows.Sum(r => Number(r, "memory")) - rows.Count, rows.Sum(r => Number(r, "memory")) + rows.Count);
    }

    [Fact]
    public void What_tells_and_counts_gives_way_to_what_takes_in_and_decides()
    {
        string[] giveWay = ["notification", "survey", "insight"];
        foreach (var service in Storage.Services.Append("desk"))
        {
            var workers = NicenessOfWorkers(mesh.Running.PidOf(service)!.Value);
            Assert.NotEmpty(workers);
            Assert.All(workers, nice => Assert.Equal((service, giveWay.Contains(service)), (service, nice > 0)));
        }
    }

    /// <summary>Of the threads that run a service's work, which take it from the one that was there first.</summary>
    private static List<int> NicenessOfWorkers(int pid)
    {
        var found = new List<int>();
        foreach (var thread in Directory.GetDirectories($"/proc/{pid}/task"))
        {
            try
            {
                var stat = File.ReadAllText(Path.Combine(thread, "stat"));
                if (stat.Contains("(.NET TP Worker)", StringComparison.Ordinal)) found.Add(int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[16], CultureInfo.InvariantCulture));
            }
            catch (IOException)
            {
                // The thread ended meanwhile.
            }
        }

        return found;
    }

    private static int Number(Match match, string group) => int.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^(?<name>[a-z]+) +Running +(?<pid>\d+) +(?<memory>\d+) MB +\d+\.\d% +\d\d:\d\d:\d\d ")]
    private static partial Regex Row();

    [GeneratedRegex(@"^ +all ready +(?<memory>\d+) MB +\d+\.\d%$")]
    private static partial Regex Sum();
}
