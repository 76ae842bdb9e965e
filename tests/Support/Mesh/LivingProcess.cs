using System.Globalization;
using System.Text;

namespace ServiceMesh.Testing;

/// <summary>A process of this machine that has not ended, as /proc shows it.</summary>
/// <param name="StartedAt">Ticks since boot: with the id it names one process, for ids are used again.</param>
/// <param name="Command">Its command line.</param>
public sealed record LivingProcess(int Id, int Parent, int Session, long StartedAt, string Command)
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<LivingProcess> All() =>
        [.. Directory.EnumerateDirectories("/proc").Select(d => int.TryParse(Path.GetFileName(d), CultureInfo.InvariantCulture, out var id) ? Find(id) : null).OfType<LivingProcess>()];

    /// <summary>Those of the session that a process leads.</summary>
    public static IEnumerable<LivingProcess> InSessionOf(int leader) => All().Where(p => p.Session == leader);

    /// <summary>Everything that a process has started, and what that has.</summary>
    public static IReadOnlyList<LivingProcess> StartedBy(int root)
    {
        var all = All().ToLookup(p => p.Parent);
        var found = all[root].ToList();
        for (var i = 0; i < found.Count; i++) found.AddRange(all[found[i].Id]);
        return found;
    }

    /// <summary>Whether its command line or its environment, as far as they may be read, contain a text.</summary>
    public bool Bears(string text) => Command.Contains(text, StringComparison.Ordinal) || Read(Id, "environ").Contains(text, StringComparison.Ordinal);

    /// <summary>Whether this very process still lives.</summary>
    public bool Lives() => Find(Id)?.StartedAt == StartedAt;

    private static LivingProcess? Find(int id)
    {
        var stat = Read(id, "stat");
        if (stat.Length == 0) return null;
        // State, parent, group, session ... come after the name in parentheses, which may hold spaces.
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        if (fields[0] is "Z" or "X") return null;
        int Number(int field) => int.Parse(fields[field], CultureInfo.InvariantCulture);
        return new LivingProcess(id, Number(1), Number(3), long.Parse(fields[19], CultureInfo.InvariantCulture), Read(id, "cmdline").Replace('\0', ' ').Trim());
    }

    private static string Read(int id, string file)
    {
        try
        {
            return Encoding.UTF8.GetString(File.ReadAllBytes($"/proc/{id}/{file}"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It has ended meanwhile, or is none of ours.
            return "";
        }
    }
}
