using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using ServiceMesh.Contracts;
using ServiceMesh.Testing;

namespace ServiceMesh.Notification.Tests.Announcing;

public sealed class An_announcement(UsualNotificationHost usual) : IClassFixture<UsualNotificationHost>
{
    private static readonly string[] s_mail = ["email"];
    private readonly NotificationHost _host = usual.Host;
    private readonly string _tenant = $"t-{Guid.CreateVersion7():N}";

    [Fact]
    public async Task Goes_once_to_the_customers_of_a_product_in_their_language_and_counts()
    {
        var (product, other) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var chinese = await ContactAsync(product, "zh-CN");
        var english = await ContactAsync(product, "en", chinese.Customer);
        var outside = await ContactAsync(other, "en");
        var expired = await ContactAsync(product, "en", ends: new DateOnly(2020, 1, 1));
        var unwilling = await ContactAsync(product, "en", chinese.Customer);
        await _host.ExecuteAsync($"INSERT INTO people (tenant, address, suppressed) VALUES ('{_tenant}', '{unwilling.Email}', 'unsubscribed')");
        using var manager = _host.Staff(_tenant);
        var id = await CreateAsync(manager, 6000, new { productIds = new[] { product } });

        var audience = await manager.GetFromJsonAsync<JsonElement>($"/api/v1/notifications/announcements/{id}/audience", TestContext.Current.CancellationToken);
        Assert.Equal(2, audience.GetProperty("count").GetInt32());
        Assert.All(audience.GetProperty("sample").EnumerateArray(), s => Assert.StartsWith("a***@", s.GetProperty("address").GetString(), StringComparison.Ordinal));
        Assert.Empty(_host.Mail.Mailbox.Find(chinese.Email));

        Assert.Equal(HttpStatusCode.NoContent, (await PostAsync(manager, id, "start")).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await PostAsync(manager, id, "start")).StatusCode);
        var mail = await _host.MailAsync(chinese.Email);
        Assert.Equal("系统升级", mail.Subject);
        Assert.Contains("今晚 {{name}} <b>停机</b>", mail.Text, StringComparison.Ordinal);
        Assert.Contains("&lt;b&gt;停机", mail.Html!, StringComparison.Ordinal);
        Assert.Equal("List-Unsubscribe=One-Click", mail.Header("List-Unsubscribe-Post"));
        Assert.Equal("Upgrade tonight", (await _host.MailAsync(english.Email)).Subject);
        await Eventually.Async(async () => await StateAsync(manager, id) is var (state, total, delivered) && state == "done" && total == 2 && delivered == 2, what: "it is done and counted");
        foreach (var not in new[] { outside.Email, expired.Email, unwilling.Email }) Assert.Empty(_host.Mail.Mailbox.Find(not));
        Assert.Single(_host.Mail.Mailbox.Find(english.Email));
    }

    [Fact]
    public async Task Of_an_upgrade_reaches_the_customers_whose_window_it_is_each_once_by_the_way_they_have()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await receiver.RegisterAsync(_host, _tenant, "AnnouncementStarted");
        await _host.ProvideAsync(new { name = "sms", kind = "sms-http", url = $"{new Uri(receiver.Url).GetLeftPart(UriPartial.Authority)}/sms", perMinute = 0 }, _tenant);
        var (chosen, inWindow, off, later) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());
        var opens = DateTimeOffset.UtcNow.AddDays(3);
        var run = await RunAsync(chosen, opens.AddDays(20));
        await RunAsync(inWindow, opens);
        await RunAsync(off, opens, called: "off");
        await RunAsync(later, opens.AddDays(5));
        var (mail, bounced) = (Given.Address(), Given.Address());
        await ContactOfAsync(chosen, mail, "+8613811111111");
        await ContactOfAsync(chosen, bounced, "+8613822222222");
        await _host.ExecuteAsync($"INSERT INTO people (tenant, address, suppressed) VALUES ('{_tenant}', '{bounced}', 'bounced')");
        await ContactOfAsync(inWindow, null, "+8613833333333");
        var wrote = await ContactOfAsync(inWindow, null);
        await ContactOfAsync(inWindow, null);
        foreach (var stranger in new[] { off, later }) await ContactOfAsync(stranger, Given.Address());
        await _host.OpenAsync(Given.Opened("", channel: Channel.Im, tenant: _tenant) with { ContactId = wrote });
        var conversation = await _host.OpenAsync(Given.Opened("", channel: Channel.Im, tenant: _tenant) with { ContactId = wrote });

        using var manager = _host.Staff(_tenant);
        var id = await CreateAsync(manager, 6000, new { runIds = new[] { run }, window = new { from = opens.AddHours(-1), to = opens.AddHours(1) } });
        var audience = await manager.GetFromJsonAsync<JsonElement>($"/api/v1/notifications/announcements/{id}/audience", TestContext.Current.CancellationToken);
        Assert.Equal("{\"email\":1,\"im\":1,\"sms\":2,\"webhook\":1}", audience.GetProperty("byChannel").ToString());
        Assert.Equal((4, 1), (audience.GetProperty("count").GetInt32(), audience.GetProperty("unreachable").GetInt32()));

        Assert.Equal(HttpStatusCode.NoContent, (await PostAsync(manager, id, "start")).StatusCode);
        await _host.MailAsync(mail, "Upgrade tonight");
        var said = await Eventually.Async(async () => (await _host.PublishedAsync<ReplyRequested>()).FirstOrDefault(r => r.TicketId == conversation.TicketId && r.Text.Contains("We will be away", StringComparison.Ordinal)));
        await _host.DeliverAsync(new MessageFailed { Tenant = _tenant, TicketId = said.TicketId, OccurredAt = DateTimeOffset.UtcNow, MessageId = said.MessageId, Reason = "outside-reply-window" }, 2, publisher: "intake");
        await Eventually.Async(async () => await StateAsync(manager, id) is var (state, total, delivered) && state == "done" && total == 5 && delivered == 4, TimeSpan.FromSeconds(60), "it is done and counted");
        var calls = receiver.Calls.ToLookup(c => c.Path);
        Assert.Equal(["+8613822222222", "+8613833333333"], calls["/sms"].Select(c => JsonDocument.Parse(c.Body).RootElement.GetProperty("to").GetString()).Order(StringComparer.Ordinal));
        Assert.All(calls["/sms"], c => Assert.Equal("Upgrade tonight\nWe will be away.", JsonDocument.Parse(c.Body).RootElement.GetProperty("text").GetString()));
        var hook = JsonDocument.Parse(Assert.Single(calls["/hook"]).Body).RootElement;
        Assert.Equal(("AnnouncementStarted", id), (hook.GetProperty("type").GetString(), hook.GetProperty("data").GetProperty("announcementId").GetGuid()));
        var view = await manager.GetFromJsonAsync<JsonElement>($"/api/v1/notifications/announcements/{id}", TestContext.Current.CancellationToken);
        Assert.Equal((1, 1), (view.GetProperty("byChannel").GetProperty("im").GetProperty("failed").GetInt32(), view.GetProperty("failed").GetInt32()));
        // What the conversation did not take is for whoever announced, and is sent no other way.
        Assert.Equal(5L, await _host.ScalarAsync<long>($"SELECT count(*) FROM deliveries WHERE tenant = '{_tenant}' AND source LIKE 'announcement/%'"));
        Assert.Equal(0L, await _host.ScalarAsync<long>($"SELECT count(*) FROM deliveries WHERE tenant = '{_tenant}' AND (source LIKE 'instead/%' OR template = 'delivery-failed')"));

        var onlyMail = await CreateAsync(manager, 6000, new { customerIds = new[] { inWindow }, channels = s_mail });
        var nobody = await manager.GetFromJsonAsync<JsonElement>($"/api/v1/notifications/announcements/{onlyMail}/audience", TestContext.Current.CancellationToken);
        Assert.Equal((0, 3), (nobody.GetProperty("count").GetInt32(), nobody.GetProperty("unreachable").GetInt32()));
    }

    [Fact]
    public async Task Of_a_person_who_is_erased_keeps_no_number()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await _host.ProvideAsync(new { name = "sms", kind = "sms-http", url = receiver.Url, perMinute = 0 }, _tenant);
        var customer = Guid.CreateVersion7();
        var contact = await ContactOfAsync(customer, null, "+8613844444444");
        using var manager = _host.Staff(_tenant);
        var id = await CreateAsync(manager, 6000, new { customerIds = new[] { customer } });
        Assert.Equal(HttpStatusCode.NoContent, (await PostAsync(manager, id, "start")).StatusCode);
        await Eventually.Async(async () => await StateAsync(manager, id) is ("done", 1, 1), TimeSpan.FromSeconds(60), "it was told");
        // Intake tells first that there is no number any more.
        await _host.DeliverAsync(new ContactChanged { Tenant = _tenant, OccurredAt = DateTimeOffset.UtcNow, ContactId = contact, CustomerId = customer, Name = "", Phones = [], Language = "en" }, 2);
        await _host.DeliverAsync(new PersonErased { Tenant = _tenant, OccurredAt = DateTimeOffset.UtcNow, ErasureId = Guid.NewGuid(), ContactId = contact, Tickets = 0, Events = 1 }, 1, publisher: "insight");
        foreach (var (table, column) in new[] { ("announcement_recipients", "address"), ("deliveries", "recipient"), ("contact_addresses", "address") })
            Assert.Equal(0L, await _host.ScalarAsync<long>($"SELECT count(*) FROM {table} WHERE {column} LIKE '%13844444444'"));
    }

    [Fact]
    public async Task Keeps_its_pace_and_stops_when_told()
    {
        var product = Guid.CreateVersion7();
        var customer = Guid.CreateVersion7();
        for (var i = 0; i < 5; i++) await ContactAsync(product, "en", customer);
        using var manager = _host.Staff(_tenant);
        var id = await CreateAsync(manager, 1, new { customerIds = new[] { customer } });
        Assert.Equal(HttpStatusCode.NoContent, (await PostAsync(manager, id, "start")).StatusCode);
        await Eventually.Async(async () => await StateAsync(manager, id) is var (_, total, delivered) && total == 5 && delivered == 1, what: "one a minute went out");
        Assert.Equal(HttpStatusCode.NoContent, (await PostAsync(manager, id, "stop")).StatusCode);
        Assert.Equal(("stopped", 5, 1), await StateAsync(manager, id));
        Assert.Equal(0L, await _host.ScalarAsync<long>($"SELECT count(*) FROM messaging.timers WHERE kind = 'announce' AND tenant = '{_tenant}'"));
        using var stranger = _host.Staff($"{_tenant}-other");
        Assert.Equal(HttpStatusCode.NotFound, (await PostAsync(stranger, id, "stop")).StatusCode);
    }

    [Theory]
    [InlineData("{\"texts\":{}}")]
    [InlineData("{\"texts\":{\"de\":{\"subject\":\"s\",\"text\":\"t\"}}}")]
    [InlineData("{\"texts\":{\"en\":{\"subject\":\"a\\r\\nBcc: x@example.com\",\"text\":\"t\"}}}")]
    [InlineData("{\"texts\":{\"en\":{\"subject\":\"\",\"text\":\"t\"}}}")]
    [InlineData("{\"texts\":{\"en\":{\"subject\":\"s\",\"text\":\"t\"}},\"perMinute\":0}")]
    [InlineData("{\"texts\":{\"en\":{\"subject\":\"s\",\"text\":\"t\"}},\"audience\":{\"channels\":[]}}")]
    [InlineData("{\"texts\":{\"en\":{\"subject\":\"s\",\"text\":\"t\"}},\"audience\":{\"channels\":[\"fax\"]}}")]
    [InlineData("{\"texts\":{\"en\":{\"subject\":\"s\",\"text\":\"t\"}},\"audience\":{\"runIds\":[\"019400aa-0000-7000-8000-000000000001\"]}}")]
    [InlineData("{\"texts\":{\"en\":{\"subject\":\"s\",\"text\":\"t\"}},\"audience\":{\"window\":{\"from\":\"2026-12-02T00:00:00Z\",\"to\":\"2026-12-01T00:00:00Z\"}}}")]
    public async Task That_makes_no_sense_is_refused(string body)
    {
        using var manager = _host.Staff(_tenant);
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        Assert.Equal(HttpStatusCode.BadRequest, (await manager.PostAsync("/api/v1/notifications/announcements", content, TestContext.Current.CancellationToken)).StatusCode);
    }

    private async Task<(string Email, Guid Customer)> ContactAsync(Guid product, string language, Guid? customer = null, DateOnly? ends = null)
    {
        var (email, owner) = (Given.Address(), customer ?? Guid.CreateVersion7());
        var now = DateTimeOffset.UtcNow;
        await _host.DeliverAsync(new ContactChanged { Tenant = _tenant, OccurredAt = now, ContactId = Guid.CreateVersion7(), CustomerId = owner, Name = "Li Wei", Email = email, Phones = [], Language = language }, 1);
        await _host.DeliverAsync(new ContractChanged
        {
            Tenant = _tenant, OccurredAt = now, ContractId = Guid.CreateVersion7(), CustomerId = owner, Number = Guid.NewGuid().ToString("N"), StartsOn = new DateOnly(2019, 1, 1),
            EndsOn = ends ?? new DateOnly(2099, 1, 1), ServiceLevel = "premium", ProductIds = [product],
        }, 1);
        return (email, owner);
    }

    private async Task<Guid> ContactOfAsync(Guid customer, string? email, params string[] phones)
    {
        var id = Guid.CreateVersion7();
        await _host.DeliverAsync(new ContactChanged { Tenant = _tenant, OccurredAt = DateTimeOffset.UtcNow, ContactId = id, CustomerId = customer, Name = "Li Wei", Email = email, Phones = phones, Language = "en" }, 1);
        return id;
    }

    private async Task<Guid> RunAsync(Guid customer, DateTimeOffset from, string? called = null)
    {
        var card = new MaintenanceRunCard
        {
            RunId = Guid.CreateVersion7(), PlanId = Guid.CreateVersion7(), PlanName = "ERP upgrade", Kind = MaintenanceKind.Upgrade, ContractId = Guid.CreateVersion7(), ContractNumber = "C-1",
            CustomerId = customer, OccursOn = DateOnly.FromDateTime(from.UtcDateTime), From = from, To = from.AddHours(4), Zone = "Asia/Shanghai", DueAt = from.AddHours(28),
            Cover = MaintenanceCover.Covered, TeamId = Guid.CreateVersion7(), TeamName = "ERP",
        };
        await _host.DeliverAsync(new MaintenanceRunScheduled { Tenant = _tenant, OccurredAt = DateTimeOffset.UtcNow, Card = card }, 1);
        if (called is not null) await _host.DeliverAsync(new MaintenanceRunCancelled { Tenant = _tenant, OccurredAt = DateTimeOffset.UtcNow, Card = card, Reason = called, WasOverdue = false }, 2);
        return card.RunId;
    }

    private static async Task<Guid> CreateAsync(HttpClient manager, int perMinute, object audience)
    {
        var texts = new { zh = new { subject = "系统升级", text = "今晚 {{name}} <b>停机</b>" }, en = new { subject = "Upgrade tonight", text = "We will be away." } };
        using var answer = await manager.PostAsJsonAsync("/api/v1/notifications/announcements", new { texts, audience, perMinute }, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        return (await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken)).GetProperty("id").GetGuid();
    }

    private static Task<HttpResponseMessage> PostAsync(HttpClient manager, Guid id, string what) =>
        manager.PostAsync($"/api/v1/notifications/announcements/{id}/{what}", null, TestContext.Current.CancellationToken);

    private static async Task<(string State, int Total, int Delivered)> StateAsync(HttpClient manager, Guid id)
    {
        var view = await manager.GetFromJsonAsync<JsonElement>($"/api/v1/notifications/announcements/{id}", TestContext.Current.CancellationToken);
        return (view.GetProperty("state").GetString()!, view.GetProperty("total").GetInt32(), view.GetProperty("delivered").GetInt32());
    }
}
