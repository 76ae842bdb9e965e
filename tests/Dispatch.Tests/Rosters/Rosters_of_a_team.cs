using System.Net;
using System.Text.Json;
using ServiceMesh.Contracts;
using Xunit;

namespace ServiceMesh.Dispatch.Tests.Rosters;

public sealed class Rosters_of_a_team(DispatchApp app)
{
    [Fact]
    public async Task Layers_follow_the_sun_and_the_calendar_shows_them()
    {
        var vendor = app.NewVendor();
        var team = await vendor.TeamAsync("Desk");
        var (li, bo) = (await vendor.EngineerAsync("Li", team), await vendor.EngineerAsync("Bo", team));
        await RotationAsync(vendor, team, "Asia/Shanghai", "08:00", 720, li);
        await RotationAsync(vendor, team, "Asia/Shanghai", "20:00", 720, bo);
        Assert.Equal("Li", await OnCallAsync(vendor, team, "2026-03-02T00:00:00Z"));
        Assert.Equal("Bo", await OnCallAsync(vendor, team, "2026-03-02T12:00:00Z"));
        var calendar = (await vendor.GetAsync($"/api/v1/teams/{team}/calendar?from=2026-03-02T00:00:00Z&until=2026-03-04T00:00:00Z")).GetProperty("items");
        Assert.Equal(["Li", "Bo", "Li", "Bo"], calendar.EnumerateArray().Select(d => d.GetProperty("engineerName").GetString()));
        Assert.NotEmpty(await vendor.PublishedAsync<OnCallChanged>());
    }

    [Fact]
    public async Task Overrides_swaps_and_absences_change_who_it_is()
    {
        var vendor = app.NewVendor();
        var team = await vendor.TeamAsync("Desk");
        var (li, bo) = (await vendor.EngineerAsync("Li", team), await vendor.EngineerAsync("Bo", team));
        var rotation = await RotationAsync(vendor, team, "UTC", "00:00", 1440, li, bo);
        const string monday = "2027-06-01T12:00:00Z";
        const string nextMonday = "2027-06-08T12:00:00Z";
        var (first, second) = (await OnCallAsync(vendor, team, monday), await OnCallAsync(vendor, team, nextMonday));
        Assert.NotEqual(first, second);

        object Day(int day) => new { from = $"2027-06-{day:00}T00:00:00Z", until = $"2027-06-{day + 1:00}T00:00:00Z" };
        await vendor.PostAsync($"/api/v1/teams/{team}/swaps", new { rotationId = rotation, first = Day(1), second = Day(8) });
        Assert.Equal((second, first), (await OnCallAsync(vendor, team, monday), await OnCallAsync(vendor, team, nextMonday)));
        Assert.Equal("swap.not-one-person", await vendor.ProblemAsync(
            HttpStatusCode.Conflict, HttpMethod.Post, $"/api/v1/teams/{team}/swaps", new { rotationId = rotation, first = Day(2), second = Day(3) }));

        var overrides = (await vendor.GetAsync($"/api/v1/teams/{team}/overrides")).GetProperty("items");
        await vendor.SendAsync(HttpMethod.Delete, $"/api/v1/teams/{team}/overrides/{overrides[0].GetProperty("id").GetGuid()}", null);
        Assert.Equal((first, second), (await OnCallAsync(vendor, team, monday), await OnCallAsync(vendor, team, nextMonday)));

        var away = first == "Li" ? li : bo;
        await vendor.PostAsync($"/api/v1/engineers/{away}/absences", new { from = "2027-06-01T00:00:00Z", until = "2027-06-02T00:00:00Z", reason = "Leave" });
        Assert.Equal(second, await OnCallAsync(vendor, team, monday));
        Assert.Single((await vendor.GetAsync($"/api/v1/engineers/{away}/absences")).GetProperty("items").EnumerateArray());
    }

    [Theory]
    [InlineData("zone", "Mars/Olympus", "08:00", 480, "FREQ=DAILY", null)]
    [InlineData("rule", "UTC", "08:00", 480, "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", null)]
    [InlineData("rule", "UTC", "08:00", 480, "FREQ=HOURLY", null)]
    [InlineData("rule", "UTC", "08:00", 480, "FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=1", "2026-06-01")]
    [InlineData("endsOn", "UTC", "08:00", 480, "FREQ=DAILY", "2020-01-01")]
    [InlineData("minutes", "UTC", "08:00", 1500, "FREQ=DAILY", null)]
    [InlineData("minutes", "UTC", "08:00", 0, "FREQ=DAILY", null)]
    public async Task Shifts_that_cannot_be_are_refused_by_the_fields_name(string field, string zone, string at, int minutes, string rule, string? endsOn)
    {
        var vendor = app.NewVendor();
        var team = await vendor.TeamAsync("Desk");
        var li = await vendor.EngineerAsync("Li", team);
        var problem = await vendor.RefusalAsync(HttpStatusCode.BadRequest, $"/api/v1/teams/{team}/rotations", new
        {
            name = "Nights", kind = "onCall", zone, startsOn = "2026-02-01", endsOn, at, minutes, rule, participants = new[] { li },
        });
        Assert.Equal(field, Assert.Single(problem.GetProperty("errors").EnumerateObject()).Name, ignoreCase: true);
    }

    [Fact]
    public async Task An_engineer_of_another_tenant_takes_no_turns()
    {
        var (vendor, other) = (app.NewVendor(), app.NewVendor());
        var team = await vendor.TeamAsync("Desk");
        var stranger = await other.EngineerAsync("Di", await other.TeamAsync("Desk"));
        Assert.Equal("engineer.not-found", await vendor.ProblemAsync(HttpStatusCode.NotFound, HttpMethod.Post, $"/api/v1/teams/{team}/rotations", new
        {
            name = "Nights", kind = "onCall", zone = "UTC", startsOn = "2026-02-01", at = "08:00", minutes = 60, rule = "FREQ=DAILY", participants = new[] { stranger },
        }));
    }

    private static async Task<string?> OnCallAsync(Vendor vendor, Guid team, string at)
    {
        var items = (await vendor.GetAsync($"/api/v1/teams/{team}/on-call?at={at}")).GetProperty("items");
        return Assert.Single(items.EnumerateArray()).GetProperty("engineerName").GetString();
    }

    private static async Task<Guid> RotationAsync(Vendor vendor, Guid team, string zone, string at, int minutes, params Guid[] participants) =>
        (await vendor.PostAsync($"/api/v1/teams/{team}/rotations", new
        {
            name = "On call", kind = "onCall", zone, startsOn = "2026-01-05", at, minutes, rule = "FREQ=DAILY", participants, turnDays = 7,
        })).GetProperty("id").GetGuid();
}
