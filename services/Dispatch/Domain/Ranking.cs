using ServiceMesh.Contracts;

namespace ServiceMesh.Dispatch.Domain;

/// <summary>An active engineer of the team, as the ranking sees him.</summary>
/// <param name="OpenTickets">Tickets he has to work on, counted up to <see cref="Ranking.FullLoad"/>.</param>
/// <param name="LastAssignedAt">When he got his latest ticket, whatever became of it; null when never.</param>
public sealed record Candidate(
    EngineerRef Engineer, IReadOnlyList<string> Skills, int OpenTickets, DateTimeOffset? LastAssignedAt)
{
    public Profile Profile { get; init; } = Profile.Empty;

    /// <summary>Away, or between two shifts.</summary>
    public bool OffDuty { get; init; }

    /// <summary>Has said so himself, whatever the roster says.</summary>
    public bool Away { get; init; }

    /// <summary>When the present shift ends; null for somebody without shifts.</summary>
    public DateTimeOffset? ShiftEndsAt { get; init; }

    /// <summary>Tickets solved for this customer or asset.</summary>
    public int Solved { get; init; }
    public InHand InHand { get; init; } = InHand.Nothing;
}

/// <summary>How much each criterion counts, 0 to 100.</summary>
public sealed record Weights(
    int Skill = 10, int Capacity = 10, int RemainingShift = 5, int Affinity = 10, int Region = 5, int Language = 5, int Load = 10);

/// <summary>What a ticket asks for.</summary>
/// <param name="Wanted">Product code and category, in this order; each is mandatory when somebody in the team has it.</param>
public sealed record Needs(IReadOnlyList<string?> Wanted)
{
    /// <summary>Mandatory, each at this level at least.</summary>
    public IReadOnlyList<SkillLevel> Skills { get; init; } = [];

    /// <summary>Mandatory, and valid today.</summary>
    public IReadOnlyList<string> Certificates { get; init; } = [];
    public Guid? CustomerId { get; init; }
    public string? Region { get; init; }
    public string? Language { get; init; }
    public WorkClass Class { get; init; } = WorkClass.Case;
    public DateTimeOffset Now { get; init; }

    /// <summary>The day by which certificates are judged.</summary>
    public DateOnly Today { get; init; }

    /// <summary>Who has refused it already.</summary>
    public IReadOnlySet<Guid> Except { get; init; } = new HashSet<Guid>();
    public Weights Weights { get; init; } = new();
    public Capacity? Capacity { get; init; }

    /// <summary>People of the team who are not among the candidates, as they lack a mandatory skill.</summary>
    public IReadOnlyList<ExclusionCount> Unnamed { get; init; } = [];
}

/// <summary>Values of the criteria, each 0 to 1, more is better.</summary>
public sealed record Criteria(double Skill, double Capacity, double RemainingShift, double Affinity, double Region, double Language, double Load);

/// <summary>Somebody's place in the ranking.</summary>
/// <param name="Rank">The weighted mean of the criteria, 0 to 1.</param>
public sealed record Ranked(Guid EngineerId, string Name, double Rank, Criteria Criteria, int OpenTickets, DateTimeOffset? LastAssignedAt);

/// <summary>Somebody who was not considered, and why.</summary>
/// <param name="Reason">In English.</param>
public sealed record Excluded(Guid EngineerId, string Name, string Reason)
{
    /// <summary>The reason as data; null in rankings from before it was kept.</summary>
    public Exclusion? Why { get; init; }
}

/// <summary>The engineer chosen, or none, and why.</summary>
public sealed record Choice(EngineerRef? Engineer, AssignmentReason Why)
{
    /// <summary>Why, in English.</summary>
    public string Explanation => AssignmentReasonWords.Say(Why, "en");

    /// <summary>The best first.</summary>
    public IReadOnlyList<Ranked> Ranked { get; init; } = [];
    public IReadOnlyList<Excluded> Excluded { get; init; } = [];

    /// <summary>When the chosen one's shift ends.</summary>
    public DateTimeOffset? ShiftEndsAt { get; init; }

    /// <summary>Nobody now, though the team has people: it is tried again when one of them becomes free.</summary>
    public bool Waits => Engineer is null && Excluded.Count > 0;
}

/// <summary>Who is able, allowed and free; and of these the best by weighted criteria.</summary>
public static class Ranking
{
    /// <summary>Beyond so many tickets people are equally full: the next ticket goes to whoever waited longest for one.</summary>
    public const int FullLoad = 100;

    /// <summary>A shift that goes on so long is as good as one that goes on longer.</summary>
    private const double LongShiftHours = 8;

    /// <summary>So many solved tickets make somebody fully acquainted.</summary>
    private const double Acquainted = 3;

    private const string Skillless = "skill";

    private static readonly Exclusion s_avoids = new() { Code = "avoids" };
    private static readonly Exclusion s_offDuty = new() { Code = "offDuty" };
    private static readonly Exclusion s_away = new() { Code = "away" };
    private static readonly Exclusion s_asked = new() { Code = "asked" };
    private static readonly Exclusion s_full = new() { Code = "full" };

