namespace ServiceMesh.Insight.Domain.Scorecard;

/// <summary>What is known of a subject in a period, before any weighting. Whole numbers, so that it can be summed in any order.</summary>
public sealed record SubjectSums
{
    public IReadOnlyDictionary<(Measure Measure, int Bucket), Sum> Cells { get; init; } = new Dictionary<(Measure, int), Sum>();

    /// <summary>Modules with support tickets, and how many of them had at least one solved.</summary>
    public int Modules { get; init; }
    public int ModulesServed { get; init; }

    /// <summary>The sum, over the months, of assets in the field; null where there is no counting them.</summary>
    public long? AssetMonths { get; init; }

    /// <summary>Certificates and trainings asked for, and how many of them there are at the end; null where nothing is known of them.</summary>
    public (int Valid, int All)? Certified { get; init; }

    /// <summary>Figures of a vendor that come from elsewhere, by dimension.</summary>
    public IReadOnlyDictionary<string, ReferenceFigure> References { get; init; } = new Dictionary<string, ReferenceFigure>();

    public Sum Of(Measure measure, int bucket) => Cells.GetValueOrDefault((measure, bucket));

    public Sum Of(Measure measure) => Cells.Where(c => c.Key.Measure == measure).Aggregate(default(Sum), (sum, c) => sum + c.Value);
}

/// <summary>A figure that was not measured here.</summary>
/// <param name="Value">In the dimension's unit.</param>
/// <param name="Source">Where it is from.</param>
/// <param name="On">The day it is of.</param>
public sealed record ReferenceFigure(decimal Value, string Source, DateOnly On);

/// <summary>A dimension of a scorecard.</summary>
/// <param name="Value">In the dimension's unit, two decimals; null when nothing was measured.</param>
/// <param name="Count">How many were counted.</param>
/// <param name="Good">How many of them as wanted; null where it is no share.</param>
/// <param name="Points">0 to 100, one decimal; null when missing.</param>
/// <param name="Stars">1 to 5; null when missing.</param>
/// <param name="Weight">Percent by the formula.</param>
/// <param name="EffectiveWeight">Percent after the weights of the missing were redistributed, two decimals; 0 when missing.</param>
/// <param name="Missing">True when nothing was measured: its weight went to the others.</param>
/// <param name="Reference">The figure from elsewhere that stands in for a missing one, or beside a measured one; null when there is none.</param>
/// <param name="FromReference">True when <paramref name="Value"/> is not measured here but taken from <paramref name="Reference"/>.</param>
public sealed record DimensionScore(
    string Name, string Unit, decimal? Value, long Count, long? Good, decimal? Points, int? Stars, decimal Weight, decimal EffectiveWeight, bool Missing,
    ReferenceFigure? Reference, bool FromReference);

/// <summary>Further figures that have no weight.</summary>
/// <param name="Tickets">Tickets that were opened and counted.</param>
/// <param name="Faults">Support tickets among them.</param>
/// <param name="Answers">Surveys answered, by score 1 to 5.</param>
/// <param name="AnswerRate">Percent of the surveys sent.</param>
/// <param name="Nps">Promoters less detractors in percent, -100 to 100; null when nobody was asked.</param>
/// <param name="Unreachable">Follow-up calls that never reached anybody.</param>
/// <param name="MeanResponseSeconds">Mean time to the first answer.</param>
/// <param name="MeanRecoverySeconds">Mean time to the first resolve.</param>
/// <param name="WaitingPercent">Share of open time in which tickets waited.</param>
/// <param name="CompleteRecords">Percent of resolved tickets with a complete record.</param>
public sealed record CardFigures(
    long Tickets, long Faults, long Answers, decimal? AnswerRate, decimal? Nps, long Unreachable, long? MeanResponseSeconds, long? MeanRecoverySeconds,
    decimal? WaitingPercent, decimal? CompleteRecords);

/// <summary>A scorecard: figures by one formula.</summary>
/// <param name="Score">0 to 100, one decimal; null when nothing at all was measured.</param>
/// <param name="Stars">1 to 5.</param>
/// <param name="Grade">By the formula's grades.</param>
public sealed record Scored(decimal? Score, int? Stars, string? Grade, IReadOnlyList<DimensionScore> Dimensions, CardFigures Figures);

/// <summary>Weighted score, stars, grade: a pure function of sums and formula.</summary>
public static class Scoring
{
    public static Scored Of(SubjectSums sums, Formula formula)
    {
        ArgumentNullException.ThrowIfNull(sums);
        ArgumentNullException.ThrowIfNull(formula);
        var rated = formula.Dimensions.Select(rule => Rate(sums, formula, rule)).ToList();
        var present = rated.Where(d => !d.Missing).Sum(d => d.Weight);
        var dimensions = rated.ConvertAll(d => d.Missing || present == 0 ? d : d with { EffectiveWeight = Rounded(d.Weight * 100 / present, 2) });
        decimal? score = present == 0 ? null : Rounded(rated.Where(d => !d.Missing).Sum(d => d.Weight * d.Points!.Value) / present, 1);
        return new Scored(score, score is { } points ? Stars(points, formula.Stars) : null, score is { } p ? formula.Grades.First(g => p >= g.From).Name : null,
            dimensions, Figures(sums));
    }

