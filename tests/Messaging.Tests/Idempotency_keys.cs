using System.Net;
using System.Net.Http.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using ServiceMesh.Contracts;
using ServiceMesh.ServiceDefaults;
using ServiceMesh.Testing;

namespace ServiceMesh.Messaging.Tests;

public sealed class Idempotency_keys : IAsyncLifetime
{
    private TestService _service = null!;
    private HttpClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _service = await TestService.StartAsync("intake", await TestDatabase.CreateAsync(), null, null, Map);
        _client = _service.Client();
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _service.DisposeAsync();
    }

    private static void Map(WebApplication app) =>
        app.MapPost("/things", (HttpContext http, Thing thing, IIdempotentWork works) => works.RunAsync(
            http, new Caller("default", "a1", "Ann", [], null, ActorKind.Staff), async (work, ct) =>
            {
                if (thing.Name == "bad") throw Problems.Invalid("thing.bad", "no");
                var id = Guid.CreateVersion7();
                await Ledger.WriteAsync(work, thing.Name, id, ct);
                return new Reply(201, new { id, thing.Name }, $"/things/{id}");
            }));

    [Fact]
    public async Task The_same_request_again_gets_the_same_answer()
    {
        var first = await PostAsync("k1", "red");
        var second = await PostAsync("k1", "red");
        Assert.Equal(HttpStatusCode.Created, first.StatusCode);
        Assert.Equal(HttpStatusCode.Created, second.StatusCode);
        Assert.Equal(first.Headers.Location, second.Headers.Location);
        Assert.Equal(await first.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), await second.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal(1, await _service.LedgerAsync());
    }

    [Fact]
    public async Task Another_body_under_the_same_key_is_refused()
    {
        await PostAsync("k1", "red");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await PostAsync("k1", "blue")).StatusCode);
        Assert.Equal(1, await _service.LedgerAsync());
    }

    [Fact]
    public async Task A_refused_request_does_not_use_the_key_up()
    {
        Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync("k1", "bad")).StatusCode);
        Assert.Equal(HttpStatusCode.Created, (await PostAsync("k1", "red")).StatusCode);
    }

    [Fact]
    public async Task Many_at_once_make_one_thing()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => PostAsync("k1", "red")));
        Assert.All(answers, a => Assert.Contains(a.StatusCode, new[] { HttpStatusCode.Created, HttpStatusCode.Conflict }));
        Assert.Equal(1, await _service.LedgerAsync());
    }

    [Fact]
    public async Task A_key_older_than_a_day_is_free_again()
    {
        await PostAsync("k1", "red");
        await _service.ExecuteAsync("UPDATE messaging.idempotency_keys SET created_at = created_at - interval '25 hours'");
        Assert.Equal(HttpStatusCode.Created, (await PostAsync("k1", "blue")).StatusCode);
        Assert.Equal(2, await _service.LedgerAsync());
    }

    private Task<HttpResponseMessage> PostAsync(string key, string name)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/things") { Content = JsonContent.Create(new Thing(name)) };
        request.Headers.Add("Idempotency-Key", key);
        return _client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private sealed record Thing(string Name);
}
