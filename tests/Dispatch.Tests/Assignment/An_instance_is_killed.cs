using System.Net;
using System.Net.Http.Json;
using ServiceMesh.Contracts;
using ServiceMesh.ServiceDefaults;
using ServiceMesh.Testing;
using Xunit;

namespace ServiceMesh.Dispatch.Tests.Assignment;

/// <summary>Two instances on one database, one of them killed (SIGKILL) in the middle of claims while the queue is being filled too.</summary>
public sealed class An_instance_is_killed
{
    private const int Tickets = 40;
    private const int People = 5;

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
        var claims = people.Select(p => Task.Run(async () =>
        {
            using var client = new HttpClient { BaseAddress = other.Address };
            Sign(client, vendor, p.Account);
            foreach (var ticket in tickets)
            {
                try
                {
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

    private static async Task<List<TicketAssigned>> OwnedAsync(Vendor vendor) => [.. (await vendor.PublishedAsync<TicketAssigned>()).Where(a => a.EngineerId is not null)];

    private static async Task<HttpStatusCode> ClaimAsync(HttpClient client, Guid ticket)
    {
        using var answer = await client.PostAsJsonAsync($"/api/v1/work/{ticket}/claim", new { }, TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }

    private static void Sign(HttpClient client, Vendor vendor, Guid account) => client.DefaultRequestHeaders.Add(
        TestIdentity.Header, TestIdentity.Token("dispatch", vendor.Tenant, account.ToString(), "Ana", [Roles.Engineer, Roles.Agent]));
}
