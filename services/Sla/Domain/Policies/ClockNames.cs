namespace ServiceMesh.Sla.Domain.Policies;

/// <summary>The clocks there are, in the order in which they are shown.</summary>
public static class ClockNames
{
    /// <summary>Met by the first public agent message or answered call; never paused; runs once in a ticket's life.</summary>
    public const string FirstResponse = "firstResponse";

    /// <summary>Met by a fix plan.</summary>
    public const string Diagnosis = "diagnosis";

    /// <summary>Met by resolving.</summary>
    public const string Resolution = "resolution";

    /// <summary>Every clock.</summary>
    public static IReadOnlyList<string> All { get; } = [FirstResponse, Diagnosis, Resolution];

    /// <summary>The clocks that a pause may stop.</summary>
    public static IReadOnlyList<string> Pausable { get; } = [Diagnosis, Resolution];
}
