namespace ServiceMesh.Desk.Terms;

/// <summary>What is promised, while somebody writes it: durations as text, see <see cref="DurationText"/>.</summary>
public sealed class PromiseDraft
{
    /// <summary>By clock; empty means that there is no such clock.</summary>
    public Dictionary<string, string> Targets { get; } = ClockOrder.Known.ToDictionary(c => c, _ => "");

    public List<EitherDraft> Either { get; } = [];

    public List<ExtraDraft> Extra { get; } = [];

    /// <summary>Every clock that these promises make, those that a pause may stop first to last.</summary>
    public IReadOnlyList<string> Clocks =>
    [
        .. ClockOrder.Known.Where(c => !string.IsNullOrWhiteSpace(Targets[c])), .. Either.Select(e => e.Name.Trim()).Where(n => n.Length > 0), .. Extra.Select(e => e.Name.Trim()).Where(n => n.Length > 0),
    ];

    /// <summary>The clocks that are a way to keep an either-or promise.</summary>
    public IEnumerable<string> Legs => Either.SelectMany(e => e.Legs);

    public Dictionary<string, string> TargetsToApi() =>
        ClockOrder.Known.Where(c => DurationText.ToIso(Targets[c]) is not null).ToDictionary(c => c, c => DurationText.ToIso(Targets[c])!);

    public object? EitherToApi() => Either.Count == 0 ? null : Either.Select(e => e.ToApi()).ToList();

    public object? ExtraToApi() => Extra.Count == 0 ? null : Extra.Select(e => e.ToApi()).ToList();

    public static PromiseDraft Of(RuleShape rule, Words w)
    {
        var draft = new PromiseDraft();
        foreach (var (clock, target) in rule.Targets ?? new Dictionary<string, string>())
            draft.Targets[clock] = DurationText.FromIso(target, w);
        draft.Either.AddRange((rule.Either ?? []).Select(e => EitherDraft.Of(e, w)));
        draft.Extra.AddRange((rule.Extra ?? []).Select(e => new ExtraDraft
        {
            Name = e.Name ?? "", Target = DurationText.FromIso(e.Target, w), StartsOn = e.StartsOn ?? "opened", MetBy = e.MetBy ?? "resolved", Team = e.Team ?? "",
        }));
        return draft;
    }
}

/// <summary>A promise that is kept in one of two ways.</summary>
public sealed class EitherDraft
{
    public string Name { get; set; } = "emergency";

    /// <summary>Remote help within; empty for none.</summary>
    public string Remote { get; set; } = "";

    /// <summary>Arrival on site: <c>sameDay</c>, <c>within</c> or <c>none</c>.</summary>
    public string OnSite { get; set; } = "sameDay";

    /// <summary>Of the same day: reported by this local time.</summary>
    public string Cutoff { get; set; } = "16:00";

    /// <summary>Of <c>within</c>.</summary>
    public string OnSiteTarget { get; set; } = "";

    /// <summary>The place of a leg in the request, to find its errors.</summary>
    public int RemoteIndex => 0;

    public int OnSiteIndex => string.IsNullOrWhiteSpace(Remote) ? 0 : 1;

    /// <summary>The clocks that it is kept by.</summary>
    public IEnumerable<string> Legs => new[] { string.IsNullOrWhiteSpace(Remote) ? null : "remoteAssistance", OnSite == "none" ? null : "onSiteArrival" }.OfType<string>();

    public object ToApi()
    {
        var legs = new List<object>();
        if (DurationText.ToIso(Remote) is { } remote)
            legs.Add(new { clock = "remoteAssistance", target = remote });
        if (OnSite == "sameDay")
            legs.Add(new { clock = "onSiteArrival", sameDay = true, cutoff = Cutoff.Trim() });
        else if (OnSite == "within")
            legs.Add(new { clock = "onSiteArrival", target = DurationText.ToIso(OnSiteTarget) });
        return new { name = Name.Trim(), legs };
    }

    public static EitherDraft Of(EitherShape either, Words w)
    {
        var (remote, site) = (either.Legs?.FirstOrDefault(l => l.Clock == "remoteAssistance"), either.Legs?.FirstOrDefault(l => l.Clock == "onSiteArrival"));
        return new()
        {
            Name = either.Name ?? "", Remote = DurationText.FromIso(remote?.Target, w), OnSite = site is null ? "none" : site.SameDay ? "sameDay" : "within",
            Cutoff = site?.Cutoff ?? "16:00", OnSiteTarget = DurationText.FromIso(site?.Target, w),
        };
    }
}

/// <summary>A clock of the contract's own.</summary>
public sealed class ExtraDraft
{
    public string Name { get; set; } = "";

    public string Target { get; set; } = "";

    public string StartsOn { get; set; } = "opened";

    public string MetBy { get; set; } = "resolved";

    /// <summary>A team's name: then it measures each stay of the ticket with that team.</summary>
    public string Team { get; set; } = "";

    public object ToApi() => string.IsNullOrWhiteSpace(Team)
        ? new { name = Name.Trim(), target = DurationText.ToIso(Target), startsOn = (string?)StartsOn, metBy = (string?)MetBy, team = (string?)null }
        : new { name = Name.Trim(), target = DurationText.ToIso(Target), startsOn = (string?)null, metBy = (string?)null, team = (string?)Team.Trim() };
}
