using System.Diagnostics;
using System.Text;
using System.Text.Json;
using ServiceMesh.Testing;

namespace ServiceMesh.Bench;

/// <summary>One service as a process of its own, as it is released, and a client that is somebody of the staff.</summary>
internal sealed class ServiceUnderTest : IDisposable
{
    private static readonly string[] s_roles = ["admin", "agent", "manager"];

    private readonly Process _process;
    private readonly string _audience;

    private ServiceUnderTest(Process process, Uri address, string audience)
    {
        (_process, _audience) = (process, audience);
        Client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 64 }) { BaseAddress = address };
    }

    public HttpClient Client { get; }

    /// <summary>Starts a service and waits until it takes requests.</summary>
    /// <param name="name">Its project, for example <c>Intake</c>.</param>
    /// <param name="settings">Its configuration beside the identity that it trusts.</param>
    public static async Task<ServiceUnderTest> StartAsync(string name, IReadOnlyDictionary<string, string?> settings)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, WorkingDirectory = TestPaths.In("services", name) };
        start.ArgumentList.Add(TestPaths.In("artifacts", "bin", name, "release", $"ServiceMesh.{name}.dll"));
        start.ArgumentList.Add("--urls=http://127.0.0.1:0");
        foreach (var (key, value) in TestIdentity.Settings.Concat(settings).Append(new("Logging:LogLevel:Microsoft.Hosting.Lifetime", "Information")))
            start.Environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;
        start.Environment.Remove("OTEL_EXPORTER_OTLP_ENDPOINT");
        var process = Process.Start(start)!;
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.Split("Now listening on: ") is not [_, var address])
                continue;
            _ = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
            return new ServiceUnderTest(process, new Uri(address.Trim()), name.ToLowerInvariant());
        }

        throw new InvalidOperationException($"{name} ended. First: dotnet build -c Release AppHost");
    }

    public HttpRequestMessage Signed(HttpMethod method, string path, object? body = null)
    {
        var request = new HttpRequestMessage(method, path) { Content = body is null ? null : new StringContent(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json") };
        request.Headers.Add(TestIdentity.Header, TestIdentity.Token(_audience, roles: s_roles));
        return request;
    }

    public Task<JsonElement> PostAsync(string path, object body) => SendAsync(Signed(HttpMethod.Post, path, body));

    /// <summary>Sends a request; whatever is refused ends the bench. Nothing where nothing is answered.</summary>
    public Task<JsonElement> SendAsync(HttpMethod method, string path, object? body = null) => SendAsync(Signed(method, path, body));

    public Task<JsonElement> GetAsync(string path) => SendAsync(Signed(HttpMethod.Get, path));

    public void Dispose()
    {
        Client.Dispose();
        _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    private async Task<JsonElement> SendAsync(HttpRequestMessage request)
    {
        using (request)
        {
            using var answer = await Client.SendAsync(request);
            var text = await answer.Content.ReadAsStringAsync();
            if (!answer.IsSuccessStatusCode) throw new InvalidOperationException($"{request.RequestUri}: {(int)answer.StatusCode} {text}");
            return text.Length == 0 ? default : JsonDocument.Parse(text).RootElement;
        }
    }
}
