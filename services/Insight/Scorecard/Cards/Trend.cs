using System.Globalization;
using ServiceMesh.Insight.Domain.Scorecard;
using ServiceMesh.Insight.Domain.Scorecard.Charts;

namespace ServiceMesh.Insight.Scorecard.Cards;

/// <summary>The score of one month.</summary>
/// <param name="Score">Null when nothing was measured.</param>
/// <param name="Tickets">Tickets opened and counted.</param>
public sealed record TrendPoint(string Month, decimal? Score, string? Grade, long Tickets);

/// <summary>A scorecard month by month.</summary>
internal static class Trend
{
    public static IReadOnlyList<TrendPoint> Of(SubjectData subject, MonthSpan span, Formula formula)
    {
        // A figure from elsewhere is of no month: a course is only of what was measured.
        var measured = subject with { Figures = [] };
        return [.. span.All.Select(month =>
        {
            var sums = measured.Over(new MonthSpan(month, month));
            var scored = Scoring.Of(sums, formula);
            return sums.Cells.Count == 0 ? new TrendPoint(month.ToString(), null, null, 0) : new TrendPoint(month.ToString(), scored.Score, scored.Grade, scored.Figures.Tickets);
        })];
    }
}

/// <summary>How often which bucket.</summary>
/// <param name="Measure">As in the address of the tickets behind it.</param>
public sealed record Distribution(string Measure, IReadOnlyList<DistributionBar> Bars);

/// <param name="Bucket">As in the address of the tickets behind it.</param>
public sealed record DistributionBar(int Bucket, string Label, long Count);

/// <summary>A distribution without words, as a frozen report keeps it.</summary>
/// <param name="From">The first bucket; the others follow without holes.</param>
public sealed record BucketCounts(string Measure, int From, IReadOnlyList<long> Counts);

/// <summary>Distributions of a scorecard; those without anything are left out.</summary>
internal static class Distributions
{
    private static readonly (Measure Measure, int From, int Count)[] s_all =
    [
        (Measure.ResponseTime, 0, Bands.Of(Measure.ResponseTime).Count + 1), (Measure.RecoveryTime, 0, Bands.Of(Measure.RecoveryTime).Count + 1), (Measure.Satisfaction, 1, 5),
        (Measure.Recommendation, 0, 11), (Measure.Fault, 0, 6),
    ];

    public static IReadOnlyList<BucketCounts> Of(SubjectSums sums) =>
        [.. s_all.Select(a => new BucketCounts(MeasureNames.Of(a.Measure), a.From, [.. Enumerable.Range(a.From, a.Count).Select(b => sums.Of(a.Measure, b).Count)]))
            .Where(d => d.Counts.Any(c => c > 0))];

    public static IReadOnlyList<Distribution> Worded(IEnumerable<BucketCounts> counted, ChartWords words) =>
        [.. counted.Select(d => new Distribution(d.Measure, [.. d.Counts.Select((count, i) => new DistributionBar(d.From + i, Label(MeasureNames.Parse(d.Measure), d.From + i, words), count))]))];

    private static string Label(Measure? measure, int bucket, ChartWords words) => measure switch
    {
        Measure.ResponseTime or Measure.RecoveryTime => words.Band(measure.Value, bucket),
        Measure.Satisfaction => words.StarCount(bucket),
        Measure.Fault => bucket == 0 ? words.Unknown : $"S{bucket}",
        _ => bucket.ToString(CultureInfo.InvariantCulture),
    };
}

/// <summary>Measures by their names in addresses.</summary>
internal static class MeasureNames
{
    public static string Of(Measure measure) => char.ToLowerInvariant(measure.ToString()[0]) + measure.ToString()[1..];

    public static Measure? Parse(string name) => Enum.GetValues<Measure>().Cast<Measure?>().FirstOrDefault(m => Of(m!.Value) == name);
}

/// <summary>A picture.</summary>
/// <param name="Name"><c>radar</c>, <c>trend</c>, or the measure of a distribution.</param>
/// <param name="Svg">To be put into a page as it is.</param>
public sealed record Chart(string Name, string Title, string Svg);

/// <summary>The pictures of scorecards.</summary>
internal static class CardCharts
{
    public static IReadOnlyList<Chart> Of(Card card, IReadOnlyList<TrendPoint> trend, IReadOnlyList<Distribution> distributions, ChartWords words)
    {
        var charts = new List<Chart> { new("radar", words.RadarTitle, Radar([card], words)), new("trend", words.TrendTitle, Course([(Name(card, words), trend)], words)) };
        charts.AddRange(distributions.Select(d => new Chart(d.Measure, words.Distribution(d.Measure), Spread(d, words))));
        return charts;
    }

    public static string Spread(Distribution distribution, ChartWords words) =>
        Pictures.Distribution(words.Distribution(distribution.Measure), [.. distribution.Bars.Select(b => new Bar(b.Label, b.Count))]);

    /// <summary>Cards side by side; axes are the dimensions that at least one of them has.</summary>
    public static string Radar(IReadOnlyList<Card> cards, ChartWords words)
    {
        var axes = cards.SelectMany(c => c.Dimensions).Where(d => !d.Missing).Select(d => d.Name).Distinct().ToList();
        return Pictures.Radar(words.RadarTitle, [.. axes.Select(words.Dimension)],
            [.. cards.Select(c => new Series(Name(c, words), [.. axes.Select(a => c.Dimensions.FirstOrDefault(d => d.Name == a)?.Points)]))]);
    }

    public static string Course(IReadOnlyList<(string Name, IReadOnlyList<TrendPoint> Points)> courses, ChartWords words) =>
        Pictures.Trend(words.TrendTitle, [.. courses[0].Points.Select(p => p.Month[2..])], [.. courses.Select(c => new Series(c.Name, [.. c.Points.Select(p => p.Score)]))]);

    /// <summary>Without a name the first part of the id: two are told apart by it.</summary>
    public static string Name(Card card, ChartWords words) => card.Name ?? (card.Id == Guid.Empty ? words.Kind(Subject.All) : card.Id.ToString()[..8]);
}
