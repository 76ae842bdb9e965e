using System.Net;
using System.Text;
using ServiceMesh.Traffic.Gateway;

namespace ServiceMesh.Traffic.Tests.TheClientBehaves;

public sealed class GatewayClientTests
{
    private static readonly Uri s_address = new("http://gateway.example");

    [Fact]
    public async Task It_waits_as_long_as_it_is_told_and_then_repeats()
    {
        var server = new Script((HttpStatusCode.TooManyRequests, """{"code":"rate.limited"}"""), (HttpStatusCode.OK, """{"id":"0195d2f0-0000-7000-8000-000000000001"}"""));
        using var client = new GatewayClient(s_address, "smk_x", server);

        var view = await client.PostAsync<IdView>("/api/v1/customers", new { name = "x" }, null, TestContext.Current.CancellationToken);

        Assert.NotEqual(Guid.Empty, view.Id);
        Assert.Equal(2, client.Requests);
        Assert.Equal("Bearer smk_x", server.Seen[0].Headers.Authorization!.ToString());
    }

    [Fact]
    public async Task What_may_have_been_done_is_repeated_only_with_a_key()
    {
        var server = new Script((HttpStatusCode.ServiceUnavailable, ""), (HttpStatusCode.OK, """{"id":"0195d2f0-0000-7000-8000-000000000001"}"""));
        using var client = new GatewayClient(s_address, null, server);
        await client.PostAsync<IdView>("/api/v1/tickets", new { subject = "x" }, "key-1", TestContext.Current.CancellationToken);
        Assert.All(server.Seen, r => Assert.Equal("key-1", r.Headers.GetValues("Idempotency-Key").Single()));

        using var other = new GatewayClient(s_address, null, new Script((HttpStatusCode.ServiceUnavailable, "")));
        var problem = await Assert.ThrowsAsync<GatewayException>(
            () => other.PostAsync<IdView>("/api/v1/tickets", new { subject = "x" }, null, TestContext.Current.CancellationToken));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, problem.Status);
    }

    [Fact]
    public async Task A_request_still_being_worked_on_elsewhere_is_asked_for_again()
    {
        var server = new Script((HttpStatusCode.Conflict, """{"code":"idempotency.in-progress"}"""), (HttpStatusCode.OK, """{"id":"0195d2f0-0000-7000-8000-000000000001"}"""));
        using var client = new GatewayClient(s_address, null, server);

        await client.PostAsync<IdView>("/api/v1/tickets", new { subject = "x" }, "key-1", TestContext.Current.CancellationToken);

        Assert.Equal(1, client.Repeats);
    }

    [Fact]
    public async Task A_problem_comes_as_its_code_and_is_not_repeated()
    {
        using var client = new GatewayClient(s_address, null, new Script((HttpStatusCode.Conflict, """{"code":"ticket.illegal-transition","detail":"Not now."}""")));

        var problem = await Assert.ThrowsAsync<GatewayException>(
            () => client.PostAsync<IdView>("/api/v1/work/1/start", new { }, "k", TestContext.Current.CancellationToken));

        Assert.Equal("ticket.illegal-transition", problem.Code);
        Assert.Equal("POST /api/v1/work/1/start: 409 ticket.illegal-transition - Not now.", problem.Message);
        Assert.Equal(1, client.Requests);
    }

    [Fact]
    public async Task Lists_are_read_to_their_end()
    {
        using var client = new GatewayClient(s_address, null, new Script(
            (HttpStatusCode.OK, """{"items":[{"id":"0195d2f0-0000-7000-8000-000000000001"}],"next":"a/b"}"""),
            (HttpStatusCode.OK, """{"items":[{"id":"0195d2f0-0000-7000-8000-000000000002"}],"next":null}""")));

        var ids = new List<Guid>();
        await foreach (var item in client.ListAsync<IdView>("/api/v1/customers?limit=1", TestContext.Current.CancellationToken)) ids.Add(item.Id);

        Assert.Equal(2, ids.Count);
    }

    [Fact]
    public void Webhooks_are_signed_by_the_standard()
    {
        // The example of the Standard Webhooks specification.
        var headers = WebhookSigner.Headers(
            "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek", DateTimeOffset.FromUnixTimeSeconds(1614265330),
            Encoding.UTF8.GetBytes("""{"test": 2432232314}"""));

        Assert.Equal("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", headers["webhook-signature"]);
        Assert.Equal("1614265330", headers["webhook-timestamp"]);
    }

    /// <summary>Answers one after another; retries are told to come at once.</summary>
    private sealed class Script(params (HttpStatusCode Status, string Body)[] answers) : HttpMessageHandler
    {
        public List<HttpRequestMessage> Seen { get; } = [];

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var (status, body) = answers[Seen.Count];
            Seen.Add(request);
            var response = new HttpResponseMessage(status) { Content = new StringContent(body) };
            if ((int)status >= 400) response.Headers.RetryAfter = new(TimeSpan.Zero);
            return Task.FromResult(response);
        }
    }
}
