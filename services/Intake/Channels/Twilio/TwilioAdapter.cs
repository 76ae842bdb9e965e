using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using ServiceMesh.Intake.Calls;
using ServiceMesh.Intake.Domain;
using ServiceMesh.Intake.Persistence;

namespace ServiceMesh.Intake.Channels.Twilio;

/// <summary>A step of a call to a hotline.</summary>
/// <param name="CallId">The platform's id of the caller's call.</param>
/// <param name="Layer">The layer of people on duty that was dialled, from 0.</param>
public sealed record InboundVoice(HotlineStep Step, string CallId, string? From, string? To, string Digits, string Status, string? RecordingUrl, int Layer = 0) : Inbound;

/// <summary>
/// A hotline on Twilio, or on any platform that speaks its form (parameters, X-Twilio-Signature, TwiML); see docs/channels/hotline.md.
/// </summary>
public sealed partial class TwilioAdapter(PlatformHttp http, IOptions<IntakeOptions> options) : IChannelAdapter
{
    public const string DutyNumbers = "dutyNumbers";
    public const string WaitSeconds = "waitSeconds";

    /// <summary>Whether talks are recorded: <c>on</c>, or <c>off</c> as without it.</summary>
    public const string Record = "record";
    private const int MostLayers = 1_000;

    /// <inheritdoc />
    public ChannelKind Kind => ChannelKind.Twilio;

    /// <inheritdoc />
    public ChannelTraits Traits { get; } = new("voice")
    {
        Fields =
        [
            new("accountSid", Secret: false, FieldPatterns.Id()),
            new("authToken", Secret: true, FieldPatterns.Key()),
            new(CallQueue.TeamId, Secret: false, FieldPatterns.Uuid(), Required: false),
            new(DutyNumbers, Secret: false, FieldPatterns.Numbers(), Required: false),
            new(WaitSeconds, Secret: false, Seconds(), Required: false),
            new(Record, Secret: false, FieldPatterns.OnOff(), Required: false),
        ],
    };

    /// <summary>
    /// HMAC-SHA1 over the public address with its query and all parameters, sorted. It holds no time: a repeated step changes nothing, because a
    /// call's facts are kept once.
    /// </summary>
    public ReadOnlyMemory<byte> Open(PlatformRequest request)
    {
        var (token, form) = (request.Channel["authToken"], Parse(request.Body));
        if (request.IsHandshake || token.Length == 0
            || !Same.Base64(Sign(token, request.Address, form), request.Header("X-Twilio-Signature"))
            || !Same.Text(request.Channel["accountSid"], form.GetValueOrDefault("AccountSid").ToString()))
        {
            throw ChannelFaults.BadSignature();
        }

        return request.Body;
    }

    /// <inheritdoc />
    public Inbound Read(PlatformRequest request, ReadOnlyMemory<byte> plain)
    {
        var form = Parse(plain);
        HotlineStep step;
        if (request.Rest.Length == 0)
            step = HotlineStep.Incoming;
        else if (!Enum.TryParse(request.Rest, ignoreCase: true, out step) || !request.Rest.All(char.IsAsciiLetter))
            throw ChannelFaults.Malformed("There is no such step.");
        // Of the dialled leg's steps the caller's own call is the parent.
        var call = Tidy.Id(HotlineFlow.IsOfTheDialled(step) ? Text("ParentCallSid") : Text("CallSid")) ?? throw ChannelFaults.Malformed("CallSid is needed.");
        return new InboundVoice(
            step, call, Tidy.Line(Text("From"), PhoneNumber.MaxLength), Tidy.Line(Text("To"), PhoneNumber.MaxLength),
            string.Concat(Text("Digits").Where(char.IsAsciiDigit).Take(32)), Text(step switch
            {
                HotlineStep.Dialed => "DialCallStatus",
                HotlineStep.Recording => "RecordingStatus",
                _ => "CallStatus",
            }),
            Uri.TryCreate(Text("RecordingUrl"), UriKind.Absolute, out var url) && (url.Scheme == Uri.UriSchemeHttps || KeepsRecording(url.OriginalString)) && url.OriginalString.Length <= 2_000
                ? url.OriginalString : null,
            int.TryParse(request.Query["layer"].ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var layer) && layer < MostLayers ? layer : 0);

        string Text(string name) => form.GetValueOrDefault(name).ToString();
    }

    /// <inheritdoc />
    public bool KeepsRecording(string address) => Uri.TryCreate(address, UriKind.Absolute, out var url) && Uri.Compare(
        url, new Uri(options.Value.Platforms.Twilio), UriComponents.SchemeAndServer, UriFormat.UriEscaped, StringComparison.OrdinalIgnoreCase) == 0;

    /// <inheritdoc />
    public async Task<HttpResponseMessage?> FetchAsync(OpenedChannel channel, string reference, CancellationToken ct)
    {
        if (!KeepsRecording(reference))
            return null;
        using var request = new HttpRequestMessage(HttpMethod.Get, reference);
        var credentials = Encoding.UTF8.GetBytes($"{channel["accountSid"]}:{channel["authToken"]}");
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(credentials));
        return await http.OpenFileAsync(request, ct);
    }

    /// <summary>The signature, 20 bytes. A parameter that stands there several times counts once per value.</summary>
    public static byte[] Sign(string token, string address, IReadOnlyDictionary<string, StringValues> form)
    {
        var text = new StringBuilder(address);
        foreach (var (name, values) in form.OrderBy(p => p.Key, StringComparer.Ordinal))
        {
            foreach (var value in values.Select(v => v ?? "").Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
                text.Append(name).Append(value);
        }

#pragma warning disable CA5350 // The platform's own choice.
        return HMACSHA1.HashData(Encoding.UTF8.GetBytes(token), Encoding.UTF8.GetBytes(text.ToString()));
#pragma warning restore CA5350
    }

    private static Dictionary<string, StringValues> Parse(ReadOnlyMemory<byte> body) =>
        new(QueryHelpers.ParseQuery(Encoding.UTF8.GetString(body.Span)), StringComparer.Ordinal);

    [GeneratedRegex(@"\A([5-9]|[1-9][0-9]|1[01][0-9]|120)\z")]
    private static partial Regex Seconds();
}
