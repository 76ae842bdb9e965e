using ServiceMesh.Contracts;
using ServiceMesh.Dispatch.Domain.Triage;

namespace ServiceMesh.Dispatch.Domain;

/// <summary>Something to do to a ticket, by somebody.</summary>
public abstract record Command(Verb Verb, Actor By);

/// <summary>A triage by hand. A severity other than the matrix's is an override.</summary>
public sealed record TriageCommand(Actor By, Level Impact, Level Urgency, WorkType? WorkType, int? Severity, string? Reason)
    : Command(Verb.Triage, By)
{
    /// <summary>The tenant's.</summary>
    public MatrixValues Matrix { get; init; } = MatrixValues.Usual;

    /// <summary>What else was chosen; null leaves it as it is.</summary>
    public string? Category { get; init; }
    public string? FaultClass { get; init; }
    public string[]? Tags { get; init; }
    public (Guid Id, string Name)? Product { get; init; }
}

/// <summary>An assignment, chosen by a person or by the ranking.</summary>
/// <param name="Mode"><c>manual</c> or <c>automatic</c>.</param>
/// <param name="Queues">Without an engineer: it waits until somebody is free, instead of being claimed.</param>
public sealed record AssignCommand(Actor By, TeamRef Team, EngineerRef? Engineer, string Mode, string? Explanation, bool Queues = false)
    : Command(Verb.Assign, By)
{
    /// <summary>The explanation as data.</summary>
    public AssignmentReason? Why { get; init; }

    /// <summary>By a reason, which is its explanation too.</summary>
    public static AssignCommand For(Actor by, TeamRef team, EngineerRef? engineer, string mode, AssignmentReason why, bool queues = false) =>
        new(by, team, engineer, mode, AssignmentReasonWords.Say(why, "en"), queues) { Why = why };
}

/// <summary>An engineer takes a ticket that nobody has.</summary>
public sealed record ClaimCommand(Actor By, EngineerRef Engineer) : Command(Verb.Claim, By)
{
    /// <summary>By taking its escalation on.</summary>
    public bool Acknowledges { get; init; }
}

/// <summary>The ticket goes back into its team's queue.</summary>
public sealed record UnassignCommand(Actor By, string? Reason) : Command(Verb.Unassign, By);

/// <summary>An engineer to be asked.</summary>
/// <param name="ExpiresAt">Until when he may answer.</param>
public sealed record OfferTo(EngineerRef Engineer, Guid OfferId, DateTimeOffset ExpiresAt, string Explanation)
{
    /// <summary>The explanation as data.</summary>
    public AssignmentReason? Why { get; init; }
}

public sealed record OfferCommand(Actor By, OfferTo Offer) : Command(Verb.Offer, By);

/// <summary>The engineer asked takes it.</summary>
public sealed record AcceptCommand(Actor By, EngineerRef Engineer) : Command(Verb.Accept, By);

/// <summary>The engineer asked does not take it.</summary>
/// <param name="Next">Who is asked next; null when there is nobody: the ticket waits in the queue.</param>
public sealed record RefuseCommand(Actor By, EngineerRef Engineer, string Reason, OfferTo? Next, string Explanation) : Command(Verb.Refuse, By)
{
    /// <summary>The explanation as data.</summary>
    public AssignmentReason? Why { get; init; }
}

/// <summary>The engineer asked did not answer.</summary>
public sealed record ExpireOfferCommand(Guid OfferId, EngineerRef Engineer, OfferTo? Next, string Explanation) : Command(Verb.ExpireOffer, Actor.System)
{
    /// <summary>The explanation as data.</summary>
    public AssignmentReason? Why { get; init; }
}

public sealed record StartCommand(Actor By) : Command(Verb.Start, By);

/// <summary>The diagnosis: all four parts are there, and the minutes are at least 1.</summary>
public sealed record FixPlanCommand(Actor By, string Cause, string Steps, string Risk, int EstimatedMinutes)
    : Command(Verb.FixPlan, By);

/// <summary>Somebody began to work on the customer's system from afar.</summary>
/// <param name="Link">Where the session is joined.</param>
public sealed record RemoteSessionCommand(Actor By, Guid SessionId, string? Tool, string? Note, string? Link = null) : Command(Verb.RemoteSession, By);

