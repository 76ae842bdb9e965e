namespace ServiceMesh.Intake.Domain;

/// <summary>Where a call to the hotline is when its platform asks what to do.</summary>
public enum HotlineStep
{
    /// <summary>It has come in.</summary>
    Incoming,
    Language,
    Contract,
    Urgency,

    /// <summary>Somebody on duty, or something in their place, picked up.</summary>
    Whisper,

    /// <summary>Whoever picked up pressed a key.</summary>
    Accept,

    /// <summary>Dialling a layer of those on duty has ended, or the talk has.</summary>
    Dialed,
    Overflow,
    Recorded,

    /// <summary>The platform has made the recording of a dialled talk.</summary>
    Recording,

    /// <summary>The platform tells how the call is.</summary>
    Status,
}

/// <summary>What the caller hears next, or whoever was dialled.</summary>
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

    /// <summary>Who was dialled is asked to press the key that takes the call.</summary>
    AskToTake,

    /// <summary>Both hear each other.</summary>
    Join,

    /// <summary>Somebody else took it.</summary>
    TakenAlready,

    /// <summary>The caller has gone meanwhile.</summary>
    CallerGone,
}

/// <summary>What is known of a call when a step is decided.</summary>
/// <param name="Digits">Keys pressed; empty for none.</param>
/// <param name="Status">How the call is by the platform's word; empty where it says nothing.</param>
public sealed record HotlineFacts(string Digits, string Status)
{
    public bool KnownCaller { get; init; }

    /// <summary>How many layers of people on duty there are to dial, one after the other.</summary>
    public int Layers { get; init; }

    /// <summary>The layer that was dialled, from 0.</summary>
    public int Layer { get; init; }

    /// <summary>Somebody on duty took the call by keypress.</summary>
    public bool Taken { get; init; }

    /// <summary>And it was another than who is on the line now.</summary>
    public bool TakenByAnother { get; init; }

    /// <summary>The platform told that the call is over.</summary>
    public bool Over { get; init; }

    /// <summary>Whether the caller left words.</summary>
    public bool Recording { get; init; }
}

/// <summary>
/// The hotline's menu. Whatever a caller does, and however a call ends, it ends in a ticket: answered, or to be called back. A pick-up is no
/// answer, since mailboxes and pockets pick up too: a key is.
/// </summary>
public static class HotlineFlow
{
    /// <summary>The key that says: the system is down.</summary>
    public const string SystemDown = "1";

    /// <summary>The key by which who was dialled takes the call.</summary>
    public const string Take = "1";
    private const string LeaveMessage = "2";

    private static readonly HashSet<string> s_over = ["completed", "busy", "failed", "no-answer", "canceled"];

    /// <summary>What is heard next, and what the call's step means for its ticket; null for nothing yet.</summary>
    public static (HotlinePrompt Next, CallSignal? Signal) Decide(HotlineStep step, HotlineFacts facts) => step switch
    {
        HotlineStep.Incoming => (HotlinePrompt.ChooseLanguage, CallSignal.Ringing),
        HotlineStep.Language => (facts.KnownCaller ? HotlinePrompt.AskSystemDown : HotlinePrompt.EnterContract, null),
        HotlineStep.Contract => (HotlinePrompt.AskSystemDown, null),
        HotlineStep.Urgency => (facts.Layers > 0 ? HotlinePrompt.Connect : HotlinePrompt.OfferCallback, null),
        HotlineStep.Whisper or HotlineStep.Accept when facts.TakenByAnother => (HotlinePrompt.TakenAlready, null),
        // Both hear each other only after our answer, so a talk cannot be over before it: who is told of the end first has nobody to talk to.
        HotlineStep.Whisper or HotlineStep.Accept when facts is { Over: true, Taken: false } => (HotlinePrompt.CallerGone, null),
        HotlineStep.Whisper => (HotlinePrompt.AskToTake, null),
        HotlineStep.Accept => facts.Digits == Take ? (HotlinePrompt.Join, CallSignal.Answered) : (HotlinePrompt.AskToTake, null),
        HotlineStep.Dialed when facts.Taken => (HotlinePrompt.Goodbye, CallSignal.Ended),
        HotlineStep.Dialed => (facts.Layer + 1 < facts.Layers ? HotlinePrompt.Connect : HotlinePrompt.OfferCallback, null),
        HotlineStep.Overflow => facts.Digits == LeaveMessage ? (HotlinePrompt.RecordMessage, null) : (HotlinePrompt.PromiseCallback, CallSignal.Missed),
        HotlineStep.Recorded => (HotlinePrompt.PromiseCallback, facts.Recording ? CallSignal.Voicemail : CallSignal.Missed),
        HotlineStep.Recording => (HotlinePrompt.Nothing, null),
        HotlineStep.Status => (HotlinePrompt.Nothing, s_over.Contains(facts.Status) ? CallSignal.Ended : null),
        _ => throw new ArgumentOutOfRangeException(nameof(step), step, null),
    };

    /// <summary>The layer that <see cref="HotlinePrompt.Connect"/> dials after a step.</summary>
    public static int LayerAfter(HotlineStep step, int layer) => step == HotlineStep.Dialed ? layer + 1 : 0;

    /// <summary>Whether a step is one of who was dialled, not of the caller.</summary>
    public static bool IsOfTheDialled(HotlineStep step) => step is HotlineStep.Whisper or HotlineStep.Accept;

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
