using ServiceMesh.Insight.Domain.Scorecard;

namespace ServiceMesh.Insight.Tests.Scorecard;

public sealed class FormulaTests
{
    [Fact]
    public void The_shipped_formula_has_no_errors_and_every_dimension()
    {
        Assert.Empty(Formula.Shipped.Errors());
        Assert.Equal(Dimensions.All.Select(d => d.Name), Formula.Shipped.Dimensions.Select(d => d.Name));
    }

    [Theory]
    [InlineData(99.99)]
    [InlineData(100.01)]
    [InlineData(0)]
    public void Weights_must_add_up_to_exactly_a_hundred(double weight)
    {
        var formula = Formula.Shipped with { Dimensions = [new("resolution", (decimal)weight)] };

        Assert.Contains(formula.Errors(), e => e.Field == "dimensions" && e.Message.Contains("100 %", StringComparison.Ordinal));
    }

    [Fact]
    public void A_single_dimension_with_all_the_weight_is_a_formula()
    {
        var formula = Formula.Shipped with { Dimensions = [new("resolution", 100)] };

        Assert.Empty(formula.Errors());
        Assert.Equal(50, Scoring.Of(Sums((Measure.Resolution, 1, 1), (Measure.Resolution, 0, 1)), formula).Score);
    }

    [Fact]
    public void A_missing_dimensions_weight_goes_to_the_others_and_it_is_marked_never_zero_and_never_full()
    {
        var formula = Formula.Shipped with { Dimensions = [new("resolution", 40), new("diagnosis", 20), new("reopening", 40)] };

        var scored = Scoring.Of(Sums((Measure.Resolution, 1, 9), (Measure.Resolution, 0, 1), (Measure.Diagnosis, 1, 1)), formula);

        var missing = Assert.Single(scored.Dimensions, d => d.Missing);
        Assert.Equal(("reopening", null, null, 0m), (missing.Name, missing.Value, missing.Points, missing.EffectiveWeight));
        Assert.Equal([66.67m, 33.33m, 0m], scored.Dimensions.Select(d => d.EffectiveWeight));
        Assert.Equal(93.3m, scored.Score);
        Assert.Equal((5, "A"), (scored.Stars, scored.Grade));
    }

    [Fact]
    public void Nothing_measured_is_no_score_at_all()
    {
        var scored = Scoring.Of(new SubjectSums(), Formula.Shipped);

        Assert.Equal((null, null, null), (scored.Score, scored.Stars, scored.Grade));
        Assert.All(scored.Dimensions, d => Assert.True(d.Missing));
    }

    [Theory]
    [InlineData(1000, 5, "A+")]
    [InlineData(950, 5, "A+")]
    [InlineData(949, 5, "A")]
    [InlineData(900, 5, "A")]
    [InlineData(899, 4, "A")]
    [InlineData(850, 4, "A")]
    [InlineData(849, 4, "B")]
    [InlineData(800, 4, "B")]
    [InlineData(799, 3, "B")]
    [InlineData(749, 3, "C")]
    [InlineData(699, 2, "C")]
    [InlineData(600, 2, "C")]
    [InlineData(599, 1, "D")]
    [InlineData(0, 1, "D")]
    public void Stars_and_grades_begin_exactly_at_their_thresholds(int kept, int stars, string grade)
    {
        var formula = Formula.Shipped with { Dimensions = [new("resolution", 100)] };

        var scored = Scoring.Of(Sums((Measure.Resolution, 1, kept), (Measure.Resolution, 0, 1000 - kept)), formula);

        Assert.Equal((kept / 10m, stars, grade), (scored.Score, scored.Stars, scored.Grade));
    }

    [Fact]
    public void Own_ends_and_own_stars_of_a_dimension_hold()
    {
        var formula = Formula.Shipped with { Dimensions = [new("recovery", 100, Best: 10, Worst: 20, Stars: [80, 60, 40, 20])] };

        var slow = Scoring.Of(Sums((Measure.RecoveryTime, 0, 2), 30 * 3600), formula).Dimensions[0];
        Assert.Equal((15m, 50m, 3), (slow.Value, slow.Points, slow.Stars));
    }

    [Fact]
    public void A_figure_from_elsewhere_stands_in_for_a_missing_one_and_is_marked_but_never_replaces_a_measured_one()
    {
        var reference = new ReferenceFigure(97, "Annual report", new DateOnly(2025, 3, 1));
        var formula = Formula.Shipped with { Dimensions = [new("resolution", 50), new("diagnosis", 50)] };
        var sums = Sums((Measure.Diagnosis, 0, 1)) with { References = new Dictionary<string, ReferenceFigure> { ["resolution"] = reference, ["diagnosis"] = reference } };

        var scored = Scoring.Of(sums, formula);

        Assert.Equal((97m, true, reference), (scored.Dimensions[0].Value, scored.Dimensions[0].FromReference, scored.Dimensions[0].Reference));
        Assert.Equal((0m, false, reference), (scored.Dimensions[1].Value, scored.Dimensions[1].FromReference, scored.Dimensions[1].Reference));
    }

    [Fact]
    public void The_recommendation_score_is_promoters_less_detractors()
    {
        var figures = Scoring.Of(Sums((Measure.Recommendation, 10, 3), (Measure.Recommendation, 9, 2), (Measure.Recommendation, 8, 3), (Measure.Recommendation, 6, 1), (Measure.Recommendation, 0, 1)), Formula.Shipped).Figures;

        Assert.Equal(30, figures.Nps);
    }

    [Theory]
    [InlineData("2025-H1", "2025-01", "2025-06", "2024-07", "2024-12")]
    [InlineData("2025-H2", "2025-07", "2025-12", "2025-01", "2025-06")]
    [InlineData("2025-01", "2025-01", "2025-01", "2024-12", "2024-12")]
    public void A_period_knows_the_one_before(string text, string from, string to, string beforeFrom, string beforeTo)
    {
        var span = MonthSpan.Parse(text)!;

        Assert.Equal((text, from, to), (span.ToString(), span.From.ToString(), span.To.ToString()));
        Assert.Equal((beforeFrom, beforeTo), (span.Before.From.ToString(), span.Before.To.ToString()));
    }

    [Theory]
    [InlineData("2025-H3")]
    [InlineData("2025-13")]
    [InlineData("2025")]
    [InlineData("2025-1")]
    [InlineData("x")]
    public void What_is_no_period_is_refused(string text) => Assert.Null(MonthSpan.Parse(text));

    private static SubjectSums Sums(params (Measure Measure, int Bucket, int Count)[] cells) => new() { Cells = cells.ToDictionary(c => (c.Measure, c.Bucket), c => new Sum(c.Count, 0)) };

    private static SubjectSums Sums((Measure Measure, int Bucket, int Count) cell, long total) =>
        new() { Cells = new Dictionary<(Measure, int), Sum> { [(cell.Measure, cell.Bucket)] = new(cell.Count, total) } };
}
