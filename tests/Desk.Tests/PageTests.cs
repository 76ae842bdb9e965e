using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http;
using Xunit;

namespace ServiceMesh.Desk.Tests;

/// <summary>The pages as a browser gets them, with a gateway of two answers.</summary>
public sealed class The_pages : IDisposable
{
    private const string Session = "a-session-that-must-stay-on-the-server";
    private const string CustomerSession = "a-customers-session";

    private readonly Gateway _gateway = new();
    private readonly WebApplicationFactory<Program> _desk;

    public The_pages() => _desk = new WebApplicationFactory<Program>().WithWebHostBuilder(host =>
        host.ConfigureServices(services => services.Configure<HttpClientFactoryOptions>("gateway", o =>
            o.HttpMessageHandlerBuilderActions.Add(b => b.PrimaryHandler = _gateway))));

    public void Dispose() => _desk.Dispose();

    [Theory]
    [InlineData("/", "/sign-in")]
    [InlineData("/follow-ups", "/sign-in?returnUrl=%2Ffollow-ups")]
    [InlineData("/?state=open", "/sign-in?returnUrl=%2F%3Fstate%3Dopen")]
    public async Task Send_strangers_to_the_sign_in(string asked, string sent)
    {
        using var answer = await GetAsync(asked);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal(sent, answer.Headers.Location!.ToString());
    }

    [Theory]
    [InlineData("/sign-in", HttpStatusCode.OK)]
    [InlineData("/follow-ups", HttpStatusCode.Redirect)]
    [InlineData("/no-such-page", HttpStatusCode.NotFound)]
    public async Task Answer_who_asks_for_the_head_only_as_a_reader(string asked, HttpStatusCode status)
    {
        using var client = _desk.CreateClient(new() { AllowAutoRedirect = false });
        using var head = await client.SendAsync(new(HttpMethod.Head, asked), TestContext.Current.CancellationToken);
        Assert.Equal(status, head.StatusCode);
    }

    [Fact]
    public async Task Send_somebody_whose_session_has_ended_to_the_sign_in()
    {
        using var answer = await GetAsync("/new", "an-old-session");
        Assert.Equal("/sign-in?returnUrl=%2Fnew", answer.Headers.Location!.ToString());
    }

    [Fact]
    public async Task Send_somebody_with_a_first_password_to_change_it()
    {
        _gateway.MustChange = true;
        using var answer = await GetAsync("/", Session);
        Assert.Equal("/change-password", answer.Headers.Location!.ToString());
    }

