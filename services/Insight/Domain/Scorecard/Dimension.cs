namespace ServiceMesh.Insight.Domain.Scorecard;

/// <summary>A figure of the scorecard.</summary>
/// <param name="Name">Its stable name.</param>
/// <param name="Unit"><c>percent</c>, <c>stars</c>, <c>hours</c> or <c>perHundredAssetsMonth</c>.</param>
/// <param name="Best">Worth 100 points, in the unit.</param>
/// <param name="Worst">Worth nothing.</param>
/// <param name="Measure">What its tickets were measured by; null when it is not made of tickets alone.</param>
public sealed record Dimension(string Name, string Unit, decimal Best, decimal Worst, Measure? Measure);

/// <summary>All of them.</summary>
public static class Dimensions
{
    public static IReadOnlyList<Dimension> All { get; } =
    [
        new("responseSpeed", "percent", 100, 0, Measure.FirstResponse),
        new("diagnosis", "percent", 100, 0, Measure.Diagnosis),
        new("resolution", "percent", 100, 0, Measure.Resolution),
        new("firstContact", "percent", 100, 0, Measure.FirstContact),
        new("reopening", "percent", 100, 0, Measure.Reopening),
        new("secondRepair", "percent", 100, 0, Measure.SecondRepair),
        new("satisfaction", "stars", 5, 1, Measure.Satisfaction),
        new("followUp", "percent", 100, 0, Measure.FollowUp),
        new("coverage", "percent", 100, 0, null),
        new("completeness", "percent", 100, 0, Measure.Completeness),
        new("publicity", "percent", 100, 0, Measure.Publicity),
        new("pauseDiscipline", "percent", 100, 0, Measure.PauseDiscipline),
        new("faultRate", "perHundredAssetsMonth", 0, 20, Measure.Fault),
        new("recovery", "hours", 4, 72, Measure.RecoveryTime),
        new("complaints", "percent", 100, 0, Measure.Complaint),
        new("maintenance", "percent", 100, 0, Measure.Maintenance),
        new("expertise", "percent", 100, 0, null),
    ];

    public static Dimension? Find(string? name) => All.FirstOrDefault(d => d.Name == name);
}
