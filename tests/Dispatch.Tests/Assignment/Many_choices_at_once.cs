using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using ServiceMesh.Contracts;
using ServiceMesh.Dispatch.Tests.Maintenance;
using ServiceMesh.Testing;
using Xunit;

namespace ServiceMesh.Dispatch.Tests.Assignment;

/// <summary>Choices that are made at the same moment: places hold, and a ticket's owners follow one another.</summary>
public sealed class Many_choices_at_once(DispatchApp app)
{
    /// <summary>Sixty tickets at once for twelve places of people who are in two teams: the places are taken, none twice, and the rest waits until one is free.</summary>
    [Fact]
    public async Task Exceed_nobodys_places()
    {
        const int places = 3;
        var vendor = app.NewVendor();
        Guid[] teams = [await vendor.TeamAsync("Desk"), await vendor.TeamAsync("ERP", "erp")];
        var people = new List<Guid>();
        for (var i = 0; i < 4; i++)
            people.Add((await vendor.PostAsync("/api/v1/engineers", new { name = $"e{i}", language = "en", skills = Array.Empty<string>(), teamIds = teams })).GetProperty("id").GetGuid());
        foreach (var team in teams) await vendor.SendAsync(HttpMethod.Put, $"/api/v1/teams/{team}/settings", new { assignment = new { capacity = new { @case = places } } });
        await Task.WhenAll(Enumerable.Range(0, 60).Select(i => vendor.OpenAsync(i % 2 == 0 ? "erp" : null)));
        await Eventually.Async(async () => (await LoadsAsync(vendor)).Sum(l => l.Value) == people.Count * places, TimeSpan.FromSeconds(30), "every place is taken");
        Assert.All(await LoadsAsync(vendor), l => Assert.Equal(places, l.Value));
        Assert.Equal(60 - people.Count * places, await CountAsync($"SELECT count(*) FROM tickets WHERE tenant = '{vendor.Tenant}' AND queued_at IS NOT NULL"));

        // Several become free at once, in both teams.
        var held = (await vendor.GetAsync("/api/v1/board?state=assigned")).GetProperty("items").EnumerateArray().Take(6).Select(t => t.GetProperty("id").GetGuid()).ToList();
        await Task.WhenAll(held.Select(t => vendor.ActAsync(t, "resolve", new { resolution = "Restarted" })));
        await Eventually.Async(async () => (await LoadsAsync(vendor)).Sum(l => l.Value) == people.Count * places, TimeSpan.FromSeconds(30), "every place is taken again");
        Assert.All(await LoadsAsync(vendor), l => Assert.Equal(places, l.Value));
    }

    /// <summary>The owner's shift ends while a hundred give back, claim and answer: whoever has it got it from whom had it before, and was told once.</summary>
    [Fact]
    public async Task Of_one_ticket_whose_owners_shift_ends_leave_one_owner_and_one_notice_each()
    {
        var vendor = app.NewVendor();
        var team = await vendor.TeamAsync("Desk");
        var accounts = Enumerable.Range(0, 5).Select(_ => Guid.CreateVersion7()).ToList();
        var people = new List<Guid> { await vendor.EngineerAsync("e0", team, accounts[0]) };
        var ticket = await vendor.OpenAsync();
        for (var i = 1; i < 5; i++) people.Add(await vendor.EngineerAsync($"e{i}", team, accounts[i]));
        await vendor.SendAsync(HttpMethod.Put, $"/api/v1/teams/{team}/settings", new { assignment = new { mode = "offer", offerMinutes = 5 } });
        await vendor.PostAsync($"/api/v1/teams/{team}/rotations", Shift(people[0], "2020-01-02"));
        foreach (var person in people.Skip(1)) await vendor.PostAsync($"/api/v1/teams/{team}/rotations", Shift(person, null));
        var clients = accounts.Select(a => vendor.As(account: a)).ToList();
        var redispatches = Enumerable.Range(0, 4).Select(_ => CountAsync(
            $"WITH due AS (UPDATE messaging.timers SET due_at = clock_timestamp() WHERE kind = 'handover' AND key = '{team}' RETURNING 1) SELECT count(*) FROM due"));
        await Task.WhenAll([.. redispatches.Select(r => (Task)r), .. Enumerable.Range(0, 100).Select(async i =>
        {
            var action = (i % 5) switch { 0 => "unassign", 1 => "accept", 2 => "assign", _ => "claim" };
            using var answer = await clients[i % 5].PostAsJsonAsync($"/api/v1/work/{ticket}/{action}", new { }, TestContext.Current.CancellationToken);
            Assert.Contains(answer.StatusCode, (HttpStatusCode[])[HttpStatusCode.OK, HttpStatusCode.Conflict]);
        })]);
        foreach (var client in clients) client.Dispose();
        await Eventually.Async(async () => await CountAsync($"SELECT count(*) FROM messaging.timers WHERE kind = 'handover' AND key = '{team}' AND due_at <= clock_timestamp()") == 0, what: "the end of the shift is done with");

        // Whoever loses it was its owner, in the order in which it is told: no owner beside another, none told twice in a row.
        Guid? owner = null;
        foreach (var e in (await app.PublishedAsync(vendor.Tenant)).OfType<TicketEvent>().Where(e => e.TicketId == ticket).OrderBy(e => e.Stream!.Sequence))
            owner = e switch
            {
                TicketAssigned a => Followed(owner, a),
                TicketUnassigned u => Given(owner, u),
                _ => owner,
            };
        Assert.Equal(owner, (await vendor.DetailAsync(ticket)).GetProperty("engineerId") is { ValueKind: JsonValueKind.String } now ? now.GetGuid() : null);

        static Guid? Followed(Guid? before, TicketAssigned a)
        {
            if (a.Reassigned) Assert.Equal(before, a.PreviousEngineerId);
            return a.EngineerId;
        }

        static Guid? Given(Guid? before, TicketUnassigned u)
        {
            Assert.Equal(before, u.EngineerId);
            return null;
        }
    }

