using System.Text.Json;
using ServiceMesh.Contracts;
using ServiceMesh.Testing;
using Xunit;

namespace ServiceMesh.Dispatch.Tests.Assignment;

/// <summary>To whom a reopened ticket goes is its team's to set.</summary>
public sealed class Reopened_tickets_find_people(DispatchApp app)
{
    [Theory]
    [InlineData("owner", "here", "Li")]
    [InlineData("owner", "away", "Li")]
    [InlineData("owner", "gone", "Bo")]
    [InlineData("ownerOnDuty", "here", "Li")]
    [InlineData("ownerOnDuty", "away", "Bo")]
    [InlineData("ownerOnDuty", "absent", "Bo")]
    [InlineData("ownerOnDuty", "gone", "Bo")]
    [InlineData("queue", "here", "Bo")] // who has fewer
    [InlineData("queue", "away", "Bo")]
    public async Task As_the_team_has_set(string reopened, string li, string whose)
    {
        var (vendor, team, first, _) = await TwoAsync();
        await SettleAsync(vendor, team, new { assignment = new { reopened, weights = new { affinity = 0 } } });
        var ticket = await SolvedAsync(vendor, team, first);
        await MakeAsync(vendor, team, first, li);
        await vendor.ActAsync(ticket, "reopen", new { reason = "It is back" });
        Assert.Equal(whose, (await vendor.DetailAsync(ticket)).GetProperty("engineerName").GetString());
        var at = await ReopenedAsync(vendor);
        Assert.Equal(whose == "Li" ? 0 : 1, (await vendor.PublishedAsync<TicketAssigned>()).Count(a => a.AggregateId == ticket && a.OccurredAt >= at));
    }

    [Fact]
    public async Task In_the_queue_it_is_offered_as_a_new_one_is_and_waits_when_nobody_is_there()
    {
        var (vendor, team, li, bo) = await TwoAsync();
        await SettleAsync(vendor, team, new { assignment = new { reopened = "queue", mode = "offer" } });
        var ticket = await SolvedAsync(vendor, team, li);
        await vendor.ActAsync(ticket, "reopen", new { reason = "It is back" });
        var at = await ReopenedAsync(vendor);
        Assert.Single(await vendor.PublishedAsync<TicketOffered>(), o => o.AggregateId == ticket && o.OccurredAt >= at);
        Assert.Equal(("open", JsonValueKind.Null), await StateAsync(vendor, ticket));

        foreach (var engineer in new[] { li, bo }) await MakeAsync(vendor, team, engineer, "away");
        var other = await SolvedAsync(vendor, team, li);
        await app.DeliverAsync(new ReopenRequested { Tenant = vendor.Tenant, TicketId = other, OccurredAt = DateTimeOffset.UtcNow.AddSeconds(1), Reason = "It is back" });
        Assert.Equal(("open", JsonValueKind.Null), await StateAsync(vendor, other));
        await vendor.PostAsync($"/api/v1/engineers/{bo}/presence", new { state = "available" }, empty: true);
        await Eventually.Async(async () => (await vendor.PublishedAsync<TicketOffered>()).Any(o => o.AggregateId == other && o.EngineerId == bo), what: "Bo is asked");
    }

    private static async Task<DateTimeOffset> ReopenedAsync(Vendor vendor) => (await vendor.PublishedAsync<TicketReopened>())[^1].OccurredAt;

    private async Task<(Vendor Vendor, Guid Team, Guid Li, Guid Bo)> TwoAsync()
    {
        var vendor = app.NewVendor();
        var team = await vendor.TeamAsync("Desk");
        return (vendor, team, await vendor.EngineerAsync("Li", team), await vendor.EngineerAsync("Bo", team));
    }

    /// <summary>A ticket that somebody has solved, who has another one left.</summary>
    private static async Task<Guid> SolvedAsync(Vendor vendor, Guid team, Guid engineer)
    {
        var (ticket, other) = (await vendor.OpenAsync(), await vendor.OpenAsync());
        foreach (var id in new[] { ticket, other }) await vendor.ActAsync(id, "assign", new { teamId = team, engineerId = engineer });
        await vendor.ActAsync(ticket, "resolve", new { resolution = "Restarted" });
        return ticket;
    }

    private static async Task MakeAsync(Vendor vendor, Guid team, Guid engineer, string what)
    {
        if (what == "away") await vendor.PostAsync($"/api/v1/engineers/{engineer}/presence", new { state = "away" }, empty: true);
        if (what == "absent")
            await vendor.PostAsync($"/api/v1/engineers/{engineer}/absences", new { from = DateTimeOffset.UtcNow.AddHours(-1), until = DateTimeOffset.UtcNow.AddHours(5) });
        if (what == "gone")
            await vendor.SendAsync(HttpMethod.Put, $"/api/v1/engineers/{engineer}", new { name = "Li", language = "en", skills = Array.Empty<string>(), teamIds = new[] { team }, active = false });
    }

    private static Task<JsonElement> SettleAsync(Vendor vendor, Guid team, object settings) => vendor.SendAsync(HttpMethod.Put, $"/api/v1/teams/{team}/settings", settings);

    private static async Task<(string? State, JsonValueKind Owner)> StateAsync(Vendor vendor, Guid ticket)
    {
        var row = await vendor.DetailAsync(ticket);
        return (row.GetProperty("state").GetString(), row.GetProperty("engineerId").ValueKind);
    }
}
