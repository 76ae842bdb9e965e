using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ServiceMesh.Notification.Tests;

/// <summary>One call that a receiver got.</summary>
internal sealed record Call(string Id, string Timestamp, string Signature, string Body, DateTimeOffset At)
{
    public string Path { get; init; } = "";
    public string Query { get; init; } = "";
    public string Authorization { get; init; } = "";
    public string IdempotencyKey { get; init; } = "";
}

/// <summary>A customer's webhook receiver on loopback, by default a good one.</summary>
internal sealed class WebhookReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;

    private WebhookReceiver(WebApplication app) => _app = app;

    public ConcurrentQueue<Call> Calls { get; } = new();

    /// <summary>What it answers to the call with this number, counted from 1; 200 by default.</summary>
    public Func<HttpContext, int, Task> Answer { get; set; } = (_, _) => Task.CompletedTask;

    public string Url => _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First() + "/hook";

    public static async Task<WebhookReceiver> StartAsync(string address = "http://127.0.0.1:0")
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls(address);
        builder.Logging.ClearProviders();
        var receiver = new WebhookReceiver(builder.Build());
        receiver._app.Map("/{**path}", receiver.TakeAsync);
        await receiver._app.StartAsync(TestContext.Current.CancellationToken);
        return receiver;
    }

    /// <summary>Registers this receiver with the service; returns the endpoint's id and secret.</summary>
    public Task<(Guid Id, string Secret)> RegisterAsync(NotificationHost host, string tenant, params string[] events) => RegisterAsync(host, tenant, Url, events);

    public static async Task<(Guid Id, string Secret)> RegisterAsync(NotificationHost host, string tenant, string url, string[] events)
    {
        using var admin = host.Staff(tenant);
        admin.DefaultRequestHeaders.Add("Idempotency-Key", Guid.CreateVersion7().ToString());
        using var answer = await admin.PostAsJsonAsync("/api/v1/webhook-endpoints", new { url, events }, TestContext.Current.CancellationToken);
        Assert.Equal(System.Net.HttpStatusCode.Created, answer.StatusCode);
        var body = await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        return (body.GetProperty("id").GetGuid(), body.GetProperty("secret").GetString()!);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task TakeAsync(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body);
        var headers = http.Request.Headers;
        Calls.Enqueue(new Call(headers["webhook-id"].ToString(), headers["webhook-timestamp"].ToString(), headers["webhook-signature"].ToString(),
            await reader.ReadToEndAsync(http.RequestAborted), DateTimeOffset.UtcNow)
        {
            Path = http.Request.Path,
            Query = http.Request.QueryString.Value ?? "",
            Authorization = headers.Authorization.ToString(),
            IdempotencyKey = headers["Idempotency-Key"].ToString(),
        });
        await Answer(http, Calls.Count);
    }
}
