using ServiceMesh.Contracts;

namespace ServiceMesh.Notification.Tests.Erasing;

public sealed class A_person_erased(UsualNotificationHost usual) : IClassFixture<UsualNotificationHost>
{
    private readonly NotificationHost _host = usual.Host;

    [Fact]
    public async Task Leaves_what_was_sent_without_words_or_address()
    {
        var address = Given.Address();
        var opened = await _host.OpenAsync(Given.Opened(address, subject: "Zanzibar ledger", name: "Sunli"));
        await _host.MailAsync(address);
        var engineer = Given.Address();
        await _host.DeliverAsync(Given.Assigned(opened, engineer), 2, publisher: "dispatch");
        await _host.MailAsync(engineer);
        await _host.PublishedAsync<NotificationDelivered>(opened.TicketId);
        // One more is on its way to the customer, and one to staff.
        await _host.ExecuteAsync(
            $"""
            INSERT INTO deliveries (id, tenant, ticket_id, source, template, channel, audience, recipient, recipient_name, language, subject, body_text, state, created_at, urgency, attempts)
            SELECT gen_random_uuid(), tenant, ticket_id, source || '/later', template, channel, audience, recipient, recipient_name, language, subject, body_text, 'held', created_at, urgency, 0
            FROM deliveries WHERE ticket_id = '{opened.TicketId}'
            """);
        Assert.True(await NamingAsync(opened, address) >= 3);

        var erased = new TicketErased { Tenant = opened.Tenant, TicketId = opened.TicketId, OccurredAt = DateTimeOffset.UtcNow, ContactId = Guid.NewGuid(), Number = opened.Number };
        await _host.DeliverAsync(erased, 3, publisher: "intake");
        await _host.DeliverAsync(erased, 4, publisher: "intake");
        Assert.Equal(0L, await NamingAsync(opened, address));
        Assert.Equal(0L, await _host.ScalarAsync<long>($"SELECT count(*) FROM deliveries WHERE ticket_id = '{opened.TicketId}' AND audience = 'customer' AND state NOT IN ('delivered', 'failed', 'dropped')"));
        // Staff are still told, of the ticket by its number; and who of them was told when stays.
        Assert.Equal(1L, await _host.ScalarAsync<long>($"SELECT count(*) FROM deliveries WHERE ticket_id = '{opened.TicketId}' AND audience = 'engineer' AND state = 'held' AND subject LIKE '%{opened.Number}%'"));
        Assert.Equal(1L, await _host.ScalarAsync<long>($"SELECT count(*) FROM deliveries WHERE ticket_id = '{opened.TicketId}' AND state = 'delivered' AND recipient = '{engineer}'"));
    }

    [Fact]
    public async Task Is_forgotten_by_announcements_and_preferences_without_any_ticket()
    {
        var (address, contact) = (Given.Address(), Guid.CreateVersion7());
        await _host.DeliverAsync(new ContactChanged { Tenant = "default", OccurredAt = DateTimeOffset.UtcNow, ContactId = contact, CustomerId = Guid.NewGuid(), Name = "Sunli", Email = address, Phones = [], Language = "en" }, 1, publisher: "intake");
        await _host.ExecuteAsync($"INSERT INTO people (tenant, address) VALUES ('default', '{address}')");
        await _host.DeliverAsync(new PersonErased { Tenant = "default", OccurredAt = DateTimeOffset.UtcNow, ErasureId = Guid.NewGuid(), ContactId = contact, Tickets = 0, Events = 1 }, 1, publisher: "insight");
        Assert.Equal(0L, await _host.ScalarAsync<long>($"SELECT count(*) FROM people WHERE address = '{address}'"));
    }

    private Task<long> NamingAsync(TicketOpened opened, string address) => _host.ScalarAsync<long>(
        $"""
        SELECT (SELECT count(*) FROM ticket_copies t WHERE ticket_id = '{opened.TicketId}' AND (t::text ILIKE '%zanzibar%' OR t::text ILIKE '%sunli%' OR t::text ILIKE '%{address}%'))
            + (SELECT count(*) FROM deliveries t WHERE ticket_id = '{opened.TicketId}' AND (t::text ILIKE '%zanzibar%' OR t::text ILIKE '%sunli%' OR t::text ILIKE '%{address}%'))
            + (SELECT count(*) FROM person_notices t WHERE ticket_id = '{opened.TicketId}' AND (t::text ILIKE '%zanzibar%' OR t::text ILIKE '%sunli%'))
        """);
}
