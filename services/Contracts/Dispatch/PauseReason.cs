namespace ServiceMesh.Contracts;

/// <summary>Whom or what a waiting ticket waits for. The kind decides which clocks stop; no kind ever stops first response.</summary>
public enum PauseReason
{
    WaitingForCustomer,
    WaitingForVendor,
    WaitingForProblem,
    WaitingForEvidence,
    Scheduled,
}
