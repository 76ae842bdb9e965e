using ServiceMesh.Contracts;
using ServiceMesh.Sla.Domain.Policies;

namespace ServiceMesh.Sla.Tickets;

/// <summary>Translates between the events' pause reasons and the reason codes of policies.</summary>
public static class PauseCodes
{
    /// <summary>The code of a reason.</summary>
    public static string CodeOf(PauseReason reason) => reason switch
    {
        PauseReason.WaitingForCustomer => PauseReasons.WaitingForCustomer,
        PauseReason.WaitingForVendor => PauseReasons.WaitingForVendor,
        PauseReason.WaitingForProblem => PauseReasons.WaitingForProblem,
        PauseReason.WaitingForEvidence => PauseReasons.WaitingForEvidence,
        PauseReason.Scheduled => PauseReasons.Scheduled,
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "No such reason."),
    };

    /// <summary>The reason of a code; null when the events have none like it.</summary>
    public static PauseReason? ReasonOf(string code) =>
        Enum.GetValues<PauseReason>().Cast<PauseReason?>().FirstOrDefault(reason => CodeOf(reason!.Value) == code);
}
