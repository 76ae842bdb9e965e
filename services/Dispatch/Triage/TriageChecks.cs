using Microsoft.EntityFrameworkCore;
using ServiceMesh.Dispatch.Domain.Triage;
using ServiceMesh.Dispatch.Persistence;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Dispatch.Triage;

/// <summary>Whether a book can be, and what about it may not be meant.</summary>
internal static class TriageChecks
{
    private const int MostRules = 200;

    /// <exception cref="ProblemException">400 that names the field, or 404 <c>team.not-found</c>.</exception>
    public static async Task CheckAsync(TriageBook? book, string tenant, DispatchDb db, CancellationToken ct)
    {
        if (book is null) throw Problems.InvalidField("book", "There is no book.");
        if (book.Matrix is not { High: not null, Medium: not null, Low: not null } || !book.Matrix.IsSound())
            throw Problems.InvalidField("book.matrix", "The matrix has three rows of three severities, 1 to 5; more impact or urgency is never less severe.");
        if (book.SecondRepairDays is < 1 or > 3650) throw Problems.InvalidField("book.secondRepairDays", "It is 1 to 3650 days.");
        if (book.Completeness is not { Support: not null, Maintenance: not null }) throw Problems.InvalidField("book.completeness", "It names the parts for support and for maintenance.");
        if (book.Rules is null || book.Rules.Length > MostRules) throw Problems.InvalidField("book.rules", $"There are at most {MostRules} rules.");
        for (var i = 0; i < book.Rules.Length; i++) Check(book.Rules[i], $"book.rules[{i}]");
        if (book.Rules.GroupBy(r => r.Name.Trim(), StringComparer.OrdinalIgnoreCase).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw Problems.InvalidField("book.rules", $"Two rules are called {twice.Key}.");
        Guid[] teams = [.. book.Rules.Select(r => r.Set.TeamId).OfType<Guid>().Distinct()];
        if (await db.Teams.CountAsync(t => t.Tenant == tenant && teams.Contains(t.Id), ct) != teams.Length) throw Problems.NotFound("team.not-found");
    }

    /// <summary>What somebody should look at before it decides.</summary>
    public static async Task<IReadOnlyList<string>> WarningsAsync(TriageBook book, string tenant, DispatchDb db, CancellationToken ct)
    {
        List<string> warnings = [];
        string? wall = null;
        foreach (var rule in book.Rules.Where(r => r.Enabled))
        {
            if (wall is not null) warnings.Add($"{rule.Name} is never reached: {wall} stops every ticket before it.");
            else if (rule is { Stop: true, All: null or [], Any: null or [] }) wall = rule.Name;
        }

        var teams = book.Rules.Select(r => r.Set.TeamId).OfType<Guid>().ToHashSet();
        var manned = await db.TeamMembers.Where(m => m.Tenant == tenant && teams.Contains(m.TeamId))
            .Where(m => db.Engineers.Any(e => e.Id == m.EngineerId && e.Active)).Select(m => m.TeamId).Distinct().ToListAsync(ct);
        foreach (var rule in book.Rules.Where(r => r is { Enabled: true, Set.TeamId: { } team } && !manned.Contains(team)))
            warnings.Add($"{rule.Name} gives tickets to a team without any active engineer.");
        return warnings;
    }

    private static void Check(TriageRule? rule, string field)
    {
        if (rule is null || string.IsNullOrWhiteSpace(rule.Name) || rule.Name.Length > 200) throw Problems.InvalidField($"{field}.name", "A rule has a name of 1 to 200 characters.");
        if ((rule.All?.Length ?? 0) > 20 || (rule.Any?.Length ?? 0) > 20) throw Problems.InvalidField($"{field}.all", "A rule has at most 20 conditions of each sort.");
        foreach (var (conditions, name) in new[] { (rule.All ?? [], "all"), (rule.Any ?? [], "any") })
            for (var i = 0; i < conditions.Length; i++)
                if (TriageMachine.Problem(conditions[i]) is { } problem) throw Problems.InvalidField($"{field}.{name}[{i}]", problem);
        if (rule.Set is not { } set || set == new TriageOutcome()) throw Problems.InvalidField($"{field}.set", "A rule sets something.");
        if (set.Severity is < 1 or > 5) throw Problems.InvalidField($"{field}.set.severity", "A severity is 1 to 5.");
        if (IsNoName(set.Category)) throw Problems.InvalidField($"{field}.set.category", "A class has 1 to 200 characters.");
        if (IsNoName(set.FaultClass)) throw Problems.InvalidField($"{field}.set.faultClass", "A fault class has 1 to 200 characters.");
        if (set.Tags is { } tags && (tags.Length is 0 or > 20 || tags.Any(t => t is null || IsNoName(t)))) throw Problems.InvalidField($"{field}.set.tags", "There are 1 to 20 tags of 1 to 200 characters.");
    }

    private static bool IsNoName(string? name) => name is not null && (string.IsNullOrWhiteSpace(name) || name.Length > 200);
}
