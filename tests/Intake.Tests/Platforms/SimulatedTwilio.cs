using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;

namespace ServiceMesh.Intake.Tests.Platforms;

/// <summary>
/// A telephone platform of Twilio's form: it signs parameters as documented, follows TwiML as a caller's keypresses make it, and dials.
/// </summary>
internal sealed class SimulatedTwilio(HttpClient client, string publicUrl)
{
    public string Account { get; private set; } = "AC" + Guid.NewGuid().ToString("N");
    public string AuthToken { get; } = Guid.NewGuid().ToString("N");
    public Guid Channel { get; private set; }
    public string Path { get; private set; } = "";

    public async Task ConnectAsync(Vendor vendor, object? more = null)
    {
        var settings = System.Text.Json.Nodes.JsonNode.Parse(System.Text.Json.JsonSerializer.Serialize(more ?? new { }))!.AsObject();
        settings["accountSid"] = Account;
        settings["authToken"] = AuthToken;
        var made = await vendor.Staff.PostAsync("/api/v1/channels", new { kind = "twilio", name = "Hotline", language = "zh-CN", settings });
        Channel = made.Id();
        Path = new Uri(made.Text("webhookUrl")).AbsolutePath;
    }

    /// <summary>Speaks on another's line.</summary>
    public SimulatedTwilio Borrow(SimulatedTwilio other)
    {
        (Account, Channel, Path) = (other.Account, other.Channel, other.Path);
        return this;
    }

    /// <summary>Posts a step; the document that came back.</summary>
    public async Task<XElement> StepAsync(string call, string step, params (string Name, string Value)[] parameters)
    {
        using var response = await PostAsync(call, step, AuthToken, parameters);
        Assert.Equal(200, (int)response.StatusCode);
        Assert.Equal("text/xml", response.Content.Headers.ContentType!.MediaType);
        return XElement.Parse(await response.Content.ReadAsStringAsync());
    }

    public async Task<HttpResponseMessage> PostAsync(
        string call, string step, string token, (string Name, string Value)[] parameters, Func<string, string>? forge = null, string? host = null,
        (string Name, string Value)? changed = null, string? signedFor = null)
    {
        var path = Path + (step.Length > 0 ? "/" + step : "");
        var form = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["CallSid"] = call, ["AccountSid"] = Account, ["From"] = "+8613800001111", ["To"] = "+862155550199", ["CallStatus"] = "in-progress", ["Direction"] = "inbound",
        };
        // A recording's callback names neither side.
        if (step.StartsWith("recording", StringComparison.Ordinal))
        {
            foreach (var name in new[] { "From", "To", "CallStatus", "Direction" })
                form.Remove(name);
        }

        foreach (var (name, value) in parameters)
            form[name] = value;
        var signed = publicUrl + (signedFor is { } other ? Path + other : path) + string.Concat(form.Select(p => p.Key + p.Value));
#pragma warning disable CA5350 // The platform's own choice.
        var signature = Convert.ToBase64String(HMACSHA1.HashData(Encoding.UTF8.GetBytes(token), Encoding.UTF8.GetBytes(signed)));
#pragma warning restore CA5350
        // On its way somebody changes what was signed.
        if (changed is { } afterwards)
            form[afterwards.Name] = afterwards.Value;
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new FormUrlEncodedContent(form) };
        request.Headers.Host = host;
        request.Headers.TryAddWithoutValidation("X-Twilio-Signature", forge?.Invoke(signature) ?? signature);
        return await client.SendAsync(request);
    }

    /// <summary>Whoever is dialled picks up: what is played to them before both hear each other.</summary>
    public Task<XElement> PickUpAsync(string call, XElement dial, string number, string digits = "") =>
        OnLegAsync(call, Behind(dial.Descendants("Number").First(n => n.Value == number).Attribute("url")!.Value), number, digits);

    /// <summary>And presses a key when asked.</summary>
    public Task<XElement> PressAsync(string call, XElement asked, string number, string digits) => OnLegAsync(call, StepOf(asked, "Gather"), number, digits);

    private Task<XElement> OnLegAsync(string call, string step, string number, string digits) => StepAsync(
        $"{call}-{number}", step, ("ParentCallSid", call), ("From", "+862155550199"), ("To", number), ("CallStatus", "in-progress"), ("Digits", digits));

    /// <summary>The step that a verb leads to, behind the channel's address.</summary>
    public string StepOf(XElement document, string verb, string attribute = "action")
    {
        return Behind(document.Descendants(verb).Single().Attribute(attribute)!.Value);
    }

    private string Behind(string address)
    {
        Assert.StartsWith(publicUrl + Path + "/", address, StringComparison.Ordinal);
        return address[(publicUrl + Path + "/").Length..];
    }
}
