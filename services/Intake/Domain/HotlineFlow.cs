namespace ServiceMesh.Intake.Domain;

/// <summary>Where a call to the hotline is when its platform asks what to do.</summary>
public enum HotlineStep
{
    /// <summary>It has come in.</summary>
    Incoming,
    Language,
    Contract,
    Urgency,

    /// <summary>Somebody on duty took it.</summary>
    Answered,

    /// <summary>Dialling whoever is on duty has ended, or the talk has.</summary>
    Dialed,
    Overflow,
    Recorded,

    /// <summary>The platform tells how the call is.</summary>
    Status,
}

/// <summary>What the caller hears next.</summary>
public enum HotlinePrompt
{
    /// <summary>Nothing: nobody listens.</summary>
    Nothing,
    ChooseLanguage,
    EnterContract,
    AskSystemDown,
    Connect,
    OfferCallback,
    RecordMessage,
    PromiseCallback,
    Goodbye,
    Reject,
}

/// <summary>What is known of a call when a step is decided.</summary>
/// <param name="Digits">Keys pressed; empty for none.</param>
/// <param name="Status">How the call, or the dialled one, is by the platform's word; empty where it says nothing.</param>
public sealed record HotlineFacts(string Digits, string Status, bool KnownCaller, bool SomebodyOnDuty);

/// <summary>
/// The hotline's menu. Whatever a caller does, and however a call ends, it ends in a ticket: answered, or to be called back.
/// </summary>
public static class HotlineFlow
{
    /// <summary>The key that says: the system is down.</summary>
    public const string SystemDown = "1";
    private const string LeaveMessage = "2";

    private static readonly HashSet<string> s_over = ["completed", "busy", "failed", "no-answer", "canceled"];
    private static readonly HashSet<string> s_talked = ["completed", "answered"];

    /// <summary>What the caller hears next, and what the call's step means for its ticket; null for nothing yet.</summary>
    public static (HotlinePrompt Next, CallSignal? Signal) Decide(HotlineStep step, HotlineFacts facts) => step switch
    {
        HotlineStep.Incoming => (HotlinePrompt.ChooseLanguage, CallSignal.Ringing),
        HotlineStep.Language => (facts.KnownCaller ? HotlinePrompt.AskSystemDown : HotlinePrompt.EnterContract, null),
        HotlineStep.Contract => (HotlinePrompt.AskSystemDown, null),
        HotlineStep.Urgency => (facts.SomebodyOnDuty ? HotlinePrompt.Connect : HotlinePrompt.OfferCallback, null),
        HotlineStep.Answered => (HotlinePrompt.Nothing, CallSignal.Answered),
        HotlineStep.Dialed => s_talked.Contains(facts.Status) ? (HotlinePrompt.Goodbye, CallSignal.Answered) : (HotlinePrompt.OfferCallback, null),
        HotlineStep.Overflow => facts.Digits == LeaveMessage ? (HotlinePrompt.RecordMessage, null) : (HotlinePrompt.PromiseCallback, CallSignal.Missed),
        HotlineStep.Recorded => (HotlinePrompt.PromiseCallback, CallSignal.Missed),
        HotlineStep.Status => (HotlinePrompt.Nothing, s_over.Contains(facts.Status) ? CallSignal.Missed : null),
        _ => throw new ArgumentOutOfRangeException(nameof(step), step, null),
    };

    /// <summary>
    /// How long after a prompt the next step must have come; after it the caller has hung up and is called back, even if the platform never
    /// says so. Null when nothing is waited for.
    /// </summary>
    public static TimeSpan? Patience(HotlinePrompt prompt, TimeSpan dialling) => prompt switch
    {
        HotlinePrompt.Connect => dialling + TimeSpan.FromMinutes(1),
        HotlinePrompt.RecordMessage => TimeSpan.FromMinutes(5),
        HotlinePrompt.ChooseLanguage or HotlinePrompt.EnterContract or HotlinePrompt.AskSystemDown or HotlinePrompt.OfferCallback => TimeSpan.FromMinutes(2),
        _ => null,
    };
}
