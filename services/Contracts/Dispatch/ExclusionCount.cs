namespace ServiceMesh.Contracts;

/// <summary>How many were not considered for one reason.</summary>
public sealed record ExclusionCount(Exclusion Why, int Count);
