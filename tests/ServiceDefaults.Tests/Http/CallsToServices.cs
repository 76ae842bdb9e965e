using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ServiceMesh.ServiceDefaults.Tests.Http;

public sealed class CallsToServices
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Go_to_each_instance_in_turn()
    {
        var (client, wire) = Make(_ => HttpStatusCode.OK);
        for (var i = 0; i < 4; i++)
            await client.GetAsync("http://sla/policies?x=1", Ct);
        Assert.Equal(2, wire.Asked.Count(u => u == "http://10.0.0.1:81/policies?x=1"));
        Assert.Equal(2, wire.Asked.Count(u => u == "http://10.0.0.2:82/policies?x=1"));
    }

    [Fact]
    public async Task Leave_other_hosts_alone()
    {
        var (client, wire) = Make(_ => HttpStatusCode.OK);
        await client.GetAsync("http://example.com/", Ct);
        await client.GetAsync("http://sla:9000/", Ct);
        Assert.Equal(["http://example.com/", "http://sla:9000/"], wire.Asked);
    }

    [Fact]
    public async Task Are_repeated_elsewhere_when_that_is_harmless()
    {
        var (client, wire) = Make(n => n == 1 ? HttpStatusCode.ServiceUnavailable : HttpStatusCode.OK);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("http://sla/", Ct)).StatusCode);
        Assert.Equal(2, wire.Asked.Distinct().Count());
    }

    [Fact]
    public async Task Are_not_repeated_when_it_could_harm()
    {
        var (client, wire) = Make(_ => HttpStatusCode.ServiceUnavailable);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await client.PostAsync("http://sla/", new StringContent("x"), Ct)).StatusCode);
        Assert.Single(wire.Asked);
        using var keyed = new HttpRequestMessage(HttpMethod.Post, "http://sla/") { Content = new StringContent("x") };
        keyed.Headers.Add("Idempotency-Key", "1");
        await client.SendAsync(keyed, Ct);
        Assert.Equal(4, wire.Asked.Count);
    }

    [Fact]
    public async Task Stop_for_a_while_at_a_host_that_keeps_failing()
    {
        var (client, wire) = Make(_ => HttpStatusCode.ServiceUnavailable);
        HttpRequestException? refused = null;
        for (var i = 0; i < 40 && refused is null; i++)
        {
            try
            {
                await client.PostAsync("http://sla/", null, Ct);
            }
            catch (HttpRequestException e)
            {
                refused = e;
            }
        }

        Assert.NotNull(refused);
        Assert.True(wire.Asked.Count < 40);
        await client.PostAsync("http://other/", null, Ct);
    }

    private static (HttpClient Client, Wire Wire) Make(Func<int, HttpStatusCode> answer)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(
        [
            new("services:sla:http:0", "http://10.0.0.1:81"),
            new("services:sla:http:1", "http://10.0.0.2:82"),
        ]);
        builder.AddServiceDefaults("test", gatewayIdentity: false);
        var wire = new Wire(answer);
        builder.Services.AddHttpClient("x").ConfigurePrimaryHttpMessageHandler(() => wire);
        return (builder.Build().Services.GetRequiredService<IHttpClientFactory>().CreateClient("x"), wire);
    }

    private sealed class Wire(Func<int, HttpStatusCode> answer) : HttpMessageHandler
    {
        public List<string> Asked { get; } = [];

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Asked.Add(request.RequestUri!.ToString());
            return Task.FromResult(new HttpResponseMessage(answer(Asked.Count)));
        }
    }
}
