namespace ServiceMesh.Insight.Domain.Scorecard;

/// <summary>
/// A figure of the scorecard with its weight. Its value is placed on a line from <see cref="Worst"/> (0 points) to <see cref="Best"/>
/// (100 points), both ends held.
/// </summary>
/// <param name="Name">One of <see cref="Dimensions.All"/>.</param>
/// <param name="Weight">Percent, 0 to 100 with at most two decimals.</param>
/// <param name="Best">In the dimension's unit; null takes the shipped value.</param>
/// <param name="Worst">In the dimension's unit; null takes the shipped value.</param>
/// <param name="Stars">Points from which there are 5, 4, 3 and 2 stars; null takes those of the formula.</param>
public sealed record DimensionRule(string Name, decimal Weight, decimal? Best = null, decimal? Worst = null, IReadOnlyList<decimal>? Stars = null);

/// <param name="Name">For example <c>A+</c>.</param>
/// <param name="From">Points from which it is given.</param>
public sealed record GradeRule(string Name, decimal From);

/// <summary>How figures become points, stars and a grade. A formula is versioned and never changed.</summary>
public sealed record Formula
{
    /// <summary>From 1, the shipped one.</summary>
    public int Version { get; init; } = 1;
    public required IReadOnlyList<DimensionRule> Dimensions { get; init; }

    /// <summary>Points from which there are 5, 4, 3 and 2 stars.</summary>
    public required IReadOnlyList<decimal> Stars { get; init; }

    /// <summary>The best first; the last from 0 points.</summary>
    public required IReadOnlyList<GradeRule> Grades { get; init; }

    /// <summary>The shipped one.</summary>
    public static Formula Shipped { get; } = new()
    {
        Dimensions =
        [
            new("responseSpeed", 12), new("diagnosis", 8), new("resolution", 14), new("firstContact", 8), new("reopening", 6), new("secondRepair", 8),
            new("satisfaction", 14), new("followUp", 4), new("coverage", 4), new("completeness", 5), new("publicity", 5), new("pauseDiscipline", 3),
            new("faultRate", 2), new("recovery", 3), new("complaints", 2), new("maintenance", 1), new("expertise", 1),
        ],
        Stars = [90, 80, 70, 60],
        Grades = [new("A+", 95), new("A", 85), new("B", 75), new("C", 60), new("D", 0)],
    };

    /// <summary>The rule of a dimension; null when the formula leaves it out.</summary>
    public DimensionRule? Rule(string dimension) => Dimensions.FirstOrDefault(d => d.Name == dimension);

    /// <summary>What is wrong with it: field and message, empty when nothing is.</summary>
    public IReadOnlyList<(string Field, string Message)> Errors()
    {
        var errors = new List<(string, string)>();
        if (Dimensions.Count == 0) errors.Add(("dimensions", "At least one dimension is wanted."));
        foreach (var (rule, i) in Dimensions.Select((d, i) => (d, i)))
        {
            if (Scorecard.Dimensions.Find(rule.Name) is not { } dimension)
            {
                errors.Add(($"dimensions[{i}].name", $"No dimension is called {rule.Name}."));
                continue;
            }

            if (Dimensions.Take(i).Any(d => d.Name == rule.Name)) errors.Add(($"dimensions[{i}].name", $"{rule.Name} is named twice."));
            if (rule.Weight is < 0 or > 100 || decimal.Round(rule.Weight, 2) != rule.Weight) errors.Add(($"dimensions[{i}].weight", "A weight is 0 to 100 with at most two decimals."));
            var (best, worst) = (rule.Best ?? dimension.Best, rule.Worst ?? dimension.Worst);
            if (best == worst || Math.Abs(best) > 1_000_000 || Math.Abs(worst) > 1_000_000) errors.Add(($"dimensions[{i}].best", "Best and worst must differ, and lie within a million."));
            if (rule.Stars is { } own) Descending($"dimensions[{i}].stars", own);
        }

        var sum = Dimensions.Sum(d => d.Weight);
        if (Dimensions.Count > 0 && sum != 100) errors.Add(("dimensions", FormattableString.Invariant($"Weights must add up to 100 %, not {sum:0.##} %.")));
        Descending("stars", Stars);
        if (Grades.Count is < 2 or > 10) errors.Add(("grades", "2 to 10 grades are wanted."));
        else if (Grades[^1].From != 0 || Grades.Any(g => g.From is < 0 or > 100) || Grades.Zip(Grades.Skip(1)).Any(p => p.First.From <= p.Second.From))
            errors.Add(("grades", "Grades go down from the best, and the last is given from 0 points."));
        if (Grades.Any(g => string.IsNullOrWhiteSpace(g.Name) || g.Name.Length > 10) || Grades.Select(g => g.Name).Distinct().Count() != Grades.Count)
            errors.Add(("grades", "Each grade has a name of its own, of 1 to 10 characters."));
        return errors;

        void Descending(string field, IReadOnlyList<decimal> stars)
        {
            if (stars.Count != 4 || stars.Any(s => s is <= 0 or > 100) || stars.Zip(stars.Skip(1)).Any(p => p.First <= p.Second))
                errors.Add((field, "Four numbers of points that go down, for 5, 4, 3 and 2 stars, are wanted."));
        }
    }
}
