using System.Globalization;

namespace ServiceMesh.Desk.Terms;

/// <summary>Promises with what goes around them: warnings, what a pause stops, how long a reopening continues.</summary>
public sealed class TermsDraft
{
    /// <summary>The reasons for waiting, as policies write them.</summary>
    public static IReadOnlyList<string> Reasons { get; } = ["waiting-for-customer", "waiting-for-vendor", "waiting-for-problem", "waiting-for-evidence", "scheduled"];

    public PromiseDraft Promise { get; set; } = new();

    /// <summary>Percentages, like <c>50, 75</c>.</summary>
    public string WarnAt { get; set; } = "50, 75";

    /// <summary>Working time before due at which to warn, apart by commas.</summary>
    public string WarnBefore { get; set; } = "";

    /// <summary>The escalation ladder.</summary>
    public List<StepDraft> Steps { get; } = [];

    /// <summary>What stops what: a reason and a clock.</summary>
    public HashSet<(string Reason, string Clock)> Stops { get; } = [.. from r in Reasons from c in new[] { "diagnosis", "resolution" } where r != "scheduled" || c == "resolution" select (r, c)];

    public string ReopenWindow { get; set; } = "7 d";

    /// <summary>What missed promises pay back.</summary>
    public List<ClauseDraft> Clauses { get; } = [];

    /// <summary>The ticket's severity, by which a trial chooses clauses; null while nobody said.</summary>
    public int? Severity { get; set; }

    private readonly Dictionary<string, ClockDetailDraft> _details = [];

    /// <summary>The clocks of its promises that can have something different, see <see cref="DetailClocksOf"/>.</summary>
    public IReadOnlyList<string> DetailClocks => DetailClocksOf([Promise]);

    /// <summary>The clocks that can have something different: those promised, and what meets a way of an either-or promise where that can be chosen.</summary>
    public static IReadOnlyList<string> DetailClocksOf(IReadOnlyList<PromiseDraft> promises) =>
        [.. promises.SelectMany(p => p.Clocks).Concat(promises.SelectMany(p => p.Legs).Where(l => ClockChoices.MeetsOf(l).Count > 0)).Distinct()];

    /// <summary>All that it says in percent can be read.</summary>
    public bool HasPercents(IEnumerable<string> clocks) => Percents(WarnAt) is not null && clocks.All(c => DetailOf(c) is not { OwnWarnings: true } d || Percents(d.WarnAt) is not null);

    /// <summary>What a clock has different.</summary>
    public ClockDetailDraft DetailOf(string clock) => _details.TryGetValue(clock, out var detail) ? detail : _details[clock] = new();

    /// <summary>Takes over what a policy says beside its rules; what it leaves out is the usual.</summary>
    public void Take(PolicyShape policy, Words w)
    {
        Clauses.AddRange((policy.Compensation?.Clauses ?? []).Select(c => ClauseDraft.Of(c, w)));
        foreach (var (clock, detail) in policy.Clocks ?? new Dictionary<string, ClockDetailShape>())
            _details[clock] = ClockDetailDraft.Of(detail, policy, w);
        if (policy.WarnAt is { } warnings)
            WarnAt = string.Join(", ", warnings);
        WarnBefore = string.Join(", ", (policy.WarnBefore ?? []).Select(b => DurationText.FromIso(b, w)));
        Steps.AddRange(policy.Escalations is { } steps ? steps.Select(s => StepDraft.Of(s, w)) : [new(), new() { Level = 2, Percent = 150 }]);
        if (policy.ReopenWindow is { } window)
            ReopenWindow = DurationText.FromIso(window, w);
        if (policy.PauseStops is not { } stops)
            return;
        Stops.Clear();
        foreach (var (reason, clocks) in stops)
            Stops.UnionWith(clocks.Select(c => (reason, c)));
    }

    /// <summary>What stands apart by commas.</summary>
    public static List<string> Parts(string text) => [.. text.Split([',', '，', '、', ';', '；'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];

    /// <summary>Percentages; null when the text holds anything else.</summary>
    public static IReadOnlyList<int>? Percents(string text)
    {
        var numbers = text.Split([',', '，', '、', ' ', '%'], StringSplitOptions.RemoveEmptyEntries).Select(p => int.TryParse(p, NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : -1).ToList();
        return numbers.Contains(-1) ? null : numbers;
    }

    /// <summary>Only what stops a clock that there is.</summary>
    public Dictionary<string, List<string>> StopsToApi(IReadOnlyCollection<string> clocks) => Reasons
        .Select(r => (Reason: r, Clocks: clocks.Where(c => c != "firstResponse" && Stops.Contains((r, c))).ToList()))
        .Where(r => r.Clocks.Count > 0).ToDictionary(r => r.Reason, r => r.Clocks);

    /// <summary>Working times before due as the API has them; null for none.</summary>
    public List<string?>? WarnBeforeToApi() => Parts(WarnBefore) is { Count: > 0 } before ? before.ConvertAll(DurationText.ToIso) : null;

    /// <summary>The terms of a preview.</summary>
    /// <param name="instead">Targets that take the place of these; empty ones stay.</param>
    public Dictionary<string, object?> ToApi(IReadOnlyDictionary<string, string>? instead = null)
    {
        var terms = Promise.TargetsToApi().ToDictionary(t => t.Key, t => (object?)t.Value);
        foreach (var (clock, target) in instead ?? new Dictionary<string, string>())
            if (DurationText.ToIso(target) is { } iso)
                terms[clock] = iso;
        terms["warnAt"] = Percents(WarnAt) ?? [];
        terms["warnBefore"] = WarnBeforeToApi();
        terms["escalations"] = Steps.Count == 0 ? null : Steps.Select(s => s.ToApi()).ToList();
        terms["pauseStops"] = StopsToApi(Promise.Clocks);
        terms["reopenWindow"] = DurationText.ToIso(ReopenWindow);
        terms["either"] = Promise.EitherToApi();
        terms["extra"] = Promise.ExtraToApi();
        terms["clocks"] = DetailClocks.Where(c => !DetailOf(c).IsEmpty).ToDictionary(c => c, c => DetailOf(c).ToApi()) is { Count: > 0 } own ? own : null;
        terms["compensation"] = Clauses.Count == 0 ? null : new { clauses = Clauses.Select(c => c.ToApi()).ToList() };
        terms["severity"] = Severity;
        return terms;
    }
}
