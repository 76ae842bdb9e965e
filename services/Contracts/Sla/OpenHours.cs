namespace ServiceMesh.Contracts;

/// <summary>
/// Opening hours within one local day, half-open. A local time that a clock change left out moves forward by what it left out; one that comes
/// twice is its first pass.
/// </summary>
/// <param name="FromSecond">Seconds after local midnight, 0 to 86399.</param>
/// <param name="ToSecond">Seconds after local midnight, later than the beginning, at most 86400 (24:00).</param>
public sealed record OpenHours(int FromSecond, int ToSecond);