    private static DimensionScore Rate(SubjectSums sums, Formula formula, DimensionRule rule)
    {
        var dimension = Dimensions.Find(rule.Name)!;
        var (value, count, good) = ValueOf(sums, dimension);
        var reference = sums.References.GetValueOrDefault(rule.Name);
        var fromReference = value is null && reference is not null;
        value ??= reference?.Value;
        if (value is not { } known) return new DimensionScore(rule.Name, dimension.Unit, null, count, good, null, null, rule.Weight, 0, true, null, false);
        var (best, worst) = (rule.Best ?? dimension.Best, rule.Worst ?? dimension.Worst);
        var points = Rounded(Math.Clamp((known - worst) / (best - worst), 0, 1) * 100, 1);
        return new DimensionScore(rule.Name, dimension.Unit, Rounded(known, 2), count, good, points, Stars(points, rule.Stars ?? formula.Stars), rule.Weight, 0, false, reference, fromReference);
    }

    private static (decimal? Value, long Count, long? Good) ValueOf(SubjectSums sums, Dimension dimension)
    {
        switch (dimension.Name)
        {
            case "satisfaction":
                var answers = sums.Of(Measure.Satisfaction);
                return (Ratio(answers.Total, answers.Count, 1), answers.Count, null);
            case "completeness":
                var records = sums.Of(Measure.Completeness);
                return (Ratio(records.Total, records.Count, 0.1m), records.Count, sums.Of(Measure.Completeness, 1).Count);
            case "recovery":
                var recovered = sums.Of(Measure.RecoveryTime);
                return (Ratio(recovered.Total, recovered.Count * 3600, 1), recovered.Count, null);
            case "faultRate":
                var faults = sums.Of(Measure.Fault).Count;
                return sums.AssetMonths is > 0 and var assets ? (Ratio(faults, assets, 100), faults, null) : (null, faults, null);
            case "coverage":
                return (Ratio(sums.ModulesServed, sums.Modules, 100), sums.Modules, sums.ModulesServed);
            case "expertise":
                return sums.Certified is { } certified ? (Ratio(certified.Valid, certified.All, 100), certified.All, certified.Valid) : (null, 0, 0);
            default:
                // Follow-up calls that reached nobody say nothing about the outcome: only buckets 0 and 1 count.
                var (good, bad) = (sums.Of(dimension.Measure!.Value, 1).Count, sums.Of(dimension.Measure.Value, 0).Count);
                return (Ratio(good, good + bad, 100), good + bad, good);
        }
    }

    private static CardFigures Figures(SubjectSums sums)
    {
        var (invited, answered) = (sums.Of(Measure.Invitation).Count, sums.Of(Measure.Invitation, 1).Count);
        var asked = sums.Of(Measure.Recommendation).Count;
        var promoters = sums.Of(Measure.Recommendation, 9).Count + sums.Of(Measure.Recommendation, 10).Count;
        var detractors = Enumerable.Range(0, 7).Sum(b => sums.Of(Measure.Recommendation, b).Count);
        var (response, recovery, waiting, records) = (sums.Of(Measure.ResponseTime), sums.Of(Measure.RecoveryTime), sums.Of(Measure.Waiting), sums.Of(Measure.Completeness));
        return new CardFigures(
            sums.Of(Measure.Complaint).Count, sums.Of(Measure.Fault).Count, sums.Of(Measure.Satisfaction).Count, Shown(Ratio(answered, invited, 100)),
            Shown(Ratio(promoters - detractors, asked, 100)), sums.Of(Measure.FollowUp, 2).Count,
            response.Count == 0 ? null : response.Total / response.Count, recovery.Count == 0 ? null : recovery.Total / recovery.Count,
            Shown(Ratio(waiting.Total, waiting.Count, 100)), Shown(Ratio(sums.Of(Measure.Completeness, 1).Count, records.Count, 100)));
    }

    private static int Stars(decimal points, IReadOnlyList<decimal> from)
    {
        for (var i = 0; i < from.Count; i++)
        {
            if (points >= from[i]) return 5 - i;
        }

        return 1;
    }

    private static decimal? Ratio(long part, long whole, decimal times) => whole == 0 ? null : part * times / whole;

    private static decimal? Shown(decimal? value) => value is { } known ? Rounded(known, 2) : null;

    private static decimal Rounded(decimal value, int decimals) => decimal.Round(value, decimals, MidpointRounding.AwayFromZero);
}
