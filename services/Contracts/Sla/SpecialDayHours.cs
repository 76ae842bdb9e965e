namespace ServiceMesh.Contracts;

/// <summary>A day with opening hours of its own, for example a make-up working day.</summary>
/// <param name="Date">The day, in the calendar's zone.</param>
/// <param name="Open">In order, without overlaps; empty when it is closed.</param>
public sealed record SpecialDayHours(DateOnly Date, IReadOnlyList<OpenHours> Open);
