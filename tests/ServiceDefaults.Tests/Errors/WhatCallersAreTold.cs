using System.Net;
using System.Text;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace ServiceMesh.ServiceDefaults.Tests.Errors;

public sealed class WhatCallersAreTold(TestService service)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_good_request_passes()
    {
        var response = await PostAsync("""{"name":"你好","count":2,"level":"high","tags":["a"]}""");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("""{"name":"你好","count":2,"level":"high","note":null,"id":null,"tags":["a"],"size":3}""", await response.Content.ReadAsStringAsync(Ct));
    }

    [Fact]
    public async Task Answers_need_no_type_of_their_own()
    {
        var response = await service.GetAsync("/anonymous");
        Assert.Equal("""{"name":"Li","level":"high","note":null}""", await response.Content.ReadAsStringAsync(Ct));
    }

    [Theory]
    [InlineData("""{"count":2,"level":"high","tags":[]}""")]
    [InlineData("""{"name":"a","level":"high","tags":[]}""")]
    [InlineData("""{"name":"a","count":2,"tags":[]}""")]
    [InlineData("""{"name":"a","count":2,"level":"high"}""")]
    [InlineData("""{"name":null,"count":2,"level":"high","tags":[]}""")]
    [InlineData("""{"name":"a","count":"2","level":"high","tags":[]}""")]
    [InlineData("""{"name":"a","count":1e400,"level":"high","tags":[]}""")]
    [InlineData("""{"name":"a","count":99999999999,"level":"high","tags":[]}""")]
    [InlineData("""{"name":"a","count":2,"level":"highest","tags":[]}""")]
    [InlineData("""{"name":"a","count":2,"level":1,"tags":[]}""")]
    [InlineData("""{"name":"a","count":2,"level":"high","tags":{}}""")]
    [InlineData("""{"name":"a","count":2,"level":"high","tags":[],"id":"no-guid"}""")]
    [InlineData("""{"name":"a","count":2,"level":"high","tags":[],"note":"\u0000"}""")]
    [InlineData("""{"name":"a","count":2,"level":"high","tags":["\u0000"]}""")]
    [InlineData("""{"name":"a","count":2,"level":"high","tags":[],"note":"\ud83d"}""")]
    [InlineData("""{"name":"a","name":"b","count":2,"level":"high","tags":[]}""")]
    [InlineData("""{"name":"a","count":2,"level":"high","tags":[]""")]
    [InlineData("null")]
    [InlineData("")]
    public async Task Malformed_json_is_the_callers_fault(string body) =>
        await (await PostAsync(body)).IsProblemAsync(HttpStatusCode.BadRequest, "request.invalid");

    [Fact]
    public async Task So_are_bad_utf8_and_endless_nesting()
    {
        byte[] raw = [.. "{\"name\":\""u8, 0xff, 0xfe, .. "\",\"count\":2,\"level\":\"high\",\"tags\":[]}"u8];
        await (await PostAsync(raw)).IsProblemAsync(HttpStatusCode.BadRequest, "request.invalid");
        await (await PostAsync(new string('[', 10_000))).IsProblemAsync(HttpStatusCode.BadRequest, "request.invalid");
    }

    [Fact]
    public async Task Validation_names_the_fields()
    {
        var problem = await (await PostAsync("""{"name":"longer than ten","count":2,"level":"high","tags":[]}""")).IsProblemAsync(HttpStatusCode.BadRequest, "request.invalid");
        Assert.True(problem.GetProperty("errors").EnumerateObject().Any());
    }

    [Fact]
    public async Task Large_bodies_foreign_types_and_unknown_addresses_have_codes()
    {
        await (await PostAsync(new string(' ', 2 * 1024 * 1024))).IsProblemAsync(HttpStatusCode.RequestEntityTooLarge, "request.too-large");
        using var plain = new HttpRequestMessage(HttpMethod.Post, "/order") { Content = new StringContent("x", Encoding.UTF8, "text/plain") };
        plain.Headers.Add(IdentityTokens.Header, service.Token());
        await (await service.Client.SendAsync(plain, Ct)).IsProblemAsync(HttpStatusCode.UnsupportedMediaType, "request.unsupported-media-type");
        await (await service.GetAsync("/nowhere", service.Token())).IsProblemAsync(HttpStatusCode.NotFound, "request.not-found");
        await (await service.GetAsync("/order", service.Token())).IsProblemAsync(HttpStatusCode.MethodNotAllowed, "request.method-not-allowed");
        await (await service.GetAsync("/number?n=x")).IsProblemAsync(HttpStatusCode.BadRequest, "request.invalid");
        await (await service.GetAsync("/number")).IsProblemAsync(HttpStatusCode.BadRequest, "request.invalid");
    }

    [Fact]
    public async Task Problems_keep_their_code_and_detail_whatever_the_client_accepts()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/conflict");
        request.Headers.Accept.ParseAdd("text/html");
        var problem = await (await service.Client.SendAsync(request, Ct)).IsProblemAsync(HttpStatusCode.Conflict, "order.shipped");
        Assert.Equal("It left at noon.", problem.GetProperty("detail").GetString());
        var later = await service.GetAsync("/later");
        await later.IsProblemAsync(HttpStatusCode.ServiceUnavailable, "order.later");
        Assert.Equal(TimeSpan.FromSeconds(7), later.Headers.RetryAfter!.Delta);
    }

    [Fact]
    public async Task Nothing_of_the_inside_shows()
    {
        var response = await service.GetAsync("/bug");
        await response.IsProblemAsync(HttpStatusCode.InternalServerError, "service.failed");
        var text = await response.Content.ReadAsStringAsync(Ct);
        Assert.DoesNotContain("secret-inside", text, StringComparison.Ordinal);
        Assert.DoesNotContain("InvalidOperation", text, StringComparison.Ordinal);
    }

    private Task<HttpResponseMessage> PostAsync(string body) => PostAsync(Encoding.UTF8.GetBytes(body));

    private Task<HttpResponseMessage> PostAsync(byte[] body)
    {
        var content = new ByteArrayContent(body);
        content.Headers.ContentType = new("application/json");
        var request = new HttpRequestMessage(HttpMethod.Post, "/order") { Content = content };
        request.Headers.ExpectContinue = body.Length > 1024 * 1024;
        return service.Client.SendAsync(request, Ct);
    }

    [Fact]
    public async Task Callers_who_have_left_are_told_nothing_and_nothing_fails()
    {
        var handler = Assert.Single(service.Services.GetServices<IExceptionHandler>());
        using var left = new CancellationTokenSource();
        await left.CancelAsync();
        foreach (var exception in new Exception[] { new OperationCanceledException(), Problems.NotFound("order.not-found"), new InvalidOperationException() })
        {
            var http = new DefaultHttpContext { RequestServices = service.Services, RequestAborted = left.Token };
            Assert.True(await handler.TryHandleAsync(http, exception, left.Token));
        }
    }
}
