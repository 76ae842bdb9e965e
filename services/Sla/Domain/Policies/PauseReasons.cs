namespace ServiceMesh.Sla.Domain.Policies;

/// <summary>The reason codes for waiting, as policies and explanations write them.</summary>
public static class PauseReasons
{
    public const string WaitingForCustomer = "waiting-for-customer";
    public const string WaitingForVendor = "waiting-for-vendor";
    public const string WaitingForProblem = "waiting-for-problem";
    public const string WaitingForEvidence = "waiting-for-evidence";
    public const string Scheduled = "scheduled";

    /// <summary>Every reason code.</summary>
    public static IReadOnlyList<string> All { get; } = [WaitingForCustomer, WaitingForVendor, WaitingForProblem, WaitingForEvidence, Scheduled];

    /// <summary>What stops which clocks unless a policy says otherwise: waiting for others stops diagnosis and resolution, an agreed date stops resolution.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> Usual { get; } = new Dictionary<string, IReadOnlyList<string>>
    {
        [WaitingForCustomer] = ClockNames.UsuallyPaused,
        [WaitingForVendor] = ClockNames.UsuallyPaused,
        [WaitingForProblem] = ClockNames.UsuallyPaused,
        [WaitingForEvidence] = ClockNames.UsuallyPaused,
        [Scheduled] = [ClockNames.Resolution],
    };
}
