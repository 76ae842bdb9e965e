using System.Net.Http.Json;
using System.Text.Json;
using ServiceMesh.Contracts;
using ServiceMesh.Notification.Notices;
using ServiceMesh.Notification.Settings;
using ServiceMesh.Notification.Templates;

namespace ServiceMesh.Notification.Tests.Wording_messages;

/// <summary>A tenant that sells under several names speaks under the one of the ticket's product.</summary>
public sealed class Brands(UsualNotificationHost usual) : IClassFixture<UsualNotificationHost>
{
    private readonly NotificationHost _host = usual.Host;
    private readonly string _tenant = $"brands-{Guid.NewGuid():N}";
    private readonly Guid _product = Guid.CreateVersion7();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_mail_goes_out_under_the_brand_of_the_product_in_the_readers_language()
    {
        await SellAsync();
        var english = await _host.MailAsync((await _host.OpenAsync(About(Given.Address(), "en"))).ContactEmail!);
        Assert.Contains("Nova Care", english.Header("From")!, StringComparison.Ordinal);
        Assert.Contains("This message was sent by Nova Care.", english.Text, StringComparison.Ordinal);
        var chinese = await _host.MailAsync((await _host.OpenAsync(About(Given.Address(), "zh"))).ContactEmail!);
        Assert.Contains("本邮件由新星服务发送。", chinese.Text, StringComparison.Ordinal);
        var own = await _host.MailAsync((await _host.OpenAsync(Given.Opened(Given.Address(), tenant: _tenant))).ContactEmail!);
        Assert.Contains("This message was sent by House.", own.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Nova", own.Header("From") + own.Text + own.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_retired_brand_is_spoken_under_no_more()
    {
        await SellAsync();
        await _host.DeliverAsync(new BrandChanged { Tenant = _tenant, OccurredAt = DateTimeOffset.UtcNow, BrandId = Guid.CreateVersion7(), Code = "nova", NameZh = "新星服务", NameEn = "Nova Care", Retired = true }, 2);
        var mail = await _host.MailAsync((await _host.OpenAsync(About(Given.Address(), "en"))).ContactEmail!);
        Assert.Contains("This message was sent by House.", mail.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reminder_speaks_as_the_surveys_invitation_did_also_when_the_brand_was_retired_meanwhile()
    {
        await SellAsync();
        var opened = await _host.OpenAsync(About(Given.Address(), "en"));
        var sent = Given.Survey(opened);
        await _host.DeliverAsync(sent, 1, publisher: "survey");
        Assert.Contains("This message was sent by Nova Care.", (await _host.MailAsync(opened.ContactEmail!, "How did we do?")).Text, StringComparison.Ordinal);
        await _host.DeliverAsync(new BrandChanged { Tenant = _tenant, OccurredAt = DateTimeOffset.UtcNow, BrandId = Guid.CreateVersion7(), Code = "nova", NameZh = "新星服务", NameEn = "Nova Care", Retired = true }, 2);
        await _host.DeliverAsync(
            new SurveyReminded
            {
                Tenant = _tenant, TicketId = opened.TicketId, OccurredAt = DateTimeOffset.UtcNow, SurveyId = sent.SurveyId, Reminder = 1, SealedToken = sent.SealedToken, ExpiresAt = sent.ExpiresAt,
                Card = sent.Card, Channel = "email",
            }, 2, publisher: "survey");
        Assert.Contains("This message was sent by Nova Care.", (await _host.MailAsync(opened.ContactEmail!, "A short reminder")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Its_wording_is_the_brands_else_the_tenants_else_the_shipped_one()
    {
        await SellAsync();
        using var admin = _host.Staff(_tenant);
        async Task<string> SubjectAsync() => (await _host.MailAsync((await _host.OpenAsync(About(Given.Address(), "en"))).ContactEmail!)).Subject;

        Assert.Equal("[T-20261122-000123] ERP does not start", await SubjectAsync());
        await SaveAsync(admin, "House {{number}}", "House");
        Assert.Equal("[T-20261122-000123] ERP does not start", await SubjectAsync());
        await SaveAsync(admin, "All {{number}}", null);
        Assert.Equal("All T-20261122-000123", await SubjectAsync());
        await SaveAsync(admin, "{{brand}} {{number}}", "nova");
        Assert.Equal("Nova Care T-20261122-000123", await SubjectAsync());
        Assert.Equal("House T-20261122-000123", (await _host.MailAsync((await _host.OpenAsync(Given.Opened(Given.Address(), tenant: _tenant))).ContactEmail!)).Subject);
    }

    [Fact]
    public async Task A_preview_of_a_brands_wording_names_the_brand()
    {
        await SellAsync();
        await _host.MailAsync((await _host.OpenAsync(Given.Opened(Given.Address(), tenant: _tenant))).ContactEmail!);
        using var admin = _host.Staff(_tenant);
        foreach (var (brand, language, name) in new[] { ("nova", "en", "Nova Care"), ("nova", "zh", "新星服务"), (null, "en", "House") })
        {
            using var answer = await admin.PostAsJsonAsync(
                "/api/v1/notifications/templates/preview", new { template = "ticket-opened", channel = "email", language, brand, subject = "{{brand}}", text = "x" }, Ct);
            Assert.Equal(name, (await answer.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("subject").GetString());
        }
    }

    [Fact]
    public void A_brand_without_a_wording_falls_back_step_by_step()
    {
        CustomTemplate Made(string subject) => CustomTemplate.Compile(1, subject, "x", null);
        var all = new Dictionary<TemplateKey, CustomTemplate>
        {
            [new("a", "email", "en", "")] = Made("all"), [new("a", "email", "en", "nova")] = Made("nova"), [new("b", "email", "en", "")] = Made("all"),
            [new("c", "email", "en", "other")] = Made("other"),
        };
        var settings = new TenantSettings(1, [], all, []);
        string? Chosen(string template, string channel = "email", string language = "en") => settings.Wording(template, channel, language, "nova")?.Subject([]);
        Assert.Equal(("nova", "all", null, null, null), (Chosen("a"), Chosen("b"), Chosen("c"), Chosen("a", "sms"), Chosen("a", language: "zh")));
        var ticket = new KnownTicket("T-1", "x", null, new Person("customer", null, null, "zh"), null, null, "open", null, "Portal", null, null);
        var known = Known.Only(new KnownTenant("House", ["en"], "Etc/UTC"), settings);
        Assert.Equal(("House", "House"), known.Speaks("en"));
        known = known with { Ticket = ticket with { Brand = new KnownBrand("nova", "新星", "Nova") } };
        Assert.Equal([("Nova", "nova"), ("新星", "nova")], new[] { known.Speaks("en"), known.Speaks("zh") });
        Assert.Equal("新星", known.NameToCustomer);
    }

    private TicketOpened About(string email, string language) => Given.Opened(email, language, tenant: _tenant) with { ProductId = _product };

    private async Task SellAsync()
    {
        await _host.DeliverAsync(Given.Tenant(_tenant, "House"), 1);
        await _host.DeliverAsync(new BrandChanged { Tenant = _tenant, OccurredAt = DateTimeOffset.UtcNow, BrandId = Guid.CreateVersion7(), Code = "nova", NameZh = "新星服务", NameEn = "Nova Care" }, 1);
        await _host.DeliverAsync(new ProductChanged { Tenant = _tenant, OccurredAt = DateTimeOffset.UtcNow, ProductId = _product, Code = "N1", Name = "N1", Brand = "nova" }, 1);
    }

    private static async Task SaveAsync(HttpClient admin, string subject, string? brand)
    {
        using var answer = await admin.PostAsJsonAsync("/api/v1/notifications/templates", new { template = "ticket-opened", channel = "email", language = "en", brand, subject, text = "x" }, Ct);
        Assert.Equal(System.Net.HttpStatusCode.Created, answer.StatusCode);
    }
}
