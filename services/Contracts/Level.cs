namespace ServiceMesh.Contracts;

/// <summary>A grade of impact or urgency. Severity is their product by the tenant's matrix, 1 (critical) to 5 (planning).</summary>
public enum Level
{
    High,
    Medium,
    Low,
}
