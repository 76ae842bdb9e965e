using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ServiceMesh.Intake.Tests.Platforms;

/// <summary>The APIs of all simulated platforms on one loopback address, each under its kind's word.</summary>
public sealed class PlatformApis : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentBag<SimulatedIm> _platforms = [];

    private PlatformApis(WebApplication app)
    {
        _app = app;
        app.Run(AnswerAsync);
    }

    public string Address => _app.Urls.Single();

    /// <summary>What Intake has to be told of it.</summary>
    public IEnumerable<(string Key, string Value)> Settings =>
    [
        .. new[] { "Wecom", "Wechat", "Feishu", "Lark", "Dingtalk", "Telegram" }.Select(k => ($"Intake:Platforms:{k}", $"{Address}/{k.ToLowerInvariant()}")),
        ("Intake:Platforms:Twilio", Address),
        ("Intake:Platforms:DingtalkSessions", $"{Address}/dingtalk-sessions"), ("Intake:Platforms:DingtalkFileHosts", "127.0.0.1"),
    ];

    public static async Task<PlatformApis> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var apis = new PlatformApis(builder.Build());
        await apis._app.StartAsync();
        return apis;
    }

    /// <summary>A platform of a kind, with an application of its own.</summary>
    internal SimulatedIm Add(string kind)
    {
        SimulatedIm platform = kind switch
        {
            "wecom" => new SimulatedWecom(),
            "wechat" => new SimulatedWechat(),
            "feishu" => new SimulatedFeishu(),
            "dingtalk" => new SimulatedDingtalk(Address),
            "telegram" => new SimulatedTelegram(),
            _ => throw new ArgumentOutOfRangeException(nameof(kind)),
        };
        _platforms.Add(platform);
        return platform;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext http)
    {
        var path = http.Request.Path.Value!;
        if (path.StartsWith("/files/", StringComparison.Ordinal))
        {
            await Results.File(SimulatedIm.FileBytes, "text/html").ExecuteAsync(http);
            return;
        }

        // A hotline's recording: only for the account and token that stand in its path.
        if (path.Split('/') is ["", "recordings", var account, var token, ..])
        {
            var basic = "Basic " + Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"{account}:{token}"));
            await (http.Request.Headers.Authorization == basic ? Results.File(SimulatedIm.FileBytes, "audio/mpeg") : Results.StatusCode(401)).ExecuteAsync(http);
            return;
        }

        var kind = path.Split('/')[1].Split('-')[0];
        var rest = path[path.IndexOf('/', 1)..];
        if (http.Request.HasFormContentType)
            await http.Request.ReadFormAsync();
        using var body = http.Request.ContentLength > 0 && !http.Request.HasFormContentType ? await JsonDocument.ParseAsync(http.Request.Body) : JsonDocument.Parse("{}");
        var answer = _platforms.Where(p => p.Kind == kind).Select(p => p.Answer(http.Request, rest, body.RootElement)).FirstOrDefault(a => a is not null);
        await (answer ?? Results.StatusCode(404)).ExecuteAsync(http);
    }
}
