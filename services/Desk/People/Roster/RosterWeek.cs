namespace ServiceMesh.Desk.People.Roster;

/// <summary>Some who are on duty together for a span; nobody where there are none.</summary>
/// <param name="Because"><c>turn</c>, <c>override</c>, <c>substitute</c> ... as Dispatch says; null for a gap between duties.</param>
public sealed record DutyBar(IReadOnlyList<string> Names, DateTimeOffset From, DateTimeOffset Until, string? Because)
{
    public bool IsGap => Names.Count == 0;
}

/// <summary>One line of the week: an on-call layer, or those on shift.</summary>
/// <param name="Layer">From 1; 0 for shifts.</param>
public sealed record DutyLane(int Layer, IReadOnlyList<DutyBar> Bars)
{
    public IEnumerable<DutyBar> Gaps => Bars.Where(b => b.IsGap);
}

/// <summary>A team's duties as lanes. In a layer of on-call every instant is somebody's, or a gap; off shift nobody has to be there.</summary>
public static class RosterWeek
{
    public static IReadOnlyList<DutyLane> Lanes(IEnumerable<DutyShape> duties, DateTimeOffset from, DateTimeOffset until)
    {
        var inside = duties.Where(d => d.From < until && d.Until > from).Select(d => d with { From = d.From < from ? from : d.From, Until = d.Until > until ? until : d.Until }).ToList();
        var lanes = inside.Where(d => d.Kind == "onCall").GroupBy(d => d.Layer).OrderBy(g => g.Key).Select(g => new DutyLane(g.Key, OnCall(g, from, until))).ToList();
        var shifts = inside.Where(d => d.Kind == "shift" && d.EngineerName is not null).ToList();
        if (shifts.Count > 0)
            lanes.Add(new DutyLane(0, Together(shifts)));
        return lanes;
    }

    private static List<DutyBar> OnCall(IEnumerable<DutyShape> duties, DateTimeOffset from, DateTimeOffset until)
    {
        List<DutyBar> bars = [];
        var covered = from;
        foreach (var d in duties.Where(d => d.EngineerName is not null).OrderBy(d => d.From).ThenBy(d => d.Until))
        {
            if (d.From > covered)
                bars.Add(new DutyBar([], covered, d.From, null));
            bars.Add(new DutyBar([d.EngineerName!], d.From, d.Until, d.Because));
            covered = d.Until > covered ? d.Until : covered;
        }

        if (covered < until)
            bars.Add(new DutyBar([], covered, until, null));
        return bars;
    }

    /// <summary>Between two changes of who is there the same are there.</summary>
    private static List<DutyBar> Together(IReadOnlyList<DutyShape> shifts)
    {
        var changes = shifts.SelectMany(s => new[] { s.From, s.Until }).Distinct().Order().ToList();
        List<DutyBar> bars = [];
        foreach (var (from, until) in changes.Zip(changes.Skip(1)))
        {
            var there = shifts.Where(s => s.From <= from && s.Until >= until).Select(s => s.EngineerName!).Distinct().Order(StringComparer.CurrentCulture).ToList();
            if (there.Count == 0)
                continue;
            if (bars.LastOrDefault() is { } last && last.Until == from && last.Names.SequenceEqual(there))
                bars[^1] = last with { Until = until };
            else
                bars.Add(new DutyBar(there, from, until, "turn"));
        }

        return bars;
    }
}
