using System.Net;
using System.Text;
using ServiceMesh.ServiceDefaults;
using Xunit;

namespace ServiceMesh.Sla.Tests.Service;

public sealed class The_api(SlaApp app)
{
    private readonly Vendor _vendor = app.NewVendor();

    [Fact]
    public async Task A_due_time_unfolds_into_what_made_it()
    {
        var (ticket, opened) = (Guid.CreateVersion7(), new DateTimeOffset(2026, 3, 6, 7, 0, 0, TimeSpan.Zero));
        await app.DeliverAsync(_vendor.Zone("Asia/Shanghai", 1));
        await app.DeliverAsync(_vendor.Triaged(ticket, opened, serviceLevel: "standard", severity: 2));
        await app.DeliverAsync(_vendor.Called(ticket, opened.AddMinutes(5)));
        await app.DeliverAsync(_vendor.Paused(ticket, opened.AddHours(1)));
        await app.DeliverAsync(_vendor.Resumed(ticket, opened.AddHours(2)));
        await app.DeliverAsync(_vendor.Resolved(ticket, opened.AddDays(3)));

        var body = await _vendor.ClocksAsync(ticket);
        Assert.Equal(
            ("T-20261122-000001", "standard", 1, "severity-2"),
            (body["number"]!.ToString(), body["policy"]!.ToString(), body["policyVersion"]!.GetValue<int>(), body["rule"]!.ToString()));
        Assert.StartsWith("Policy standard version 1 (the default, taken with service level standard), rule severity-2", body["explanation"]!.ToString(), StringComparison.Ordinal);

        // Friday 15:00 to Monday 15:00: the 4 h for diagnosis were used up on Monday at 11:00, for one hour of Friday was waited.
        var diagnosis = body["clocks"]![1]!;
        Assert.Equal(("breached", "2026-03-09T03:00:00+00:00"), (diagnosis["state"]!.ToString(), diagnosis["breachedAt"]!.ToString()));
        Assert.Equal(
            ["2026-03-06T07:00:00+00:00 3600", "2026-03-06T09:00:00+00:00 3600", "2026-03-09T01:00:00+00:00 7200"],
            diagnosis["intervals"]!.AsArray().Select(i => $"{i!["from"]} {i["seconds"]}"));
        Assert.Equal(["fixPlan"], diagnosis["asksFor"]!.AsArray().Select(e => e!.ToString()));
        Assert.Null(diagnosis["metBy"]);
        Assert.Equal("Met by an answered call.", body["clocks"]![0]!["metBy"]!["words"]!.ToString());
        var resolution = body["clocks"]![2]!;
        Assert.Equal(
            ("opened", "2026-03-06T07:00:00+00:00", "Started by the report.", "resolved", "2026-03-09T07:00:00+00:00", "Met by the solution."),
            (resolution["startedBy"]!["event"]!.ToString(), resolution["startedBy"]!["at"]!.ToString(), resolution["startedBy"]!["words"]!.ToString(),
                resolution["metBy"]!["event"]!.ToString(), resolution["metBy"]!["at"]!.ToString(), resolution["metBy"]!["words"]!.ToString()));
        Assert.Equal(
            ("met", 8 * 3600m, 72 * 3600m, "working-hours", 1),
            (resolution["state"]!.ToString(), resolution["elapsedWorkingSeconds"]!.GetValue<decimal>(), resolution["elapsedWallSeconds"]!.GetValue<decimal>(),
                resolution["calendar"]!.ToString(), resolution["calendarVersion"]!.GetValue<int>()));
        Assert.Equal(36 * 3600m, resolution["intervals"]!.AsArray().Sum(i => i!["seconds"]!.GetValue<decimal>()));
        Assert.Equal(["waiting-for-customer 3600"], resolution["pauses"]!.AsArray().Select(p => $"{p!["reason"]} {p["workingSeconds"]}"));
    }

    [Fact]
    public async Task The_shipped_set_is_there_before_anything_happened()
    {
        var calendars = (await _vendor.GetAsync("/api/v1/sla/calendars", Roles.Agent)).Body["items"]!.AsArray();
        Assert.Equal(["always", "working-hours"], calendars.Select(c => c!["name"]!.ToString()));
        var policies = (await _vendor.GetAsync("/api/v1/sla/policies", Roles.Agent)).Body["items"]!.AsArray();
        Assert.Equal(["premium", "standard"], policies.Select(c => c!["name"]!.ToString()));
        Assert.All(policies, p => Assert.True(p!["shipped"]!.GetValue<bool>()));
    }

