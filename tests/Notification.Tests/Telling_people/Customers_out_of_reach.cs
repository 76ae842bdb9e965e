using System.Web;
using Microsoft.AspNetCore.Http;
using ServiceMesh.Contracts;
using ServiceMesh.Testing;

namespace ServiceMesh.Notification.Tests.Telling_people;

/// <summary>A customer who cannot be told is told by another way, or whoever works on the ticket knows.</summary>
public sealed class Customers_out_of_reach(UsualNotificationHost usual) : IClassFixture<UsualNotificationHost>
{
    private readonly NotificationHost _host = usual.Host;
    private readonly string _tenant = $"t-{Guid.CreateVersion7():N}";

    [Fact]
    public async Task The_engineer_hears_once_that_no_mail_goes_to_the_customers_address_any_more()
    {
        var (engineer, customer) = (Given.Address(), Given.Address());
        var opened = await _host.OpenAsync(Given.Opened(customer, tenant: _tenant));
        await _host.MailAsync(customer);
        await _host.DeliverAsync(Given.Assigned(opened, engineer, mode: "claimed", language: "en"), 2);
        await _host.ExecuteAsync($"INSERT INTO people (tenant, address, suppressed, suppressed_at) VALUES ('{_tenant}', '{customer}', 'bounced', now())");

        await _host.DeliverAsync(Given.Message(opened, "Please restart it"), 3);
        var mail = await _host.MailAsync(engineer, "did not get");
        Assert.Contains("mail to this address came back before", mail.Text, StringComparison.Ordinal);
        Assert.Contains("Your message", mail.Subject, StringComparison.Ordinal);
        await _host.DeliverAsync(Given.Message(opened, "Did it help?"), 4);
        Assert.Equal("suppressed:2", await LostAsync(opened));
        Assert.Equal(1L, await NoticesAsync(opened));
    }

    [Fact]
    public async Task Without_any_address_the_engineer_is_told_when_there_is_one()
    {
        var (engineer, manager) = (Given.Address(), Given.Address());
        await _host.DeliverAsync(Given.Account(manager, "manager", tenant: _tenant), 1);
        var opened = await _host.OpenAsync(Given.Opened("", channel: Channel.Hotline, tenant: _tenant));
        Assert.Equal(0L, await NoticesAsync(opened));
        await _host.DeliverAsync(Given.Assigned(opened, engineer, mode: "claimed"), 2);
        await _host.DeliverAsync(Given.Message(opened, "请重启"), 3);
        Assert.Contains("没有可用的地址", (await _host.MailAsync(engineer, "未能送达客户")).Text, StringComparison.Ordinal);
        Assert.Empty(_host.Mail.Mailbox.Find(manager));

        // An address that cannot be one is somebody's mistake: the managers of a ticket that nobody has are told.
        var wrong = await _host.OpenAsync(Given.Opened("nobody at all", tenant: _tenant));
        await _host.MailAsync(manager, "did not get");
        Assert.Equal("bad-address:1", await LostAsync(wrong));
    }

    [Fact]
    public async Task Who_has_a_telephone_and_no_address_is_told_by_SMS_where_the_tenant_has_it()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await _host.ProvideAsync(new { name = "sms", kind = "sms-twilio", url = receiver.Url, account = "AC1", secret = "token", sender = "+8610000000" }, _tenant);
        var (contact, engineer) = (Guid.CreateVersion7(), Given.Address());
        await _host.DeliverAsync(Contact(contact, "+8613812345678", "+861062223333"), 2);
        await _host.DeliverAsync(Contact(contact, "+8613900000000"), 1);
        var opened = await _host.OpenAsync(Given.Opened("", "zh", "打印机离线", channel: Channel.Hotline, tenant: _tenant) with { ContactId = contact });
        await _host.DeliverAsync(Given.Assigned(opened, engineer, mode: "claimed"), 2);
        await _host.DeliverAsync(Given.Message(opened, "请重启打印机"), 3);

        await Eventually.Async(() => receiver.Calls.Count == 2, TimeSpan.FromSeconds(60), "acknowledgement and reply went by SMS");
        var sent = receiver.Calls.Select(c => HttpUtility.ParseQueryString(c.Body)).ToList();
        Assert.All(sent, s => Assert.Equal("+8613812345678", s["To"]));
        Assert.Contains(sent, s => s["Body"]!.Contains("已收到您的服务请求", StringComparison.Ordinal) && s["Body"]!.Contains($"https://service.example.com/p/{Given.Open(opened.SealedProgressToken)}", StringComparison.Ordinal));
        Assert.Contains(sent, s => s["Body"]!.Contains("给您留言", StringComparison.Ordinal));
        Assert.Equal(0L, await NoticesAsync(opened));

        // A corrected contact is the one who is told from then on.
        var other = Guid.CreateVersion7();
        await _host.DeliverAsync(Contact(other, "+8613700000000"), 1);
        await _host.DeliverAsync(new TicketContactChanged
        {
            Tenant = _tenant, TicketId = opened.TicketId, OccurredAt = DateTimeOffset.UtcNow, ContactId = other, ContactName = "Zhou Yu", CustomerId = Guid.CreateVersion7(), CustomerName = "Huaxin Textiles",
            Language = "zh", Entitlement = "none",
        }, 4, publisher: "intake");
        await _host.DeliverAsync(Given.Message(opened, "还好吗？"), 5);
        await Eventually.Async(() => receiver.Calls.Any(c => HttpUtility.ParseQueryString(c.Body)["To"] == "+8613700000000"), TimeSpan.FromSeconds(60), "the right contact got it");

        // When the provider refuses, the engineer hears of it.
        receiver.Answer = (http, _) =>
        {
            http.Response.StatusCode = 400;
            return Task.CompletedTask;
        };
        await _host.DeliverAsync(Given.Message(opened, "请回电"), 6);
        await _host.MailAsync(engineer, "未能送达客户");
    }

    private ContactChanged Contact(Guid id, params string[] phones) => new()
    {
        Tenant = _tenant, OccurredAt = DateTimeOffset.UtcNow, ContactId = id, CustomerId = Guid.CreateVersion7(), Name = "Li Wei", Phones = phones, Language = "zh-CN",
    };

    private Task<string> LostAsync(TicketOpened opened) => _host.ScalarAsync<string>(
        $"SELECT min(failure) || ':' || count(*) FROM deliveries WHERE ticket_id = '{opened.TicketId}' AND audience = 'customer' AND state = 'dropped'");

    private Task<long> NoticesAsync(TicketOpened opened) => _host.ScalarAsync<long>(
        $"SELECT count(*) FROM deliveries WHERE ticket_id = '{opened.TicketId}' AND template = 'delivery-failed' AND channel = 'email'");
}
