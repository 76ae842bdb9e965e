using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using ServiceMesh.ServiceDefaults;
using ServiceMesh.Sla.Tests.Service;
using Xunit;

namespace ServiceMesh.Sla.Tests.CalendarImport;

public sealed class Importing_a_year(SlaApp app)
{
    private readonly Vendor _vendor = app.NewVendor();

    [Fact]
    public async Task A_years_days_make_the_next_version_and_other_years_stay()
    {
        await PostCalendarAsync("""{"name":"c","timeZone":"Asia/Tokyo","week":{"tue":["09:00-12:00","13:00-17:00"]},"holidays":["2025-05-06","2026-05-05"],"specialDays":[{"date":"2026-05-12","intervals":["10:00-11:00"]}]}""");
        var (status, body) = await PostYearAsync("c/years/2026", """{"holidays":["2026-01-06"],"workingDays":[{"date":"2026-01-10"},{"date":"2026-01-11","intervals":["08:00-10:00"]}]}""");
        Assert.Equal((HttpStatusCode.Created, 2, false), (status, body["version"]!.GetValue<int>(), body["dryRun"]!.GetValue<bool>()));
        Assert.Equal(
            [
                "2026-01-06 week 09:00-12:00,13:00-17:00 -> holiday ", "2026-01-10 week  -> specialDay 09:00-12:00,13:00-17:00",
                "2026-01-11 week  -> specialDay 08:00-10:00", "2026-05-05 holiday  -> week 09:00-12:00,13:00-17:00",
                "2026-05-12 specialDay 10:00-11:00 -> week 09:00-12:00,13:00-17:00",
            ],
            Changes(body));
        var newest = (await _vendor.GetAsync("/api/v1/sla/calendars/c")).Body["items"]![0]!;
        Assert.Equal(["2025-05-06", "2026-01-06"], newest["holidays"]!.AsArray().Select(d => d!.ToString()));
        Assert.Equal(["2026-01-10", "2026-01-11"], newest["specialDays"]!.AsArray().Select(d => d!["date"]!.ToString()));
    }

    [Fact]
    public async Task A_dry_run_says_what_changes_and_stores_nothing()
    {
        await PostCalendarAsync("""{"name":"c","timeZone":"Asia/Shanghai","week":{"mon":["09:00-18:00"]}}""");
        var (status, body) = await PostYearAsync("c/years/2026?from=CN&dryRun=true");
        Assert.Equal((HttpStatusCode.OK, 1, true), (status, body["version"]!.GetValue<int>(), body["dryRun"]!.GetValue<bool>()));
        Assert.Equal(33 + 6, Changes(body).Count);
        Assert.Single((await _vendor.GetAsync("/api/v1/sla/calendars/c")).Body["items"]!.AsArray());
    }

    [Fact]
    public async Task Shipped_holidays_are_applied_once_with_days_of_ones_own()
    {
        await PostCalendarAsync("""{"name":"c","timeZone":"Asia/Shanghai","week":{"mon":["09:00-18:00"]}}""");
        var own = """{"holidays":["2026-12-31","2026-02-14"],"workingDays":[{"date":"2026-05-05","intervals":["09:00-10:00"]}]}""";
        Assert.Equal(HttpStatusCode.Created, (await PostYearAsync("c/years/2026?from=CN", own)).Status);
        var (status, again) = await PostYearAsync("c/years/2026?from=CN", own);
        Assert.Equal((HttpStatusCode.OK, 2), (status, again["version"]!.GetValue<int>()));
        Assert.Empty(Changes(again));
        Assert.Equal(
            ["2026-02-13 week 0", "2026-02-14 holiday 0", "2026-02-15 holiday 0"],
            Days((await _vendor.GetAsync("/api/v1/sla/calendars/c/days?from=2026-02-13&to=2026-02-15")).Body));
        Assert.Equal(["2026-05-05 specialDay 3600"], Days((await _vendor.GetAsync("/api/v1/sla/calendars/c/days?from=2026-05-05&to=2026-05-05")).Body));
    }

    [Fact]
    public async Task What_is_known_can_be_read_and_posted_as_it_is()
    {
        var (status, known) = await _vendor.GetAsync("/api/v1/sla/holidays/cn/2025", Roles.Agent);
        Assert.Equal((HttpStatusCode.OK, "国办发明电〔2024〕12号", 28, "春节"), (status, known["notice"]!["number"]!.ToString(), known["holidays"]!.AsArray().Count, known["occasions"]![1]!["zh"]!.ToString()));
        await PostCalendarAsync("""{"name":"c","timeZone":"Asia/Shanghai","week":{"fri":["09:00-18:00"]}}""");
        var (posted, body) = await PostYearAsync("c/years/2025", known.ToJsonString());
        Assert.Equal((HttpStatusCode.Created, 28 + 5), (posted, Changes(body).Count));
        Assert.Contains((await _vendor.GetAsync("/api/v1/sla/holidays")).Body["items"]!.AsArray(), y => y!["year"]!.GetValue<int>() == 2026);
        Assert.Equal((HttpStatusCode.NotFound, "holidays.unknown"), await StatusAsync("/api/v1/sla/holidays/CN/1999"));
        Assert.Equal((HttpStatusCode.NotFound, "holidays.unknown"), await StatusAsync("/api/v1/sla/holidays/XX/2026"));
    }

