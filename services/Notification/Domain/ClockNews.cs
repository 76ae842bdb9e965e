using ServiceMesh.Contracts;

namespace ServiceMesh.Notification.Domain;

/// <summary>How a ticket's clocks stand, each as <c>resolution/1=Running</c>: as much as says whether a message about one is still true.</summary>
public static class ClockNews
{
    public const string Running = nameof(ClockState.Running);
    public const string Breached = nameof(ClockState.Breached);
    public const string MetLate = nameof(ClockState.MetLate);

    /// <summary>Stands before a clock's name where messages name it.</summary>
    private const string Word = "clock.";

    public static string[] Of(IEnumerable<ClockView> clocks) => [.. clocks.Select(c => $"{c.Clock}/{c.Cycle}={c.State}")];

    /// <summary>Whether one of the named clocks stands so; true also when none of them is known: then nothing speaks against the message.</summary>
    /// <param name="named">Clocks as messages name them: <c>clock.resolution</c>, several with a line break between them.</param>
    /// <param name="cycle">The cycle meant; null: the newest of each clock.</param>
    public static bool AnyIs(IReadOnlyList<string> clocks, string named, string? cycle, ReadOnlySpan<string> states)
    {
        ArgumentNullException.ThrowIfNull(clocks);
        ArgumentNullException.ThrowIfNull(named);
        var known = false;
        foreach (var name in named.Split('\n'))
        {
            var clock = name.StartsWith(Word, StringComparison.Ordinal) ? name[Word.Length..] : name;
            if (Newest(clocks, clock, cycle) is not { } state) continue;
            known = true;
            if (states.Contains(state)) return true;
        }
        return !known;
    }

    private static string? Newest(IReadOnlyList<string> clocks, string clock, string? cycle) => clocks
        .Select(c => (Name: c[..c.LastIndexOf('/')], Cycle: c[(c.LastIndexOf('/') + 1)..c.LastIndexOf('=')], State: c[(c.LastIndexOf('=') + 1)..]))
        .Where(c => c.Name == clock && (cycle is null || c.Cycle == cycle))
        .OrderByDescending(c => int.Parse(c.Cycle, System.Globalization.CultureInfo.InvariantCulture)).Select(c => c.State).FirstOrDefault();
}
