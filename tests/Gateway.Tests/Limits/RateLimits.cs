using System.Net;
using System.Net.Http.Json;
using ServiceMesh.Gateway.Tests.Hosts;
using ServiceMesh.Testing;

namespace ServiceMesh.Gateway.Tests.Limits;

public sealed class RateLimits(GatewayHost shared)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_key_over_its_limit_does_not_slow_another()
    {
        await using var gateway = await GatewayHost.StartAsync(("Limits:KeyPerSecond", "5"));
        var (greedy, _) = await gateway.NewKeyAsync("agent");
        var (modest, _) = await gateway.NewKeyAsync("agent");

        var refused = await FirstRefusalAsync(greedy, "/api/v1/tickets");
        await refused.IsProblemAsync(HttpStatusCode.TooManyRequests, "rate.limited");
        Assert.Equal(TimeSpan.FromSeconds(1), refused.Headers.RetryAfter!.Delta);
        Assert.Equal(HttpStatusCode.OK, (await modest.GetAsync("/api/v1/tickets", Ct)).StatusCode);
        await Eventually.Async(async () => (await greedy.GetAsync("/api/v1/tickets", Ct)).IsSuccessStatusCode, what: "the next second");
    }

    [Fact]
    public async Task Two_gateways_share_one_limit_through_redis()
    {
        var redis = await TestRedis.ConnectionStringAsync();
        (string, string?)[] settings = [("Limits:SignInPerMinute", "10"), ("ConnectionStrings:redis", redis)];
        await using var first = await GatewayHost.StartAsync(settings);
        await using var second = await GatewayHost.StartAsync(settings);
        var accepted = 0;
        using var one = first.Client();
        using var two = second.Client();
        await Eventually.Async(async () => await AskAsync(one), what: "the first is refused");
        await Eventually.Async(async () => await AskAsync(two), what: "the second is refused");
        // Each alone would have let 10 pass; a minute that ends in between gives at most as many again.
        Assert.InRange(accepted, 1, 19);

        async Task<bool> AskAsync(HttpClient client)
        {
            var response = await client.PostAsJsonAsync("/api/v1/session", new { email = "x", password = "y" }, Ct);
            if (response.StatusCode == HttpStatusCode.TooManyRequests)
                return true;
            Interlocked.Increment(ref accepted);
            return false;
        }
    }

    [Fact]
    public async Task Without_a_redis_that_answers_each_gateway_counts_alone()
    {
        await using var gateway = await GatewayHost.StartAsync(("Limits:KeyPerSecond", "5"), ("ConnectionStrings:redis", "127.0.0.1:1,connectTimeout=200"));
        var (greedy, _) = await gateway.NewKeyAsync("agent");
        await (await FirstRefusalAsync(greedy, "/api/v1/tickets")).IsProblemAsync(HttpStatusCode.TooManyRequests, "rate.limited");
    }

    [Fact]
    public async Task Forged_addresses_do_not_escape_the_limit()
    {
        await using var gateway = await GatewayHost.StartAsync(("Limits:AddressPerSecond", "5"));
        using var client = gateway.Client();
        var n = 0;
        var refused = await Eventually.Async(async () =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/s/token");
            request.Headers.Add("X-Forwarded-For", $"203.0.113.{++n % 250}");
            var response = await client.SendAsync(request, Ct);
            return response.StatusCode == HttpStatusCode.TooManyRequests ? response : null;
        });
        await refused.IsProblemAsync(HttpStatusCode.TooManyRequests, "rate.limited");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Bodies_over_the_limit_are_refused(bool chunked)
    {
        var (machine, _) = await shared.NewKeyAsync("agent");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/tickets") { Content = new ByteArrayContent(new byte[2 * 1024 * 1024]) };
        request.Headers.TransferEncodingChunked = chunked;
        request.Headers.ExpectContinue = true;
        await (await machine.SendAsync(request, Ct)).IsProblemAsync(HttpStatusCode.RequestEntityTooLarge, "request.too-large");
    }

    private static Task<HttpResponseMessage> FirstRefusalAsync(HttpClient client, string path) => Eventually.Async(async () =>
    {
        // Six at once lie in one second nearly always; if not, the next six do.
        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => client.GetAsync(path, Ct)));
        return answers.FirstOrDefault(a => a.StatusCode == HttpStatusCode.TooManyRequests);
    });
}