    [Fact]
    public async Task A_tenant_in_Shanghai_starts_with_them_whenever_its_zone_becomes_known()
    {
        var (early, late) = (_vendor, app.NewVendor());
        Assert.Null((await early.GetAsync("/api/v1/sla/calendars/working-hours/days?from=2026-10-01&to=2026-10-01")).Body["items"]);
        await early.GetAsync("/api/v1/sla/calendars");
        Assert.Equal(["2026-10-01 week 32400"], Days((await early.GetAsync("/api/v1/sla/calendars/working-hours/days?from=2026-10-01&to=2026-10-01")).Body));
        foreach (var vendor in new[] { early, late })
        {
            await app.DeliverAsync(vendor.Zone("Asia/Shanghai", 1));
            var body = (await vendor.GetAsync("/api/v1/sla/calendars/working-hours/days?from=2026-09-30&to=2026-10-10")).Body;
            Assert.Equal((1, "Asia/Shanghai", 4 * 32_400m), (body["version"]!.GetValue<int>(), body["timeZone"]!.ToString(), body["workingSeconds"]!.GetValue<decimal>()));
            Assert.Equal("2026-10-10 specialDay 32400", Days(body)[^1]);
        }
    }

    [Theory]
    [InlineData("2026", """{"holidays":["2025-01-01"]}""", "holidays[0]")]
    [InlineData("2026", """{"holidays":["2026-01-01","9999-01-01"]}""", "holidays[1]")]
    [InlineData("2026", """{"holidays":["2026-02-30"]}""", "holidays[0]")]
    [InlineData("2026", """{"holidays":[null]}""", "holidays[0]")]
    [InlineData("2026", """{"holidays":["2026-01-01","2026-01-01"]}""", "holidays[1]")]
    [InlineData("2026", """{"holidays":["2026-01-01"],"workingDays":[{"date":"2026-01-01"}]}""", "workingDays[0].date")]
    [InlineData("2026", """{"workingDays":[{"date":"2027-01-02"}]}""", "workingDays[0].date")]
    [InlineData("2026", """{"workingDays":[{"date":"2026-01-03","intervals":["25:00-26:00"]}]}""", "workingDays[0].intervals[0]")]
    [InlineData("2026", """{"workingDays":[{"date":"2026-01-03","intervals":["09:00-12:00","11:00-13:00"]}]}""", "workingDays[0].intervals[1]")]
    [InlineData("2026", """{"workingDays":[{"date":"2026-01-03","intervals":["22:00-06:00"]}]}""", "workingDays[0].intervals[0]")]
    [InlineData("2026", """{"workingDays":[{"date":"2026-01-03","intervals":[]}]}""", "workingDays[0].intervals")]
    [InlineData("2026", """{"workingDays":[null]}""", "workingDays[0].date")]
    [InlineData("2026", "{}", "holidays")]
    [InlineData("9999", """{"holidays":[]}""", "year")]
    [InlineData("-1", """{"holidays":[]}""", "year")]
    [InlineData("next", """{"holidays":[]}""", "year")]
    [InlineData("2030?from=CN", "{}", "from")]
    [InlineData("2026?from=XX", "{}", "from")]
    [InlineData("2026?from=CN", """{"holidays":["2025-01-01"]}""", "holidays[0]")]
    [InlineData("2026", "[]", null)]
    [InlineData("2026?dryRun=perhaps", """{"holidays":[]}""", null)]
    public async Task Bad_input_is_refused_by_field_and_nothing_is_stored(string year, string json, string? field)
    {
        await PostCalendarAsync("""{"name":"c","timeZone":"Asia/Shanghai","week":{"mon":["09:00-18:00"]}}""");
        var (status, body) = await PostYearAsync($"c/years/{year}", json);
        Assert.Equal((HttpStatusCode.BadRequest, "request.invalid"), (status, body["code"]!.ToString()));
        if (field is not null)
        {
            Assert.Contains(field, body["errors"]!.AsObject().Select(e => e.Key));
        }

        Assert.Single((await _vendor.GetAsync("/api/v1/sla/calendars/c")).Body["items"]!.AsArray());
    }

    [Fact]
    public async Task A_year_that_leaves_no_open_day_is_refused()
    {
        await PostCalendarAsync("""{"name":"c","timeZone":"Asia/Shanghai","specialDays":[{"date":"2199-01-07","intervals":["09:00-18:00"]},{"date":"2020-01-07","intervals":["09:00-18:00"]}]}""");
        var (status, body) = await PostYearAsync("c/years/2199", """{"workingDays":[{"date":"2199-01-08"}]}""");
        Assert.Equal((HttpStatusCode.BadRequest, "workingDays[0].intervals"), (status, Assert.Single(body["errors"]!.AsObject()).Key));
        // What is left is over: that day of 2020; and then nothing.
        foreach (var query in new[] { "?dryRun=true", "" })
        {
            (status, body) = await PostYearAsync($"c/years/2199{query}", """{"holidays":["2199-01-01"]}""");
            Assert.Equal((HttpStatusCode.BadRequest, "week"), (status, Assert.Single(body["errors"]!.AsObject()).Key));
        }

        await PostCalendarAsync("""{"name":"c","timeZone":"Asia/Shanghai","specialDays":[{"date":"2199-01-07","intervals":["09:00-18:00"]}]}""");
        (status, body) = await PostYearAsync("c/years/2199", """{"holidays":["2199-01-01"]}""");
        Assert.Equal((HttpStatusCode.BadRequest, "week"), (status, Assert.Single(body["errors"]!.AsObject()).Key));
    }

