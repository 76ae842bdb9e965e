using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ServiceMesh.Intake.Tests.Delivery;

/// <summary>What a platform received.</summary>
internal sealed record Received(string Id, string Timestamp, string Signature, string Body);

/// <summary>A platform's receiving end, answering as it is told.</summary>
internal sealed class ImReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ImReceiver(WebApplication app, Func<Received, int> answer)
    {
        _app = app;
        app.Run(async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            var headers = context.Request.Headers;
            var received = new Received(
                headers["webhook-id"].ToString(), headers["webhook-timestamp"].ToString(), headers["webhook-signature"].ToString(), await reader.ReadToEndAsync());
            Requests.Enqueue(received);
            context.Response.StatusCode = answer(received);
            context.Response.Headers.Location = "/elsewhere";
        });
    }

    public ConcurrentQueue<Received> Requests { get; } = new();
    public string Url => _app.Urls.Single() + "/hook";

    public static async Task<ImReceiver> StartAsync(Func<Received, int> answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var receiver = new ImReceiver(builder.Build(), answer);
        await receiver._app.StartAsync();
        return receiver;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
