using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using ServiceMesh.Testing;

namespace ServiceMesh.ServiceDefaults.Tests.Telemetry;

/// <summary>A link's secret does not reach the console, however much is turned on.</summary>
public sealed class Console_lines
{
    private const string Secret = "Zk3vQ1xW9pL0aB7cD5eF2gH8";

    [Theory]
    [InlineData("simple")]
    [InlineData("systemd")]
    [InlineData("json")]
    public async Task Hold_no_links_secret_at_the_finest_level(string format)
    {
        var (before, console) = (Console.Out, new StringWriter());
        var shown = TextWriter.Synchronized(console);
        // The provider takes the console as it is when it is made.
        Console.SetOut(shown);
        try
        {
            await using var app = Build(format);
            await app.StartAsync(TestContext.Current.CancellationToken);
            using var client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
            using var answer = await client.GetAsync(new Uri($"/s/{Secret}?x=1", UriKind.Relative), TestContext.Current.CancellationToken);
            answer.EnsureSuccessStatusCode();
            // Lines are written by a thread of their own.
            await Eventually.Async(() => Shown(console, shown).Contains("Request finished", StringComparison.Ordinal), what: "the framework's own lines are there");
        }
        finally
        {
            Console.SetOut(before);
        }

        var lines = Shown(console, shown);
        Assert.Contains("/s/***", lines, StringComparison.Ordinal);
        Assert.Contains("own line of", lines, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, lines, StringComparison.Ordinal);
    }

    private static string Shown(StringWriter console, TextWriter shown)
    {
        lock (shown) return console.ToString();
    }

    private static WebApplication Build(string format)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Identity:PublicKey"] = key.ExportSubjectPublicKeyInfoPem(),
            ["Links:Key"] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)),
            ["Logging:Console:FormatterName"] = format,
            ["Logging:Console:FormatterOptions:IncludeScopes"] = "true",
            ["Logging:LogLevel:Default"] = "Trace",
            ["Logging:LogLevel:Microsoft.AspNetCore"] = "Trace",
        });
        builder.AddServiceDefaults("test");
        var app = builder.Build();
        app.UseServiceDefaults();
        app.MapGet("/s/{token}", (HttpContext http, ILogger<Console_lines> log) =>
        {
            log.Log(LogLevel.Warning, new EventId(1), http.Request.Path.Value, new InvalidOperationException($"http://here/s/{Secret}"), static (path, _) => $"own line of {path}");
            return "page";
        }).AllowAnonymous();
        return app;
    }
}
