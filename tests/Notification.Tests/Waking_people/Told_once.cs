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
}
