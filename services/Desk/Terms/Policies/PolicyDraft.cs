namespace ServiceMesh.Desk.Terms;

/// <summary>A policy while somebody writes it.</summary>
public sealed class PolicyDraft
{
    public string Name { get; set; } = "";

    public string Calendar { get; set; } = "";

    public int Position { get; set; } = 100;

    public bool Active { get; set; } = true;

    /// <summary>Apart by commas; empty is any.</summary>
    public string ServiceLevels { get; set; } = "";

    public HashSet<string> WorkTypes { get; } = [];

    /// <summary>None is any contract.</summary>
    public List<Guid> Contracts { get; } = [];

    /// <summary>None is any product.</summary>
    public List<Guid> Products { get; } = [];

    /// <summary>Warnings, ladder, pauses, reopening, compensation and what single clocks have different; its promises stand in the rules.</summary>
    public TermsDraft Around { get; } = new();

    public List<RuleDraft> Rules { get; } = [];

    /// <summary>What missed promises pay back.</summary>
    public List<ClauseDraft> Clauses => Around.Clauses;

    /// <summary>The clocks of all rules.</summary>
    public IReadOnlyList<string> Clocks => [.. Rules.SelectMany(r => r.Promise.Clocks).Distinct()];

    /// <summary>The clocks of all rules that can have something different.</summary>
    public IReadOnlyList<string> DetailClocks => TermsDraft.DetailClocksOf([.. Rules.Select(r => r.Promise)]);

    /// <summary>All that it says in percent can be read.</summary>
    public bool HasPercents => Around.HasPercents(DetailClocks);

    public static PolicyDraft New(string calendar) => new() { Calendar = calendar, Rules = { new() { Name = "all" } }, Around = { Steps = { new(), new() { Level = 2, Percent = 150 } } } };

    public static PolicyDraft Of(PolicyShape p, Words w)
    {
        var draft = new PolicyDraft
        {
            Name = p.Name, Calendar = p.Calendar ?? "", Position = p.Position, Active = p.Active, ServiceLevels = string.Join(", ", p.ServiceLevels ?? []),
        };
        draft.WorkTypes.UnionWith(p.WorkTypes ?? []);
        draft.Contracts.AddRange(p.Contracts ?? []);
        draft.Products.AddRange(p.Products ?? []);
        draft.Around.Take(p, w);
        draft.Rules.AddRange((p.Rules ?? []).Select(r => RuleDraft.Of(r, w)));
        return draft;
    }

    /// <summary>The body of <c>POST /api/v1/sla/policies</c>.</summary>
    public object ToApi() => new
    {
        name = Name.Trim(),
        calendar = Calendar,
        position = Position,
        active = Active,
        serviceLevels = Levels.Count == 0 ? null : Levels,
        workTypes = WorkTypes.Count == 0 ? null : WorkTypes.Order().ToList(),
        warnAt = TermsDraft.Percents(Around.WarnAt) ?? [],
        warnBefore = Around.WarnBeforeToApi(),
        pauseStops = Around.StopsToApi(Clocks),
        reopenWindow = DurationText.ToIso(Around.ReopenWindow),
        rules = Rules.Select(r => r.ToApi()).ToList(),
        escalations = Around.Steps.Select(s => s.ToApi()).ToList(),
        contracts = Contracts.Count == 0 ? null : Contracts,
        products = Products.Count == 0 ? null : Products,
        clocks = DetailClocks.Where(c => !Around.DetailOf(c).IsEmpty).ToDictionary(c => c, c => Around.DetailOf(c).ToApi()) is { Count: > 0 } details ? details : null,
        compensation = Clauses.Count == 0 ? null : new { clauses = Clauses.Select(c => c.ToApi()).ToList() },
    };

    private List<string> Levels => TermsDraft.Parts(ServiceLevels);
}

/// <summary>Targets for the tickets that match; no severity and no channel chosen is any.</summary>
public sealed class RuleDraft
{
    public string Name { get; set; } = "";

    public HashSet<int> Severities { get; } = [];

    public HashSet<string> Channels { get; } = [];

    public PromiseDraft Promise { get; private init; } = new();

    public static RuleDraft Of(RuleShape rule, Words w)
    {
        var draft = new RuleDraft { Name = rule.Name ?? "", Promise = PromiseDraft.Of(rule, w) };
        draft.Severities.UnionWith(rule.Severities ?? []);
        draft.Channels.UnionWith(rule.Channels ?? []);
        return draft;
    }

    public object ToApi() => new
    {
        name = Name.Trim(),
        severities = Severities.Count == 0 ? null : Severities.Order().ToList(),
        channels = Channels.Count == 0 ? null : Channels.Order(StringComparer.Ordinal).ToList(),
        targets = Promise.TargetsToApi(),
        either = Promise.EitherToApi(),
        extra = Promise.ExtraToApi(),
    };
}

/// <summary>A level of the ladder: at a share of the time, or so long after due (before it with a minus).</summary>
public sealed class StepDraft
{
    public int Level { get; set; } = 1;

    public int Percent { get; set; } = 100;

    /// <summary>Instead of the share, like <c>30 min</c> or <c>-30 min</c>.</summary>
    public string Offset { get; set; } = "";

    public string Role { get; set; } = "manager";

    public StepDraft Copy() => new() { Level = Level, Percent = Percent, Offset = Offset, Role = Role };

    public static StepDraft Of(EscalationShape step, Words w)
    {
        var before = step.Offset?.StartsWith('-') == true;
        return new() { Level = step.Level, Percent = step.Percent, Role = step.Role ?? "", Offset = step.Offset is null ? "" : (before ? "-" : "") + DurationText.FromIso(step.Offset.TrimStart('-'), w) };
    }

    public object ToApi()
    {
        var offset = Offset.Trim();
        return new { level = Level, percent = Percent, role = Role, offset = offset.Length == 0 ? null : offset[0] is '-' or '−' ? "-" + DurationText.ToIso(offset[1..]) : DurationText.ToIso(offset) };
    }
}
