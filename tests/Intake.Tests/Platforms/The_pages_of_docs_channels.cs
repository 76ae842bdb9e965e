using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ServiceMesh.Contracts;
using ServiceMesh.Intake.Tests.Chat;
using ServiceMesh.Testing;

namespace ServiceMesh.Intake.Tests.Platforms;

/// <summary>
/// Somebody new follows docs/channels: makes the channel as the page says and plays the platform by the page's own commands. Only curl is another: what it would
/// send goes to the service of the test.
/// </summary>
public sealed partial class The_pages_of_docs_channels(IntakeHost host)
{
    private static readonly Dictionary<string, string> s_given = new()
    {
        ["agentId"] = "1000002", ["accountSid"] = "ACxxxx", ["authToken"] = "twilio-token", ["dutyNumbers"] = "+8613700000000 +8613800000000", ["teamId"] = "018f0000-0000-7000-8000-000000000001",
        ["corpId"] = "ww1", ["appId"] = "wx1", ["token"] = "tok", ["encodingAesKey"] = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFE", ["secret"] = "anything", ["appSecret"] = "anything",
        ["encryptKey"] = "key", ["verificationToken"] = "tok", ["appKey"] = "ding1", ["robotCode"] = "ding1", ["botToken"] = "123456:abcdefghijklmnopqrstuvwxyzABCDEFGHI",
    };

    private const string Needed = "The pages' commands need bash and openssl.";

    private static bool HasCommands => File.Exists("/bin/bash") && File.Exists("/usr/bin/openssl");

