using System.Text.Json;
using ServiceMesh.Contracts;
using ServiceMesh.ServiceDefaults;
using ServiceMesh.Testing;

namespace ServiceMesh.Intake.Tests.Tickets;

public sealed class Opening_a_ticket(IntakeHost host)
{
    [Fact]
    public async Task Answers_with_number_and_progress_link_and_publishes_one_event()
    {
        var vendor = await Vendor.CreateAsync(host);
        var contract = await vendor.AddContractAsync("K-1", "premium", -1, 1, vendor.Product);
        var answer = await vendor.Staff.PostAsync("/api/v1/tickets", new
        {
            subject = " Printer is on fire ",
            text = "It smokes.\nMuch.",
            contactId = vendor.Contact,
            assetId = vendor.Asset,
            category = "hardware",
            impact = "high",
            urgency = "medium",
            workType = "support",
            channel = "hotline",
            externalReference = "ERP-77",
        });
        Assert.Matches($"^T-{Vendor.Today().Replace("-", "", StringComparison.Ordinal)}-[0-9]{{6}}$", answer.Text("number"));
        Assert.Equal("covered", answer.GetProperty("entitlement").Text("status"));
        Assert.Equal("premium", answer.GetProperty("entitlement").Text("serviceLevel"));

        var opened = Assert.Single(await host.EventsAsync<TicketOpened>(vendor.Tenant));
        Assert.Equal(answer.Id(), opened.TicketId);
        Assert.Equal(answer.Text("number"), opened.Number);
        Assert.Equal("Printer is on fire", opened.Subject);
        Assert.Equal((vendor.Customer, "华东机械"), (opened.CustomerId, opened.CustomerName));
        Assert.Equal((vendor.Contact, "Li Wei", "li.wei@example.com", "zh-CN"), (opened.ContactId, opened.ContactName, opened.ContactEmail, opened.Language));
        Assert.Equal((vendor.Product, "ERP", vendor.Asset), (opened.ProductId, opened.ProductName, opened.AssetId));
        Assert.Equal((contract, "premium"), (opened.ContractId, opened.ServiceLevel));
        Assert.Equal((Channel.Hotline, Level.High, Level.Medium), (opened.Channel, opened.Impact, opened.Urgency));
        Assert.Equal("ERP-77", opened.ExternalReference);

        var token = answer.Text("progressUrl")["https://service.example.com/p/".Length..];
        Assert.Equal(32, token.Length);
        Assert.Equal(LinkTokens.Hash(token), opened.ProgressTokenHash);
        Assert.DoesNotContain(token, JsonSerializer.Serialize(opened), StringComparison.Ordinal);

        var view = await vendor.Staff.FetchAsync($"/api/v1/tickets/{answer.Id()}");
        Assert.Equal("open", view.Text("state"));
        Assert.Equal("K-1", view.GetProperty("contract").Text("number"));
        Assert.Equal("SN-1", view.GetProperty("asset").Text("serialNumber"));
        Assert.Equal("Li Wei", view.GetProperty("contact").Text("name"));
        var listed = Assert.Single((await vendor.Staff.FetchAsync("/api/v1/tickets?externalReference=ERP-77")).Items());
        Assert.Equal("华东机械", listed.Text("customerName"));
    }

    [Theory]
    [InlineData(-10, -1, "expired")]
    [InlineData(1, 10, "not-started")]
    [InlineData(null, null, "none")]
    public async Task States_a_missing_entitlement_and_opens_it_all_the_same(int? from, int? to, string status)
    {
        var vendor = await Vendor.CreateAsync(host);
        if (from is not null)
            await vendor.AddContractAsync("K-1", "premium", from.Value, to!.Value);
        var answer = await vendor.OpenAsync();
        Assert.Equal(status, answer.GetProperty("entitlement").Text("status"));
        var opened = Assert.Single(await host.EventsAsync<TicketOpened>(vendor.Tenant));
        Assert.Null(opened.ContractId);
        Assert.Null(opened.ServiceLevel);
        Assert.Equal(status, (await vendor.Staff.FetchAsync($"/api/v1/tickets/{answer.Id()}")).Text("entitlement"));
    }

    [Fact]
    public async Task For_somebody_unknown_keeps_what_was_said_of_them()
    {
        var vendor = await Vendor.CreateAsync(host);
        var answer = await vendor.Staff.PostAsync("/api/v1/tickets", new
        {
            subject = "Help",
            contact = new { name = "Zhao", email = "Zhao@Example.com", phone = "138 1111 2222", language = "en" },
        });
        var opened = Assert.Single(await host.EventsAsync<TicketOpened>(vendor.Tenant));
        Assert.Equal((null, "Zhao", "zhao@example.com", "en"), (opened.ContactId, opened.ContactName, opened.ContactEmail, opened.Language));
        Assert.Equal("138 1111 2222", (await vendor.Staff.FetchAsync($"/api/v1/tickets/{answer.Id()}")).GetProperty("contact").Text("phone"));
    }

