using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using ServiceMesh.Contracts;
using ServiceMesh.Testing;
using Xunit;

namespace ServiceMesh.Dispatch.Tests.Assignment;

public sealed class Tickets_find_people(DispatchApp app)
{
    private static readonly string[] s_certificates = ["SAP FI"];
    private static readonly object s_offers = new { assignment = new { mode = "offer", offerMinutes = 5 } };

    [Fact]
    public async Task An_offer_refused_goes_to_the_next_and_one_not_answered_too_until_somebody_accepts()
    {
        var vendor = app.NewVendor();
        var team = await vendor.TeamAsync("Desk");
        var accounts = new Dictionary<Guid, Guid>();
        for (var i = 0; i < 3; i++)
        {
            var account = Guid.CreateVersion7();
            accounts[await vendor.EngineerAsync($"e{i}", team, account)] = account;
        }

        await SettleAsync(vendor, team, s_offers);
        var ticket = await vendor.OpenAsync();
        var first = Assert.Single(await vendor.PublishedAsync<TicketOffered>());
        Assert.Equal(first.OccurredAt.AddMinutes(5), first.ExpiresAt);
        Assert.Null(Assert.Single(await vendor.PublishedAsync<TicketAssigned>()).EngineerId);

        using var asked = vendor.As(account: accounts[first.EngineerId]);
        var mine = await vendor.GetAsync("/api/v1/work/offers", asked);
        Assert.Equal(ticket, Assert.Single(mine.GetProperty("items").EnumerateArray()).GetProperty("ticket").GetProperty("id").GetGuid());
        await vendor.RefusedAsync(HttpStatusCode.BadRequest, ticket, "refuse", new { reason = "" }, asked);
        await ActAsync(asked, ticket, "refuse", new { reason = "On a plane" });
        Assert.Equal(("On a plane", first.EngineerId), (await vendor.PublishedAsync<OfferRefused>()).Select(r => (r.Reason, r.EngineerId)).Single());
        Assert.Equal("ticket.illegal-transition", await vendor.RefusedAsync(HttpStatusCode.Conflict, ticket, "accept", null, asked));

        await DueNowAsync("offer", ticket);
        await Eventually.Async(async () => (await vendor.PublishedAsync<TicketOffered>()).Count == 3, what: "the third is asked");
        var offers = await vendor.PublishedAsync<TicketOffered>();
        Assert.Equal(3, offers.Select(o => o.EngineerId).Distinct().Count());
        Assert.Equal(offers[1].EngineerId, Assert.Single(await vendor.PublishedAsync<OfferExpired>()).EngineerId);
        // Why she, each time: the ranking of every offer is kept, the latest first, with who had been asked before.
        var rankings = (await vendor.GetAsync($"/api/v1/work/{ticket}/ranking")).GetProperty("items").EnumerateArray().ToList();
        Assert.Equal(offers.Reverse().Select(o => o.EngineerId), rankings.Select(r => r.GetProperty("ranking").GetProperty("ranked")[0].GetProperty("engineerId").GetGuid()));
        Assert.Equal([2, 1, 0], rankings.Select(r => r.GetProperty("ranking").GetProperty("excluded").GetArrayLength()));
        Assert.Equal([offers[2].OccurredAt, offers[1].OccurredAt], rankings.Take(2).Select(r => r.GetProperty("at").GetDateTimeOffset()));
        using var third = vendor.As(account: accounts[offers[2].EngineerId]);
        await ActAsync(third, ticket, "accept", new { });
        var assigned = (await vendor.PublishedAsync<TicketAssigned>())[^1];
        Assert.Equal((offers[2].EngineerId, "accepted"), (assigned.EngineerId!.Value, assigned.Mode));
        Assert.Empty((await vendor.GetAsync("/api/v1/work/offers", third)).GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task Everybody_is_asked_again_when_nobody_answered_but_not_who_refused()
    {
        var vendor = app.NewVendor();
        var team = await vendor.TeamAsync("Desk");
        var account = Guid.CreateVersion7();
        var li = await vendor.EngineerAsync("Li", team, account);
        await SettleAsync(vendor, team, s_offers);
        var ticket = await vendor.OpenAsync();
        await DueNowAsync("offer", ticket);
        await Eventually.Async(async () => (await vendor.PublishedAsync<OfferExpired>()).Count == 1, what: "the offer ends");
        Assert.Equal("open", (await vendor.DetailAsync(ticket)).GetProperty("state").GetString());
        await SettleAsync(vendor, team, s_offers);
        await Eventually.Async(async () => (await vendor.PublishedAsync<TicketOffered>()).Count == 2, what: "Li is asked again");
        using var me = vendor.As(account: account);
        await ActAsync(me, ticket, "refuse", new { reason = "No" });
        var bo = await vendor.EngineerAsync("Bo", team);
        await Eventually.Async(async () => (await vendor.PublishedAsync<TicketOffered>()).Count == 3, what: "Bo is asked");
        Assert.Equal([li, li, bo], (await vendor.PublishedAsync<TicketOffered>()).Select(o => o.EngineerId));
    }

    [Fact]
    public async Task Full_hands_leave_a_ticket_in_the_queue_until_a_place_is_free_the_most_severe_first()
    {
        var vendor = app.NewVendor();
        var team = await vendor.TeamAsync("Desk");
        var li = await vendor.EngineerAsync("Li", team);
        await SettleAsync(vendor, team, new { assignment = new { capacity = new { @case = 1 } }, paging = new { pageQueued = false } });
        var first = await vendor.OpenAsync();
        var minor = await vendor.OpenAsync();
        var urgent = vendor.Opening() with { Impact = Level.High, Urgency = Level.High };
        await app.DeliverAsync(urgent);
        Assert.Equal(li, (await vendor.DetailAsync(first)).GetProperty("engineerId").GetGuid());
        Assert.Contains("nothing free", (await vendor.DetailAsync(minor)).GetProperty("explanation").GetString(), StringComparison.Ordinal);
        await app.LookedAtAsync(vendor.Tenant);
        await vendor.ActAsync(first, "resolve", new { resolution = "Restarted" });
        await OwnedAsync(vendor, urgent.AggregateId, li);
        Assert.Equal("open", (await vendor.DetailAsync(minor)).GetProperty("state").GetString());
        await vendor.ActAsync(urgent.AggregateId, "pause", new { reason = "waitingForCustomer" });
        await OwnedAsync(vendor, minor, li);
    }

    [Fact]
    public async Task An_expired_certificate_holds_an_assignment_back_and_the_ranking_says_why()
    {
        var vendor = app.NewVendor();
        var team = await vendor.TeamAsync("Desk", "erp");
        var li = await vendor.EngineerAsync("Li", team);
        var settings = await SettleAsync(vendor, team, new { assignment = new { requirements = new[] { new { when = "ERP", certificates = s_certificates } } } });
        Assert.Equal("Nobody in the team has the certificate SAP FI.", Assert.Single(settings.GetProperty("warnings").EnumerateArray()).GetString());
        await CertifyAsync(vendor, li, DateOnly.FromDateTime(DateTime.UtcNow).AddDays(-3));
        var ticket = await vendor.OpenAsync("erp");
        var why = (await vendor.GetAsync($"/api/v1/work/{ticket}/ranking")).GetProperty("items")[0].GetProperty("ranking");
        Assert.StartsWith("the certificate SAP FI ended on", why.GetProperty("excluded")[0].GetProperty("reason").GetString(), StringComparison.Ordinal);
        await CertifyAsync(vendor, li, DateOnly.FromDateTime(DateTime.UtcNow).AddDays(300));
        await OwnedAsync(vendor, ticket, li);
        var latest = (await vendor.GetAsync($"/api/v1/work/{ticket}/ranking")).GetProperty("items")[0].GetProperty("ranking");
        Assert.Equal(li, latest.GetProperty("ranked")[0].GetProperty("engineerId").GetGuid());
    }

    [Fact]
    public async Task Who_is_off_shift_or_away_gets_nothing_and_what_they_had_not_begun_goes_to_who_is_there()
    {
        var vendor = app.NewVendor();
        var team = await vendor.TeamAsync("Desk");
        var li = await vendor.EngineerAsync("Li", team);
        var ticket = await vendor.OpenAsync();
        var bo = await vendor.EngineerAsync("Bo", team);
        await vendor.PostAsync($"/api/v1/teams/{team}/rotations", Shift(li, "2020-01-01", "2020-01-02"));
        await vendor.PostAsync($"/api/v1/teams/{team}/rotations", Shift(bo, "2020-01-01", null));
        await DueNowAsync("handover", team);
        await OwnedAsync(vendor, ticket, bo);
        var second = await vendor.OpenAsync();
        Assert.Equal(bo, (await vendor.DetailAsync(second)).GetProperty("engineerId").GetGuid());
        await vendor.PostAsync($"/api/v1/engineers/{bo}/absences", new { from = DateTimeOffset.UtcNow.AddHours(-1), until = DateTimeOffset.UtcNow.AddHours(5) });
        var third = await vendor.OpenAsync();
        Assert.Contains("2 off duty", (await vendor.DetailAsync(third)).GetProperty("explanation").GetString(), StringComparison.Ordinal);
    }

    /// <summary>A hundred at once, by every way there is: one owner, and one notice of it.</summary>
    [Fact]
    public async Task A_hundred_claims_acceptances_and_placings_at_once_leave_one_owner()
    {
        var vendor = app.NewVendor();
        var team = await vendor.TeamAsync("Desk");
        var accounts = new List<Guid>();
        for (var i = 0; i < 5; i++)
        {
            accounts.Add(Guid.CreateVersion7());
            await vendor.EngineerAsync($"e{i}", team, accounts[i]);
        }

        await SettleAsync(vendor, team, s_offers);
        var ticket = await vendor.OpenAsync();
        var clients = accounts.Select(a => vendor.As(account: a)).ToList();
        await Task.WhenAll(Enumerable.Range(0, 100).Select(async i =>
        {
            var action = (i % 4) switch { 0 => "accept", 1 => "refuse", _ => "claim" };
            using var answer = await clients[i % 5].PostAsJsonAsync($"/api/v1/work/{ticket}/{action}", new { reason = "Busy" }, TestContext.Current.CancellationToken);
            Assert.Contains(answer.StatusCode, (HttpStatusCode[])[HttpStatusCode.OK, HttpStatusCode.Conflict]);
        }));
        foreach (var client in clients) client.Dispose();
        var owned = Assert.Single(await vendor.PublishedAsync<TicketAssigned>(), a => a.EngineerId is not null);
        Assert.Equal(owned.EngineerId, (await vendor.DetailAsync(ticket)).GetProperty("engineerId").GetGuid());
        Assert.Equal(0L, await ScalarAsync($"SELECT count(*) FROM offers WHERE ticket_id = '{ticket}' AND state = 'open'"));
    }

    /// <summary>A long head of the queue that nobody can take keeps nobody behind it waiting.</summary>
    [Fact]
    public async Task Tickets_that_nobody_can_take_hold_nobody_behind_up()
    {
        var vendor = app.NewVendor();
        var team = await vendor.TeamAsync("Desk");
        var li = await vendor.EngineerAsync("Li", team);
        await SettleAsync(vendor, team, new { assignment = new { capacity = new { @case = 1 }, requirements = new[] { new { when = "SAP", certificates = s_certificates } } } });
        var first = await vendor.OpenAsync();
        for (var i = 0; i < 60; i++) await app.DeliverAsync(vendor.Opening(category: "SAP") with { Impact = Level.High, Urgency = Level.High });
        var plain = await vendor.OpenAsync();
        Assert.Equal("open", (await vendor.DetailAsync(plain)).GetProperty("state").GetString());
        await vendor.ActAsync(first, "resolve", new { resolution = "Restarted" });
        await OwnedAsync(vendor, plain, li);
        Assert.Equal(1, (await vendor.GetAsync("/api/v1/board?state=assigned")).GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task What_is_offered_takes_a_place_and_offers_go_round_equal_people()
    {
        var vendor = app.NewVendor();
        var team = await vendor.TeamAsync("Desk");
        var people = new List<Guid>();
        for (var i = 0; i < 3; i++) people.Add(await vendor.EngineerAsync($"e{i}", team));
        await SettleAsync(vendor, team, new { assignment = new { mode = "offer", offerMinutes = 5, capacity = new { @case = 1 } } });
        for (var i = 0; i < 5; i++) await vendor.OpenAsync();
        Assert.Equal(people.Order(), (await vendor.PublishedAsync<TicketOffered>()).Select(o => o.EngineerId).Order());
        Assert.Equal(2L, await ScalarAsync($"SELECT count(*) FROM tickets WHERE tenant = '{vendor.Tenant}' AND queued_at IS NOT NULL"));
    }

    [Fact]
    public async Task Who_is_away_by_his_own_word_gets_nothing_and_who_does_not_answer_may_be_set_away()
    {
        var vendor = app.NewVendor();
        var team = await vendor.TeamAsync("Desk");
        var account = Guid.CreateVersion7();
        var li = await vendor.EngineerAsync("Li", team, account);
        using var me = vendor.As(account: account);
        await SayAsync(me, "away");
        var ticket = await vendor.OpenAsync();
        Assert.Contains("1 away", (await vendor.DetailAsync(ticket)).GetProperty("explanation").GetString(), StringComparison.Ordinal);
        await SayAsync(me, "available");
        await OwnedAsync(vendor, ticket, li);

        await SettleAsync(vendor, team, new { assignment = new { mode = "offer", offerMinutes = 5, awayWhenUnanswered = true } });
        var offered = await vendor.OpenAsync();
        await DueNowAsync("offer", offered);
        await Eventually.Async(async () => (await vendor.PublishedAsync<OfferExpired>()).Count == 1, what: "the offer ends");
        Assert.Equal("away", (await vendor.GetAsync("/api/v1/engineers/presence")).GetProperty("items")[0].GetProperty("state").GetString());
        Assert.Equal("engineer.not-linked", await vendor.ProblemAsync(HttpStatusCode.Forbidden, HttpMethod.Post, "/api/v1/engineers/me/presence", new { state = "away" }));
        Assert.Equal("engineer.not-found", await app.NewVendor().ProblemAsync(HttpStatusCode.NotFound, HttpMethod.Post, $"/api/v1/engineers/{li}/presence", new { state = "away" }));
    }

    [Theory]
    [InlineData("""{"assignment":{"visitsPerDay":0}}""")]
    [InlineData("""{"assignment":{"hours":{"zone":"Asia/Nowhere","days":[{"day":"monday","from":"09:00","to":"18:00"}]}}}""")]
    [InlineData("""{"assignment":{"hours":{"zone":"UTC","days":[]}}}""")]
    [InlineData("""{"assignment":{"hours":{"zone":"UTC","days":[{"day":"monday","from":"18:00","to":"09:00"}]}}}""")]
    [InlineData("""{"assignment":{"hours":{"zone":"UTC","days":[{"day":"monday","from":"09:00","to":"13:00"},{"day":"monday","from":"12:00","to":"18:00"}]}}}""")]
    [InlineData("""{"assignment":{"weights":{"skill":101}}}""")]
    [InlineData("""{"assignment":{"capacity":{"call":0}}}""")]
    [InlineData("""{"assignment":{"offerMinutes":0}}""")]
    [InlineData("""{"assignment":{"mode":"lottery"}}""")]
    [InlineData("""{"assignment":{"requirements":[{"skills":[{"name":"","level":1}]}]}}""")]
    [InlineData("""{"assignment":{"requirements":[null]}}""")]
    [InlineData("""{"assignment":null}""")]
    public async Task Settings_that_cannot_be_are_refused(string body)
    {
        var vendor = app.NewVendor();
        var team = await vendor.TeamAsync("Desk");
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        Assert.Equal("request.invalid", await vendor.ProblemAsync(HttpStatusCode.BadRequest, HttpMethod.Put, $"/api/v1/teams/{team}/settings", content));
    }

    private static object Shift(Guid engineer, string startsOn, string? endsOn) => new
    {
        name = "Days", kind = "shift", zone = "UTC", startsOn, endsOn, at = "00:00", minutes = 1440, rule = "FREQ=DAILY", participants = new[] { engineer },
    };

    private static Task<JsonElement> SettleAsync(Vendor vendor, Guid team, object settings) => vendor.SendAsync(HttpMethod.Put, $"/api/v1/teams/{team}/settings", settings);

    private static Task<JsonElement> CertifyAsync(Vendor vendor, Guid engineer, DateOnly until) => vendor.SendAsync(
        HttpMethod.Put, $"/api/v1/engineers/{engineer}/profile", new { certificates = new[] { new { name = "SAP FI", validUntil = until } } });

    private static async Task ActAsync(HttpClient client, Guid ticket, string action, object body)
    {
        using var answer = await client.PostAsJsonAsync($"/api/v1/work/{ticket}/{action}", body, TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private static async Task SayAsync(HttpClient client, string state)
    {
        using var answer = await client.PostAsJsonAsync("/api/v1/engineers/me/presence", new { state }, TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private static Task OwnedAsync(Vendor vendor, Guid ticket, Guid engineer) => Eventually.Async(
        async () => (await vendor.DetailAsync(ticket)).GetProperty("engineerId") is { ValueKind: JsonValueKind.String } owner && owner.GetGuid() == engineer,
        what: "the ticket has its owner");

    private async Task DueNowAsync(string kind, Guid key) =>
        await ScalarAsync($"UPDATE messaging.timers SET due_at = clock_timestamp() WHERE kind = '{kind}' AND key = '{key}'");

    private async Task<object?> ScalarAsync(string sql)
    {
        await using var command = app.Services.GetRequiredService<NpgsqlDataSource>().CreateCommand(sql);
        return await command.ExecuteScalarAsync(TestContext.Current.CancellationToken);
    }
}