    [Theory]
    [InlineData("webhook.md", 202, 1, "\"created\":true")]
    [InlineData("telephone-system.md", 202, 0, "\"callerMatch\":")]
    [InlineData("wecom.md", 200, 1, "")]
    [InlineData("wechat.md", 200, 1, "success")]
    [InlineData("feishu.md", 200, 1, "{}")]
    [InlineData("dingtalk.md", 200, 1, "{}")]
    [InlineData("telegram.md", 200, 1, "{}")]
    [InlineData("hotline.md", 200, 0, "<Gather")]
    [InlineData("mail.md", 202, 1, "\"outcome\":\"opened\"")]
    public async Task Can_be_followed_by_whoever_has_no_platform(string page, int status, int tickets, string says)
    {
        Assert.SkipUnless(HasCommands, Needed);
        var vendor = await Vendor.CreateAsync(host);
        var channel = await MakeAsync(vendor, page);
        using var request = await PlayAsync(page, channel);
        using var response = await host.Anonymous().SendAsync(request);
        var answer = await response.Content.ReadAsStringAsync();
        Assert.True((HttpStatusCode)status == response.StatusCode, $"{page}: {(int)response.StatusCode} {answer}");
        Assert.Contains(says, answer.Replace("\": ", "\":", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal(tickets, (await vendor.Staff.FetchAsync("/api/v1/tickets")).Items().Count);
    }

    [Fact]
    public async Task Put_a_chat_on_any_site_and_vouch_for_its_visitors()
    {
        Assert.SkipUnless(HasCommands, Needed);
        var vendor = await Vendor.CreateAsync(host);
        var ada = await vendor.AddContactAsync("Ada", "ada@example.com");
        var channel = await MakeAsync(vendor, "chat.md");
        using var widget = await host.Anonymous().GetAsync(new Uri(channel.Text("webhookUrl")).PathAndQuery);
        Assert.Equal(HttpStatusCode.OK, widget.StatusCode);
        var identity = await RunAsync("chat.md", Commands().Match(await ReadAsync("chat.md")).Groups[1].Value, channel);
        await new Visitor(host.Anonymous(), channel.Id()).SayAsync("It is on fire", identity: identity.Trim());
        Assert.Equal(ada, Assert.Single(await host.EventsAsync<TicketOpened>(vendor.Tenant)).ContactId);
    }

    /// <summary>Makes the channel by the request that the page shows; only what is left open there is filled in.</summary>
    private static async Task<JsonElement> MakeAsync(Vendor vendor, string page)
    {
        var shown = ChannelRequest().Match(await ReadAsync(page));
        Assert.True(shown.Success, $"{page} shows no request for a channel.");
        var request = JsonNode.Parse(shown.Groups[1].Value)!.AsObject();
        foreach (var (name, value) in request["settings"]?.AsObject().ToList() ?? [])
        {
            if (value!.GetValue<string>().Contains("...", StringComparison.Ordinal))
                request["settings"]![name] = s_given[name];
        }

        return await vendor.Staff.PostAsync("/api/v1/channels", request);
    }

    /// <summary>What the page's commands would send.</summary>
    private static async Task<HttpRequestMessage> PlayAsync(string page, JsonElement channel)
    {
        var text = await ReadAsync(page);
        // A telephone system is tried with the commands of the page on webhooks and an event of its own.
        var script = Commands().Match(page == "telephone-system.md" ? await ReadAsync("webhook.md") : text).Groups[1].Value;
        if (page == "telephone-system.md")
            script = Event().Replace(script, _ => Event().Match(text).Value, 1);
        return Request((await RunAsync(page, script, channel)).TrimEnd('\0').Split('\0'));
    }

    /// <summary>What commands say, with what the page leaves open filled in from the channel.</summary>
    private static async Task<string> RunAsync(string page, string script, JsonElement channel)
    {
        var secret = channel.GetProperty("secret").GetString();
        var open = new Dictionary<string, string> { ["URL"] = channel.Text("webhookUrl"), ["SECRET"] = secret ?? s_given["appSecret"], ["TOKEN"] = s_given["authToken"] };
        script = LeftOpen().Replace(script, m => $"{m.Groups[1].Value}='{open[m.Groups[1].Value]}'");

        var start = new ProcessStartInfo("/bin/bash", ["-s"]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, StandardOutputEncoding = Encoding.UTF8 };
        using var bash = Process.Start(start)!;
        var said = bash.StandardOutput.ReadToEndAsync();
        var complaints = bash.StandardError.ReadToEndAsync();
        await using (var input = new StreamWriter(bash.StandardInput.BaseStream, new UTF8Encoding(false)))
            await input.WriteAsync($"set -e\ncurl() {{ printf '%s\\0' \"$@\"; }}\n{script}\n");
        await bash.WaitForExitAsync();
        Assert.True(bash.ExitCode == 0, $"{page}: {await complaints}");
        return await said;
    }

    /// <summary>The request of curl's arguments.</summary>
    private static HttpRequestMessage Request(string[] arguments)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, (Uri?)null);
        List<KeyValuePair<string, string>> form = [];
        var (files, type) = (new MultipartFormDataContent(), "application/x-www-form-urlencoded");
        for (var i = 0; i < arguments.Length; i++)
        {
            switch (arguments[i])
            {
                case "-i":
                    break;
                case "-H":
                    var header = arguments[++i].Split(": ", 2);
                    if (header[0] == "Content-Type")
                        type = header[1];
                    else
                        request.Headers.TryAddWithoutValidation(header[0], header[1]);
                    break;
                case "-d":
                    request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(arguments[++i]));
                    break;
                case "--data-urlencode":
                    form.Add(new(arguments[i + 1].Split('=', 2)[0], arguments[++i].Split('=', 2)[1]));
                    break;
                case "-F":
                    files.Add(new StringContent(arguments[i + 1].Split('=', 2)[1]), arguments[++i].Split('=', 2)[0]);
                    break;
                default:
                    request.RequestUri = new Uri(new Uri(arguments[i]).PathAndQuery, UriKind.Relative);
                    break;
            }
        }

        if (request.Content is { } body)
            body.Headers.ContentType = new(type);
        else
            request.Content = form.Count > 0 ? new FormUrlEncodedContent(form) : files;
        return request;
    }

    private static Task<string> ReadAsync(string page) => File.ReadAllTextAsync(TestPaths.In("docs", "channels", page));

    [GeneratedRegex("""`(\{"kind": .*?\})`""", RegexOptions.Singleline)]
    private static partial Regex ChannelRequest();

    [GeneratedRegex("```bash\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Commands();

    [GeneratedRegex("BODY='[^']*'")]
    private static partial Regex Event();

    [GeneratedRegex(@"(?m)^(URL|SECRET|TOKEN)=\S*\.\.\.\S*")]
    private static partial Regex LeftOpen();
}
