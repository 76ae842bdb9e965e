using System.Net;
using System.Text.Json;
using ServiceMesh.Testing;
using Xunit;

namespace ServiceMesh.Dispatch.Tests.Presence;

/// <summary>The README's table: who gets tickets, by shift, absence, own word, and having been seen.</summary>
public sealed class Who_is_on_duty(DispatchApp app)
{
    [Theory]
    [InlineData(null, null, "usual", true)]
    [InlineData(null, null, "away", false)]
    [InlineData(null, null, "absent", false)]
    [InlineData(null, "on", "usual", true)]
    [InlineData(null, "off", "usual", false)]
    [InlineData(2, null, "usual", false)]
    [InlineData(2, null, "seen", true)]
    [InlineData(2, null, "seen long ago", false)]
    [InlineData(2, null, "seen, away", false)]
    [InlineData(2, null, "seen, absent", false)]
    [InlineData(2, "on", "usual", true)]
    [InlineData(2, "off", "seen", false)]
    [InlineData(2, "of another", "usual", false)]
    [InlineData(2, "of another", "seen", true)]
    [InlineData(null, "of another", "usual", true)]
    public async Task As_the_table_says(int? unseenMinutes, string? shift, string how, bool given)
    {
        var vendor = app.NewVendor();
        var team = await vendor.TeamAsync("Desk");
        var account = Guid.CreateVersion7();
        var li = await vendor.EngineerAsync("Li", team, account);
        await SettleAsync(vendor, team, unseenMinutes);
        if (shift is not null)
        {
            var whose = shift == "of another" ? await vendor.EngineerAsync("Bo", team, Guid.CreateVersion7()) : li;
            if (whose != li) await vendor.PostAsync($"/api/v1/engineers/{whose}/presence", new { state = "away" }, empty: true);
            await vendor.PostAsync($"/api/v1/teams/{team}/rotations", new
            {
                name = "Days", kind = "shift", zone = "UTC", startsOn = "2020-01-01", endsOn = shift == "off" ? "2020-01-02" : null, at = "00:00", minutes = 1440,
                rule = "FREQ=DAILY", participants = new[] { whose },
            });
        }

        var concerned = (await vendor.GetAsync($"/api/v1/teams/{team}/settings")).GetProperty("withoutShift").GetInt32();
        Assert.Equal(shift is null or "of another" ? 1 : 0, concerned);
        if (how.Contains("seen", StringComparison.Ordinal)) await SeenAsync(vendor, account);
        if (how.Contains("long ago", StringComparison.Ordinal)) await AgeAsync(li, 2);
        if (how.Contains("away", StringComparison.Ordinal)) await vendor.PostAsync($"/api/v1/engineers/{li}/presence", new { state = "away" }, empty: true);
        if (how.Contains("absent", StringComparison.Ordinal))
            await vendor.PostAsync($"/api/v1/engineers/{li}/absences", new { from = DateTimeOffset.UtcNow.AddHours(-1), until = DateTimeOffset.UtcNow.AddHours(5) });
        var ticket = await vendor.OpenAsync();
        Assert.Equal(given ? li : (Guid?)null, await OwnerAsync(vendor, ticket));
    }

    [Fact]
    public async Task Who_comes_gets_what_waits_and_who_is_not_seen_any_more_leaves_it_to_who_is()
    {
        var vendor = app.NewVendor();
        var team = await vendor.TeamAsync("Desk");
        var (first, second) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var (li, bo) = (await vendor.EngineerAsync("Li", team, first), await vendor.EngineerAsync("Bo", team, second));
        await SettleAsync(vendor, team, 2);
        var ticket = await vendor.OpenAsync();
        Assert.Null(await OwnerAsync(vendor, ticket));
        await SeenAsync(vendor, first);
        await OwnedAsync(vendor, ticket, li);

        // Bo comes, and Li's last sign of life is two minutes old.
        await SeenAsync(vendor, second);
        await AgeAsync(li, 2);
        Assert.Equal(1, await app.ExecuteAsync($"UPDATE messaging.timers SET due_at = clock_timestamp() WHERE kind = 'unseen' AND key = '{team}'"));
        await OwnedAsync(vendor, ticket, bo);
        // Nobody is left: what nobody can take stays.
        await AgeAsync(bo, 2);
        await app.ExecuteAsync($"UPDATE messaging.timers SET due_at = clock_timestamp() WHERE kind = 'unseen' AND key = '{team}'");
        var waits = await vendor.OpenAsync();
        Assert.Null(await OwnerAsync(vendor, waits));
        Assert.Equal(bo, await OwnerAsync(vendor, ticket));
        await SettleAsync(vendor, team, null);
        await Eventually.Async(async () => await OwnerAsync(vendor, waits) is not null, what: "the ticket has an owner");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1441)]
    public async Task Minutes_that_make_no_sense_are_refused(int minutes)
    {
        var vendor = app.NewVendor();
        var team = await vendor.TeamAsync("Desk");
        Assert.Equal("request.invalid", await vendor.ProblemAsync(
            HttpStatusCode.BadRequest, HttpMethod.Put, $"/api/v1/teams/{team}/settings", new { assignment = new { unseenMinutes = minutes } }));
    }

    private static Task<JsonElement> SettleAsync(Vendor vendor, Guid team, int? unseenMinutes) =>
        vendor.SendAsync(HttpMethod.Put, $"/api/v1/teams/{team}/settings", new { assignment = new { unseenMinutes } });

    private static async Task SeenAsync(Vendor vendor, Guid account)
    {
        using var me = vendor.As(account: account);
        using var body = System.Net.Http.Json.JsonContent.Create(new { });
        using var answer = await me.PostAsync("/api/v1/engineers/me/presence", body, TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private Task<int> AgeAsync(Guid engineer, int minutes) => app.ExecuteAsync($"UPDATE sightings SET seen_at = seen_at - interval '{minutes} minutes' WHERE engineer_id = '{engineer}'");

    private static async Task<Guid?> OwnerAsync(Vendor vendor, Guid ticket) =>
        (await vendor.DetailAsync(ticket)).GetProperty("engineerId") is { ValueKind: JsonValueKind.String } owner ? owner.GetGuid() : null;

    private static Task OwnedAsync(Vendor vendor, Guid ticket, Guid engineer) =>
        Eventually.Async(async () => await OwnerAsync(vendor, ticket) == engineer, TimeSpan.FromSeconds(60), "the ticket has its owner");
}
