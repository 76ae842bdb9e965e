using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging;

namespace ServiceMesh.Survey.Tests.Answering;

public sealed class Nobody_guesses_a_link
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Ten_thousand_random_tokens_find_nothing_and_are_soon_shut_out_while_others_go_on()
    {
        await using var host = await SurveyHost.StartAsync();
        var link = await host.InviteAsync(Given.Closed());
        var answers = new ConcurrentDictionary<HttpStatusCode, int>();
        await Parallel.ForAsync(0, 10_000, new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = Ct }, async (i, ct) =>
        {
            using var guess = new HttpRequestMessage(i % 4 == 0 ? HttpMethod.Post : HttpMethod.Get, $"/s/{WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(24))}");
            guess.Headers.Add("X-Forwarded-For", "203.0.113.7");
            if (guess.Method == HttpMethod.Post) guess.Content = Given.Form();
            using var answer = await host.Page.SendAsync(guess, ct);
            answers.AddOrUpdate(answer.StatusCode, 1, (_, n) => n + 1);
        });
        Assert.Equal([HttpStatusCode.NotFound, HttpStatusCode.TooManyRequests], answers.Keys.Order());
        // 60 a minute, and some more if the run takes minutes.
        Assert.InRange(answers[HttpStatusCode.NotFound], 60, 1_000);
        Assert.Equal("open", await host.ScalarAsync<string>("SELECT state FROM surveys"));

        using var same = new HttpRequestMessage(HttpMethod.Get, "/s/another-guess");
        same.Headers.Add("X-Forwarded-For", "203.0.113.7");
        using var shut = await host.Page.SendAsync(same, Ct);
        if (shut.StatusCode == HttpStatusCode.TooManyRequests) Assert.Contains("请一分钟后再试", await shut.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        using var neighbour = new HttpRequestMessage(HttpMethod.Get, link);
        neighbour.Headers.Add("X-Forwarded-For", "203.0.113.8");
        Assert.Equal(HttpStatusCode.OK, (await host.Page.SendAsync(neighbour, Ct)).StatusCode);
    }

    [Fact]
    public async Task A_token_is_in_no_log_message_and_no_trace()
    {
        var lines = new ConcurrentQueue<string>();
        var tags = new ConcurrentQueue<string>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = _ => true,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity => tags.Enqueue($"{activity.DisplayName} {string.Join(' ', activity.TagObjects.Select(t => $"{t.Key}={t.Value}"))}"),
        };
        await using var host = await SurveyHost.StartAsync(new() { ["Logging:LogLevel:Default"] = "Information" }, log: logging => logging.AddProvider(new Listening(lines)));
        ActivitySource.AddActivityListener(listener);
        var link = await host.InviteAsync(Given.Closed());
        await host.Page.GetAsync(link, Ct);
        await host.Page.PostAsync(link, Given.Form("1", "no"), Ct);
        await host.Page.PostAsync(link, Given.Form(), Ct);
        Assert.DoesNotContain(lines, l => l.Contains(link[3..], StringComparison.Ordinal));
        // The test's own client has spans too; the service's are those of the server.
        Assert.Contains(tags, t => t.Contains("survey.id=", StringComparison.Ordinal));
        Assert.DoesNotContain(tags.Where(t => t.Contains("url.path=", StringComparison.Ordinal)), t => t.Contains(link[3..], StringComparison.Ordinal));
    }

    private sealed class Listening(ConcurrentQueue<string> lines) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        /// <summary>Messages alone: what scopes say of the path is not looked at here.</summary>
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Enqueue($"{formatter(state, exception)} {exception}");

        public void Dispose()
        {
        }
    }
}
