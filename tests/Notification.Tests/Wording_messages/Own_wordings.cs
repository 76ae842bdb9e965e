using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using ServiceMesh.Notification.Domain;
using ServiceMesh.Notification.Templates;

namespace ServiceMesh.Notification.Tests.Wording_messages;

public sealed class Own_wordings(UsualNotificationHost usual) : IClassFixture<UsualNotificationHost>
{
    private static readonly IReadOnlySet<string> s_fields = new Renderer().Fields(Template.TicketOpened);
    private static readonly string[] s_languages = ["zh", "en"];
    private readonly NotificationHost _host = usual.Host;
    private readonly string _tenant = $"t-{Guid.CreateVersion7():N}";

    [Theory]
    [InlineData("Hello {{name}}, {{#if at}}at {{at}}{{else}}now{{/if}}", null)]
    [InlineData("{{{subject}}}", "Only")]
    [InlineData("{{&subject}}", "Only")]
    [InlineData("{{> partial}}", "Only")]
    [InlineData("{{#each subject}}x{{/each}}", "Only")]
    [InlineData("{{#with subject}}x{{/with}}", "Only")]
    [InlineData("{{lookup this \"GetType\"}}", "Only")]
    [InlineData("{{this.GetType}}", "Only")]
    [InlineData("{{../subject}}", "Only")]
    [InlineData("{{@root}}", "Only")]
    [InlineData("{{log subject}}", "Only")]
    [InlineData("{{!-- comment --}}", "Only")]
    [InlineData("{{*inline}}", "Only")]
    [InlineData("\\{{subject}}", "Only")]
    [InlineData("{{secret}}", "no value secret")]
    [InlineData("{{#if secret}}x{{/if}}", "no value secret")]
    [InlineData("{{#if subject}}x", "not closed")]
    [InlineData("x{{/if}}", "not opened")]
    [InlineData("{{#if subject}}x{{/unless}}", "not opened")]
    [InlineData("{{else}}", "stands alone")]
    [InlineData("{{subject", "not closed")]
    public void A_text_may_name_values_and_conditions_only(string text, string? objection)
    {
        var said = TemplateCheck.Objection("s", text, null, s_fields);
        if (objection is null) Assert.Null(said);
        else Assert.Contains(objection, said!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<p>{{subject}}</p><a href=\"{{link}}\">open</a><img src=\"https://cdn.example.com/logo.png\">", true)]
    [InlineData("<script>alert(1)</script>", false)]
    [InlineData("<img src=x onerror=alert(1)>", false)]
    [InlineData("<img src=\"http://tracker.example.com/p.gif\">", false)]
    [InlineData("<a href=\"javascript:alert(1)\">x</a>", false)]
    [InlineData("<a href=\"{{subject}}\">x</a>", false)]
    [InlineData("<p title=\"{{subject}}\">x</p>", false)]
    [InlineData("<iframe src=\"https://x.example\"></iframe>", false)]
    [InlineData("<form action=\"https://x.example\"></form>", false)]
    [InlineData("<style>@import 'x'</style>", false)]
    [InlineData("<svg/onload=alert(1)>", false)]
    [InlineData("<p style=\"background:url(https://x.example)\">x</p>", false)]
    public void Html_runs_and_loads_nothing(string html, bool good) => Assert.Equal(good, TemplateCheck.Objection("s", "t", html, s_fields) is null);

    [Fact]
    public void Too_much_is_refused_before_it_costs_anything()
    {
        Assert.NotNull(TemplateCheck.Objection(new string('s', 201), "t", null, s_fields));
        Assert.NotNull(TemplateCheck.Objection("s", new string('t', 20_001), null, s_fields));
        Assert.NotNull(TemplateCheck.Objection("s", string.Concat(Enumerable.Repeat("{{subject}}", 501)), null, s_fields));
        Assert.NotNull(TemplateCheck.Objection("s", string.Concat(Enumerable.Repeat("{{#if subject}}", 9)) + string.Concat(Enumerable.Repeat("{{/if}}", 9)), null, s_fields));
        Assert.NotNull(TemplateCheck.Objection("s\r\nBcc: x@example.com", "t", null, s_fields));
    }

