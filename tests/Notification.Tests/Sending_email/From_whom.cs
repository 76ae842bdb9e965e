using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using ServiceMesh.Contracts;
using ServiceMesh.Notification.Domain;
using ServiceMesh.Testing;

namespace ServiceMesh.Notification.Tests.Sending_email;

/// <summary>A tenant, and each of its brands, may have a sender of its own. Bounces, answers and conversations find their way as before.</summary>
public sealed class From_whom(InstallationWithSenders installation) : IClassFixture<InstallationWithSenders>
{
    private const string Path = "/api/v1/notifications/senders";
    private readonly NotificationHost _host = installation.Host;
    private readonly string _tenant = $"senders-{Guid.NewGuid():N}";
    private readonly Guid _product = Guid.CreateVersion7();
    private readonly Guid _other = Guid.CreateVersion7();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_brand_writes_from_its_own_address_and_every_answer_comes_back_as_before()
    {
        await SellAsync();
        var before = await _host.OpenAsync(About(_product));
        var first = await _host.MailAsync(before.ContactEmail!);
        Assert.Contains("service@vendor.example", first.Header("From")!, StringComparison.Ordinal);
        Assert.Null(first.Header("Sender"));

        Assert.Equal(HttpStatusCode.OK, (await SaveAsync(new { brand = "nova", address = "care@nova.example", name = "Nova Helpdesk" })).Status);
        Assert.Equal(HttpStatusCode.OK, (await SaveAsync(new { address = "hello@mail.house.example" })).Status);
        await _host.DeliverAsync(Given.Message(before, "Please restart it."), 2);
        var second = await Eventually.Async(() => Task.FromResult(_host.Mail.Mailbox.Find(before.ContactEmail!).FirstOrDefault(m => m.Id > first.Id)), TimeSpan.FromSeconds(60));
        Assert.Contains("Nova Helpdesk", second.Header("From")!, StringComparison.Ordinal);
        Assert.Contains("care@nova.example", second.Header("From")!, StringComparison.Ordinal);
        // The envelope is where bounces go; the ids keep one conversation; answers go to the mailbox with the ticket's token.
        Assert.Equal("service@vendor.example", second.Sender);
        Assert.Contains("service@vendor.example", second.Header("Sender")!, StringComparison.Ordinal);
        Assert.Equal(first.Header("References"), second.Header("References"));
        Assert.EndsWith("@vendor.example", second.MessageId, StringComparison.Ordinal);
        Assert.Contains("reply+", second.Header("Reply-To")!, StringComparison.Ordinal);
        Assert.Contains("This message was sent by Nova Care.", second.Text, StringComparison.Ordinal);

        // A brand without one writes under its name from the tenant's address; what has no brand, under the tenant's name.
        var aster = await _host.MailAsync((await _host.OpenAsync(About(_other))).ContactEmail!);
        Assert.Matches("^\"?Aster\"? <hello@mail.house.example>$", aster.Header("From")!);
        var own = await _host.MailAsync((await _host.OpenAsync(Given.Opened(Given.Address(), tenant: _tenant))).ContactEmail!);
        Assert.Matches("^\"?House\"? <hello@mail.house.example>$", own.Header("From")!);

        using var admin = _host.Staff(_tenant);
        Assert.Equal(HttpStatusCode.NoContent, (await admin.DeleteAsync($"{Path}?brand=nova", Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await admin.DeleteAsync($"{Path}?brand=nova", Ct)).StatusCode);
        Assert.Matches("^\"?Nova Care\"? <hello@mail.house.example>$", (await _host.MailAsync((await _host.OpenAsync(About(_product))).ContactEmail!)).Header("From")!);
    }

    [Theory]
    [InlineData("""{"address":"not an address"}""", "request.invalid", "address")]
    [InlineData("""{"address":"a@nova.example\r\nBcc: b@evil.example"}""", "request.invalid", "address")]
    [InlineData("""{"address":"care@evil.example"}""", "sender.domain-not-allowed", "address")]
    [InlineData("""{"address":"care@evilnova.example"}""", "sender.domain-not-allowed", "address")]
    [InlineData("""{"address":"care@nova.example","name":"x\ny"}""", "request.invalid", "name")]
    [InlineData("""{"brand":"theirs","address":"care@nova.example"}""", "brand.unknown", "brand")]
    public async Task What_may_not_be_is_refused_with_its_field(string body, string code, string field)
    {
        // Another tenant's brand is as unknown as none.
        await _host.DeliverAsync(Brand("theirs", "x", "x") with { Tenant = "other-" + _tenant }, 1);
        var (status, answer) = await SaveAsync(JsonSerializer.Deserialize<JsonElement>(body));
        Assert.Equal((HttpStatusCode.BadRequest, code), (status, answer.GetProperty("code").GetString()));
        Assert.True(answer.GetProperty("errors").TryGetProperty(field, out _), answer.GetRawText());
        Assert.Equal(0L, await _host.ScalarAsync<long>($"SELECT count(*) FROM senders WHERE tenant = '{_tenant}'"));
        using var agent = _host.Staff(_tenant, "agent");
        Assert.Equal(HttpStatusCode.Forbidden, (await agent.PutAsJsonAsync(Path, new { address = "care@nova.example" }, Ct)).StatusCode);
    }

    [Fact]
    public async Task Digests_announcements_and_windows_speak_under_the_one_brand_there_is()
    {
        await SellAsync();
        await SaveAsync(new { brand = "nova", address = "care@nova.example" });
        // A digest of two tickets of one brand, and one of two brands.
        foreach (var (products, from) in new[] { (new[] { _product, _product }, "Nova Care"), (new[] { _product, _other }, "House") })
        {
            var reader = Given.Address();
            foreach (var product in products)
            {
                var ticket = await _host.OpenAsync(About(product));
                await _host.PreferAsync(reader, new { digestMinutes = 60 }, _tenant);
                await _host.DeliverAsync(Given.Assigned(ticket, reader, mode: "claimed", language: "en") with { Card = Given.Card(ticket) with { Severity = 3, ProductId = product } }, 2);
                await _host.DeliverAsync(Given.Warned(ticket), 1, publisher: "sla");
            }
            await _host.ExecuteTogetherAsync(
                $"UPDATE held_deliveries SET due_at = now() WHERE recipient = '{reader}'", $"UPDATE messaging.timers SET due_at = now() WHERE kind = 'digest' AND key LIKE '%{reader}%'");
            var digest = await _host.MailAsync(reader, "2 notices for you");
            Assert.StartsWith(from, digest.Subject, StringComparison.Ordinal);
            Assert.Contains(from == "House" ? "service@vendor.example" : "care@nova.example", digest.Header("From")!, StringComparison.Ordinal);
        }

        // An announcement about one product, and a window of it.
        var (customer, address) = (Guid.CreateVersion7(), Given.Address());
        await _host.DeliverAsync(new ContactChanged { Tenant = _tenant, OccurredAt = DateTimeOffset.UtcNow, ContactId = Guid.CreateVersion7(), CustomerId = customer, Name = "Ruth Alder", Email = address, Phones = [], Language = "en" }, 1);
        await _host.DeliverAsync(new ContractChanged
        {
            Tenant = _tenant, OccurredAt = DateTimeOffset.UtcNow, ContractId = Guid.CreateVersion7(), CustomerId = customer, Number = "C-1", ServiceLevel = "gold", ProductIds = [_product],
            StartsOn = new DateOnly(2026, 1, 1), EndsOn = new DateOnly(2099, 1, 1),
        }, 1);
        using var admin = _host.Staff(_tenant);
        admin.DefaultRequestHeaders.Add("Idempotency-Key", Guid.CreateVersion7().ToString());
        using (var made = await admin.PostAsJsonAsync("/api/v1/notifications/announcements", new
        {
            texts = new { en = new { subject = "Upgrade on Sunday", text = "We upgrade." } }, audience = new { productIds = new[] { _product } }, perMinute = 600,
        }, Ct))
        {
            Assert.Equal(HttpStatusCode.Created, made.StatusCode);
            var id = (await made.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("id").GetGuid();
            Assert.Equal("nova; en Nova Care;  <care@nova.example>", await FromAsync(admin, id));
            Assert.Equal(HttpStatusCode.NoContent, (await admin.PostAsync($"/api/v1/notifications/announcements/{id}/start", null, Ct)).StatusCode);
        }
        Assert.Contains("Nova Care", (await _host.MailAsync(address, "Upgrade on Sunday")).Header("From")!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("care@nova.example", true)]
    [InlineData("care@MAIL.Nova.example", true)]
    [InlineData("care@evilnova.example", false)]
    [InlineData("care@nova.example.evil.example", false)]
    public void Domains_are_themselves_and_what_is_below_them(string address, bool allowed)
    {
        Assert.Equal(allowed, MailSender.Allows(["nova.example"], address));
        Assert.True(MailSender.Allows([], address));
    }

    [Fact]
    public async Task A_preview_of_an_announcement_says_as_whom_it_goes()
    {
        await SellAsync();
        await SaveAsync(new { address = "hello@house.example", name = "House Helpdesk" });
        using var manager = _host.Staff(_tenant);
        var texts = new { zh = new { subject = "升级", text = "升级" }, en = new { subject = "Upgrade", text = "We upgrade." } };
        foreach (var (products, from) in new (Guid[], string)[]
        {
            ([_product], "nova; en Nova Care, zh 新星服务;  <hello@house.example>"),
            // Of several brands, and for everybody: under the tenant's own name.
            ([_product, _other], "; en House, zh House; House Helpdesk <hello@house.example>"),
            ([], "; en House, zh House; House Helpdesk <hello@house.example>"),
        })
        {
            using var made = await manager.PostAsJsonAsync("/api/v1/notifications/announcements", new { texts, audience = new { productIds = products } }, Ct);
            Assert.Equal(from, await FromAsync(manager, (await made.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("id").GetGuid()));
        }
    }

    private static async Task<string> FromAsync(HttpClient manager, Guid announcement)
    {
        var from = (await manager.GetFromJsonAsync<JsonElement>($"/api/v1/notifications/announcements/{announcement}/audience", Ct)).GetProperty("from");
        var names = from.GetProperty("names").EnumerateObject().OrderBy(n => n.Name, StringComparer.Ordinal).Select(n => $"{n.Name} {n.Value.GetString()}");
        return $"{from.GetProperty("brand").GetString()}; {string.Join(", ", names)}; {from.GetProperty("senderName").GetString()} <{from.GetProperty("address").GetString()}>";
    }

    private TicketOpened About(Guid product) => Given.Opened(Given.Address(), "en", tenant: _tenant) with { ProductId = product };

    private BrandChanged Brand(string code, string zh, string en) =>
        new() { Tenant = _tenant, OccurredAt = DateTimeOffset.UtcNow, BrandId = Guid.CreateVersion7(), Code = code, NameZh = zh, NameEn = en };

    private async Task SellAsync()
    {
        await _host.DeliverAsync(Given.Tenant(_tenant, "House"), 1);
        foreach (var (product, brand) in new[] { (_product, Brand("nova", "新星服务", "Nova Care")), (_other, Brand("aster", "紫菀", "Aster")) })
        {
            await _host.DeliverAsync(brand, 1);
            await _host.DeliverAsync(new ProductChanged { Tenant = _tenant, OccurredAt = DateTimeOffset.UtcNow, ProductId = product, Code = brand.Code, Name = brand.Code, Brand = brand.Code }, 1);
        }
    }

    private async Task<(HttpStatusCode Status, JsonElement Body)> SaveAsync(object sender)
    {
        using var admin = _host.Staff(_tenant);
        using var answer = await admin.PutAsJsonAsync(Path, sender, Ct);
        return (answer.StatusCode, await answer.Content.ReadFromJsonAsync<JsonElement>(Ct));
    }
}

/// <summary>One that lets senders be of two domains, with a mailbox for answers.</summary>
public sealed class InstallationWithSenders : IAsyncLifetime
{
    public NotificationHost Host { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Host = await NotificationHost.StartAsync(
        new() { ["Smtp:SenderDomains:0"] = "nova.example", ["Smtp:SenderDomains:1"] = "house.example", ["Smtp:ReplyTo"] = "reply@vendor.example" });

    public ValueTask DisposeAsync() => Host?.DisposeAsync() ?? ValueTask.CompletedTask;
}
