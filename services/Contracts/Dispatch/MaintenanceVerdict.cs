namespace ServiceMesh.Contracts;

/// <summary>What a maintenance run showed: a failed one was done and recorded, and did not reach what was promised.</summary>
public enum MaintenanceVerdict
{
    Passed,
    Failed,
}
