using System.Net;
using System.Text.Json.Nodes;
using ServiceMesh.Contracts;
using ServiceMesh.Testing;
using Xunit;

namespace ServiceMesh.Sla.Tests.Service;

public sealed class Versions_and_zones(SlaApp app)
{
    // A Monday in working hours of Shanghai, long ago: nothing fires.
    private static readonly DateTimeOffset _monday = new(2026, 3, 2, 1, 0, 0, TimeSpan.Zero);

    private static readonly string[] _oneHour = ["09:00-10:00"];
    private static readonly string[] _tuesdayOff = ["2026-03-03"];

    private readonly Vendor _vendor = app.NewVendor();

    [Fact]
    public async Task Running_clocks_keep_their_calendar_and_policy_and_new_ones_take_the_newest()
    {
        await app.DeliverAsync(_vendor.Zone("Asia/Shanghai", 1));
        var (before, after) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await app.DeliverAsync(_vendor.Triaged(before, _monday, serviceLevel: null));
        var (status, calendar) = await _vendor.PostAsync("/api/v1/sla/calendars", new
        {
            name = "working-hours", timeZone = "Asia/Shanghai", week = new { mon = _oneHour, tue = _oneHour }, holidays = _tuesdayOff,
        });
        Assert.Equal((HttpStatusCode.Created, 2), (status, calendar["version"]!.GetValue<int>()));
        await app.DeliverAsync(_vendor.Triaged(after, _monday, serviceLevel: null));
        await app.DeliverAsync(_vendor.Paused(before, _monday.AddHours(1)));

        var (old, young) = (await ClockAsync(before, "diagnosis"), await ClockAsync(after, "diagnosis"));
        Assert.Equal((1, 2), (old["calendarVersion"]!.GetValue<int>(), young["calendarVersion"]!.GetValue<int>()));
        Assert.Equal(3600, old["elapsedWorkingSeconds"]!.GetValue<decimal>());
        Assert.Equal(28_800, young["intervals"]!.AsArray().Sum(i => i!["seconds"]!.GetValue<decimal>()));
        Assert.Equal("2026-03-09T01:00:00+00:00", young["intervals"]![1]!["from"]!.ToString());

        var policy = new
        {
            name = "standard", calendar = "always", rules = new[] { new { name = "all", targets = new { resolution = "PT1H" } } }, warnAt = Array.Empty<int>(),
        };
        Assert.Equal(2, (await _vendor.PostAsync("/api/v1/sla/policies", policy)).Body["version"]!.GetValue<int>());
        var third = Guid.CreateVersion7();
        await app.DeliverAsync(_vendor.Triaged(third, _monday, serviceLevel: null));
        var clock = Assert.Single((await _vendor.ClocksAsync(third))["clocks"]!.AsArray());
        Assert.Equal((2, "all", "2026-03-02T02:00:00+00:00"), (clock!["policyVersion"]!.GetValue<int>(), clock["rule"]!.ToString(), clock["dueAt"]!.ToString()));
        Assert.Equal(1, (await ClockAsync(before, "resolution"))["policyVersion"]!.GetValue<int>());
        Assert.Equal([2, 1], (await _vendor.GetAsync("/api/v1/sla/policies/standard")).Body["items"]!.AsArray().Select(v => v!["version"]!.GetValue<int>()));
    }

