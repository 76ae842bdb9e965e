namespace ServiceMesh.Desk.Triage;

/// <summary>A rule as somebody types it.</summary>
public sealed class RuleDraft
{
    public string Name { get; set; } = "";
    public bool Enabled { get; set; } = true;
    public bool Stop { get; set; }
    public List<ConditionDraft> All { get; } = [];
    public List<ConditionDraft> Any { get; } = [];
    public string Category { get; set; } = "";
    public string WorkType { get; set; } = "";
    public string Impact { get; set; } = "";
    public string Urgency { get; set; } = "";
    public string Severity { get; set; } = "";
    public string Team { get; set; } = "";
    public string FaultClass { get; set; } = "";
    public string Tags { get; set; } = "";

    /// <summary>Whether its editor is open.</summary>
    public bool Open { get; set; }

    public static RuleDraft Of(TriageRuleShape r)
    {
        var set = r.Set;
        var draft = new RuleDraft
        {
            Name = r.Name, Enabled = r.Enabled, Stop = r.Stop, Category = set.Category ?? "", WorkType = set.WorkType ?? "", Impact = set.Impact ?? "", Urgency = set.Urgency ?? "",
            Severity = set.Severity?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "", Team = set.TeamId?.ToString() ?? "", FaultClass = set.FaultClass ?? "", Tags = string.Join(", ", set.Tags ?? []),
        };
        draft.All.AddRange((r.All ?? []).Select(ConditionDraft.Of));
        draft.Any.AddRange((r.Any ?? []).Select(ConditionDraft.Of));
        return draft;
    }

    public TriageRuleShape ToApi() => new(
        Name.Trim(),
        new OutcomeShape(
            Text(Category), Text(WorkType), Text(Impact), Text(Urgency), int.TryParse(Severity, out var severity) ? severity : null, Guid.TryParse(Team, out var team) ? team : null,
            Text(FaultClass), List(Tags)),
        All.Count == 0 ? null : [.. All.Select(c => c.ToApi())], Any.Count == 0 ? null : [.. Any.Select(c => c.ToApi())], Stop, Enabled);

    internal static string[]? List(string text)
    {
        var items = text.Split([',', '，', '、'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return items.Length == 0 ? null : items;
    }

    private static string? Text(string text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}

/// <summary>A condition as somebody types it.</summary>
public sealed class ConditionDraft
{
    public static readonly string[] Fields =
    [
        "text", "subject", "category", "requestClass", "channel", "kind", "workType", "impact", "urgency", "customerName", "contactEmail", "language", "productName", "serviceLevel", "entitlement",
        "externalReference", "localTime", "weekday", "channelId", "customer", "product", "asset", "contract",
    ];

    public static readonly string[] Ops = ["contains", "containsNot", "is", "isNot", "matches", "within", "isSet", "isNotSet"];

    public string Field { get; set; } = "text";
    public string Op { get; set; } = "contains";

    /// <summary>A line each: a regular expression may hold commas.</summary>
    public string Values { get; set; } = "";

    public bool HasValues => Op is not "isSet" and not "isNotSet";

    public static ConditionDraft Of(TriageConditionShape c) => new() { Field = c.Field, Op = c.Op, Values = string.Join('\n', c.Values ?? []) };

    public TriageConditionShape ToApi() => new(Field, Op, HasValues ? Values.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) : null);
}

/// <summary>A tenant's triage as somebody types it. The order of the rules is the order in which they are looked at.</summary>
public sealed class TriageDraft
{
    public int Version { get; init; }
    public TriageBookShape From { get; init; } = new();

    /// <summary>Nine severities: impact high, medium, low by urgency high, medium, low.</summary>
    public int[][] Matrix { get; } = [[1, 2, 3], [2, 3, 4], [3, 4, 5]];
    public List<RuleDraft> Rules { get; } = [];
    public int SecondRepairDays { get; set; } = 90;
    public bool Enforced { get; set; }
    public string Note { get; set; } = "";

    public static TriageDraft Of(TriageVersionShape v)
    {
        var draft = new TriageDraft { Version = v.Version, From = v.Book, SecondRepairDays = v.Book.SecondRepairDays, Enforced = v.Book.Completeness.Enforced };
        (draft.Matrix[0], draft.Matrix[1], draft.Matrix[2]) = ([.. v.Book.Matrix.High], [.. v.Book.Matrix.Medium], [.. v.Book.Matrix.Low]);
        draft.Rules.AddRange(v.Book.Rules.Select(RuleDraft.Of));
        return draft;
    }

    public TriageBookShape ToApi() => From with
    {
        Matrix = new MatrixShape(Matrix[0], Matrix[1], Matrix[2]), Rules = [.. Rules.Select(r => r.ToApi())], SecondRepairDays = SecondRepairDays, Completeness = From.Completeness with { Enforced = Enforced },
    };

    /// <summary>Earlier or later in the order.</summary>
    public void Move(RuleDraft rule, int by)
    {
        var at = Rules.IndexOf(rule);
        if (at + by < 0 || at + by >= Rules.Count)
            return;
        Rules.RemoveAt(at);
        Rules.Insert(at + by, rule);
    }
}