/// <summary>The session is over.</summary>
/// <param name="Minutes">How long it lasted.</param>
public sealed record EndRemoteSessionCommand(Actor By, Guid SessionId, string Log, int Minutes) : Command(Verb.EndRemoteSession, By);

/// <summary>A visit was agreed, or an agreed one moved; the window ends after it begins.</summary>
public sealed record ScheduleVisitCommand(Actor By, Guid VisitId, DateTimeOffset From, DateTimeOffset To, string? Place) : Command(Verb.ScheduleVisit, By)
{
    public string[] Parts { get; init; } = [];
    public int? TravelMinutes { get; init; }
    public GeoPoint? At { get; init; }

    /// <summary>Why it is later than promised.</summary>
    public string? LateReason { get; init; }

    /// <summary>Why it is agreed although something speaks against the engineer.</summary>
    public string? OverrideReason { get; init; }
}

/// <summary>The engineer is there.</summary>
public sealed record ArriveCommand(Actor By, Guid VisitId, string? Place, GeoPoint? At = null) : Command(Verb.Arrive, By)
{
    /// <summary>The visit's engineer; null for the ticket's.</summary>
    public Guid? EngineerId { get; init; }

    /// <summary>How far from the agreed place it is; null when not known.</summary>
    public double? Metres { get; init; }
    public string? NoPlaceReason { get; init; }

    /// <summary>Why somebody else checks in for the engineer.</summary>
    public string? ForReason { get; init; }
}

/// <summary>The visit is over.</summary>
public sealed record CompleteVisitCommand(Actor By, Guid VisitId, string Report) : Command(Verb.CompleteVisit, By)
{
    public string[] PartsUsed { get; init; } = [];
    public string? SignedBy { get; init; }
    public int Photos { get; init; }
}

/// <summary>An agreed visit is off.</summary>
public sealed record CancelVisitCommand(Actor By, Guid VisitId, string Reason) : Command(Verb.CancelVisit, By);

public sealed record PauseCommand(Actor By, PauseReason Reason, string? Note) : Command(Verb.Pause, By);

public sealed record ResumeCommand(Actor By) : Command(Verb.Resume, By);

public sealed record ResolveCommand(Actor By, string Resolution, string? CauseCode, string? FaultClass = null, string? Module = null) : Command(Verb.Resolve, By);

public sealed record ReopenCommand(Actor By, string? Reason) : Command(Verb.Reopen, By);

public sealed record CloseCommand(Actor By) : Command(Verb.Close, By)
{
    /// <summary>What its record lacks; null for nothing.</summary>
    public string[]? Missing { get; init; }
}

/// <summary>The record of what is solved is completed; null leaves a part as it is.</summary>
/// <param name="AcceptedBecause">Why it is accepted although something stays missing.</param>
/// <param name="Missing">What it lacks then; null for nothing.</param>
public sealed record AmendRecordCommand(Actor By, string? Category, string? FaultClass, string? CauseCode, string? AcceptedBecause, string[]? Missing) : Command(Verb.AmendRecord, By);

public sealed record CancelCommand(Actor By, string Reason) : Command(Verb.Cancel, By);

public sealed record EscalateCommand(Actor By, string Reason) : Command(Verb.Escalate, By);

/// <summary>The customer wrote at <paramref name="At"/>, which may be long before this arrives.</summary>
public sealed record CustomerReplyCommand(Actor By, DateTimeOffset At) : Command(Verb.CustomerReply, By);

/// <summary>The customer asked at <paramref name="At"/> to close.</summary>
public sealed record CloseRequestCommand(Actor By, DateTimeOffset At) : Command(Verb.CloseRequest, By)
{
    /// <summary>What the record lacks; null for nothing.</summary>
    public string[]? Missing { get; init; }
}

/// <summary>The customer said at <paramref name="At"/> that it is not solved.</summary>
public sealed record ReopenRequestCommand(Actor By, DateTimeOffset At, string? Reason) : Command(Verb.ReopenRequest, By);

/// <summary>A team by id and name.</summary>
public sealed record TeamRef(Guid Id, string Name);

/// <summary>What an assignment tells of an engineer.</summary>
public sealed record EngineerRef(Guid Id, string Name, string? Email, string Language);

/// <summary>The rules that a tenant's terms set.</summary>
/// <param name="Warranty">How long after resolving a reopening continues the same cycle, where the ticket's policy does not say; exactly at its end is inside.</param>
public sealed record Terms(TimeSpan Warranty);
