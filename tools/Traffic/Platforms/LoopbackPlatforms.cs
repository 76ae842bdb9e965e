using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ServiceMesh.Traffic.Platforms;

/// <summary>
/// Stand-ins for platforms outside, on one loopback address: WeCom's API below <c>/wecom</c>, group robots below <c>/robot</c>, a telephone provider of
/// Twilio's form below <c>/telephone</c>. They take what ServiceMesh sends and keep it, so that it can be looked at. Nothing leaves the machine.
/// </summary>
public sealed class LoopbackPlatforms : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, WecomPlatform> _companies = new();
    private readonly ConcurrentQueue<RobotMessage> _robot = new();
    private readonly ConcurrentQueue<PlacedCall> _calls = new();

    private LoopbackPlatforms(WebApplication app)
    {
        _app = app;
        app.MapGet("/wecom/cgi-bin/gettoken", AnswerAsync);
        app.MapPost("/wecom/cgi-bin/message/send", AnswerAsync);
        app.MapPost("/robot/cgi-bin/webhook/send", TakeRobotAsync);
        app.MapPost("/telephone/2010-04-01/Accounts/{account}/Calls.json", CallAsync);
    }

    /// <summary>Where they listen.</summary>
    public Uri Address => new(_app.Urls.Single());

    /// <summary>The address for <c>Intake:Platforms:Wecom</c>.</summary>
    public Uri Wecom => new(Address, "/wecom");

    /// <summary>A group robot's address.</summary>
    public Uri Robot => new(Address, "/robot/cgi-bin/webhook/send?key=demo");

    /// <summary>A telephone provider's base address.</summary>
    public Uri Telephone => new(Address, "/telephone");

    /// <summary>What robots were told to say, in order.</summary>
    public IReadOnlyList<RobotMessage> Said => [.. _robot];

    /// <summary>Who was called, in order.</summary>
    public IReadOnlyList<PlacedCall> Calls => [.. _calls];

    /// <summary>Starts them.</summary>
    /// <param name="address">Loopback, for example <c>http://127.0.0.1:18100</c>; port 0 takes a free one.</param>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<LoopbackPlatforms> StartAsync(Uri address, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (!address.IsLoopback) throw new UsageException($"The demo's platforms listen on loopback only, not on {address}.");
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(address.GetLeftPart(UriPartial.Authority));
        var platforms = new LoopbackPlatforms(builder.Build());
        await platforms._app.StartAsync(ct);
        return platforms;
    }

    /// <summary>Adds a company with an application at WeCom.</summary>
    public void Add(WecomPlatform company)
    {
        ArgumentNullException.ThrowIfNull(company);
        _companies[company.CorpId] = company;
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task<IResult> AnswerAsync(HttpRequest request)
    {
        JsonElement? body = request.Method == HttpMethods.Post ? await request.ReadFromJsonAsync<JsonElement>(request.HttpContext.RequestAborted) : null;
        return _companies.Values.Select(c => c.Answer(request, body)).FirstOrDefault(a => a is not null)
            ?? Results.Json(new { errcode = 40013, errmsg = "invalid corpid" });
    }

    private async Task<IResult> TakeRobotAsync(HttpRequest request)
    {
        var body = await request.ReadFromJsonAsync<JsonElement>(request.HttpContext.RequestAborted);
        if (!body.TryGetProperty("text", out var text) || !text.TryGetProperty("content", out var content))
            return Results.Json(new { errcode = 40008, errmsg = "invalid message type" });
        var mentioned = text.TryGetProperty("mentioned_mobile_list", out var list) ? list.EnumerateArray().Select(m => m.GetString() ?? "").ToList() : [];
        _robot.Enqueue(new RobotMessage(DateTimeOffset.UtcNow, content.GetString() ?? "", mentioned));
        return Results.Json(new { errcode = 0, errmsg = "ok" });
    }

    private async Task<IResult> CallAsync(string account, HttpRequest request)
    {
        var form = await request.ReadFormAsync(request.HttpContext.RequestAborted);
        if (form["To"].ToString() is not { Length: > 0 } to) return Results.Json(new { code = 21201, message = "No 'To' number is specified" }, statusCode: 400);
        _calls.Enqueue(new PlacedCall(DateTimeOffset.UtcNow, to, form["Twiml"].ToString()));
        return Results.Json(new { sid = "CA" + Guid.NewGuid().ToString("N"), account_sid = account, status = "queued" }, statusCode: 201);
    }
}

/// <summary>A message in a group, as its robot was told it.</summary>
/// <param name="Mentioned">Mobile numbers of who is called on.</param>
public sealed record RobotMessage(DateTimeOffset At, string Text, IReadOnlyList<string> Mentioned);

/// <summary>A call that was ordered.</summary>
/// <param name="Script">What is read to whoever answers, in TwiML.</param>
public sealed record PlacedCall(DateTimeOffset At, string To, string Script);