    [Fact]
    public async Task Never_render_the_session_and_allow_scripts_from_files_only()
    {
        using var answer = await GetAsync("/", Session);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.DoesNotContain(Session, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        var policy = string.Join(' ', answer.Headers.GetValues("Content-Security-Policy"));
        var scripts = policy.Split(';').Single(p => p.Trim().StartsWith("script-src", StringComparison.Ordinal));
        Assert.DoesNotContain("unsafe-inline", scripts, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe-eval", scripts, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hand_the_session_to_the_gateway_and_no_other_cookie()
    {
        using var answer = await GetAsync("/", Session);
        Assert.All(_gateway.Cookies, c => Assert.Equal($"sm_session={Session}", c));
        Assert.NotEmpty(_gateway.Cookies);
    }

    [Fact]
    public async Task Say_sorry_and_try_again_when_the_gateway_is_away()
    {
        _gateway.Away = true;
        using var answer = await GetAsync("/", Session);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Contains("http-equiv=\"refresh\"", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Show_the_sign_in_without_a_circuit_in_the_language_asked_for()
    {
        using var answer = await GetAsync("/sign-in?error=credentials");
        var html = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains("邮箱或密码不正确", html, StringComparison.Ordinal);
        Assert.DoesNotContain("blazor.web", html, StringComparison.Ordinal);
        Assert.DoesNotContain("Radzen", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Give_every_wrong_progress_link_the_same_answer()
    {
        using var one = await GetAsync("/p/wrong");
        using var other = await GetAsync("/p/" + new string('x', 200));
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (one.StatusCode, other.StatusCode));
        Assert.Contains("页面不存在", await one.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/", HttpStatusCode.Redirect, "/portal")]
    [InlineData("/portal", HttpStatusCode.OK, null)]
    [InlineData("/portal/new", HttpStatusCode.OK, null)]
    [InlineData("/change-password", HttpStatusCode.OK, null)]
    [InlineData("/follow-ups", HttpStatusCode.NotFound, null)]
    [InlineData("/tickets/01980000-0000-7000-8000-000000000101", HttpStatusCode.NotFound, null)]
    [InlineData("/maintenance/year", HttpStatusCode.NotFound, null)]
    [InlineData("/_blazor", HttpStatusCode.NotFound, null)]
    public async Task Show_customers_the_portal_and_nothing_of_the_staffs(string asked, HttpStatusCode status, string? sent)
    {
        using var answer = await GetAsync(asked, CustomerSession);
        Assert.Equal((status, sent), (answer.StatusCode, answer.Headers.Location?.ToString()));
        var html = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.DoesNotContain("blazor.web", html, StringComparison.Ordinal);
        Assert.DoesNotContain("/follow-ups", html, StringComparison.Ordinal);
        if (status == HttpStatusCode.OK)
            Assert.DoesNotContain("unsafe-inline", string.Join(' ', answer.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/portal", Session, "/")]
    [InlineData("/portal/new", Session, "/")]
    [InlineData("/portal/new?class=fault", null, "/sign-in?returnUrl=%2Fportal%2Fnew%3Fclass%3Dfault")]
    public async Task Lead_staff_and_strangers_away_from_the_portal(string asked, string? session, string sent)
    {
        using var answer = await GetAsync(asked, session);
        Assert.Equal((HttpStatusCode.Redirect, sent), (answer.StatusCode, answer.Headers.Location!.ToString()));
    }

    private async Task<HttpResponseMessage> GetAsync(string path, string? session = null)
    {
        using var client = _desk.CreateClient(new() { AllowAutoRedirect = false, HandleCookies = false });
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("Accept-Language", "zh-CN");
        if (session is not null)
            request.Headers.Add("Cookie", $"sm_session={session}; sm_theme=dark");
        return await client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private sealed class Gateway : HttpMessageHandler
    {
        public bool MustChange { get; set; }

        public bool Away { get; set; }

        public List<string> Cookies { get; } = [];

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (Away)
                throw new HttpRequestException("refused");
            var cookie = request.Headers.TryGetValues("Cookie", out var values) ? string.Join("; ", values) : "";
            if (cookie.Length > 0)
                Cookies.Add(cookie);
            object? answer = request.RequestUri!.AbsolutePath switch
            {
                _ when request.RequestUri.AbsolutePath.StartsWith("/api/v1/progress", StringComparison.Ordinal) => null,
                "/api/v1/session" when cookie.Contains(CustomerSession, StringComparison.Ordinal) => new
                {
                    id = "2", name = "王丽", email = "wang@customer.example", tenant = "default", roles = new[] { "customer" }, language = "zh-CN", mustChangePassword = false, timeZone = "Asia/Shanghai",
                },
                "/api/v1/session" when cookie.Contains(Session, StringComparison.Ordinal) => new
                {
                    id = "1", name = "林晓东", email = "lin@vendor.example", tenant = "default", roles = new[] { "engineer" }, language = "zh-CN", mustChangePassword = MustChange, timeZone = "Asia/Shanghai",
                },
                "/api/v1/session" => "401",
                _ => new { items = Array.Empty<object>(), next = (string?)null },
            };
            return Task.FromResult(new HttpResponseMessage(answer is "401" ? HttpStatusCode.Unauthorized : answer is null ? HttpStatusCode.NotFound : HttpStatusCode.OK)
            {
                Content = new StringContent(JsonSerializer.Serialize(answer is null or "401" ? new { code = "test" } : answer), System.Text.Encoding.UTF8, "application/json"),
            });
        }
    }
}
