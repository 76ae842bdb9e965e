using System.Globalization;
using System.Xml.Linq;
using ServiceMesh.Intake.Domain;

namespace ServiceMesh.Intake.Channels.Twilio;

/// <summary>What a prompt is spoken from.</summary>
public sealed record Spoken(TenantProfile Profile)
{
    /// <summary>The listener's, as a BCP 47 tag; null for the channel's.</summary>
    public string? Language { get; init; }

    /// <summary>The layer of people on duty that is dialled, from 0, and their numbers, E.164.</summary>
    public int Layer { get; init; }
    public IReadOnlyList<string> Numbers { get; init; } = [];

    /// <summary>Whether the talk is recorded; the caller is told so before the first number is dialled.</summary>
    public bool Recorded { get; init; }

    /// <summary>The number of the call's ticket; empty while there is none.</summary>
    public string Ticket { get; init; } = "";

    /// <summary>Who calls, for who is asked to take the call; null when it is not known.</summary>
    public string? Customer { get; init; }
    public bool SystemDown { get; init; }
}

/// <summary>Says a prompt in TwiML. Text and numbers are escaped by the writer.</summary>
/// <param name="Address">The channel's public address, without a step.</param>
public sealed record TwiMl(string Address, bool Chinese, TimeSpan Wait, Spoken Spoken)
{
    private const string ChineseVoice = "zh-CN";
    private const string EnglishVoice = "en-US";

    /// <summary>The document that makes the platform say and do it.</summary>
    public string Of(HotlinePrompt prompt) => new XElement("Response", Verbs(prompt)).ToString(SaveOptions.DisableFormatting);

    private object[] Verbs(HotlinePrompt prompt) => prompt switch
    {
        HotlinePrompt.Nothing => [],
        HotlinePrompt.ChooseLanguage =>
        [
            Gather("language", 1, Say(HotlineWords.Greeting(true, Spoken.Profile.Brand), true), Say(HotlineWords.Greeting(false, Spoken.Profile.Brand), false)), Redirect("language"),
        ],
        HotlinePrompt.EnterContract => [Gather("contract", null, Say(HotlineWords.EnterContract(Chinese))), Redirect("contract")],
        HotlinePrompt.AskSystemDown => [Gather("urgency", 1, Say(HotlineWords.AskSystemDown(Chinese))), Redirect("urgency")],
        HotlinePrompt.Connect when Spoken is { Recorded: true, Layer: 0 } => [Say(HotlineWords.IsRecorded(Chinese)), Say(HotlineWords.Connecting(Chinese)), DialVerb()],
        HotlinePrompt.Connect => [Say(HotlineWords.Connecting(Chinese)), DialVerb()],
        HotlinePrompt.OfferCallback => [Gather("overflow", 1, Say(HotlineWords.OfferCallback(Chinese))), Redirect("overflow")],
        HotlinePrompt.RecordMessage =>
        [
            Say(HotlineWords.RecordMessage(Chinese)),
            new XElement("Record", Action("recorded"), new XAttribute("maxLength", 180), new XAttribute("finishOnKey", "#"), new XAttribute("playBeep", "true")),
            Redirect("recorded"),
        ],
        HotlinePrompt.PromiseCallback => [Say(HotlineWords.PromiseCallback(Chinese, Spoken.Ticket)), new XElement("Hangup")],
        HotlinePrompt.Goodbye => [Say(HotlineWords.Goodbye(Chinese)), new XElement("Hangup")],
        // Nothing pressed: the line is cut, and the next layer is dialled.
        HotlinePrompt.AskToTake => [Gather("accept", 1, Say(HotlineWords.AskToTake(Chinese, Spoken.Customer, Spoken.SystemDown))), new XElement("Hangup")],
        HotlinePrompt.Join => [],
        HotlinePrompt.TakenAlready => [Say(HotlineWords.TakenAlready(Chinese)), new XElement("Hangup")],
        HotlinePrompt.CallerGone => [Say(HotlineWords.CallerGone(Chinese)), new XElement("Hangup")],
        HotlinePrompt.Reject => [new XElement("Reject", new XAttribute("reason", "busy"))],
        _ => throw new ArgumentOutOfRangeException(nameof(prompt), prompt, null),
    };

    private XElement Say(string text, bool? chinese = null) =>
        new("Say", new XAttribute("language", chinese ?? Chinese ? ChineseVoice : EnglishVoice), text);

    private XElement Gather(string step, int? digits, params XElement[] words) => new(
        "Gather", Action(step), new XAttribute("input", "dtmf"), new XAttribute("timeout", 6),
        digits is { } count ? new XAttribute("numDigits", count) : new XAttribute("finishOnKey", "#"), words);

    /// <summary>Where the call goes when no key was pressed.</summary>
    private XElement Redirect(string step) => new("Redirect", new XAttribute("method", "POST"), $"{Address}/{step}");

    private XElement DialVerb() => new(
        "Dial", Action(string.Create(CultureInfo.InvariantCulture, $"dialed?layer={Spoken.Layer}")), new XAttribute("timeout", Wait.TotalSeconds.ToString("0", CultureInfo.InvariantCulture)),
        Spoken.Recorded ? Recording() : null,
        // What is behind this address is played to who picks up, before both hear each other.
        Spoken.Numbers.Select(number => new XElement("Number", new XAttribute("url", $"{Address}/whisper"), new XAttribute("method", "POST"), number)));

    /// <summary>From the pick-up on, either side in a channel of its own. The layer tells whose recording it is when the platform has made it.</summary>
    private XAttribute[] Recording() =>
    [
        new("record", "record-from-answer-dual"),
        new("recordingStatusCallback", string.Create(CultureInfo.InvariantCulture, $"{Address}/recording?layer={Spoken.Layer}")),
        new("recordingStatusCallbackMethod", "POST"),
    ];

    private object[] Action(string step) => [new XAttribute("action", $"{Address}/{step}"), new XAttribute("method", "POST")];
}
