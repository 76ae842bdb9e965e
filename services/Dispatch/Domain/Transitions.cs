using System.Collections.Frozen;

namespace ServiceMesh.Dispatch.Domain;

/// <summary>What a verb does to a ticket's state.</summary>
public enum Effect
{
    /// <summary>Refused: it makes no sense in this state.</summary>
    Illegal,

    /// <summary>Changes nothing, and that is no mistake: an event from outside that comes late or twice.</summary>
    Ignored,

    /// <summary>Recorded; the state stays.</summary>
    Keeps,

    /// <summary>Open, assigned or in progress: what the ticket's owner makes of it.</summary>
    Owned,
    Waits,
    Resolves,
    Closes,
    Cancels,
}

/// <summary>The state machine as a table: the only place that says what is allowed when.</summary>
public static class Transitions
{
    private const Effect Illegal = Effect.Illegal;
    private const Effect Ignored = Effect.Ignored;
    private const Effect Keeps = Effect.Keeps;
    private const Effect Owned = Effect.Owned;
    private const Effect Waits = Effect.Waits;
    private const Effect Resolves = Effect.Resolves;
    private const Effect Closes = Effect.Closes;
    private const Effect Cancels = Effect.Cancels;

    private static readonly FrozenDictionary<Verb, Effect[]> Table = new Dictionary<Verb, Effect[]>
    {
        //                     open      assigned  inProgress waiting  resolved  closed    cancelled
        [Verb.Triage] =        [Keeps,    Keeps,    Keeps,    Keeps,    Illegal,  Illegal,  Illegal],
        // After resolving, an assignment still settles who answers for the ticket.
        [Verb.Assign] =        [Owned,    Owned,    Owned,    Keeps,    Keeps,    Illegal,  Illegal],
        [Verb.Claim] =         [Owned,    Illegal,  Illegal,  Keeps,    Illegal,  Illegal,  Illegal],
        [Verb.Unassign] =      [Illegal,  Owned,    Owned,    Keeps,    Illegal,  Illegal,  Illegal],
        [Verb.Offer] =         [Keeps,    Illegal,  Illegal,  Illegal,  Illegal,  Illegal,  Illegal],
        [Verb.Accept] =        [Owned,    Illegal,  Illegal,  Illegal,  Illegal,  Illegal,  Illegal],
        [Verb.Refuse] =        [Keeps,    Illegal,  Illegal,  Illegal,  Illegal,  Illegal,  Illegal],
        [Verb.ExpireOffer] =   [Keeps,    Ignored,  Ignored,  Ignored,  Ignored,  Ignored,  Ignored],
        [Verb.Start] =         [Illegal,  Owned,    Illegal,  Illegal,  Illegal,  Illegal,  Illegal],
        [Verb.FixPlan] =       [Keeps,    Keeps,    Keeps,    Keeps,    Illegal,  Illegal,  Illegal],
        [Verb.RemoteSession] = [Keeps,    Keeps,    Keeps,    Keeps,    Illegal,  Illegal,  Illegal],
        [Verb.ScheduleVisit] = [Keeps,    Keeps,    Keeps,    Keeps,    Illegal,  Illegal,  Illegal],
        [Verb.Arrive] =        [Keeps,    Keeps,    Keeps,    Keeps,    Illegal,  Illegal,  Illegal],
        // The report may be written when the fault is already gone, and a record completed after the customer closed.
        [Verb.CompleteVisit] = [Keeps,    Keeps,    Keeps,    Keeps,    Keeps,    Keeps,    Illegal],
        [Verb.CancelVisit] =   [Keeps,    Keeps,    Keeps,    Keeps,    Keeps,    Illegal,  Illegal],
        [Verb.EndRemoteSession] = [Keeps, Keeps,    Keeps,    Keeps,    Keeps,    Keeps,    Illegal],
        [Verb.Pause] =         [Waits,    Waits,    Waits,    Waits,    Illegal,  Illegal,  Illegal],
        [Verb.Resume] =        [Illegal,  Illegal,  Illegal,  Owned,    Illegal,  Illegal,  Illegal],
        [Verb.Resolve] =       [Resolves, Resolves, Resolves, Resolves, Illegal,  Illegal,  Illegal],
        [Verb.Reopen] =        [Illegal,  Illegal,  Illegal,  Illegal,  Owned,    Owned,    Illegal],
        [Verb.Close] =         [Illegal,  Illegal,  Illegal,  Illegal,  Closes,   Illegal,  Illegal],
        [Verb.Cancel] =        [Cancels,  Cancels,  Cancels,  Cancels,  Illegal,  Illegal,  Illegal],
        [Verb.AmendRecord] =   [Illegal,  Illegal,  Illegal,  Illegal,  Keeps,    Keeps,    Illegal],
        [Verb.Escalate] =      [Keeps,    Keeps,    Keeps,    Keeps,    Illegal,  Illegal,  Illegal],
        [Verb.CustomerReply] = [Ignored,  Ignored,  Ignored,  Owned,    Ignored,  Ignored,  Ignored],
        [Verb.CloseRequest] =  [Closes,   Closes,   Closes,   Closes,   Closes,   Ignored,  Ignored],
        [Verb.ReopenRequest] = [Ignored,  Ignored,  Ignored,  Ignored,  Owned,    Owned,    Ignored],
    }.ToFrozenDictionary();

    /// <summary>What <paramref name="verb"/> does in <paramref name="state"/>, before the verb's own conditions.</summary>
    public static Effect Of(Verb verb, TicketState state) => Table[verb][(int)state];
}