    [Fact]
    public async Task As_a_customer_is_always_as_oneself_by_the_portal()
    {
        var vendor = await Vendor.CreateAsync(host);
        var other = await vendor.AddContactAsync("Somebody Else", null);
        await host.Customer(vendor.Tenant, vendor.Contact).PostAsync("/api/v1/tickets", new
        {
            subject = "Help",
            customerId = Guid.NewGuid(),
            contactId = other,
            contact = new { name = "Boss" },
            channel = "hotline",
        });
        var opened = Assert.Single(await host.EventsAsync<TicketOpened>(vendor.Tenant));
        Assert.Equal((vendor.Contact, vendor.Customer, Channel.Portal), (opened.ContactId, opened.CustomerId, opened.Channel));
        Assert.Equal((ActorKind.Customer, vendor.Contact.ToString()), (opened.By.Kind, opened.By.Id));

        var stranger = (await vendor.Staff.PostAsync("/api/v1/customers", new { name = "Other" })).Id();
        var asset = (await vendor.Staff.PostAsync("/api/v1/assets", new { customerId = stranger, productId = vendor.Product, serialNumber = "SN-9" })).Id();
        var customer = host.Customer(vendor.Tenant, vendor.Contact);
        Assert.Equal("asset.unknown", await customer.RefusedAsync("/api/v1/tickets", new { subject = "Help", assetId = asset }, 400));
        foreach (var contact in new Guid?[] { null, Guid.NewGuid() })
            Assert.Equal("access.no-contact", await host.Customer(vendor.Tenant, contact).RefusedAsync("/api/v1/tickets", new { subject = "Help" }, 403));
    }

    [Fact]
    public async Task Comes_by_the_api_from_an_integration()
    {
        var vendor = await Vendor.CreateAsync(host);
        await host.Integration(vendor.Tenant).PostAsync("/api/v1/tickets", new { subject = "Disk full" });
        Assert.Equal(Channel.Api, Assert.Single(await host.EventsAsync<TicketOpened>(vendor.Tenant)).Channel);
    }

    [Fact]
    public async Task Ignores_what_is_not_the_reporters_to_say()
    {
        var vendor = await Vendor.CreateAsync(host);
        var answer = await vendor.Staff.PostAsync("/api/v1/tickets", new
        {
            subject = "Help",
            id = Guid.Empty,
            number = "T-1",
            tenant = "default",
            kind = "callback",
            state = "closed",
            openedAt = "2020-01-01T00:00:00Z",
            serviceLevel = "premium",
            severity = 1,
            answeredAt = "2020-01-01T00:00:00Z",
            progressTokenHash = "00",
        });
        var opened = Assert.Single(await host.EventsAsync<TicketOpened>(vendor.Tenant));
        Assert.Equal((TicketKind.Request, null, null, null), (opened.Kind, opened.ServiceLevel, opened.ContractId, opened.AnsweredAt));
        Assert.True(opened.OccurredAt > DateTimeOffset.UtcNow.AddMinutes(-1));
        var view = await vendor.Staff.FetchAsync($"/api/v1/tickets/{answer.Id()}");
        Assert.Equal("open", view.Text("state"));
        Assert.NotEqual("T-1", view.Text("number"));
        await host.Customer(vendor.Tenant, vendor.Contact).PostAsync("/api/v1/tickets", new { subject = "Help", contractId = Guid.NewGuid() });
    }

