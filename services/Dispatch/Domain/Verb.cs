namespace ServiceMesh.Dispatch.Domain;

/// <summary>What can be done to a ticket.</summary>
public enum Verb
{
    Triage,
    Assign,
    Claim,
    Unassign,

    /// <summary>An engineer is asked.</summary>
    Offer,
    Accept,
    Refuse,

    /// <summary>The time to answer an offer is up.</summary>
    ExpireOffer,
    Start,
    FixPlan,
    RemoteSession,
    ScheduleVisit,
    Arrive,
    CompleteVisit,
    CancelVisit,
    EndRemoteSession,
    Pause,
    Resume,
    Resolve,
    Reopen,
    Close,
    Cancel,

    /// <summary>The record is completed after the work.</summary>
    AmendRecord,
    Escalate,

    /// <summary>The customer wrote.</summary>
    CustomerReply,

    /// <summary>The customer says that the ticket may be closed.</summary>
    CloseRequest,

    /// <summary>The customer says that it is not solved.</summary>
    ReopenRequest,
}
