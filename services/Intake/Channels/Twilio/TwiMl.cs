using System.Globalization;
using System.Xml.Linq;
using ServiceMesh.Intake.Domain;

namespace ServiceMesh.Intake.Channels.Twilio;

/// <summary>Says a prompt in TwiML. Text and numbers are escaped by the writer.</summary>
/// <param name="Address">The channel's public address, without a step.</param>
/// <param name="Dial">Numbers on duty, E.164.</param>
public sealed record TwiMl(string Address, bool Chinese, string? Brand, IReadOnlyList<string> Dial, TimeSpan Wait, string TicketNumber)
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
            Gather("language", 1, Say(HotlineWords.Greeting(true, Brand), true), Say(HotlineWords.Greeting(false, Brand), false)), Redirect("language"),
        ],
        HotlinePrompt.EnterContract => [Gather("contract", null, Say(HotlineWords.EnterContract(Chinese))), Redirect("contract")],
        HotlinePrompt.AskSystemDown => [Gather("urgency", 1, Say(HotlineWords.AskSystemDown(Chinese))), Redirect("urgency")],
        HotlinePrompt.Connect => [Say(HotlineWords.Connecting(Chinese)), DialVerb()],
        HotlinePrompt.OfferCallback => [Gather("overflow", 1, Say(HotlineWords.OfferCallback(Chinese))), Redirect("overflow")],
        HotlinePrompt.RecordMessage =>
        [
            Say(HotlineWords.RecordMessage(Chinese)),
            new XElement("Record", Action("recorded"), new XAttribute("maxLength", 180), new XAttribute("finishOnKey", "#"), new XAttribute("playBeep", "true")),
            Redirect("recorded"),
        ],
        HotlinePrompt.PromiseCallback => [Say(HotlineWords.PromiseCallback(Chinese, TicketNumber)), new XElement("Hangup")],
        HotlinePrompt.Goodbye => [Say(HotlineWords.Goodbye(Chinese)), new XElement("Hangup")],
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
        "Dial", Action("dialed"), new XAttribute("timeout", Wait.TotalSeconds.ToString("0", CultureInfo.InvariantCulture)),
        Dial.Select(number => new XElement(
            "Number", new XAttribute("statusCallbackEvent", "answered"), new XAttribute("statusCallback", $"{Address}/answered"),
            new XAttribute("statusCallbackMethod", "POST"), number)));

    private object[] Action(string step) => [new XAttribute("action", $"{Address}/{step}"), new XAttribute("method", "POST")];
}
