using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using ServiceMesh.Traffic.Gateway;

namespace ServiceMesh.Traffic.Platforms;

/// <summary>
/// A telephone platform of Twilio's form and the caller on its line: signs each step as published (HMAC-SHA1 over the address and the sorted parameters) and follows
/// the TwiML that comes back.
/// </summary>
/// <param name="gateway">Where the steps go.</param>
/// <param name="address">The address the platform was given: the signature is over it.</param>
/// <param name="account">The account's SID.</param>
/// <param name="authToken">Signs.</param>
/// <param name="from">The caller's number, E.164.</param>
/// <param name="to">The hotline's number.</param>
public sealed class Telephone(GatewayClient gateway, Uri address, string account, string authToken, string from, string to)
{
    /// <summary>This call.</summary>
    public string Call { get; } = "CA" + Guid.NewGuid().ToString("N");

    /// <summary>The caller rings: the first document.</summary>
    public Task<XElement> RingAsync(CancellationToken ct) => StepAsync("", Call, new Dictionary<string, string> { ["CallStatus"] = "ringing" }, ct);

    /// <summary>Presses keys where the last document asks for some.</summary>
    public Task<XElement> PressAsync(XElement document, string digits, CancellationToken ct) =>
        StepAsync(Next(document, "Gather", "action"), Call, new Dictionary<string, string> { ["Digits"] = digits }, ct);

    /// <summary>Somebody whom the document dials picks up and presses the key that takes the call.</summary>
    public async Task AnswerAsync(XElement document, CancellationToken ct)
    {
        var leg = new Dictionary<string, string> { ["ParentCallSid"] = Call, ["From"] = to, ["To"] = document.Descendants("Number").First().Value, ["CallStatus"] = "in-progress" };
        var asked = await StepAsync(Next(document, "Number", "url"), Call + "-leg", leg, ct);
        await StepAsync(Next(asked, "Gather", "action"), Call + "-leg", new Dictionary<string, string>(leg) { ["Digits"] = "1" }, ct);
    }

    /// <summary>The dialling is over, for example <c>completed</c> or <c>no-answer</c>.</summary>
    public Task<XElement> DialledAsync(XElement document, string how, CancellationToken ct) =>
        StepAsync(Next(document, "Dial", "action"), Call, new Dictionary<string, string> { ["DialCallStatus"] = how }, ct);

    /// <summary>The caller hangs up.</summary>
    public Task HangUpAsync(CancellationToken ct) => StepAsync("status", Call, new Dictionary<string, string> { ["CallStatus"] = "completed" }, ct);

    /// <summary>Everything that a document says, in order.</summary>
    public static string Said(XElement document)
    {
        ArgumentNullException.ThrowIfNull(document);
        return string.Join(' ', document.Descendants("Say").Select(s => s.Value.Trim()));
    }

    /// <summary>The platform's signature over an address and parameters.</summary>
    public static string Sign(string authToken, string address, IEnumerable<KeyValuePair<string, string>> parameters)
    {
        var signed = address + string.Concat(parameters.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => p.Key + p.Value));
#pragma warning disable CA5350 // The platform's own choice.
        return Convert.ToBase64String(HMACSHA1.HashData(Encoding.UTF8.GetBytes(authToken), Encoding.UTF8.GetBytes(signed)));
#pragma warning restore CA5350
    }

    private string Next(XElement document, string verb, string attribute) =>
        document.Descendants(verb).FirstOrDefault()?.Attribute(attribute)?.Value is { } next && next.StartsWith(address.AbsoluteUri, StringComparison.Ordinal)
            ? next[address.AbsoluteUri.Length..].TrimStart('/')
            : throw new InvalidDataException($"The hotline does not say where <{verb}> leads: {document}");

    private async Task<XElement> StepAsync(string step, string call, Dictionary<string, string> parameters, CancellationToken ct)
    {
        var form = new Dictionary<string, string>
        {
            ["CallSid"] = call, ["AccountSid"] = account, ["From"] = from, ["To"] = to, ["CallStatus"] = "in-progress", ["Direction"] = "inbound",
        };
        foreach (var (name, value) in parameters) form[name] = value;
        var suffix = step.Length > 0 ? "/" + step : "";
        using var content = new FormUrlEncodedContent(form);
        var answer = await gateway.PostContentAsync(address.AbsolutePath + suffix, content, ct, new Dictionary<string, string>
        {
            ["X-Twilio-Signature"] = Sign(authToken, address.AbsoluteUri + suffix, form),
        });
        return answer.Length == 0 ? new XElement("Response") : XElement.Parse(Encoding.UTF8.GetString(answer));
    }
}
