namespace ServiceMesh.Desk.Terms;

/// <summary>What one clock has different from the rest of its policy, while somebody writes it.</summary>
public sealed class ClockDetailDraft
{
    /// <summary>Empty for the policy's.</summary>
    public string Calendar { get; set; } = "";

    /// <summary>Empty for the usual, as <see cref="MetBy"/>.</summary>
    public string StartsOn { get; set; } = "";

    public string MetBy { get; set; } = "";

    /// <summary>What meets it too.</summary>
    public HashSet<string> AlsoMetBy { get; } = [];

    /// <summary>It is warned of by <see cref="WarnAt"/> and <see cref="WarnBefore"/> instead of the policy's.</summary>
    public bool OwnWarnings { get; set; }

    /// <summary>Percentages, like <c>50, 75</c>.</summary>
    public string WarnAt { get; set; } = "";

    /// <summary>Working times before due, apart by commas.</summary>
    public string WarnBefore { get; set; } = "";

    /// <summary>It has a ladder of its own.</summary>
    public bool OwnLadder { get; set; }

    public List<StepDraft> Steps { get; } = [];

    /// <summary>It says what starts or meets the clock.</summary>
    private bool HasConditions => StartsOn.Length > 0 || MetBy.Length > 0 || AlsoMetBy.Count > 0;

    /// <summary>It differs in nothing.</summary>
    public bool IsEmpty => !HasConditions && Calendar.Length == 0 && !OwnWarnings && !OwnLadder;

    /// <summary>Takes over what a policy says of a clock; of warnings and ladder what it leaves out is the policy's.</summary>
    public static ClockDetailDraft Of(ClockDetailShape detail, PolicyShape policy, Words w)
    {
        var draft = new ClockDetailDraft
        {
            Calendar = detail.Calendar ?? "", StartsOn = detail.StartsOn ?? "", MetBy = detail.MetBy ?? "",
            OwnWarnings = detail.WarnAt is not null || detail.WarnBefore is not null, OwnLadder = detail.Escalations is not null,
            WarnAt = string.Join(", ", detail.WarnAt ?? policy.WarnAt ?? [50, 75]),
            WarnBefore = string.Join(", ", (detail.WarnBefore ?? policy.WarnBefore ?? []).Select(b => DurationText.FromIso(b, w))),
        };
        draft.AlsoMetBy.UnionWith(detail.AlsoMetBy ?? []);
        draft.Steps.AddRange((detail.Escalations ?? []).Select(s => StepDraft.Of(s, w)));
        return draft;
    }

    /// <summary>As the <c>clocks</c> of a policy and of a trial's terms have it.</summary>
    public object ToApi() => new
    {
        calendar = Calendar.Length == 0 ? null : Calendar,
        startsOn = StartsOn.Length == 0 ? null : StartsOn,
        metBy = MetBy.Length == 0 ? null : MetBy,
        alsoMetBy = AlsoMetBy.Count == 0 ? null : AlsoMetBy.Order(StringComparer.Ordinal).ToList(),
        warnAt = OwnWarnings ? TermsDraft.Percents(WarnAt) ?? [] : null,
        warnBefore = OwnWarnings ? TermsDraft.Parts(WarnBefore).Select(DurationText.ToIso).ToList() : null,
        escalations = OwnLadder ? Steps.Select(s => s.ToApi()).ToList() : null,
    };

    /// <summary>In short what differs; empty when nothing does.</summary>
    public string Told(Words w) => string.Join(" · ", new[]
    {
        Calendar.Length == 0 ? null : w.HoursOf(Calendar),
        StartsOn.Length == 0 ? null : w.StartsWith(w.SignalName(StartsOn)),
        MetBy.Length == 0 ? null : w.IsMetBy(w.SignalName(MetBy)),
        AlsoMetBy.Count == 0 ? null : w.IsAlsoMetBy(string.Join(w.Or, AlsoMetBy.Order(StringComparer.Ordinal).Select(w.SignalName))),
        OwnWarnings ? w.WarnsAt(string.Join(", ", TermsDraft.Parts(WarnAt).Select(p => $"{p.TrimEnd('%', ' ')} %").Concat(TermsDraft.Parts(WarnBefore).Select(w.BeforeDue)))) : null,
        OwnLadder ? w.LevelCount(Steps.Count) : null,
    }.OfType<string>());
}