    /// <summary>Chooses with nothing asked for but product code and category.</summary>
    public static Choice Choose(IReadOnlyCollection<Candidate> candidates, IEnumerable<string?> wanted, string teamReason) =>
        Choose(candidates, new Needs([.. wanted]), teamReason);

    /// <summary>Chooses for a team of which only the name is said.</summary>
    public static Choice Choose(IReadOnlyCollection<Candidate> candidates, Needs needs, string team) =>
        Choose(candidates, needs, new AssignmentReason { Code = "", Team = team });

    /// <summary>
    /// Chooses. Mandatory skills, certificates and what else forbids come first; the rest are ranked. Ties go to the longest without a
    /// new ticket, then to the smaller id, so that equal ones take turns.
    /// </summary>
    /// <param name="candidates">The team's active engineers.</param>
    /// <param name="needs">What the ticket asks for.</param>
    /// <param name="team">Why it is this team: the reason's beginning.</param>
    public static Choice Choose(IReadOnlyCollection<Candidate> candidates, Needs needs, AssignmentReason team)
    {
        var why = team with { Considered = candidates.Count + needs.Unnamed.Sum(u => u.Count) };
        if (candidates.Count == 0) return new Choice(null, why with { Code = "empty" });
        var skills = Missing(candidates, needs);
        List<Excluded> excluded = [];
        List<Candidate> left = [];
        // Of a thousand people nearly all are out for the same few reasons: each is said once.
        var said = new Dictionary<Exclusion, string>();
        foreach (var c in candidates)
            if (WhyNot(c, skills, needs) is { } not) excluded.Add(new Excluded(c.Engineer.Id, c.Engineer.Name, Said(not, said)) { Why = not });
            else left.Add(c);
        excluded.Sort(ByReason);
        if (left.Count == 0) return new Choice(null, why with { Code = "waits", Excluded = Counted(excluded, needs.Unnamed) }) { Excluded = excluded };

        List<SkillLevel> asked = [.. skills.Select(s => new SkillLevel(s.What!, 1)), .. needs.Skills];
        var ranked = left.Select(c => (Candidate: c, Entry: Rank(c, asked, needs)))
            .OrderByDescending(r => r.Entry.Rank).ThenBy(r => r.Candidate.LastAssignedAt ?? DateTimeOffset.MinValue).ThenBy(r => r.Candidate.Engineer.Id).ToList();
        var best = ranked[0].Candidate;
        return new Choice(best.Engineer, Chosen(why, left, asked, best, ranked[0].Entry))
        {
            Ranked = [.. ranked.Select(r => r.Entry)], Excluded = excluded, ShiftEndsAt = best.ShiftEndsAt,
        };
    }

    /// <summary>Whether <see cref="Choose(IReadOnlyCollection{Candidate}, Needs, AssignmentReason)"/> would find somebody.</summary>
    public static bool AnybodyFor(IReadOnlyCollection<Candidate> candidates, Needs needs)
    {
        var skills = Missing(candidates, needs);
        return candidates.Any(c => WhyNot(c, skills, needs) is null);
    }

    /// <summary>What is said of somebody without a mandatory skill.</summary>
    public static Exclusion Without(string skill) => new() { Code = Skillless, What = skill };

    /// <summary>Who could do it first, then by name: whoever lacks the skill is of the least interest.</summary>
    private static int ByReason(Excluded a, Excluded b)
    {
        var order = (a.Why!.Code == Skillless).CompareTo(b.Why!.Code == Skillless);
        if (order == 0) order = string.CompareOrdinal(a.Name, b.Name);
        return order == 0 ? a.EngineerId.CompareTo(b.EngineerId) : order;
    }

    private static string Said(Exclusion not, Dictionary<Exclusion, string> said)
    {
        if (!said.TryGetValue(not, out var words)) said[not] = words = AssignmentReasonWords.Say(not, "en");
        return words;
    }

    /// <summary>Product code and category as far as somebody has them: each narrows only what it does not empty.</summary>
    internal static List<string> Mandatory(IReadOnlyCollection<Candidate> candidates, IReadOnlyList<string?> wanted)
    {
        var left = candidates;
        List<string> skills = [];
        foreach (var skill in wanted.Where(w => !string.IsNullOrWhiteSpace(w)).Distinct(StringComparer.OrdinalIgnoreCase))
        {
            var able = left.Where(c => Has(c, skill!)).ToList();
            if (able.Count == 0) continue;
            skills.Add(skill!);
            left = able;
        }

        return skills;
    }

    /// <summary>The mandatory skills, as what is said of who lacks them.</summary>
    private static List<Exclusion> Missing(IReadOnlyCollection<Candidate> candidates, Needs needs) => Mandatory(candidates, needs.Wanted).ConvertAll(Without);

