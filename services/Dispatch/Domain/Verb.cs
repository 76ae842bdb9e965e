namespace ServiceMesh.Dispatch.Domain;

/// <summary>What can be done to a ticket.</summary>
public enum Verb
{
    Triage,
    Assign,
    Claim,
    Unassign,
    Start,
    FixPlan,
    RemoteSession,
    ScheduleVisit,
    Arrive,
    CompleteVisit,
    Pause,
    Resume,
    Resolve,
    Reopen,
    Close,
    Cancel,
    Escalate,

    /// <summary>The customer wrote.</summary>
    CustomerReply,

    /// <summary>The customer says that the ticket may be closed.</summary>
    CloseRequest,

    /// <summary>The customer says that it is not solved.</summary>
    ReopenRequest,
}
