using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ServiceMesh.Testing;

/// <summary>Takes what a process exports by OTLP (HTTP, protobuf) and keeps it as it came. Texts stand in it as they are.</summary>
public sealed class OtlpReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<(string Signal, byte[] Body)> _received = [];

    private OtlpReceiver(WebApplication app) => _app = app;

    /// <summary>What a process needs to export to this receiver.</summary>
    public IReadOnlyList<(string Key, string? Value)> Settings => [("OTEL_EXPORTER_OTLP_ENDPOINT", _app.Urls.First()), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf")];

    public static async Task<OtlpReceiver> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var receiver = new OtlpReceiver(app);
        app.Run(async http =>
        {
            using var body = new MemoryStream();
            await http.Request.Body.CopyToAsync(body);
            receiver._received.Enqueue((http.Request.Path.Value!.Split('/')[^1], body.ToArray()));
            http.Response.ContentType = "application/x-protobuf";
        });
        await app.StartAsync();
        return receiver;
    }

    /// <summary>Everything received of a signal (<c>traces</c>, <c>logs</c>, <c>metrics</c>), byte for byte as Latin-1.</summary>
    public string Text(string signal) => string.Concat(_received.Where(r => r.Signal == signal).Select(r => Encoding.Latin1.GetString(r.Body)));

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
