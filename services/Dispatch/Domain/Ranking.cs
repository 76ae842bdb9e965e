namespace ServiceMesh.Dispatch.Domain;

/// <summary>An active engineer of the team, as the ranking sees him.</summary>
/// <param name="OpenTickets">Tickets he has to work on, counted up to <see cref="Ranking.FullLoad"/>.</param>
/// <param name="LastAssignedAt">When he got his latest ticket, whatever became of it; null when never.</param>
public sealed record Candidate(
    EngineerRef Engineer, IReadOnlyList<string> Skills, int OpenTickets, DateTimeOffset? LastAssignedAt);

/// <summary>The engineer chosen, or none, and why.</summary>
public sealed record Choice(EngineerRef? Engineer, string Explanation);

/// <summary>Least load first, among those with the skills that the ticket asks for.</summary>
public static class Ranking
{
    /// <summary>Beyond so many tickets people are equally full: the next ticket goes to whoever waited longest for one.</summary>
    public const int FullLoad = 100;

    /// <summary>
    /// Chooses. A product code or category is a mandatory skill when somebody in the team has it: a team that names no such skill
    /// is able to do everything. Ties go to the longest without a new ticket, then to the smaller id.
    /// </summary>
    /// <param name="candidates">The team's active engineers.</param>
    /// <param name="wanted">Product code and category, in this order; each narrows only what it does not empty.</param>
    /// <param name="teamReason">Why it is this team, as the explanation's first words.</param>
    public static Choice Choose(IReadOnlyCollection<Candidate> candidates, IEnumerable<string?> wanted, string teamReason)
    {
        if (candidates.Count == 0)
            return new Choice(null, $"{teamReason}: no active engineer, waits in the queue.");
        var left = candidates;
        List<string> skills = [];
        foreach (var skill in wanted.Where(w => !string.IsNullOrWhiteSpace(w)).Distinct(StringComparer.OrdinalIgnoreCase))
        {
            var able = left.Where(c => c.Skills.Contains(skill, StringComparer.OrdinalIgnoreCase)).ToList();
            if (able.Count == 0) continue;
            skills.Add(skill!);
            left = able;
        }

        var best = left.OrderBy(c => c.OpenTickets).ThenBy(c => c.LastAssignedAt ?? DateTimeOffset.MinValue).ThenBy(c => c.Engineer.Id).First();
        return new Choice(best.Engineer, Explain(teamReason, candidates.Count, left, skills, best));
    }

    private static string Explain(
        string teamReason, int all, IReadOnlyCollection<Candidate> left, List<string> skills, Candidate best)
    {
        var pool = skills.Count == 0
            ? $"{all} active {(all == 1 ? "engineer" : "engineers")}"
            : $"{left.Count} of {all} active engineers with {string.Join(" and ", skills)}";
        var load = best.OpenTickets >= FullLoad ? $"{FullLoad} or more" : $"{best.OpenTickets}";
        var equal = left.Count(c => c.OpenTickets == best.OpenTickets);
        var why = left.Count == 1 ? "the only one" : equal == 1 ? "the fewest" : $"the fewest, with {equal - 1} equal, and longest without a new one";
        return $"{teamReason}: {pool}; {best.Engineer.Name} has {load} open {(best.OpenTickets == 1 ? "ticket" : "tickets")}, {why}.";
    }
}
