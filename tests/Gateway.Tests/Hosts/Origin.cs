using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using ServiceMesh.ServiceDefaults;
using ServiceMesh.Testing;

namespace ServiceMesh.Gateway.Tests.Hosts;

/// <summary>A service behind the gateway that tells what reached it.</summary>
public sealed class Origin : IAsyncDisposable
{
    private readonly WebApplication _app;

    private int _hanging;

    private Origin(WebApplication app) => _app = app;

    /// <summary>How many requests to <c>/api/v1/tickets/hang</c> it has without an end; whoever goes away is not counted any more.</summary>
    public int Hanging => Volatile.Read(ref _hanging);

    /// <summary>How many requests to <c>/api/v1/tickets/hang</c> there were.</summary>
    public int Hung { get; private set; }

    public string Address => _app.Urls.First();

    public static async Task<Origin> StartAsync(string name, string url = "http://127.0.0.1:0", IEnumerable<KeyValuePair<string, string?>>? settings = null)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(TestIdentity.Settings);
        builder.Configuration.AddInMemoryCollection(settings ?? []);
        builder.WebHost.UseUrls(url);
        // Whatever comes through shall be told; what is too large is the gateway's to say here.
        builder.Configuration["Limits:BodyBytes"] = "104857600";
        builder.AddServiceDefaults(name, gatewayIdentity: name != "desk");
        var app = builder.Build();
        app.UseServiceDefaults();
        app.UseWebSockets();
        app.MapDefaultEndpoints();
        app.Map("/circuit", EchoWebSocketAsync).AllowAnonymous();
        app.Map("/chat/{channel}/live", EchoWebSocketAsync).AllowAnonymous();
        app.Map("/webhooks/{**rest}", EchoAsync).AllowAnonymous();
        app.Map("/s/{token}", EchoAsync).AllowAnonymous();
        app.Map("/u/{token}", EchoAsync).AllowAnonymous();
        app.Map("/callbacks/{provider}", EchoAsync).AllowAnonymous();
        app.Map("/a/{token}", EchoAsync).AllowAnonymous();
        app.Map("/chat/{**rest}", EchoAsync).AllowAnonymous();
        app.Map("/api/v1/progress/{token}/attachments/{id?}", EchoAsync).AllowAnonymous();
        var origin = new Origin(app);
        app.Map("/api/v1/tickets/hang", origin.HangAsync);
        var rest = app.Map("/{**rest}", EchoAsync);
        if (name == "desk")
            rest.AllowAnonymous();
        await app.StartAsync();
        return origin;
    }

    public async Task StopAsync() => await _app.StopAsync();

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task HangAsync(HttpContext context)
    {
        Hung++;
        Interlocked.Increment(ref _hanging);
        var gone = new TaskCompletionSource();
        await using var registration = context.RequestAborted.Register(gone.SetResult);
        await gone.Task;
        Interlocked.Decrement(ref _hanging);
    }

    private static async Task<IResult> EchoAsync(HttpContext context, Caller? caller)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        return Results.Ok(new Echo(
            context.Request.Method,
            context.Request.Path + context.Request.QueryString,
            context.Request.Headers.ToDictionary(h => h.Key.ToLowerInvariant(), h => h.Value.ToString()),
            Convert.ToBase64String(body.ToArray()),
            caller));
    }

    private static async Task EchoWebSocketAsync(HttpContext context)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        var buffer = new byte[1024];
        while (await socket.ReceiveAsync(buffer, context.RequestAborted) is { MessageType: not WebSocketMessageType.Close } message)
            await socket.SendAsync(buffer.AsMemory(0, message.Count), message.MessageType, message.EndOfMessage, context.RequestAborted);
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, context.RequestAborted);
    }
}

/// <summary>What reached a service.</summary>
public sealed record Echo(string Method, string Path, Dictionary<string, string> Headers, string Body, Caller? Caller);