    [Fact]
    public async Task Another_tenants_ticket_calendar_and_policy_are_unknown()
    {
        var (other, ticket) = (app.NewVendor(), Guid.CreateVersion7());
        await app.DeliverAsync(_vendor.Triaged(ticket, Vendor.Now));
        await _vendor.PostAsync("/api/v1/sla/calendars", new { name = "mine", timeZone = "UTC", alwaysOpen = true });
        await _vendor.PostAsync("/api/v1/sla/policies", new { name = "mine", calendar = "mine", rules = new[] { new { name = "a", targets = new { resolution = "PT1H" } } } });

        foreach (var (path, code) in new[] { ($"tickets/{ticket}", "ticket.not-found"), ("calendars/mine", "calendar.not-found"), ("policies/mine", "policy.not-found") })
        {
            Assert.Equal(HttpStatusCode.OK, (await _vendor.GetAsync($"/api/v1/sla/{path}")).Status);
            var (status, body) = await other.GetAsync($"/api/v1/sla/{path}");
            Assert.Equal((HttpStatusCode.NotFound, code), (status, body["code"]!.ToString()));
        }

        Assert.Equal(HttpStatusCode.BadRequest, (await other.PostAsync("/api/v1/sla/policies", new { name = "p", calendar = "mine", rules = new[] { new { name = "a", targets = new { resolution = "PT1H" } } } })).Status);
        Assert.DoesNotContain((await other.GetAsync("/api/v1/sla/calendars")).Body["items"]!.AsArray(), c => c!["name"]!.ToString() == "mine");

        // The same id told by another tenant is another ticket.
        await app.DeliverAsync(other.Answered(ticket, Vendor.Now));
        Assert.Empty((await other.ClocksAsync(ticket))["clocks"]!.AsArray());
        Assert.Equal("running", (await _vendor.ClocksAsync(ticket))["clocks"]![0]!["state"]!.ToString());
    }

