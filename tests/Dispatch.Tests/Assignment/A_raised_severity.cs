using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using ServiceMesh.Testing;
using Xunit;

namespace ServiceMesh.Dispatch.Tests.Assignment;

public sealed class A_raised_severity(DispatchApp app)
{
    private const int Tickets = 8;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>
    /// Two queues alike, served one at a time; in one of them a waiting ticket is raised by triage. It comes no later than its twin, the others keep their
    /// order among themselves, and nobody waits longer than behind this one more.
    /// </summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Never_delays(int seed)
    {
        var random = new Random(seed);
        var levels = Enumerable.Range(0, Tickets).Select(_ => (Impact: Level(random.Next(3)), Urgency: Level(random.Next(3)))).ToList();
        var raised = random.Next(Tickets / 2, Tickets);
        var (plain, changed) = (await ServedAsync(levels, null), await ServedAsync(levels, raised));
        Assert.True(changed.IndexOf(raised) <= plain.IndexOf(raised), $"{raised} came as {changed.IndexOf(raised)} instead of {plain.IndexOf(raised)}");
        Assert.Equal(plain.Where(t => t != raised), changed.Where(t => t != raised));
        Assert.All(changed, t => Assert.InRange(changed.IndexOf(t) - plain.IndexOf(t), t == raised ? -Tickets : 0, t == raised ? 0 : 1));
    }

    /// <summary>As anybody does who looks at it while somebody becomes free.</summary>
    [Fact]
    public async Task Does_not_lose_its_turn_while_somebody_holds_the_ticket()
    {
        var (vendor, li) = await AwayAsync();
        var (usual, severe) = (await vendor.OpenAsync(), await vendor.OpenAsync());
        await vendor.ActAsync(usual, "triage", new { impact = "low", urgency = "low" });
        await vendor.ActAsync(severe, "triage", new { impact = "medium", urgency = "medium" });
        var database = app.Services.GetRequiredService<NpgsqlDataSource>();
        var holding = HoldUntilWaitedForAsync(database, severe);
        await using var held = database.CreateCommand($"SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND query LIKE 'DO %{severe}%'");
        await Eventually.Async(async () => await held.ExecuteScalarAsync(Ct) is > 0L, what: "the ticket is held");
        await vendor.PostAsync($"/api/v1/engineers/{li}/presence", new { state = "available" }, empty: true);
        await holding;
        Assert.Equal(severe, await ServedNextAsync(vendor));
    }

    /// <summary>Holds a ticket until the queue waits for it. PostgreSQL itself looks: on a busy machine this process could look too late.</summary>
    private static async Task HoldUntilWaitedForAsync(NpgsqlDataSource database, Guid ticket)
    {
        await using var hold = database.CreateCommand($"""
            DO $$
            BEGIN
                PERFORM 1 FROM tickets WHERE id = '{ticket}' FOR UPDATE;
                FOR look IN 1..6000 LOOP
                    PERFORM pg_stat_clear_snapshot();
                    IF EXISTS (SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE 'SELECT 1 FROM tickets WHERE tenant%') THEN RETURN; END IF;
                    PERFORM pg_sleep(0.01);
                END LOOP;
                RAISE EXCEPTION 'The queue did not wait for the ticket';
            END $$
            """);
        hold.CommandTimeout = 120;
        await hold.ExecuteNonQueryAsync(Ct);
    }

    private static string Level(int n) => n switch { 0 => "high", 1 => "medium", _ => "low" };

    /// <summary>The order in which they are served.</summary>
    private async Task<List<int>> ServedAsync(List<(string Impact, string Urgency)> levels, int? raised)
    {
        var (vendor, li) = await AwayAsync();
        var tickets = new List<Guid>();
        foreach (var (impact, urgency) in levels)
        {
            tickets.Add(await vendor.OpenAsync());
            await vendor.ActAsync(tickets[^1], "triage", new { impact, urgency });
        }

        if (raised is { } one) await vendor.ActAsync(tickets[one], "triage", new { impact = "high", urgency = "high" });
        await app.LookedAtAsync(vendor.Tenant);
        await vendor.PostAsync($"/api/v1/engineers/{li}/presence", new { state = "available" }, empty: true);
        var served = new List<int>();
        while (served.Count < levels.Count)
        {
            var next = await ServedNextAsync(vendor);
            served.Add(tickets.IndexOf(next));
            await vendor.ActAsync(next, "resolve", new { resolution = "Done" });
        }

        return served;
    }

    /// <summary>A team of one, who takes one ticket at a time and is away. Nobody is paged: a paging holds its ticket.</summary>
    private async Task<(Vendor Vendor, Guid Li)> AwayAsync()
    {
        var vendor = app.NewVendor();
        var team = await vendor.TeamAsync("Desk");
        await vendor.SendAsync(HttpMethod.Put, $"/api/v1/teams/{team}/settings", new { assignment = new { capacity = new { @case = 1 } }, paging = new { pageQueued = false } });
        var li = await vendor.EngineerAsync("Li", team);
        await vendor.PostAsync($"/api/v1/engineers/{li}/presence", new { state = "away" }, empty: true);
        return (vendor, li);
    }

    private static async Task<Guid> ServedNextAsync(Vendor vendor)
    {
        JsonElement[] hers = [];
        await Eventually.Async(async () => (hers = [.. (await vendor.GetAsync("/api/v1/board?state=assigned")).GetProperty("items").EnumerateArray()]).Length == 1, TimeSpan.FromSeconds(60), "the next one is served");
        return hers[0].GetProperty("id").GetGuid();
    }
}