    private static Exclusion? WhyNot(Candidate c, List<Exclusion> skills, Needs needs)
    {
        foreach (var skill in skills)
            if (!Has(c, skill.What!)) return skill;
        foreach (var skill in needs.Skills)
            if (Lacks(c, skill) is { } lacking) return lacking;
        foreach (var name in needs.Certificates)
            if (LacksCertificate(c, name, needs.Today) is { } lacking) return lacking;
        if (Avoids(c, needs) is { } avoids) return avoids;
        if (c.OffDuty) return s_offDuty;
        if (c.Away) return s_away;
        return needs.Except.Contains(c.Engineer.Id) ? s_asked : Full(c, needs);
    }

    internal static Exclusion? Lacks(Candidate c, string skill) => Has(c, skill) ? null : Without(skill);

    internal static Exclusion? Lacks(Candidate c, SkillLevel asked) =>
        Has(c, asked.Name) && c.Profile.LevelOf(asked.Name) >= asked.Level ? null : new Exclusion { Code = "skillLevel", What = asked.Name, Level = asked.Level };

    internal static Exclusion? LacksCertificate(Candidate c, string name, DateOnly day) =>
        c.Profile.Certificates.FirstOrDefault(x => string.Equals(x.Name, name, StringComparison.OrdinalIgnoreCase)) switch
        {
            null => new Exclusion { Code = "certificate", What = name },
            { } held when !held.IsValidOn(day) => new Exclusion { Code = "certificateEnded", What = name, Until = held.ValidUntil },
            _ => null,
        };

    internal static Exclusion? Avoids(Candidate c, Needs needs) => needs.CustomerId is { } customer && c.Profile.Avoids.Contains(customer) ? s_avoids : null;

    internal static Exclusion? Full(Candidate c, Needs needs) => WorkClasses.Free(needs.Capacity, c.InHand, needs.Class) > 0 ? null : s_full;

    private static Ranked Rank(Candidate c, List<SkillLevel> asked, Needs needs)
    {
        var p = c.Profile;
        var criteria = new Criteria(
            Skill: asked.Count == 0 ? 1 : asked.Average(s => p.LevelOf(s.Name)) / 5,
            Capacity: WorkClasses.Free(needs.Capacity, c.InHand, needs.Class),
            RemainingShift: c.ShiftEndsAt is { } end ? Math.Clamp((end - needs.Now).TotalHours / LongShiftHours, 0, 1) : 1,
            Affinity: needs.CustomerId is { } customer && p.Knows.Contains(customer) ? 1 : Math.Min(1, c.Solved / Acquainted),
            Region: needs.Region is not { } region || p.Regions.Count == 0 || p.Regions.Contains(region, StringComparer.OrdinalIgnoreCase) ? 1 : 0,
            Language: needs.Language is not { } language || p.Languages.Count == 0 || p.Languages.Any(l => Same(l, language)) ? 1 : 0,
            Load: 1 - Math.Min(c.OpenTickets, FullLoad) / (double)FullLoad);
        var w = needs.Weights;
        var sum = w.Skill + w.Capacity + w.RemainingShift + w.Affinity + w.Region + w.Language + w.Load;
        var total = criteria.Skill * w.Skill + criteria.Capacity * w.Capacity + criteria.RemainingShift * w.RemainingShift + criteria.Affinity * w.Affinity
            + criteria.Region * w.Region + criteria.Language * w.Language + criteria.Load * w.Load;
        return new Ranked(c.Engineer.Id, c.Engineer.Name, sum == 0 ? 0 : Math.Round(total / sum, 6), criteria, c.OpenTickets, c.LastAssignedAt);
    }

    private static AssignmentReason Chosen(AssignmentReason why, List<Candidate> left, List<SkillLevel> asked, Candidate best, Ranked entry)
    {
        var equal = left.Count(c => c.OpenTickets == best.OpenTickets);
        return why with
        {
            Code = "chosen", Engineer = best.Engineer.Name, Able = left.Count, OpenTickets = Math.Min(best.OpenTickets, FullLoad), Rank = entry.Rank, Equal = equal - 1,
            Skills = [.. asked.Select(s => s.Name).Distinct(StringComparer.OrdinalIgnoreCase)],
            By = left.Count > 1 && left.Exists(c => c.OpenTickets < best.OpenTickets) ? "rank" : left.Count == 1 ? "only" : equal == 1 ? "fewest" : "turn",
        };
    }

    private static List<ExclusionCount> Counted(List<Excluded> excluded, IReadOnlyList<ExclusionCount> unnamed) =>
    [
        .. excluded.Select(e => new ExclusionCount(e.Why!, 1)).Concat(unnamed).GroupBy(e => e.Why, e => e.Count).Select(g => new ExclusionCount(g.Key, g.Sum()))
            .OrderByDescending(e => e.Count).ThenBy(e => AssignmentReasonWords.Say(e.Why, "en"), StringComparer.Ordinal).Take(4),
    ];

    private static bool Has(Candidate c, string skill)
    {
        foreach (var has in c.Skills)
            if (string.Equals(has, skill, StringComparison.OrdinalIgnoreCase)) return true;
        return false;
    }

    private static bool Same(string a, string b) => string.Equals(a.Split('-')[0], b.Split('-')[0], StringComparison.OrdinalIgnoreCase);
}
