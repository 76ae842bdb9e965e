using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using ServiceMesh.Contracts;
using ServiceMesh.Testing;

namespace ServiceMesh.Notification.Tests.Announcing;

public sealed class An_announcement(UsualNotificationHost usual) : IClassFixture<UsualNotificationHost>
{
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
