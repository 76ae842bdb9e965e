using System.Net;
using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using ServiceMesh.Contracts;
using ServiceMesh.ServiceDefaults;
using ServiceMesh.Testing;
using Xunit;

namespace ServiceMesh.Dispatch.Tests.Paging;

/// <summary>Nobody is free for a ticket of severity 1: who is on call is called, and whoever answers has it.</summary>
public sealed class A_severe_ticket_waits(DispatchApp app)
{
    [Fact]
    public async Task Who_is_on_call_is_called_once_and_has_the_ticket_by_answering()
    {
        var desk = await DeskAsync();
        var ticket = await UrgentAsync(desk.Vendor);
        await PagedAsync(desk.Vendor, 1);
        var page = Assert.Single(await desk.Vendor.PublishedAsync<OnCallPaged>());
        Assert.Equal(("Li", "on-call-1", true, 0, null), (page.Person.Name, page.Target, page.Queued, page.Level, page.Clock));
        Assert.True((await desk.Vendor.GetAsync($"/api/v1/work/{ticket}/pagings")).GetProperty("items")[0].GetProperty("queued").GetBoolean());

        using var li = desk.Vendor.As(account: desk.Account);
        await AnswerAsync(li, ticket);
        var owned = Assert.Single(await desk.Vendor.PublishedAsync<TicketAssigned>(), a => a.EngineerId is not null);
        Assert.Equal((desk.Li, "claimed", "acknowledged"), (owned.EngineerId!.Value, owned.Mode, owned.Why!.Code));
        Assert.Equal(("assigned", desk.Li), await StateAsync(desk.Vendor, ticket));
        Assert.Equal(["acknowledged Ana"], await OnCall.PagingsAsync(desk.Vendor, ticket));

        // He gives it back: nobody has it once more.
        await desk.Vendor.ActAsync(ticket, "unassign");
        await PagedAsync(desk.Vendor, 2);
    }

    [Fact]
    public async Task Somebody_who_gets_it_ends_the_calling_and_an_owner_keeps_it_when_somebody_else_answers()
    {
        var desk = await DeskAsync();
        var bo = await desk.Vendor.EngineerAsync("Bo", desk.Team, Guid.CreateVersion7());
        await SayAsync(desk.Vendor, bo, "away");
        var ticket = await UrgentAsync(desk.Vendor);
        await PagedAsync(desk.Vendor, 1);
        await SayAsync(desk.Vendor, bo, "available");
        await Eventually.Async(async () => await StateAsync(desk.Vendor, ticket) == ("assigned", bo), what: "Bo has it");
        Assert.Equal(["stopped assigned"], await OnCall.PagingsAsync(desk.Vendor, ticket));

        await app.DeliverAsync(OnCall.Escalated(desk.Vendor, ticket));
        using var li = desk.Vendor.As(account: desk.Account);
        await AnswerAsync(li, ticket);
        Assert.Equal(("assigned", bo), await StateAsync(desk.Vendor, ticket));
    }

    [Fact]
    public async Task A_team_may_wait_first_or_never_call_and_a_raised_severity_calls_too()
    {
        var desk = await DeskAsync();
        await SettleAsync(desk, new { paging = new { queuedMinutes = 10 } });
        var waits = await UrgentAsync(desk.Vendor);
        await Eventually.Async(async () => await TimersAsync($"key = '{waits}' AND due_at > clock_timestamp() + interval '9 minutes'") == 1, what: "the ten minutes are awaited");
        Assert.Empty(await desk.Vendor.PublishedAsync<OnCallPaged>());
        await SettleAsync(desk, new { paging = new { pageQueued = false } });
        await DueNowAsync(waits);
        var raised = await desk.Vendor.OpenAsync();
        Assert.Empty(await desk.Vendor.PublishedAsync<OnCallPaged>());
        await SettleAsync(desk, new { paging = new { } });
        await desk.Vendor.ActAsync(raised, "triage", new { impact = "high", urgency = "high" });
        await PagedAsync(desk.Vendor, 1);
        await desk.Vendor.ActAsync(raised, "triage", new { impact = "low", urgency = "low" });
        Assert.Equal(["stopped lowered"], await OnCall.PagingsAsync(desk.Vendor, raised));
        using var wrong = JsonContent.Create(new { paging = new { queuedMinutes = 1441 } });
        Assert.Equal("request.invalid", await desk.Vendor.ProblemAsync(HttpStatusCode.BadRequest, HttpMethod.Put, $"/api/v1/teams/{desk.Team}/settings", wrong));
    }

    [Fact]
    public async Task Who_lacks_a_certificate_ends_the_calling_and_does_not_have_the_ticket()
    {
        var desk = await DeskAsync();
        await SettleAsync(desk, new { assignment = new { requirements = Vendor.List(new { certificates = Vendor.List("SAP FI") }) } });
        var ticket = await UrgentAsync(desk.Vendor);
        await PagedAsync(desk.Vendor, 1);
        using var li = desk.Vendor.As(account: desk.Account);
        await AnswerAsync(li, ticket);
        Assert.Equal(["acknowledged Ana"], await OnCall.PagingsAsync(desk.Vendor, ticket));
        Assert.Equal(("open", (Guid?)null), await StateAsync(desk.Vendor, ticket));
    }

