using ServiceMesh.Contracts;
using ServiceMesh.Testing;

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

    [Fact]
    public async Task Is_found_in_no_table_whatever_address_they_had_and_whatever_came_first()
    {
        const string name = "Canary Kwan", mail = "canary.kwan@erased.example", former = "former.canary@erased.example", words = "canary words nobody else says";
        await using var host = await NotificationHost.StartAsync();
        var contact = Guid.CreateVersion7();
        ContactChanged Told(string called, string? email) => new()
        {
            Tenant = "default", OccurredAt = DateTimeOffset.UtcNow, ContactId = contact, CustomerId = Guid.NewGuid(), Name = called, Email = email, Phones = [], Language = "en",
        };
        await host.DeliverAsync(Told(name, former), 1, publisher: "intake");
        await host.DeliverAsync(Told(name, mail), 2, publisher: "intake");
        await host.PreferAsync(mail, new { digestMinutes = 0 });
        var opened = await host.OpenAsync(Given.Opened(mail, subject: words, name: name) with { ContactId = contact });
        await host.PublishedAsync<NotificationDelivered>(opened.TicketId);
        // Something to the address of before, about no ticket, that is still to be sent.
        await host.ExecuteAsync($"""
            INSERT INTO deliveries (id, tenant, source, template, channel, audience, recipient, recipient_name, language, subject, body_text, state, created_at, person)
            VALUES ('{Guid.CreateVersion7()}', 'default', 'announcement/1', 'announcement', 'email', 'customer', '{former}', '{name}', 'en', 's', '{words}', 'held', now(), '{former}')
            """);
        await host.ExecuteAsync("DELETE FROM messaging.outbox");
        foreach (var canary in new[] { name, mail, former, words }) Assert.NotEmpty(await Canaries.FindAsync(host.Database, canary, TestContext.Current.CancellationToken));

        await host.DeliverAsync(Told("-", null), 3, publisher: "intake");
        await host.DeliverAsync(new PersonErased { Tenant = "default", OccurredAt = DateTimeOffset.UtcNow, ErasureId = Guid.NewGuid(), ContactId = contact, Tickets = 1, Events = 1 }, 1, publisher: "insight");
        await host.DeliverAsync(new TicketErased { Tenant = "default", TicketId = opened.TicketId, OccurredAt = DateTimeOffset.UtcNow, ContactId = contact, Number = opened.Number }, 3, publisher: "intake");

        await host.ExecuteAsync("DELETE FROM messaging.outbox");
        foreach (var canary in new[] { name, mail, former, words }) Assert.Empty(await Canaries.FindAsync(host.Database, canary, TestContext.Current.CancellationToken));
        Assert.Equal("erased", await host.ScalarAsync<string>("SELECT failure FROM deliveries WHERE source = 'announcement/1' AND state = 'dropped'"));
        Assert.Equal(1L, await host.ScalarAsync<long>($"SELECT count(*) FROM deliveries WHERE ticket_id = '{opened.TicketId}' AND state = 'delivered' AND finished_at IS NOT NULL"));
    }

    private Task<long> NamingAsync(TicketOpened opened, string address) => _host.ScalarAsync<long>(
        $"""
        SELECT (SELECT count(*) FROM ticket_copies t WHERE ticket_id = '{opened.TicketId}' AND (t::text ILIKE '%zanzibar%' OR t::text ILIKE '%sunli%' OR t::text ILIKE '%{address}%'))
            + (SELECT count(*) FROM deliveries t WHERE ticket_id = '{opened.TicketId}' AND (t::text ILIKE '%zanzibar%' OR t::text ILIKE '%sunli%' OR t::text ILIKE '%{address}%'))
            + (SELECT count(*) FROM person_notices t WHERE ticket_id = '{opened.TicketId}' AND (t::text ILIKE '%zanzibar%' OR t::text ILIKE '%sunli%'))
        """);
}
