using System.Net;
using ServiceMesh.Testing;

namespace ServiceMesh.Survey.Tests.Answering;

public sealed class The_page(UsualSurveyHost usual) : IClassFixture<UsualSurveyHost>
{
    private readonly SurveyHost _host = usual.Host;

    [Theory]
    [InlineData("en", "How satisfied are you with our service?", "<html lang=\"en\">")]
    [InlineData("en-GB", "How satisfied are you with our service?", "<html lang=\"en\">")]
    [InlineData("zh-CN", "您对本次服务满意吗？", "<html lang=\"zh-CN\">")]
    [InlineData("fr", "您对本次服务满意吗？", "<html lang=\"zh-CN\">")]
    public async Task Speaks_the_contacts_language_or_the_tenants_first(string language, string question, string lang)
    {
        var page = await _host.Page.GetStringAsync(await _host.InviteAsync(Given.Closed(language)), TestContext.Current.CancellationToken);
        Assert.Contains(question, page, StringComparison.Ordinal);
        Assert.Contains(lang, page, StringComparison.Ordinal);
        Assert.Contains("北辰 Service", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Runs_nothing_and_lets_nothing_out()
    {
        var page = await _host.Page.GetAsync(await _host.InviteAsync(Given.Closed(subject: "<script>alert(1)</script>\" onload=x")), TestContext.Current.CancellationToken);
        var html = await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("&lt;script&gt;alert(1)&lt;/script&gt;&quot; onload=x", html, StringComparison.Ordinal);
        Assert.Equal("no-referrer", page.Headers.GetValues("Referrer-Policy").Single());
        var policy = page.Headers.GetValues("Content-Security-Policy").Single();
        Assert.StartsWith("default-src 'none'; style-src 'sha256-", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Equal("no-store", page.Headers.CacheControl!.ToString());
        Assert.DoesNotContain("style=\"", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_that_is_not_known_looks_the_same_for_everybody_and_every_method()
    {
        var pages = new List<string>();
        foreach (var token in new[] { "x", new string('A', 32), "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "..%2f..", "'; DROP TABLE surveys" })
        {
            var page = await _host.Page.GetAsync($"/s/{token}", TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.NotFound, page.StatusCode);
            pages.Add(await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
            Assert.Equal(HttpStatusCode.NotFound, (await _host.Page.PostAsync($"/s/{token}", Given.Form(), TestContext.Current.CancellationToken)).StatusCode);
        }
        Assert.Single(pages.Distinct());
    }

    [Fact]
    public async Task Head_says_what_get_says_without_a_body_and_options_names_the_methods()
    {
        var link = await _host.InviteAsync(Given.Closed());
        using var head = await _host.Page.SendAsync(new HttpRequestMessage(HttpMethod.Head, link), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, head.StatusCode);
        Assert.Empty(await head.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        using var options = await _host.Page.SendAsync(new HttpRequestMessage(HttpMethod.Options, link), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NoContent, options.StatusCode);
        Assert.Contains("POST", options.Content.Headers.Allow);
    }

    [Fact]
    public async Task Missing_answers_bring_the_form_back_with_what_was_filled_in()
    {
        var link = await _host.InviteAsync(Given.Closed());
        using var page = await _host.Page.PostAsync(link, Given.Form(score: null, solved: "no", comment: "It <b>hangs</b>"), TestContext.Current.CancellationToken);
        var html = await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.BadRequest, page.StatusCode);
        Assert.Contains("role=\"alert\"", html, StringComparison.Ordinal);
        Assert.Contains("value=\"no\" required checked", html, StringComparison.Ordinal);
        Assert.Contains("It &lt;b&gt;hangs&lt;/b&gt;", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0", "yes")]
    [InlineData("6", "yes")]
    [InlineData("10", "yes")]
    [InlineData("3.5", "yes")]
    [InlineData("five", "yes")]
    [InlineData("5", "maybe")]
    [InlineData("", "")]
    public async Task A_value_that_is_not_offered_is_no_answer(string score, string solved)
    {
        var link = await _host.InviteAsync(Given.Closed());
        Assert.Equal(HttpStatusCode.BadRequest, (await _host.Page.PostAsync(link, Given.Form(score, solved), TestContext.Current.CancellationToken)).StatusCode);
        Assert.Equal("open", await _host.ScalarAsync<string>($"SELECT state FROM surveys WHERE token_hash = '{ServiceDefaults.LinkTokens.Hash(link[3..])}'"));
    }

    [Fact]
    public async Task Two_thousand_characters_of_comment_fit_and_one_more_does_not()
    {
        var link = await _host.InviteAsync(Given.Closed("zh"));
        Assert.Equal(HttpStatusCode.BadRequest, (await _host.Page.PostAsync(link, Given.Form(comment: new string('好', 2001)), TestContext.Current.CancellationToken)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await _host.Page.PostAsync(link, Given.Form(comment: new string('好', 2000)), TestContext.Current.CancellationToken)).StatusCode);
    }

    [Fact]
    public async Task What_no_browser_sends_gets_a_clear_page_and_changes_nothing()
    {
        var link = await _host.InviteAsync(Given.Closed());
        using var json = new StringContent("{\"score\":5}", System.Text.Encoding.UTF8, "application/json");
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await _host.Page.PostAsync(link, json, TestContext.Current.CancellationToken)).StatusCode);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await _host.Page.PostAsync(link, Given.Form(comment: new string('x', 60_000)), TestContext.Current.CancellationToken)).StatusCode);
        using var broken = new StringContent("--x\r\nnonsense", System.Text.Encoding.UTF8);
        broken.Headers.ContentType = System.Net.Http.Headers.MediaTypeHeaderValue.Parse("multipart/form-data; boundary=x");
        Assert.Equal(HttpStatusCode.BadRequest, (await _host.Page.PostAsync(link, broken, TestContext.Current.CancellationToken)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await _host.Page.GetAsync(link, TestContext.Current.CancellationToken)).StatusCode);
    }

    [Theory]
    [InlineData("en")]
    [InlineData("zh-CN")]
    public async Task Is_small_labelled_and_allowed_by_its_own_policy(string language)
    {
        using var page = await _host.Page.GetAsync(await _host.InviteAsync(Given.Closed(language)), TestContext.Current.CancellationToken);
        var html = await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.InRange(page.Content.Headers.ContentLength!.Value, 1, 30_000);
        Assert.Contains("width=device-width", html, StringComparison.Ordinal);
        var style = html[(html.IndexOf("<style>", StringComparison.Ordinal) + 7)..html.IndexOf("</style>", StringComparison.Ordinal)];
        var hash = Convert.ToBase64String(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(style)));
        Assert.Contains($"'sha256-{hash}'", page.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        // Every group of choices is a fieldset with a legend, and every other field has a label.
        var groups = System.Text.RegularExpressions.Regex.Matches(html, "<fieldset id=\"q-[a-z]+\"[^>]*>\\s*<legend>[^<]");
        Assert.Equal(4, groups.Count);
        Assert.Contains("<label for=\"a-comment\">", html, StringComparison.Ordinal);
        Assert.Contains("id=\"q-comment\"", html, StringComparison.Ordinal);
        foreach (System.Text.RegularExpressions.Match described in System.Text.RegularExpressions.Regex.Matches(html, "aria-describedby=\"([^\"]+)\""))
            Assert.All(described.Groups[1].Value.Split(' '), id => Assert.Contains($"id=\"{id}\"", html, StringComparison.Ordinal));
    }
}
