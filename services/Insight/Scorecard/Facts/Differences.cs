using ServiceMesh.Insight.Domain.Scorecard;

namespace ServiceMesh.Insight.Scorecard.Facts;

/// <summary>A sum of months: whose, which.</summary>
internal readonly record struct MonthKey(SubjectKey Subject, Cell Cell);

/// <summary>What sums have to gain or lose when rows change. What stays is left out.</summary>
internal static class Differences
{
    public static List<KeyValuePair<MonthKey, Sum>> OfMonths(IEnumerable<FactRow> before, IEnumerable<FactRow> after)
    {
        var sums = new Dictionary<MonthKey, Sum>();
        foreach (var (key, sum) in after.SelectMany(Parts)) sums[key] = sums.GetValueOrDefault(key) + sum;
        foreach (var (key, sum) in before.SelectMany(Parts)) sums[key] = sums.GetValueOrDefault(key) - sum;
        return [.. sums.Where(s => s.Value != default)];
    }

    public static List<KeyValuePair<ItemKey, ItemSum>> OfItems(IEnumerable<KeyValuePair<ItemKey, ItemSum>> before, IEnumerable<KeyValuePair<ItemKey, ItemSum>> after)
    {
        var sums = new Dictionary<ItemKey, ItemSum>();
        foreach (var (key, sum) in after) sums[key] = sums.GetValueOrDefault(key) + sum;
        foreach (var (key, sum) in before) sums[key] = sums.GetValueOrDefault(key) - sum;
        return [.. sums.Where(s => s.Value != default)];
    }

    private static IEnumerable<KeyValuePair<MonthKey, Sum>> Parts(FactRow row) =>
        from subject in row.Subjects from cell in row.Cells select KeyValuePair.Create(new MonthKey(subject, cell.Key), cell.Value);
}
