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

    /// <summary>Whose team works on another day of the week only, and then on every day; beside who has a shift, whom that does not concern.</summary>
    [Fact]
    public async Task In_the_teams_hours_only_where_it_says_so()
    {
        var vendor = app.NewVendor();
        var team = await vendor.TeamAsync("Desk");
        var li = await vendor.EngineerAsync("Li", team);
        Assert.Equal("request.invalid", await vendor.ProblemAsync(
            HttpStatusCode.BadRequest, HttpMethod.Put, $"/api/v1/teams/{team}/settings", new { assignment = new { onlyInHours = true } }));
        var days = Enum.GetNames<DayOfWeek>().Select(d => d.ToLowerInvariant()).ToArray();
        var other = days[((int)DateTime.UtcNow.DayOfWeek + 3) % 7];
        await WorksAsync(vendor, team, other);
        var ticket = await vendor.OpenAsync();
        Assert.Null(await OwnerAsync(vendor, ticket));
        await WorksAsync(vendor, team, days);
        await OwnedAsync(vendor, ticket, li);

        // The hours are over, and begin again when the timer says so.
        await app.ExecuteAsync($"UPDATE teams SET open_until = open_from WHERE id = '{team}'");
        var waits = await vendor.OpenAsync();
        Assert.Null(await OwnerAsync(vendor, waits));
        Assert.Equal(1, await app.ExecuteAsync($"UPDATE messaging.timers SET due_at = clock_timestamp() WHERE kind = 'team-hours' AND key = '{team}'"));
        await OwnedAsync(vendor, waits, li);

        // Outside of the hours too a shift counts, and what was not begun goes to who has one.
        await WorksAsync(vendor, team, other);
        var bo = await vendor.EngineerAsync("Bo", team);
        await vendor.PostAsync($"/api/v1/teams/{team}/rotations", new
        {
            name = "Nights", kind = "shift", zone = "UTC", startsOn = "2020-01-01", at = "00:00", minutes = 1440, rule = "FREQ=DAILY", participants = new[] { bo },
        });
        await OwnedAsync(vendor, ticket, bo);
        await OwnedAsync(vendor, waits, bo);
    }

    [Fact]
    public async Task By_the_calendar_of_the_service_levels_that_the_team_names()
    {
        var vendor = app.NewVendor();
        var (team, calendar) = (await vendor.TeamAsync("Desk"), Guid.CreateVersion7());
        var li = await vendor.EngineerAsync("Li", team);
        var today = DateOnly.FromDateTime(DateTime.UtcNow);
        await CalendarAsync(1, [today.AddDays(5)]);
        await vendor.SendAsync(HttpMethod.Put, $"/api/v1/teams/{team}/settings", new { assignment = new { onlyInHours = true, calendar = "working-hours" } });
        var ticket = await vendor.OpenAsync();
        Assert.Null(await OwnerAsync(vendor, ticket));
        // Made up today, whatever midnight does to the test.
        await CalendarAsync(2, [today, today.AddDays(1)]);
        await OwnedAsync(vendor, ticket, li);

        Task CalendarAsync(long sequence, DateOnly[] open) => app.DeliverAsync(new Contracts.CalendarChanged
        {
            Tenant = vendor.Tenant, OccurredAt = DateTimeOffset.UtcNow, CalendarId = calendar, Name = "working-hours", Version = (int)sequence, TimeZone = "UTC", Week = [], Holidays = [],
            SpecialDays = [.. open.Select(d => new Contracts.SpecialDayHours(d, [new Contracts.OpenHours(0, 86_400)]))], ValidFrom = DateTimeOffset.UtcNow,
            Stream = new Contracts.StreamPosition("sla", calendar, sequence),
        });
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

    private static Task<JsonElement> WorksAsync(Vendor vendor, Guid team, params string[] days) => vendor.SendAsync(HttpMethod.Put, $"/api/v1/teams/{team}/settings", new
    {
        assignment = new { onlyInHours = true, hours = new { zone = "UTC", days = days.Select(day => new { day, from = "00:00:00", to = "00:00:00" }) } },
    });

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