    [Fact]
    public async Task Names_only_what_exists_and_belongs_together()
    {
        var vendor = await Vendor.CreateAsync(host);
        var other = await Vendor.CreateAsync(host);
        var stranger = (await vendor.Staff.PostAsync("/api/v1/customers", new { name = "Other" })).Id();
        var crm = (await vendor.Staff.PostAsync("/api/v1/products", new { code = "CRM", name = "CRM" })).Id();
        Assert.Equal("customer.unknown", await Refused(new { subject = "x", customerId = other.Customer }));
        Assert.Equal("contact.unknown", await Refused(new { subject = "x", contactId = other.Contact }));
        Assert.Equal("product.unknown", await Refused(new { subject = "x", productId = other.Product }));
        Assert.Equal("asset.unknown", await Refused(new { subject = "x", assetId = other.Asset }));
        Assert.Equal("contact.other-customer", await Refused(new { subject = "x", customerId = stranger, contactId = vendor.Contact }));
        Assert.Equal("asset.other-customer", await Refused(new { subject = "x", customerId = stranger, assetId = vendor.Asset }));
        Assert.Equal("asset.other-product", await Refused(new { subject = "x", productId = crm, assetId = vendor.Asset }));
        Assert.Empty(await host.EventsAsync<TicketOpened>(vendor.Tenant));

        Task<string> Refused(object body) => vendor.Staff.RefusedAsync("/api/v1/tickets", body, 400);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("")]
    [InlineData("{\"subject\":")]
    [InlineData("{\"subject\":7}")]
    [InlineData("{\"subject\":\"   \"}")]
    [InlineData("{\"subject\":\"a\",\"subject\":\"b\"}")]
    [InlineData("{\"subject\":\"a\\u0000b\"}")]
    [InlineData("{\"subject\":\"\\ud800\"}")]
    [InlineData("{\"subject\":\"a\\nb\"}")]
    [InlineData("{\"subject\":\"a\",\"impact\":\"enormous\"}")]
    [InlineData("{\"subject\":\"a\",\"impact\":1}")]
    [InlineData("{\"subject\":\"a\",\"customerId\":\"x\"}")]
    [InlineData("{\"subject\":\"a\",\"contact\":{}}")]
    [InlineData("{\"subject\":\"a\",\"contact\":{\"name\":\"x\",\"email\":\"nobody\"}}")]
    public async Task Is_refused_when_the_body_is_wrong(string body)
    {
        var tenant = host.NewTenant();
        Assert.Equal("request.invalid", (await host.Staff(tenant).SendRawAsync("/api/v1/tickets", body, 400)).Text("code"));
        Assert.Empty(await host.EventsAsync(tenant));
    }

    [Fact]
    public async Task Is_bounded()
    {
        var staff = host.Staff(host.NewTenant());
        await staff.PostAsync("/api/v1/tickets", new { subject = new string('s', 200), text = new string('t', 20_000) });
        Assert.Equal("request.invalid", await staff.RefusedAsync("/api/v1/tickets", new { subject = new string('s', 201) }, 400));
        Assert.Equal("request.invalid", await staff.RefusedAsync("/api/v1/tickets", new { subject = "s", text = new string('t', 20_001) }, 400));
    }

    [Fact]
    public async Task Happens_once_for_fifty_parallel_posts_with_one_key()
    {
        var vendor = await Vendor.CreateAsync(host);
        var body = new { subject = "Help", contactId = vendor.Contact };
        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(async _ =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/tickets") { Content = System.Net.Http.Json.JsonContent.Create(body) };
            request.Headers.Add("Idempotency-Key", "one");
            using var response = await vendor.Staff.SendAsync(request);
            var answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
            return ((int)response.StatusCode, Text: (int)response.StatusCode == 201 ? answer.Text("number") : answer.Text("code"));
        }));
        Assert.All(answers, a => Assert.True(a is (201, _) or (409, "idempotency.in-progress"), $"{a}"));
        var opened = Assert.Single(await host.EventsAsync<TicketOpened>(vendor.Tenant));
        Assert.All(answers.Where(a => a.Item1 == 201), a => Assert.Equal(opened.Number, a.Text));
        Assert.Equal(opened.TicketId, (await vendor.Staff.PostAsync("/api/v1/tickets", body, key: "one")).Id());
        Assert.Equal("idempotency.key-reused", (await vendor.Staff.PostAsync("/api/v1/tickets", new { subject = "Other" }, 422, "one")).Text("code"));
        Assert.Single((await vendor.Staff.FetchAsync("/api/v1/tickets")).Items());
    }

    [Fact]
    public async Task Uses_the_tenants_day_and_language()
    {
        var tenant = host.NewTenant();
        await host.DeliverAsync(Tenant("Pacific/Kiritimati", "en"), 2);
        await host.DeliverAsync(Tenant("Asia/Tokyo", "ja"), 1);
        var day = DateOnly.FromDateTime(DateTime.UtcNow.AddHours(14));
        var answer = await host.Staff(tenant).PostAsync("/api/v1/tickets", new { subject = "Help" });
        Assert.StartsWith($"T-{day:yyyyMMdd}-", answer.Text("number"), StringComparison.Ordinal);
        Assert.Equal("en", Assert.Single(await host.EventsAsync<TicketOpened>(tenant)).Language);

        TenantChanged Tenant(string zone, string language) => new()
        {
            Tenant = tenant,
            OccurredAt = DateTimeOffset.UtcNow,
            TenantId = Guid.CreateVersion7(),
            Name = "T",
            TimeZone = zone,
            Languages = [language],
            Brand = "T",
        };
    }
}
