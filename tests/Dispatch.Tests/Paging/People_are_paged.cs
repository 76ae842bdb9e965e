using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using ServiceMesh.Contracts;
using ServiceMesh.ServiceDefaults;
using ServiceMesh.Testing;
using Xunit;

namespace ServiceMesh.Dispatch.Tests.Paging;

public sealed class People_are_paged(DispatchApp app)
{
    [Fact]
    public async Task A_level_of_a_clock_pages_who_is_on_call_until_somebody_takes_it_on()
    {
        var (vendor, team, ticket) = await OnCallAsync();
        await app.DeliverAsync(Escalated(vendor, ticket, "on-call"));
        var page = Assert.Single(await vendor.PublishedAsync<OnCallPaged>());
        Assert.Equal(("Li", "on-call-1", 1, 0, 1), (page.Person.Name, page.Target, page.Step, page.Reminder, page.Level));
        Assert.Equal(page.OccurredAt.AddMinutes(10), page.AckUntil);
        Assert.Equal((page.AckUntil, team), (await DueAsync(ticket), page.Card.TeamId));
        await app.DeliverAsync(Escalated(vendor, ticket, "on-call"));
        Assert.Single(await vendor.PublishedAsync<OnCallPaged>());

        var acknowledged = await vendor.ActAsync(ticket, "acknowledge");
        Assert.Equal(("acknowledged", "Ana", "desk"),
            (acknowledged.GetProperty("state").GetString(), acknowledged.GetProperty("endedBy").GetString(), acknowledged.GetProperty("endedVia").GetString()));
        await vendor.ActAsync(ticket, "acknowledge");
        var e = Assert.Single(await vendor.PublishedAsync<EscalationAcknowledged>());
        Assert.Equal(("resolution", 1, 1, 1, "desk", "Ana"), (e.Clock, e.Level, e.Run, e.Step, e.Via, e.By.Name));
        Assert.Null(await DueAsync(ticket));
        await app.DeliverAsync(Escalated(vendor, ticket, "manager", level: 2));
        Assert.Single(await vendor.PublishedAsync<OnCallPaged>());
        Assert.Single((await vendor.GetAsync($"/api/v1/work/{ticket}/pagings")).GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task Nobody_answering_reminds_and_then_pages_the_manager_and_then_says_so()
    {
        var (vendor, team, ticket) = await OnCallAsync();
        var manager = await AccountAsync(vendor, "Mei", "manager");
        await PutAsync(vendor, $"/api/v1/teams/{team}/settings", new { paging = new { reminders = 1, minutes = 10, managerAccountId = manager } });
        await app.DeliverAsync(Escalated(vendor, ticket, "on-call"));
        foreach (var expected in new[] { 2, 3, 4 })
        {
            await DueNowAsync(ticket);
            await Eventually.Async(async () => (await vendor.PublishedAsync<OnCallPaged>()).Count == expected, what: $"page {expected} goes out");
        }

        Assert.Equal(
            [("Li", 1, 0), ("Li", 1, 1), ("Mei", 3, 0), ("Mei", 3, 1)],
            (await vendor.PublishedAsync<OnCallPaged>()).Select(p => (p.Person.Name, p.Step, p.Reminder)));
        await DueNowAsync(ticket);
        await Eventually.Async(async () => (await vendor.PublishedAsync<EscalationUnanswered>()).Count == 1, what: "nobody answered");
        Assert.Equal("escalation.none", await vendor.RefusedAsync(HttpStatusCode.Conflict, ticket, "acknowledge"));
    }

    [Theory]
    [InlineData("resolve")]
    [InlineData("cancel")]
    public async Task A_ticket_that_ends_ends_the_paging(string action)
    {
        var (vendor, _, ticket) = await OnCallAsync();
        await vendor.ActAsync(ticket, "escalate", new { reason = "Month end" });
        Assert.Equal(("Month end", 0), (await vendor.PublishedAsync<OnCallPaged>()).Select(p => (p.Reason, p.Level)).Single());
        await vendor.ActAsync(ticket, action, new { resolution = "Restarted", reason = "Withdrawn" });
        Assert.Null(await DueAsync(ticket));
        var paging = Assert.Single((await vendor.GetAsync($"/api/v1/work/{ticket}/pagings")).GetProperty("items").EnumerateArray());
        Assert.Equal("stopped", paging.GetProperty("state").GetString());
        await app.DeliverAsync(Escalated(vendor, ticket, "on-call"));
        Assert.Single(await vendor.PublishedAsync<OnCallPaged>());
    }

    [Fact]
    public async Task Another_team_is_told_by_its_own_ladder_and_the_old_one_no_longer()
    {
        var (vendor, _, ticket) = await OnCallAsync();
        await AccountAsync(vendor, "Mei", "manager");
        var network = await vendor.TeamAsync("Network");
        await PutAsync(vendor, $"/api/v1/teams/{network}/settings", new { paging = new { reminders = 0, minutes = 5, ladder = Vendor.List("manager") } });
        await app.DeliverAsync(Escalated(vendor, ticket, "on-call"));
        await vendor.ActAsync(ticket, "assign", new { teamId = network });
        var pages = await vendor.PublishedAsync<OnCallPaged>();
        Assert.Equal([("Li", "on-call-1"), ("Mei", "manager")], pages.Select(p => (p.Person.Name, p.Target)));
        Assert.Equal((network, pages[1].AckUntil), (pages[1].Card.TeamId!.Value, (await DueAsync(ticket))!.Value));
        var pagings = (await vendor.GetAsync($"/api/v1/work/{ticket}/pagings")).GetProperty("items").EnumerateArray().ToList();
        Assert.Equal([("active", null), ("stopped", "team-changed")], pagings.Select(p => (p.GetProperty("state").GetString(), p.GetProperty("endedBy").GetString())));
        // The same level does not page again, and the new team's answer ends it.
        await app.DeliverAsync(Escalated(vendor, ticket, "on-call"));
        Assert.Equal(2, (await vendor.PublishedAsync<OnCallPaged>()).Count);
        await vendor.ActAsync(ticket, "acknowledge");
        Assert.Equal("resolution", Assert.Single(await vendor.PublishedAsync<EscalationAcknowledged>()).Clock);
        Assert.Null(await DueAsync(ticket));
        // Within the team nothing is told anew.
        await vendor.ActAsync(ticket, "assign", new { teamId = network });
        Assert.Equal(2, (await vendor.PublishedAsync<OnCallPaged>()).Count);
    }

    [Fact]
    public async Task The_link_shows_a_button_and_acknowledges_once_as_the_person_paged()
    {
        var (vendor, _, ticket) = await OnCallAsync();
        await app.DeliverAsync(Escalated(vendor, ticket, "on-call"));
        var page = Assert.Single(await vendor.PublishedAsync<OnCallPaged>());
        var token = app.Services.GetRequiredService<LinkTokens>().Open(page.SealedToken!);
        using var anybody = app.Client();
        var ct = TestContext.Current.CancellationToken;
        Assert.Contains("<button", await anybody.GetStringAsync($"/a/{token}", ct), StringComparison.Ordinal);
        Assert.Empty(await vendor.PublishedAsync<EscalationAcknowledged>());
        for (var press = 0; press < 2; press++)
        {
            using var answer = await anybody.PostAsync($"/a/{token}", null, ct);
            Assert.Contains("Li has taken it on.", await answer.Content.ReadAsStringAsync(ct), StringComparison.Ordinal);
        }

        var e = Assert.Single(await vendor.PublishedAsync<EscalationAcknowledged>());
        Assert.Equal(("link", "Li", ActorKind.Staff), (e.Via, e.By.Name, e.By.Kind));
        Assert.DoesNotContain("<button", await anybody.GetStringAsync($"/a/{token}", ct), StringComparison.Ordinal);
        using var wrong = await anybody.GetAsync($"/a/{token}x", ct);
        Assert.Equal(HttpStatusCode.NotFound, wrong.StatusCode);
    }

    [Fact]
    public async Task A_key_pressed_in_the_call_acknowledges_once_as_the_person_paged_and_only_that_paging()
    {
        var (vendor, _, ticket) = await OnCallAsync();
        await app.DeliverAsync(Escalated(vendor, ticket, "on-call"));
        var page = Assert.Single(await vendor.PublishedAsync<OnCallPaged>());
        var pressed = new PageAcknowledged { Tenant = vendor.Tenant, TicketId = ticket, OccurredAt = DateTimeOffset.UtcNow, PagingId = page.PagingId, PageId = page.PageId };
        await app.DeliverAsync(pressed with { PageId = Guid.NewGuid() });
        await app.DeliverAsync(pressed with { PagingId = Guid.NewGuid() });
        Assert.Empty(await vendor.PublishedAsync<EscalationAcknowledged>());
        for (var press = 0; press < 2; press++) await app.DeliverAsync(pressed);
        var e = Assert.Single(await vendor.PublishedAsync<EscalationAcknowledged>());
        Assert.Equal(("keypress", "Li", ActorKind.Staff), (e.Via, e.By.Name, e.By.Kind));
        Assert.Null(await DueAsync(ticket));
        var paging = Assert.Single((await vendor.GetAsync($"/api/v1/work/{ticket}/pagings")).GetProperty("items").EnumerateArray());
        Assert.Equal(("acknowledged", "keypress"), (paging.GetProperty("state").GetString(), paging.GetProperty("endedVia").GetString()));
        // A recorded press says nothing of a paging that comes later.
        await vendor.ActAsync(ticket, "escalate", new { reason = "Worse" });
        await app.DeliverAsync(pressed);
        Assert.Single(await vendor.PublishedAsync<EscalationAcknowledged>());
    }

    [Fact]
    public async Task Many_acknowledgements_at_once_are_one()
    {
        var (vendor, _, ticket) = await OnCallAsync();
        await app.DeliverAsync(Escalated(vendor, ticket, "on-call"));
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => vendor.ActAsync(ticket, "acknowledge")));
        Assert.Single(await vendor.PublishedAsync<EscalationAcknowledged>());
    }