    /// <summary>Maintenance that is due takes a place for background work, and is seen as load.</summary>
    [Fact]
    public async Task Count_maintenance_that_is_due()
    {
        var m = await Maintained.NewAsync(app);
        var vendor = m.Vendor;
        var team = await vendor.TeamAsync("Desk");
        var li = await vendor.EngineerAsync("Li", team);
        await vendor.SendAsync(HttpMethod.Put, $"/api/v1/teams/{team}/settings", new { assignment = new { capacity = new { background = 1 } } });
        var run = await m.DueRunAsync("inspection", ("teamId", team));
        await Eventually.Async(async () => await LoadOfRunsAsync(vendor) == 1, what: "the run is somebody's load");

        var planned = vendor.Opening() with { WorkType = WorkType.Maintenance };
        await app.DeliverAsync(planned);
        Assert.Contains("nothing free", (await vendor.DetailAsync(planned.AggregateId)).GetProperty("explanation").GetString(), StringComparison.Ordinal);
        await m.ActAsync(run, "cancel", new { reason = "The plant is closed" });
        await Eventually.Async(async () => (await LoadsAsync(vendor)).GetValueOrDefault(li) == 1, what: "the place is free again");
        Assert.Equal(li, (await vendor.DetailAsync(planned.AggregateId)).GetProperty("engineerId").GetGuid());
    }

    private static async Task<int> LoadOfRunsAsync(Vendor vendor) =>
        (await vendor.GetAsync("/api/v1/engineers/presence")).GetProperty("items")[0].GetProperty("background").GetInt32();

    private static object Shift(Guid engineer, string? endsOn) => new
    {
        name = "Days", kind = "shift", zone = "UTC", startsOn = "2020-01-01", endsOn, at = "00:00", minutes = 1440, rule = "FREQ=DAILY", participants = new[] { engineer },
    };

    private async Task<Dictionary<Guid, long>> LoadsAsync(Vendor vendor)
    {
        await using var command = app.Services.GetRequiredService<NpgsqlDataSource>().CreateCommand(
            $"SELECT engineer_id, count(*) FROM tickets WHERE tenant = '{vendor.Tenant}' AND engineer_id IS NOT NULL AND state IN ('assigned', 'inProgress') GROUP BY 1");
        await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        var loads = new Dictionary<Guid, long>();
        while (await reader.ReadAsync(TestContext.Current.CancellationToken)) loads[reader.GetGuid(0)] = reader.GetInt64(1);
        return loads;
    }

    private async Task<long> CountAsync(string sql)
    {
        await using var command = app.Services.GetRequiredService<NpgsqlDataSource>().CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }
}
