using ServiceMesh.Contracts;
using ServiceMesh.Notification.Tests.Telling_people;
using ServiceMesh.Testing;

namespace ServiceMesh.Notification.Tests.Waking_people;

/// <summary>A manager who is paged for an escalation does not get the notice of the same escalation besides, whichever comes first.</summary>
public sealed class Told_once(PatientNotificationHost usual) : IClassFixture<PatientNotificationHost>
{
    private readonly NotificationHost _host = usual.Host;
    private readonly string _tenant = $"t-{Guid.CreateVersion7():N}";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task By_the_page_whichever_comes_first(bool pageFirst)
    {
        var (paged, other) = (Given.Address(), Given.Address());
        foreach (var manager in new[] { paged, other }) await _host.DeliverAsync(Given.Account(manager, "manager", tenant: _tenant), 1);
        var opened = await _host.OpenAsync(Given.Opened("", tenant: _tenant));
        Event[] events = [Given.Escalated(opened), Given.Paged(opened, paged.ToUpperInvariant(), null, "email", "in-app")];
        foreach (var e in pageFirst ? events.Reverse() : events) await _host.DeliverAsync(e, e is SlaEscalated ? 1 : 5, publisher: e is SlaEscalated ? "sla" : "dispatch");

        await _host.MailAsync(paged);
        Assert.Equal("paged", await _host.ScalarAsync<string>($"SELECT failure FROM deliveries WHERE template = 'sla-escalated' AND person = '{paged}'"));
        Assert.Equal("held", await _host.ScalarAsync<string>($"SELECT state FROM deliveries WHERE template = 'sla-escalated' AND person = '{other}'"));
        Assert.Equal(0L, await _host.ScalarAsync<long>($"SELECT count(*) FROM person_notices WHERE template = 'sla-escalated' AND person = '{paged}' AND read_at IS NULL"));
        Assert.Equal(1L, await _host.ScalarAsync<long>($"SELECT count(*) FROM person_notices WHERE template = 'sla-escalated' AND person = '{other}' AND read_at IS NULL"));
        Assert.Single(_host.Mail.Mailbox.Find(paged));
        Assert.Equal("paged", (await _host.PublishedAsync<NotificationDropped>()).Single(d => d.TicketId == opened.TicketId && d.Template == "sla-escalated").Reason);
    }

    /// <summary>After an outage one look tells of a breach and of its level, and Dispatch pages for that level: the page is enough, in every order.</summary>
    [Theory]
    [InlineData(0, 1, 2)]
    [InlineData(0, 2, 1)]
    [InlineData(1, 0, 2)]
    [InlineData(1, 2, 0)]
    [InlineData(2, 0, 1)]
    [InlineData(2, 1, 0)]
    public async Task By_the_page_also_where_the_same_look_tells_of_the_breach(params int[] order)
    {
        var (paged, other) = (Given.Address(), Given.Address());
        foreach (var manager in new[] { paged, other }) await _host.DeliverAsync(Given.Account(manager, "manager", tenant: _tenant), 1);
        var opened = await _host.OpenAsync(Given.Opened("", tenant: _tenant));
        var due = DateTimeOffset.UtcNow.AddHours(-1);
        FoundLevel[] all =
        [
            new() { Kind = FoundKind.Breach, Clock = "firstResponse", DueAt = due }, new() { Kind = FoundKind.Escalation, Clock = "firstResponse", DueAt = due, Level = 2, Role = "manager" },
        ];
        var together = new FoundTogether { Key = "1", Clocks = ["firstResponse"], All = all };
        Event[] events =
        [
            new SlaBreached { Tenant = _tenant, TicketId = opened.TicketId, OccurredAt = due, Clock = "firstResponse", DueAt = due, Cycle = 1, Together = together },
            Given.Escalated(opened, 2) with { DueAt = due, Together = together },
            Given.Paged(opened, paged, null, "email", "in-app"),
        ];
        foreach (var i in order) await _host.DeliverAsync(events[i], i == 2 ? 5 : i + 1, publisher: i == 2 ? "dispatch" : "sla");

        await _host.MailAsync(paged);
        Assert.Equal(["on-call-paged", "sla-breached paged"], await ListAsync(paged));
        Assert.Equal(0L, await _host.ScalarAsync<long>($"SELECT count(*) FROM person_notices WHERE template LIKE 'sla-%' AND person = '{paged}' AND read_at IS NULL"));
        // Whom nobody pages hears of the breach, and of nothing besides.
        Assert.Equal(["sla-breached"], await ListAsync(other));
        Assert.Equal(1L, await _host.ScalarAsync<long>($"SELECT count(*) FROM person_notices WHERE template LIKE 'sla-%' AND person = '{other}' AND read_at IS NULL"));

        async Task<string[]> ListAsync(string person) => (await _host.ScalarAsync<string>(
            $"SELECT coalesce(string_agg(trim(template || ' ' || coalesce(failure, '')), ',' ORDER BY template), '') FROM deliveries WHERE channel = 'email' AND person = '{person}'")).Split(',');
    }

    /// <summary>No account has the role of a layer: Dispatch finds who that is. A notice would find nobody, and say so falsely.</summary>
    [Theory]
    [InlineData("on-call")]
    [InlineData("on-call-2")]
    public async Task By_the_page_alone_where_a_level_names_a_layer_of_on_call(string role)
    {
        await _host.DeliverAsync(Given.Account(Given.Address(), "manager", tenant: _tenant), 1);
        var opened = await _host.OpenAsync(Given.Opened("", tenant: _tenant));
        await _host.DeliverAsync(Given.Escalated(opened, role: role), 1, publisher: "sla");
        Assert.Equal(0L, await _host.ScalarAsync<long>($"SELECT count(*) FROM deliveries WHERE ticket_id = '{opened.TicketId}' AND template = 'sla-escalated'"));
        Assert.DoesNotContain(await _host.PublishedAsync<NotificationDropped>(), d => d.TicketId == opened.TicketId && d.Template == "sla-escalated");
    }
}
