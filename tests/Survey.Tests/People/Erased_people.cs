using System.Net.Http.Json;
using ServiceMesh.Contracts;
using ServiceMesh.Testing;

namespace ServiceMesh.Survey.Tests.People;

public sealed class Erased_people
{
    private const string Name = "Canary Kwan", Mail = "canary.kwan@erased.example", Phone = "+8613912345678", Words = "canary words nobody else says";

    private readonly Guid _contact = Guid.CreateVersion7();

    [Fact]
    public async Task Are_found_in_no_table_and_what_they_scored_is()
    {
        await using var host = await SurveyHost.StartAsync();
        await host.DeliverAsync(new ContactChanged
        {
            Tenant = "default", OccurredAt = DateTimeOffset.UtcNow, ContactId = _contact, CustomerId = Guid.CreateVersion7(), Name = Name, Email = Mail, Phones = [Phone], Language = "en",
        }, 1);
        // Answered with words, and called about; one more that is out; one that was corrected to this person.
        var answered = Closed();
        using var answer = await host.Page.PostAsync(await host.InviteAsync(answered), Given.Form("1", "no", Words), TestContext.Current.CancellationToken);
        var call = Assert.Single(await host.PublishedAsync<FollowUpDue>());
        using var staff = host.Staff();
        staff.DefaultRequestHeaders.Add("Idempotency-Key", "once");
        using var made = await staff.PostAsJsonAsync($"/api/v1/follow-ups/{call.FollowUpId}/complete", new { outcome = "unreachable", note = Words }, TestContext.Current.CancellationToken);
        Assert.True(made.IsSuccessStatusCode);
        var open = Closed();
        var link = await host.InviteAsync(open);
        var corrected = Given.Closed(email: "other@example.com");
        await host.DeliverAsync(new TicketContactChanged
        {
            Tenant = "default", TicketId = corrected.TicketId, OccurredAt = DateTimeOffset.UtcNow, ContactId = _contact, ContactName = Name, ContactEmail = Mail, CustomerId = Guid.CreateVersion7(),
            CustomerName = "Other", Language = "en", Entitlement = "covered",
        }, 3);
        await RelayAsync(host);
        foreach (var canary in new[] { Name, Mail, Phone, Words }) Assert.NotEmpty(await Canaries.FindAsync(host.Database, canary, TestContext.Current.CancellationToken));

        await host.DeliverAsync(new PersonErased { Tenant = "default", OccurredAt = DateTimeOffset.UtcNow, ErasureId = Guid.CreateVersion7(), ContactId = _contact, Tickets = 3, Events = 9 }, 1);
        foreach (var ticket in new[] { answered, open, corrected })
        {
            await host.DeliverAsync(new TicketErased
            {
                Tenant = "default", TicketId = ticket.TicketId, OccurredAt = DateTimeOffset.UtcNow, ContactId = _contact, Number = ticket.Card.Number,
            }, 30);
        }

        // What was on its way when they were erased.
        await host.DeliverAsync(corrected, 10);
        await host.DeliverAsync(Closed(), 10);

        await RelayAsync(host);
        foreach (var canary in new[] { Name, Mail, Phone, Words }) Assert.Empty(await Canaries.FindAsync(host.Database, canary, TestContext.Current.CancellationToken));
        Assert.Equal(1, await host.ScalarAsync<int>($"SELECT score FROM surveys WHERE ticket_id = '{answered.TicketId}'"));
        Assert.Equal(1, await host.ScalarAsync<int>($"SELECT attempts FROM follow_ups WHERE id = '{call.FollowUpId}'"));
        Assert.Equal(410, (int)(await host.Page.GetAsync(link, TestContext.Current.CancellationToken)).StatusCode);
        Assert.Equal(0L, await host.ScalarAsync<long>("SELECT count(*) FROM follow_ups WHERE completed_at IS NULL"));
    }

    /// <summary>Nobody carries events away here: what is in the outbox would be gone within a moment.</summary>
    private static async Task RelayAsync(SurveyHost host)
    {
        await using var command = host.Database.CreateCommand("DELETE FROM messaging.outbox");
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    private TicketClosed Closed()
    {
        var closed = Given.Closed(email: Mail, contact: _contact, subject: Words);
        return closed with { Card = closed.Card with { ContactName = Name } };
    }
}
