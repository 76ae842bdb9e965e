using System.Xml.Linq;

namespace ServiceMesh.Notification.Sending.Voice;

/// <summary>What is spoken in a call beside the message itself, as TwiML; text is escaped by the writer.</summary>
internal static class VoiceWords
{
    /// <summary>The key that takes a page on.</summary>
    public const string Take = "1";

    public static string Document(params object[] verbs) => new XElement("Response", verbs).ToString(SaveOptions.DisableFormatting);

    public static XElement Say(string language, string text) => new("Say", new XAttribute("language", IsChinese(language) ? "zh-CN" : "en-GB"), text);

    /// <summary>Waits for one key, during the words and ten seconds after them, and hands it to the address.</summary>
    public static XElement Ask(string language, string address, params object[] words) => new(
        "Gather", new XAttribute("input", "dtmf"), new XAttribute("numDigits", 1), new XAttribute("timeout", 10), new XAttribute("action", address),
        new XAttribute("method", "POST"), words, Say(language, IsChinese(language) ? "由您接手请按 1。" : "To take it on, press 1."));

    public static XElement Thanks(string language) =>
        Say(language, IsChinese(language) ? "已确认由您接手，谢谢。再见。" : "Thank you. It is noted that you take it on. Goodbye.");

    private static bool IsChinese(string language) => language.StartsWith("zh", StringComparison.OrdinalIgnoreCase);
}