    [Theory]
    [InlineData("""{"paging":{"ladder":["manager","on-call-1","manager"]}}""")]
    [InlineData("""{"paging":{"ladder":[]}}""")]
    [InlineData("""{"paging":{"ladder":["everybody"]}}""")]
    [InlineData("""{"paging":{"minutes":0}}""")]
    [InlineData("""{"paging":{"reminders":11}}""")]
    public async Task Ladders_that_come_back_to_a_step_and_other_nonsense_are_refused(string body)
    {
        var vendor = app.NewVendor();
        var team = await vendor.TeamAsync("Desk");
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        Assert.Equal("request.invalid", await vendor.ProblemAsync(HttpStatusCode.BadRequest, HttpMethod.Put, $"/api/v1/teams/{team}/settings", content));
    }

    private Task<(Vendor Vendor, Guid Team, Guid Ticket)> OnCallAsync() => OnCall.OpenAsync(app);

    private async Task<Guid> AccountAsync(Vendor vendor, string name, string role)
    {
        var id = Guid.CreateVersion7();
        await app.DeliverAsync(new AccountChanged
        {
            Tenant = vendor.Tenant, OccurredAt = DateTimeOffset.UtcNow, AccountId = id, Name = name, Email = $"{name}@example.com", Roles = [role],
            Language = "zh-CN", Active = true, Stream = new StreamPosition("gateway", id, 1),
        });
        return id;
    }

    private static SlaEscalated Escalated(Vendor vendor, Guid ticket, string role, int level = 1) => OnCall.Escalated(vendor, ticket, role, level);

    private static async Task<JsonElement> PutAsync(Vendor vendor, string path, object body) => await vendor.SendAsync(HttpMethod.Put, path, body);

    private async Task<DateTimeOffset?> DueAsync(Guid ticket)
    {
        await using var find = app.Services.GetRequiredService<NpgsqlDataSource>()
            .CreateCommand($"SELECT due_at FROM messaging.timers WHERE kind = 'paging' AND key = '{ticket}'");
        return await find.ExecuteScalarAsync(TestContext.Current.CancellationToken) is DateTime due ? new DateTimeOffset(due, TimeSpan.Zero) : null;
    }

    /// <summary>The time is up: the timer's own machinery does the rest.</summary>
    private async Task DueNowAsync(Guid ticket)
    {
        await using var update = app.Services.GetRequiredService<NpgsqlDataSource>()
            .CreateCommand($"UPDATE messaging.timers SET due_at = clock_timestamp() WHERE kind = 'paging' AND key = '{ticket}'");
        Assert.Equal(1, await update.ExecuteNonQueryAsync(TestContext.Current.CancellationToken));
    }
}