    [Fact]
    public async Task Who_may_do_what()
    {
        var ticket = Guid.CreateVersion7();
        await app.DeliverAsync(_vendor.Triaged(ticket, Vendor.Now));
        Assert.Equal(HttpStatusCode.Unauthorized, (await _vendor.SendAsync(HttpMethod.Get, $"/api/v1/sla/tickets/{ticket}", signedIn: false)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await _vendor.GetAsync($"/api/v1/sla/tickets/{ticket}", Roles.Customer)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await _vendor.PostAsync("/api/v1/sla/calendars", new { name = "c", timeZone = "UTC", alwaysOpen = true }, Roles.Agent)).Status);
        Assert.Equal(HttpStatusCode.Created, (await _vendor.PostAsync("/api/v1/sla/calendars", new { name = "c", timeZone = "UTC", alwaysOpen = true }, Roles.Admin)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await _vendor.GetAsync($"/api/v1/sla/tickets/{Guid.CreateVersion7()}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await _vendor.GetAsync("/api/v1/sla/tickets/not-an-id")).Status);
    }

    [Theory]
    [InlineData("calendars", """{"name":"c","timeZone":"Mars/Olympus","alwaysOpen":true}""", "timeZone")]
    [InlineData("calendars", """{"name":"c","timeZone":"UTC+08:00","alwaysOpen":true}""", "timeZone")]
    [InlineData("calendars", """{"name":"c","timeZone":"UTC"}""", "week")]
    [InlineData("calendars", """{"name":"c","timeZone":"UTC","specialDays":[{"date":"2020-01-07","intervals":["09:00-18:00"]}]}""", "week")]
    [InlineData("calendars", """{"name":"c","timeZone":"UTC","week":{"mon":["25:00-26:00"]}}""", "week.mon[0]")]
    [InlineData("calendars", """{"name":"c","timeZone":"UTC","week":{"mon":["09:00-12:00","11:00-13:00"]}}""", "week.mon[1]")]
    [InlineData("calendars", """{"name":"c","timeZone":"UTC","week":{"mon":[null]}}""", "week.mon[0]")]
    [InlineData("calendars", """{"name":"c","timeZone":"UTC","week":{"mon":null}}""", "week.mon")]
    [InlineData("calendars", """{"name":"c","timeZone":"UTC","alwaysOpen":true,"holidays":["9999-01-01"]}""", "holidays[0]")]
    [InlineData("calendars", """{"name":"c","timeZone":"UTC","alwaysOpen":true,"specialDays":[null]}""", "specialDays[0].date")]
    [InlineData("calendars", """{"name":"No Such Name!","timeZone":"UTC","alwaysOpen":true}""", "name")]
    [InlineData("calendars", """{"name":"","timeZone":"UTC","alwaysOpen":true}""", "name")]
    [InlineData("calendars", """{"timeZone":"UTC","alwaysOpen":true}""", null)]
    [InlineData("calendars", """{"name":"c","timeZone":"UTC","alwaysOpen":"yes"}""", null)]
    [InlineData("calendars", """{"name":"c","timeZone":7}""", null)]
    [InlineData("calendars", "{", null)]
    [InlineData("calendars", "[]", null)]
    [InlineData("calendars", "", null)]
    [InlineData("policies", """{"name":"p","calendar":"nowhere","rules":[{"name":"a","targets":{"resolution":"PT1H"}}]}""", "calendar")]
    [InlineData("policies", """{"name":"p","calendar":"always","rules":[]}""", "rules")]
    [InlineData("policies", """{"name":"p","calendar":"always","rules":[null]}""", "rules[0].name")]
    [InlineData("policies", """{"name":"p","calendar":"always","rules":[{"name":"a","targets":{"resolution":"-PT1H"}}]}""", "rules[0].targets.resolution")]
    [InlineData("policies", """{"name":"p","calendar":"always","rules":[{"name":"a","targets":{"resolution":null}}]}""", "rules[0].targets.resolution")]
    [InlineData("policies", """{"name":"p","calendar":"always","rules":[{"name":"a","targets":{"lunch":"PT1H"}}]}""", "rules[0].targets.lunch")]
    [InlineData("policies", """{"name":"p","calendar":"always","rules":[{"name":"a","severities":[0],"targets":{"resolution":"PT1H"}}]}""", "rules[0].severities")]
    [InlineData("policies", """{"name":"p","calendar":"always","rules":[{"name":"a","channels":["pigeon"],"targets":{"resolution":"PT1H"}}]}""", null)]
    [InlineData("policies", """{"name":"p","calendar":"always","rules":[{"name":"a","targets":{"resolution":"PT1H"}}],"escalations":[null]}""", "escalations[0].role")]
    [InlineData("policies", """{"name":"p","calendar":"always","rules":[{"name":"a","targets":{"resolution":"PT1H"}}],"pauseStops":{"waiting-for-customer":["firstResponse"]}}""", "pauseStops.waiting-for-customer")]
    public async Task Bad_input_is_refused_by_field_and_nothing_is_stored(string path, string json, string? field)
    {
        using var content = new StringContent(json, Encoding.UTF8, "application/json");
        var (status, body) = await _vendor.SendAsync(HttpMethod.Post, $"/api/v1/sla/{path}", content);
        Assert.Equal((HttpStatusCode.BadRequest, "request.invalid"), (status, body["code"]!.ToString()));
        Assert.NotNull(body["traceId"]);
        if (field is not null)
        {
            Assert.Contains(field, body["errors"]!.AsObject().Select(e => e.Key));
        }

        Assert.Equal(0, await app.CountAsync(path, _vendor.Tenant));
    }

    [Fact]
    public async Task A_repeated_key_makes_one_version()
    {
        using var client = app.Client();
        var versions = new List<string>();
        for (var i = 0; i < 2; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/sla/calendars")
            {
                Content = new StringContent("""{"name":"c","timeZone":"UTC","alwaysOpen":true}""", Encoding.UTF8, "application/json"),
            };
            request.Headers.Add(Testing.TestIdentity.Header, Testing.TestIdentity.Token("sla", _vendor.Tenant, roles: [Roles.Manager]));
            request.Headers.Add("Idempotency-Key", "one");
            using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
            versions.Add($"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)}");
        }

        Assert.Equal(versions[0], versions[1]);
        Assert.Equal(3, await app.CountAsync("calendars", _vendor.Tenant));
    }
}
