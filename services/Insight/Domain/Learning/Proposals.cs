using ServiceMesh.Insight.Domain.Scorecard;

namespace ServiceMesh.Insight.Domain.Learning;

/// <summary>How often something failed in a month.</summary>
/// <param name="Item">Its key: a name, or the id of a product.</param>
/// <param name="Name">To show.</param>
public sealed record FaultItem(string Item, string Name, Month Month, ItemSum Sum);

/// <summary>A line of a Pareto list.</summary>
/// <param name="Percent">Of all, one decimal.</param>
/// <param name="SumPercent">Of all, this and those before it.</param>
/// <param name="RepeatPercent">How many of them had come back, one decimal.</param>
/// <param name="MeanRecoverySeconds">Of the solved ones; null when none is. Of waits: seconds waited for each ticket.</param>
public sealed record ParetoItem(string Item, string Name, long Opened, long Resolved, long Repeats, decimal Percent, decimal SumPercent, decimal RepeatPercent, long? MeanRecoverySeconds);

/// <summary>The few that make most.</summary>
public static class Pareto
{
    public static IReadOnlyList<ParetoItem> Of(IEnumerable<FaultItem> items, int most)
    {
        ArgumentNullException.ThrowIfNull(items);
        var sums = items.GroupBy(i => i.Item).Select(g => (g.Key, g.First().Name, Sum: g.Aggregate(default(ItemSum), (sum, i) => sum + i.Sum)))
            .Where(i => i.Sum.Opened > 0).OrderByDescending(i => i.Sum.Opened).ThenBy(i => i.Key, StringComparer.Ordinal).ToList();
        var (all, so) = (sums.Sum(i => i.Sum.Opened), 0L);
        var list = new List<ParetoItem>();
        foreach (var (item, name, sum) in sums.Take(most))
        {
            so += sum.Opened;
            var divisor = sum.Resolved > 0 ? sum.Resolved : sum.Seconds > 0 ? sum.Opened : 0;
            list.Add(new ParetoItem(item, name, sum.Opened, sum.Resolved, sum.Repeats, Percent(sum.Opened, all), Percent(so, all), Percent(sum.Repeats, sum.Opened), divisor == 0 ? null : sum.Seconds / divisor));
        }

        return list;
    }

    internal static decimal Percent(long part, long whole) => whole == 0 ? 0 : decimal.Round(100m * part / whole, 1, MidpointRounding.AwayFromZero);
}

/// <summary>Tickets of one product that have module, fault class and cause in common.</summary>
public sealed record Cluster(Guid ProductId, string? ProductName, string? Module, string? FaultClass, string? Cause, Month Month, ItemSum Sum);

/// <summary>Preventive maintenance that a cluster speaks for.</summary>
/// <param name="Kind">Of the maintenance: <c>inspection</c>, <c>patch</c>, <c>upgrade</c>, <c>backupDrill</c>, <c>securityAudit</c> or <c>training</c>.</param>
/// <param name="Tickets">In the last three months.</param>
/// <param name="Before">In the three months before.</param>
/// <param name="HoursLost">To recovery, all together.</param>
/// <param name="Reasons"><c>frequent</c>, <c>growing</c>, <c>repeating</c>: what speaks for it.</param>
/// <param name="Weight">To order by: tickets, repeats counted three times.</param>
public sealed record Proposal(
    Guid ProductId, string? ProductName, string? Module, string? FaultClass, string? Cause, string Kind, string From, string To, long Tickets, long Before, long Repeats, long HoursLost,
    IReadOnlyList<string> Reasons, long Weight);

/// <summary>Finds clusters worth maintenance: frequent, and growing or repeating.</summary>
public static class Proposals
{
    /// <summary>How many months are looked at, and compared with as many before.</summary>
    public const int Months = 3;

    private static readonly (string[] Words, string Kind)[] s_kinds =
    [
        (["secur", "vulnerab", "attack", "virus", "permission", "安全", "漏洞", "权限"], "securityAudit"),
        (["backup", "restore", "data-loss", "dataloss", "corrupt", "备份", "恢复", "数据丢失", "数据损坏"], "backupDrill"),
        (["train", "user", "operat", "usage", "how-to", "培训", "操作", "使用"], "training"),
        (["version", "upgrade", "compat", "obsolete", "升级", "版本", "兼容"], "upgrade"),
        (["defect", "bug", "code", "patch", "缺陷", "程序", "补丁"], "patch"),
    ];

    /// <param name="now">The last of the months looked at.</param>
    /// <param name="atLeast">How many tickets make a cluster.</param>
    public static IReadOnlyList<Proposal> Of(IEnumerable<Cluster> clusters, Month now, int atLeast)
    {
        ArgumentNullException.ThrowIfNull(clusters);
        var from = now + (1 - Months);
        var found = new List<Proposal>();
        foreach (var group in clusters.GroupBy(c => (c.ProductId, c.Module, c.FaultClass, c.Cause)))
        {
            var recent = group.Where(c => c.Month >= from && c.Month <= now).Aggregate(default(ItemSum), (sum, c) => sum + c.Sum);
            var before = group.Where(c => c.Month < from && c.Month >= from + -Months).Aggregate(default(ItemSum), (sum, c) => sum + c.Sum);
            if (recent.Opened < atLeast) continue;
            var reasons = new List<string> { "frequent" };
            if (recent.Opened * 2 >= before.Opened * 3 && recent.Opened > before.Opened) reasons.Add("growing");
            if (recent.Repeats * 5 >= recent.Opened) reasons.Add("repeating");
            // Frequent alone is how things are; it is worth a visit when it gets worse or does not stay repaired, or is twice as frequent as asked.
            if (reasons.Count == 1 && recent.Opened < atLeast * 2) continue;
            var key = group.Key;
            found.Add(new Proposal(key.ProductId, group.First().ProductName, key.Module, key.FaultClass, key.Cause, KindOf(key.Cause, key.FaultClass), from.ToString(), now.ToString(),
                recent.Opened, before.Opened, recent.Repeats, recent.Seconds / 3600, reasons, recent.Opened + (recent.Repeats * 3)));
        }

        return [.. found.OrderByDescending(p => p.Weight).ThenBy(p => p.ProductId).ThenBy(p => p.Module, StringComparer.Ordinal).ThenBy(p => p.FaultClass, StringComparer.Ordinal).ThenBy(p => p.Cause, StringComparer.Ordinal).Take(100)];
    }

    private static string KindOf(string? cause, string? faultClass)
    {
        var text = $"{cause} {faultClass}";
        return s_kinds.FirstOrDefault(k => k.Words.Any(w => text.Contains(w, StringComparison.OrdinalIgnoreCase))).Kind ?? "inspection";
    }
}
