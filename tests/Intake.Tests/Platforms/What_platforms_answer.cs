using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ServiceMesh.Intake.Channels;

namespace ServiceMesh.Intake.Tests.Platforms;

/// <summary>A platform is no friend by what it answers: too much, nonsense, somewhere else, or nothing at all.</summary>
public sealed class What_platforms_answer(IntakeHost host)
{
    [Theory]
    [InlineData("huge")]
    [InlineData("endless")]
    [InlineData("page")]
    [InlineData("deep")]
    [InlineData("moved")]
    [InlineData("list")]
    public async Task That_is_none_counts_as_none(string what)
    {
        await using var platform = await PlatformAsync();
        var reply = await host.Services.GetRequiredService<PlatformApi>().GetAsync($"{platform.Urls.Single()}/{what}", default);
        Assert.Equal((-1L, null), (reply.Number("errcode", -1), reply.Text("access_token")));
        Assert.Equal("", await AskAsync(platform, "visited"));
    }

    [Theory]
    [InlineData("half")]
    [InlineData("bytes")]
    [InlineData("number")]
    public async Task As_a_text_that_is_none_is_no_text(string what)
    {
        await using var platform = await PlatformAsync();
        var reply = await host.Services.GetRequiredService<PlatformApi>().GetAsync($"{platform.Urls.Single()}/{what}", default);
        Assert.Equal((0L, null), (reply.Number("errcode", -1), reply.Text("access_token")));
    }

    [Fact]
    public async Task Too_late_is_tried_again_later()
    {
        await using var platform = await PlatformAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{platform.Urls.Single()}/never");
        var late = await Assert.ThrowsAsync<PlatformException>(() => host.Services.GetRequiredService<PlatformHttp>()
            .SendAsync(request, quiet: true, (_, _) => Task.FromResult(0), default, TimeSpan.FromMilliseconds(50)));
        Assert.Equal(("timed-out", false), (late.Outcome.Reason, late.Outcome.Final));
    }

    private static async Task<string> AskAsync(WebApplication platform, string what)
    {
        using var client = new HttpClient();
        return await client.GetStringAsync(new Uri($"{platform.Urls.Single()}/{what}"));
    }

    private static async Task<WebApplication> PlatformAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var visited = "";
        app.Run(async http =>
        {
            var (path, answer) = (http.Request.Path.Value!, http.Response);
            if (path == "/never")
            {
                var gone = new TaskCompletionSource();
                await using var _ = http.RequestAborted.Register(gone.SetResult);
                await gone.Task;
            }
            else if (path == "/endless")
            {
                // Without saying how much it is, until nobody listens any more.
                var line = new byte[64 * 1024];
                Array.Fill(line, (byte)' ');
                while (!http.RequestAborted.IsCancellationRequested)
                    await answer.Body.WriteAsync(line);
            }
            else if (path == "/moved")
            {
                (answer.StatusCode, answer.Headers.Location) = ((int)HttpStatusCode.Redirect, "/inside");
            }
            else if (path == "/inside")
            {
                visited = path;
                await answer.WriteAsync("""{"errcode":0,"access_token":"x"}""");
            }
            else
            {
                var body = path switch
                {
                    "/huge" => $$"""{"errcode":0,"access_token":"{{new string('x', 2 * 1024 * 1024)}}"}""",
                    "/page" => "<html>",
                    "/deep" => $$"""{"errcode":0,"x":{{new string('[', 100)}}{{new string(']', 100)}}}""",
                    "/list" => """[{"errcode":0,"access_token":"x"}]""",
                    "/half" => """{"errcode":0,"access_token":"\ud800"}""",
                    "/bytes" => """{"errcode":0,"access_token":"ÿþ"}""",
                    "/number" => """{"errcode":0,"access_token":7}""",
                    _ => visited,
                };
                // One byte for each character: two of them are no UTF-8.
                await answer.Body.WriteAsync(Encoding.Latin1.GetBytes(body));
            }
        });
        await app.StartAsync();
        return app;
    }
}
