using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using ServiceMesh.Contracts;
using ServiceMesh.ServiceDefaults;
using ServiceMesh.Testing;
using Xunit;

namespace ServiceMesh.Dispatch.Tests.Assignment;

/// <summary>Two instances on one database, one of them killed (SIGKILL) in the middle of claims while the queue is being filled too, or in the middle of offers.</summary>
public sealed class An_instance_is_killed
{
    private const int Tickets = 40;
    private const int People = 5;

    /// <summary>So many are won before the kill at most, however late a busy machine comes to it: with what is under way then, some are left for afterwards.</summary>
    private const int Most = Tickets / 2;

    [Fact]
    public async Task Every_ticket_has_one_owner_and_there_is_one_notice_of_it()
    {
        await using var app = new DispatchApp([]);
        await app.InitializeAsync();
        var vendor = app.NewVendor();
        var team = await vendor.TeamAsync("Desk");
        var people = new List<(Guid Engineer, Guid Account)>();
        for (var i = 0; i < People; i++)
        {
            var account = Guid.CreateVersion7();
            people.Add((await vendor.EngineerAsync($"e{i}", team, account), account));
            await vendor.PostAsync($"/api/v1/engineers/{people[i].Engineer}/presence", new { state = "away" }, empty: true);
        }

        var tickets = new List<Guid>();
        for (var i = 0; i < Tickets; i++) tickets.Add(await vendor.OpenAsync());
        await using var other = await DispatchProcess.StartAsync(app.Database);
        var (won, killed) = (0, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        var over = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var claims = people.Select(p => Task.Run(async () =>
        {
            using var client = new HttpClient { BaseAddress = other.Address };
            Sign(client, vendor, p.Account);
            foreach (var ticket in tickets)
            {
                try
                {
                    if (Volatile.Read(ref won) >= Most) await over.Task;
                    if (await ClaimAsync(client, ticket) == HttpStatusCode.OK && Interlocked.Increment(ref won) == Tickets / 4) killed.TrySetResult();
                }
                catch (HttpRequestException)
                {
                    // It is dead: nobody knows whether this claim was stored.
                    return;
                }
            }
        })).ToList();
        var ended = Task.WhenAll(claims);
        await Task.WhenAny(killed.Task, ended);
        await other.KillAsync();
        over.SetResult();
        await ended;
        Assert.InRange(won, Tickets / 4, Tickets - 1);

        // The other instance goes on: people claim, and one of them gets what is left from the queue.
        var available = vendor.PostAsync($"/api/v1/engineers/{people[0].Engineer}/presence", new { state = "available" }, empty: true);
        await Task.WhenAll(people.Select(async p =>
        {
            using var client = vendor.As(account: p.Account);
            foreach (var ticket in Enumerable.Reverse(tickets)) Assert.Contains(await ClaimAsync(client, ticket), (HttpStatusCode[])[HttpStatusCode.OK, HttpStatusCode.Conflict]);
        }));
        await available;
        await Eventually.Async(async () => (await OwnedAsync(vendor)).Count >= Tickets, TimeSpan.FromSeconds(60), "every ticket has an owner");
        var owned = await OwnedAsync(vendor);
        Assert.Equal(tickets.Order(), owned.Select(o => o.AggregateId).Order());
        foreach (var assigned in owned)
            Assert.Equal(assigned.EngineerId, (await vendor.DetailAsync(assigned.AggregateId)).GetProperty("engineerId").GetGuid());
    }

    /// <summary>People accept, refuse and claim what is offered to them or to others, by the instance that dies; then by the other one.</summary>
    [Fact]
    public async Task Amid_offers_too_every_ticket_has_one_owner_and_one_notice_and_no_offer_is_left()
    {
        await using var app = new DispatchApp([]);
        await app.InitializeAsync();
        var vendor = app.NewVendor();
        var team = await vendor.TeamAsync("Desk");
        await vendor.SendAsync(HttpMethod.Put, $"/api/v1/teams/{team}/settings", new { assignment = new { mode = "offer", offerMinutes = 60 } });
        var accounts = Enumerable.Range(0, People).Select(_ => Guid.CreateVersion7()).ToList();
        for (var i = 0; i < People; i++) await vendor.EngineerAsync($"e{i}", team, accounts[i]);
        for (var i = 0; i < Tickets; i++) await vendor.OpenAsync();
        Assert.Equal(Tickets, (await vendor.PublishedAsync<TicketOffered>()).Count);
        await using var other = await DispatchProcess.StartAsync(app.Database);
        var (won, killed) = (0, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        var over = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var ended = Task.WhenAll(accounts.Select((account, who) => Task.Run(async () =>
        {
            using var client = new HttpClient { BaseAddress = other.Address };
            Sign(client, vendor, account);
            try
            {
                for (var round = 0; round < Tickets; round++)
                {
                    if (Volatile.Read(ref won) >= Most) await over.Task;
                    if (await AnswerAsync(client, who + round, refuse: true) && Interlocked.Increment(ref won) == Tickets / 4) killed.TrySetResult();
                }
            }
            catch (Exception dead) when (dead is HttpRequestException or IOException or JsonException)
            {
                // Nobody knows whether this answer was stored.
            }
        })));
        await Task.WhenAny(killed.Task, ended);
        await other.KillAsync();
        over.SetResult();
        await ended;
        var before = (await OwnedAsync(vendor)).Count;
        Assert.InRange(before, Tickets / 4, Tickets - 1);

        // The other instance goes on: everybody takes what he is offered, and what waits is claimed.
        await Task.WhenAll(accounts.Select(async account =>
        {
            using var client = vendor.As([Roles.Engineer, Roles.Agent], account);
            while (await AnswerAsync(client, 0, refuse: false)) continue;
        }));
        using var last = vendor.As([Roles.Engineer, Roles.Agent], accounts[0]);
        foreach (var row in (await vendor.GetAsync("/api/v1/board?state=open&limit=200")).GetProperty("items").EnumerateArray())
            Assert.Equal(HttpStatusCode.OK, await ClaimAsync(last, row.GetProperty("id").GetGuid()));
        var owned = await OwnedAsync(vendor);
        Assert.Equal(Tickets, owned.Count);
        Assert.Equal(Tickets, owned.Select(o => o.AggregateId).Distinct().Count());
        foreach (var assigned in owned)
            Assert.Equal(assigned.EngineerId, (await vendor.DetailAsync(assigned.AggregateId)).GetProperty("engineerId").GetGuid());
        // Every offer has come to its end, and each was told of once.
        Assert.Equal(0, await app.ExecuteAsync($"UPDATE offers SET state = state WHERE tenant = '{vendor.Tenant}' AND state = 'open'"));
        var offered = await vendor.PublishedAsync<TicketOffered>();
        Assert.Equal(offered.Count, offered.Select(o => o.OfferId).Distinct().Count());
        Assert.Equal(offered.Count, await app.ExecuteAsync($"UPDATE offers SET state = state WHERE tenant = '{vendor.Tenant}'"));
    }

    /// <summary>Answers the first of the caller's offers; every third is refused. True when it was accepted, or passed on while refusing.</summary>
    private static async Task<bool> AnswerAsync(HttpClient client, int turn, bool refuse)
    {
        var offers = await client.GetFromJsonAsync<JsonElement>("/api/v1/work/offers", TestContext.Current.CancellationToken);
        if (offers.GetProperty("items").EnumerateArray().FirstOrDefault() is not { ValueKind: JsonValueKind.Object } offer) return false;
        var ticket = offer.GetProperty("ticket").GetProperty("id").GetGuid();
        var refused = refuse && turn % 3 == 0;
        using var answer = await client.PostAsJsonAsync($"/api/v1/work/{ticket}/{(refused ? "refuse" : "accept")}", new { reason = "On the phone" }, TestContext.Current.CancellationToken);
        Assert.Contains(answer.StatusCode, (HttpStatusCode[])[HttpStatusCode.OK, HttpStatusCode.Conflict]);
        return !refused && answer.IsSuccessStatusCode;
    }

    private static async Task<List<TicketAssigned>> OwnedAsync(Vendor vendor) => [.. (await vendor.PublishedAsync<TicketAssigned>()).Where(a => a.EngineerId is not null)];

    private static async Task<HttpStatusCode> ClaimAsync(HttpClient client, Guid ticket)
    {
        using var answer = await client.PostAsJsonAsync($"/api/v1/work/{ticket}/claim", new { }, TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }

    private static void Sign(HttpClient client, Vendor vendor, Guid account) => client.DefaultRequestHeaders.Add(
        TestIdentity.Header, TestIdentity.Token("dispatch", vendor.Tenant, account.ToString(), "Ana", [Roles.Engineer, Roles.Agent]));
}
