namespace ServiceMesh.Contracts;

/// <summary>Where a clock stands. Met, Breached and Cancelled are final within a cycle; a breached clock may still be met late.</summary>
public enum ClockState
{
    Running,
    Paused,
    Met,
    Breached,
    MetLate,
    Cancelled,
}
