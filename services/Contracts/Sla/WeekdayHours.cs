namespace ServiceMesh.Contracts;

/// <summary>When it is open on a weekday.</summary>
/// <param name="Weekday">The weekday.</param>
/// <param name="Open">In order, without overlaps; at least one.</param>
public sealed record WeekdayHours(DayOfWeek Weekday, IReadOnlyList<OpenHours> Open);
