namespace ServiceMesh.Dispatch.Domain;

/// <summary>One thing the customer is told of the progress.</summary>
/// <param name="At">When it happened.</param>
/// <param name="Code">
/// <c>received</c>, <c>assigned</c>, <c>started</c>, <c>planned</c>, <c>waitingForYou</c>, <c>waiting</c>, <c>resumed</c>,
/// <c>resolved</c>, <c>reopened</c>, <c>closed</c>, <c>merged</c> or <c>cancelled</c>.
/// </param>
public sealed record Step(DateTimeOffset At, string Code)
{
    /// <summary>The most steps that are kept: the first and the latest.</summary>
    public const int Most = 100;

    /// <summary>Adds a step, and drops an old one where there are too many.</summary>
    public static IReadOnlyList<Step> Add(IReadOnlyList<Step> steps, Step step) =>
        steps.Count < Most ? [.. steps, step] : [steps[0], .. steps.Skip(steps.Count - Most + 2), step];
}