    [Fact]
    public async Task Old_versions_are_found_again_by_a_service_that_never_saw_them()
    {
        var own = new SlaApp();
        await own.InitializeAsync();
        try
        {
            var vendor = own.NewVendor();
            var ticket = Guid.CreateVersion7();
            await own.DeliverAsync(vendor.Triaged(ticket, _monday));
            var before = (await vendor.ClocksAsync(ticket))["clocks"]![2]!["dueAt"]!.ToString();
            await vendor.PostAsync("/api/v1/sla/calendars", new { name = "always", timeZone = "UTC", week = new { sun = _oneHour } });
            await vendor.PostAsync("/api/v1/sla/policies", new { name = "premium", calendar = "always", rules = new[] { new { name = "x", targets = new { resolution = "PT1H" } } } });
            await own.StopAsync();
            own.Start();
            Assert.Equal(before, (await vendor.ClocksAsync(ticket))["clocks"]![2]!["dueAt"]!.ToString());
        }
        finally
        {
            await own.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_policy_on_a_calendar_whose_days_are_over_by_now_is_refused_by_field_unless_it_is_taken_out_of_use()
    {
        await _vendor.GetAsync("/api/v1/sla/calendars");
        // It was open when it was made.
        await using (var insert = app.Database.CreateCommand("INSERT INTO calendars (tenant, name, version, definition, shipped, created_at, told) VALUES ($1, 'fair', 1, $2::jsonb, false, now(), true)"))
        {
            insert.Parameters.Add(new() { Value = _vendor.Tenant });
            insert.Parameters.Add(new() { Value = """{"timeZone":"UTC","specialDays":[{"date":"2020-01-07","intervals":["09:00-18:00"]}]}""" });
            await insert.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        foreach (var (calendar, active, wrong) in new (string, bool, string?)[] { ("fair", true, "calendar"), ("always", true, "clocks.resolution.calendar"), ("fair", false, null) })
        {
            var policy = new { name = "p", calendar, active, rules = new[] { new { name = "all", targets = new { resolution = "PT1H" } } }, clocks = new { resolution = new { calendar = "fair" } } };
            var (status, body) = await _vendor.PostAsync("/api/v1/sla/policies", policy);
            Assert.Equal(wrong is null ? HttpStatusCode.Created : HttpStatusCode.BadRequest, status);
            Assert.Equal(wrong, (body["errors"] as JsonObject)?.Select(e => e.Key).Single());
        }
    }

    [Fact]
    public async Task A_ticket_that_came_before_its_tenants_zone_was_known_ends_the_same()
    {
        var other = app.NewVendor();
        var (early, late) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await app.DeliverAsync(_vendor.Triaged(early, _monday, serviceLevel: null));
        Assert.Equal("Etc/UTC", (await ClockAsync(early, "resolution"))["timeZone"]!.ToString());
        await app.DeliverAsync(_vendor.Zone("Asia/Shanghai", 1));
        await app.DeliverAsync(other.Zone("Asia/Shanghai", 1));
        await app.DeliverAsync(other.Triaged(late, _monday, serviceLevel: null));

        await Eventually.Async(async () => await DuesAsync(early) == await DuesAsync(late));
        Assert.Equal(1, (await ClockAsync(early, "resolution"))["calendarVersion"]!.GetValue<int>());
        Assert.Equal("Asia/Shanghai", (await ClockAsync(early, "resolution"))["timeZone"]!.ToString());
    }

    [Fact]
    public async Task A_new_zone_makes_new_versions_of_the_shipped_calendars_only()
    {
        await app.DeliverAsync(_vendor.Zone("Asia/Shanghai", 1));
        await _vendor.PostAsync("/api/v1/sla/calendars", new { name = "always", timeZone = "Asia/Tokyo", alwaysOpen = true });
        await app.DeliverAsync(_vendor.Zone("Europe/Berlin", 3));
        await app.DeliverAsync(_vendor.Zone("America/New_York", 2));
        await app.DeliverAsync(_vendor.Zone("Mars/Olympus", 4));
        var items = (await _vendor.GetAsync("/api/v1/sla/calendars")).Body["items"]!.AsArray();
        Assert.Equal(["always 2 Asia/Tokyo", "working-hours 2 Europe/Berlin"], items.Select(c => $"{c!["name"]} {c["version"]} {c["timeZone"]}"));
    }

    private async Task<string> DuesAsync(Guid ticket) => string.Join(
        "; ", (await app.PublishedAsync(ticket)).OfType<SlaClocksChanged>().Last().Clocks.Select(c => $"{c.Clock} {c.State} {c.DueAt:O}"));

    private async Task<JsonNode> ClockAsync(Guid ticket, string clock) =>
        (await _vendor.ClocksAsync(ticket))["clocks"]!.AsArray().Single(c => c!["clock"]!.ToString() == clock)!;
}