    [Theory]
    [InlineData("from=2026-01-01", "to")]
    [InlineData("to=2026-01-01", "from")]
    [InlineData("from=2026-01-02&to=2026-01-01", "to")]
    [InlineData("from=2026-01-01&to=2027-02-05", "to")]
    [InlineData("from=9999-01-01&to=9999-01-02", "from")]
    [InlineData("from=yesterday&to=2026-01-02", "from")]
    public async Task A_view_of_days_has_bounds(string query, string field)
    {
        await _vendor.GetAsync("/api/v1/sla/calendars");
        var (status, body) = await _vendor.GetAsync($"/api/v1/sla/calendars/always/days?{query}");
        Assert.Equal((HttpStatusCode.BadRequest, field), (status, body["errors"]!.AsObject().First().Key));
        Assert.Equal(400, (await _vendor.GetAsync("/api/v1/sla/calendars/always/days?from=2026-01-01&to=2027-02-04")).Body["items"]!.AsArray().Count);
    }

    [Fact]
    public async Task A_view_of_days_shows_clock_changes_and_older_versions()
    {
        await PostCalendarAsync("""{"name":"c","timeZone":"Europe/Berlin","alwaysOpen":true}""");
        await PostCalendarAsync("""{"name":"c","timeZone":"UTC","alwaysOpen":true,"holidays":["2026-03-29"]}""");
        const string days = "/api/v1/sla/calendars/c/days?from=2026-03-28&to=2026-03-29";
        Assert.Equal(["2026-03-28 week 86400", "2026-03-29 week 82800"], Days((await _vendor.GetAsync($"{days}&version=1")).Body));
        var (_, body) = await _vendor.GetAsync(days);
        Assert.Equal(["2026-03-28 week 86400", "2026-03-29 holiday 0"], Days(body));
        Assert.Equal(("sat", "00:00-24:00"), (body["items"]![0]!["weekday"]!.ToString(), body["items"]![0]!["intervals"]![0]!.ToString()));
        Assert.Equal((HttpStatusCode.NotFound, "calendar.not-found"), await StatusAsync($"{days}&version=3"));
    }

    [Fact]
    public async Task Only_managers_import_and_other_tenants_calendars_are_unknown()
    {
        await PostCalendarAsync("""{"name":"mine","timeZone":"UTC","alwaysOpen":true}""");
        var (status, _) = await _vendor.PostAsync("/api/v1/sla/calendars/mine/years/2026", new { holidays = Array.Empty<string>() }, Roles.Agent);
        Assert.Equal(HttpStatusCode.Forbidden, status);
        var other = app.NewVendor();
        (status, _) = await other.PostAsync("/api/v1/sla/calendars/mine/years/2026", new { holidays = Array.Empty<string>() });
        Assert.Equal(HttpStatusCode.NotFound, status);
        Assert.Equal(HttpStatusCode.NotFound, (await other.GetAsync("/api/v1/sla/calendars/mine/days?from=2026-01-01&to=2026-01-01")).Status);
    }

    private async Task PostCalendarAsync(string json)
    {
        using var content = new StringContent(json, Encoding.UTF8, "application/json");
        Assert.Equal(HttpStatusCode.Created, (await _vendor.SendAsync(HttpMethod.Post, "/api/v1/sla/calendars", content)).Status);
    }

    private async Task<(HttpStatusCode Status, JsonNode Body)> PostYearAsync(string path, string? json = null)
    {
        using var content = json is null ? null : new StringContent(json, Encoding.UTF8, "application/json");
        return await _vendor.SendAsync(HttpMethod.Post, $"/api/v1/sla/calendars/{path}", content);
    }

    private async Task<(HttpStatusCode Status, string Code)> StatusAsync(string path)
    {
        var (status, body) = await _vendor.GetAsync(path);
        return (status, body["code"]!.ToString());
    }

    private static List<string> Changes(JsonNode body) =>
        [.. body["changes"]!.AsArray().Select(c => $"{c!["date"]} {Hours(c["before"]!)} -> {Hours(c["after"]!)}")];

    private static string Hours(JsonNode day) => $"{day["why"]} {string.Join(',', day["intervals"]!.AsArray().Select(i => i!.ToString()))}";

    private static List<string> Days(JsonNode body) => [.. body["items"]!.AsArray().Select(d => $"{d!["date"]} {d["why"]} {d["workingSeconds"]}")];
}