    [Fact]
    public async Task A_saved_wording_is_previewed_with_a_past_event_used_versioned_and_retired()
    {
        var first = await _host.OpenAsync(Given.Opened(Given.Address(), subject: "<b>Past</b> {{brand}}", tenant: _tenant));
        await _host.MailAsync(first.ContactEmail!);
        using var admin = _host.Staff(_tenant);
        var wording = new { template = "ticket-opened", channel = "email", language = "en", subject = "Got it: {{number}}", text = "Dear {{name}}, we have {{subject}}. {{link}}", html = "<p>{{subject}}</p><a href=\"{{link}}\">go</a>" };

        var preview = await (await admin.PostAsJsonAsync("/api/v1/notifications/templates/preview", wording, TestContext.Current.CancellationToken)).Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        Assert.Equal("Got it: T-20261122-000123", preview.GetProperty("subject").GetString());
        Assert.Equal("Dear Li Wei, we have <b>Past</b> {{brand}}. https://service.example.com/p/********", preview.GetProperty("text").GetString());
        Assert.Contains("&lt;b&gt;Past&lt;/b&gt; {{brand}}", preview.GetProperty("html").GetString(), StringComparison.Ordinal);

        var id = await SaveAsync(admin, wording, 1);
        Assert.NotEqual(id, await SaveAsync(admin, new { wording.template, wording.channel, wording.language, subject = "Second {{number}}", wording.text, wording.html }, 2));
        var second = await _host.OpenAsync(Given.Opened(Given.Address(), tenant: _tenant));
        var mail = await _host.MailAsync(second.ContactEmail!);
        Assert.Equal("Second T-20261122-000123", mail.Subject);
        Assert.Contains(Given.Open(second.SealedProgressToken), mail.Html!, StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.NoContent, (await admin.DeleteAsync($"/api/v1/notifications/templates/{id}", TestContext.Current.CancellationToken)).StatusCode);
        var third = await _host.OpenAsync(Given.Opened(Given.Address(), tenant: _tenant));
        Assert.Equal("[T-20261122-000123] ERP does not start", (await _host.MailAsync(third.ContactEmail!)).Subject);
        using var stranger = _host.Staff($"{_tenant}-other");
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.DeleteAsync($"/api/v1/notifications/templates/{id}", TestContext.Current.CancellationToken)).StatusCode);
    }

    [Theory]
    [InlineData("two\r\nlines", "t", null, "subject")]
    [InlineData("s", "{{nobody}}", null, "text")]
    [InlineData("s", "t", "<script>alert(1)</script>", "html")]
    public async Task What_is_refused_is_named_by_its_part_and_nothing_is_stored(string subject, string text, string? html, string part)
    {
        using var admin = _host.Staff(_tenant);
        using var answer = await admin.PostAsJsonAsync("/api/v1/notifications/templates", new { template = "ticket-opened", channel = "email", language = "en", subject, text, html }, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        Assert.Equal("template.refused", problem.GetProperty("code").GetString());
        Assert.Equal(part, Assert.Single(problem.GetProperty("errors").EnumerateObject()).Name);
        Assert.Equal(0L, await _host.ScalarAsync<long>($"SELECT count(*) FROM templates WHERE tenant = '{_tenant}'"));
    }

    [Fact]
    public async Task Every_shipped_wording_can_begin_an_own_one()
    {
        var renderer = new Renderer();
        foreach (var (template, language) in from t in Template.All from l in s_languages select (t, l))
        {
            var shipped = renderer.Shipped(template, language);
            Assert.Null(TemplateCheck.Objection(shipped.Subject, shipped.Mail, null, renderer.Fields(template)));
            Assert.Null(TemplateCheck.Objection(shipped.Subject, shipped.Brief, null, renderer.Fields(template)));
        }
        using var manager = _host.Staff(_tenant);
        var mail = await manager.GetFromJsonAsync<JsonElement>("/api/v1/notifications/templates/shipped?template=ticket-opened&channel=email&language=en", TestContext.Current.CancellationToken);
        Assert.Equal("[{{number}}] {{subject}}", mail.GetProperty("subject").GetString());
        Assert.StartsWith("{{hello}}\n\nThank you", mail.GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.EndsWith("{{#if link}}Follow the progress: {{link}}{{/if}}", mail.GetProperty("text").GetString(), StringComparison.Ordinal);
        using var unknown = await manager.GetAsync("/api/v1/notifications/templates/shipped?template=nothing&channel=email&language=en", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.BadRequest, unknown.StatusCode);
    }

    [Fact]
    public async Task A_wording_for_one_brand_is_for_that_brand_alone()
    {
        await _host.DeliverAsync(Given.Tenant(_tenant, "Alpha"), 1);
        using var admin = _host.Staff(_tenant);
        await SaveAsync(admin, new { template = "ticket-opened", channel = "email", language = "en", brand = "Beta", subject = "Beta {{number}}", text = "x" }, 1);
        var opened = await _host.OpenAsync(Given.Opened(Given.Address(), tenant: _tenant));
        Assert.StartsWith("[T-", (await _host.MailAsync(opened.ContactEmail!)).Subject, StringComparison.Ordinal);
        await _host.DeliverAsync(Given.Tenant(_tenant, "Beta") with { TenantId = Guid.CreateVersion7() }, 2);
        var other = await _host.OpenAsync(Given.Opened(Given.Address(), tenant: _tenant));
        Assert.StartsWith("Beta T-", (await _host.MailAsync(other.ContactEmail!)).Subject, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2026-11-23T02:30:00Z", "en", "10:30")]
    [InlineData("2026-11-23T02:30:00Z", "zh", "今天 10:30")]
    [InlineData("2026-11-24T01:00:00Z", "en", "tomorrow 09:00")]
    [InlineData("2026-11-30T01:00:00Z", "zh", "11月30日（周一）09:00")]
    [InlineData("2026-11-30T01:00:00Z", "en", "Mon 30 Nov 09:00")]
    public void A_promise_is_said_as_people_say_it(string at, string language, string said) => Assert.Equal(said, PlainTime.Of(
        DateTimeOffset.Parse(at, System.Globalization.CultureInfo.InvariantCulture), new DateTimeOffset(2026, 11, 23, 1, 0, 0, TimeSpan.Zero), "Asia/Shanghai", language));

    private static async Task<Guid> SaveAsync(HttpClient admin, object wording, int version)
    {
        using var answer = await admin.PostAsJsonAsync("/api/v1/notifications/templates", wording, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        var created = await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        Assert.Equal(version, created.GetProperty("version").GetInt32());
        return created.GetProperty("id").GetGuid();
    }
}