    /// <summary>Answers by the Desk and by links, claims, and the queue itself, all at once: one owner, and one notice of it.</summary>
    [Fact]
    public async Task A_hundred_answers_claims_and_placings_at_once_leave_one_owner()
    {
        var desk = await DeskAsync();
        List<(Guid Engineer, Guid Account)> people = [(desk.Li, desk.Account)];
        for (var i = 0; i < 4; i++)
        {
            var account = Guid.CreateVersion7();
            people.Add((await desk.Vendor.EngineerAsync($"e{i}", desk.Team, account), account));
            await SayAsync(desk.Vendor, people[^1].Engineer, "away");
        }

        var ticket = await UrgentAsync(desk.Vendor);
        await PagedAsync(desk.Vendor, 1);
        var token = app.Services.GetRequiredService<LinkTokens>().Open((await desk.Vendor.PublishedAsync<OnCallPaged>())[0].SealedToken!);
        var clients = people.Select(p => desk.Vendor.As(account: p.Account)).ToList();
        using var anybody = app.Client();
        await Task.WhenAll(Enumerable.Range(0, 100).Select(async i =>
        {
            if (i % 25 == 7) await SayAsync(desk.Vendor, people[i % 5].Engineer, "available");
            using var answer = (i % 4) switch
            {
                0 => await anybody.PostAsync($"/a/{token}", null, TestContext.Current.CancellationToken),
                1 => await clients[i % 5].PostAsJsonAsync($"/api/v1/work/{ticket}/claim", new { }, TestContext.Current.CancellationToken),
                _ => await clients[i % 5].PostAsJsonAsync($"/api/v1/work/{ticket}/acknowledge", new { }, TestContext.Current.CancellationToken),
            };
            Assert.Contains(answer.StatusCode, (HttpStatusCode[])[HttpStatusCode.OK, HttpStatusCode.Conflict]);
        }));
        foreach (var client in clients) client.Dispose();
        var owned = Assert.Single(await desk.Vendor.PublishedAsync<TicketAssigned>(), a => a.EngineerId is not null);
        Assert.Equal(("assigned", owned.EngineerId!.Value), await StateAsync(desk.Vendor, ticket));
        var ended = Assert.Single(await OnCall.PagingsAsync(desk.Vendor, ticket));
        Assert.Equal(ended.StartsWith("acknowledged", StringComparison.Ordinal) ? 1 : 0, (await desk.Vendor.PublishedAsync<EscalationAcknowledged>()).Count);
        Assert.Equal(0, await TimersAsync($"key = '{ticket}' AND kind = 'paging'"));
    }

    /// <summary>A team with Li, who is on call, away from his desk.</summary>
    private async Task<(Vendor Vendor, Guid Team, Guid Li, Guid Account)> DeskAsync()
    {
        var vendor = app.NewVendor();
        var team = await vendor.TeamAsync("Desk");
        var account = Guid.CreateVersion7();
        var li = await vendor.EngineerAsync("Li", team, account);
        await vendor.PostAsync($"/api/v1/teams/{team}/rotations", new
        {
            name = "Nights", kind = "onCall", zone = "Asia/Shanghai", startsOn = "2026-01-01", at = "09:00", minutes = 1440, rule = "FREQ=DAILY", participants = new[] { li },
        });
        await SayAsync(vendor, li, "away");
        return (vendor, team, li, account);
    }

    private async Task<Guid> UrgentAsync(Vendor vendor)
    {
        var opening = vendor.Opening() with { Impact = Level.High, Urgency = Level.High };
        await app.DeliverAsync(opening);
        return opening.AggregateId;
    }

    private static Task PagedAsync(Vendor vendor, int times) =>
        Eventually.Async(async () => (await vendor.PublishedAsync<OnCallPaged>()).Count == times, what: $"who is on call is called {times} times");

    private static Task<System.Text.Json.JsonElement> SettleAsync((Vendor Vendor, Guid Team, Guid Li, Guid Account) desk, object settings) =>
        desk.Vendor.SendAsync(HttpMethod.Put, $"/api/v1/teams/{desk.Team}/settings", settings);

    private static Task<System.Text.Json.JsonElement> SayAsync(Vendor vendor, Guid engineer, string state) => vendor.PostAsync($"/api/v1/engineers/{engineer}/presence", new { state }, empty: true);

    private static async Task AnswerAsync(HttpClient client, Guid ticket)
    {
        using var answer = await client.PostAsJsonAsync($"/api/v1/work/{ticket}/acknowledge", new { }, TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private static async Task<(string? State, Guid? Owner)> StateAsync(Vendor vendor, Guid ticket)
    {
        var row = await vendor.DetailAsync(ticket);
        return (row.GetProperty("state").GetString(), row.GetProperty("engineerId") is { ValueKind: System.Text.Json.JsonValueKind.String } owner ? owner.GetGuid() : null);
    }

    private async Task<long> TimersAsync(string which)
    {
        await using var count = app.Services.GetRequiredService<Npgsql.NpgsqlDataSource>().CreateCommand($"SELECT count(*) FROM messaging.timers WHERE {which}");
        return (long)(await count.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }

    /// <summary>The time is up, and what was to be done is done.</summary>
    private async Task DueNowAsync(Guid ticket)
    {
        await app.ExecuteAsync($"UPDATE messaging.timers SET due_at = clock_timestamp() WHERE kind = 'queue-alarm' AND key = '{ticket}'");
        await Eventually.Async(async () => await TimersAsync($"kind = 'queue-alarm' AND key = '{ticket}'") == 0, what: "the timer has fired");
    }
}
