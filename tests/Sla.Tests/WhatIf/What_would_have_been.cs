using System.Net;
using System.Text.Json.Nodes;
using ServiceMesh.ServiceDefaults;
using ServiceMesh.Sla.Tests.Money;
using ServiceMesh.Sla.Tests.Service;
using ServiceMesh.Testing;
using Xunit;
using static ServiceMesh.Sla.Tests.Money.Ledger;

namespace ServiceMesh.Sla.Tests.WhatIf;

public sealed class What_would_have_been(SlaApp app)
{
    private static readonly string[] _gold = ["gold"];
    private static readonly string[] _office = ["09:00-18:00"];
    private static readonly int[] _severities = [1];

    private static readonly object _tenPercent = new { clauses = new[] { new { clock = "resolution", percent = 10 } } };

    private static readonly DateTimeOffset _march = new(2026, 2, 28, 16, 0, 0, TimeSpan.Zero);

    private readonly Ledger _ledger = new(app);

    [Fact]
    public async Task Another_policy_shows_breaches_and_credits_before_and_after()
    {
        await _ledger.AgreeAsync(_tenPercent);
        await app.DeliverAsync(_ledger.Changed(cap: 15));
        var quick = await _ledger.TicketAsync(Monday, TimeSpan.FromMinutes(30), severity: 1);
        var slow = await _ledger.TicketAsync(Monday.AddDays(1), TimeSpan.FromMinutes(90), severity: 1);
        var slower = await _ledger.TicketAsync(Monday.AddDays(2), TimeSpan.FromHours(5), severity: 2);
        await _ledger.TicketAsync(Monday.AddMonths(2), TimeSpan.FromHours(5));
        var before = await app.CountAsync("breaches", _ledger.Vendor.Tenant);

        var done = await AskAsync(new { from = _march, to = _march.AddMonths(1), policy = new { definition = Gold("PT2H") } });
        Assert.Equal((4L, 4L, 3L), (done["total"]!.GetValue<long>(), done["done"]!.GetValue<long>(), done["counted"]!.GetValue<long>()));
        Assert.Equal((2, 150m, 1, 100m), Sides(done["result"]!));
        Assert.Equal([("1", 1, 100m, 0, 0m), ("2", 1, 50m, 1, 100m)], done["result"]!["bySeverity"]!.AsArray().Select(Row));
        Assert.Equal([("resolution", 2, 150m, 1, 100m)], done["result"]!["byClock"]!.AsArray().Select(Row));

        // Two hours were kept by one of them, and the other would have missed another instant.
        var tickets = (await _ledger.Vendor.GetAsync($"/api/v1/sla/what-if/{done["id"]}/tickets")).Body["items"]!.AsArray();
        Assert.Equal(new[] { slow, slower }.Order(), tickets.Select(t => t!["ticketId"]!.GetValue<Guid>()).Order());
        Assert.DoesNotContain(tickets, t => t!["ticketId"]!.GetValue<Guid>() == quick);
        var first = (await _ledger.Vendor.GetAsync($"/api/v1/sla/what-if/{done["id"]}/tickets?limit=1")).Body;
        var second = (await _ledger.Vendor.GetAsync($"/api/v1/sla/what-if/{done["id"]}/tickets?limit=1&cursor={first["next"]}")).Body;
        Assert.Equal((tickets[1]!["ticketId"]!.ToString(), (JsonNode?)null), (second["items"]![0]!["ticketId"]!.ToString(), second["next"]));
        Assert.Equal(before, await app.CountAsync("breaches", _ledger.Vendor.Tenant));

        var again = await AskAsync(new { from = _march, to = _march.AddMonths(1), calendar = new { name = "shanghai" } });
        var listed = (await _ledger.Vendor.GetAsync("/api/v1/sla/what-if")).Body["items"]!.AsArray();
        Assert.Equal([again.ToJsonString(), done.ToJsonString()], listed.Select(j => j!.ToJsonString()));
        Assert.Equal(["supposed 0 ", " shanghai 1"], new[] { done, again }.Select(j => j["question"]!).Select(q => $"{q["policy"]} {q["policyVersion"]}{q["calendar"]} {q["calendarVersion"]}"));
        Assert.Equal(again["id"]!.ToString(), (await _ledger.Vendor.GetAsync("/api/v1/sla/what-if?limit=1")).Body["next"]!.ToString());
        Assert.Empty((await app.NewVendor().GetAsync("/api/v1/sla/what-if")).Body["items"]!.AsArray());
        Assert.Equal(HttpStatusCode.BadRequest, (await _ledger.Vendor.GetAsync("/api/v1/sla/what-if?limit=0")).Status);
    }

    [Fact]
    public async Task Another_calendar_takes_the_place_of_its_namesake_and_the_filter_chooses()
    {
        await _ledger.AgreeAsync(_tenPercent);
        await app.DeliverAsync(_ledger.Changed());
        // Resolved next morning: late round the clock, in time in office hours.
        await _ledger.TicketAsync(Monday.AddHours(8.5), TimeSpan.FromHours(15.5), severity: 1);
        await _ledger.TicketAsync(Monday.AddHours(8.5), TimeSpan.FromHours(15.5), severity: 2);
        var week = new { mon = _office, tue = _office };
        var done = await AskAsync(new
        {
            from = _march, to = _march.AddMonths(1), filter = new { severities = _severities },
            calendar = new { name = "shanghai", definition = new { timeZone = "Asia/Shanghai", week } },
        });
        Assert.Equal((1, 100m, 0, 0m), Sides(done["result"]!));

        var policy = await _ledger.Vendor.PostAsync("/api/v1/sla/calendars", new { name = "shanghai", timeZone = "Asia/Shanghai", week });
        Assert.Equal(2, policy.Body["version"]!.GetValue<int>());
        Assert.Equal((2, 200m, 0, 0m), Sides((await AskAsync(new { from = _march, to = _march.AddMonths(1), calendar = new { name = "shanghai", version = 2 } }))["result"]!));
        // The same terms as they were break the same promises.
        Assert.Equal((2, 200m, 2, 200m), Sides((await AskAsync(new { from = _march, to = _march.AddMonths(1), calendar = new { name = "shanghai", version = 1 } }))["result"]!));
        Assert.Equal((2, 200m, 0, 0m), Sides((await AskAsync(new { from = _march, to = _march.AddMonths(1), policy = new { name = "gold" } }))["result"]!));
    }

    [Fact]
    public async Task It_works_through_many_tickets_in_chunks()
    {
        await _ledger.AgreeAsync(_tenPercent);
        for (var i = 0; i < 120; i++)
        {
            await _ledger.TicketAsync(Monday.AddMinutes(i));
        }

        var done = await AskAsync(new { from = _march, to = _march.AddMonths(1), policy = new { definition = Gold("PT2H") } });
        Assert.Equal((120L, 120, 120), (done["done"]!.GetValue<long>(), done["result"]!["before"]!["breaches"]!.GetValue<int>(), done["result"]!["after"]!["breaches"]!.GetValue<int>()));
    }

    [Fact]
    public async Task What_cannot_be_asked_is_refused_by_field()
    {
        await _ledger.AgreeAsync(_tenPercent);
        var (from, to) = (_march, _march.AddMonths(1));
        var always = new { timeZone = "Asia/Shanghai", alwaysOpen = true };
        foreach (var (request, field) in new (object, string)[]
        {
            (new { from, to }, "policy"),
            (new { from = to, to = from, policy = new { name = "gold" } }, "to"),
            (new { from, to = from.AddYears(5), policy = new { name = "gold" } }, "to"),
            (new { from, to, policy = new { name = "silver" } }, "policy.name"),
            (new { from, to, policy = new { name = "gold", version = 7 } }, "policy.name"),
            (new { from, to, policy = new { definition = Gold("never") } }, "policy.definition.rules[0].targets.resolution"),
            (new { from, to, policy = new { definition = Gold("PT1H", "moon") } }, "policy.definition.calendar"),
            (new { from, to, calendar = new { name = "moon" } }, "calendar.name"),
            (new { from, to, calendar = new { definition = always } }, "calendar.name"),
            (new { from, to, calendar = new { name = "shanghai", definition = new { timeZone = "Mars/Olympus" } } }, "calendar.definition.timeZone"),
            (new { from, to, policy = new { name = "gold" }, filter = new { severities = new[] { 9 } } }, "filter.severities"),
        })
        {
            var (status, body) = await _ledger.Vendor.PostAsync("/api/v1/sla/what-if", request);
            Assert.Equal(HttpStatusCode.BadRequest, status);
            Assert.Contains(field, body["errors"]!.AsObject().Select(e => e.Key));
        }

        Assert.Equal(HttpStatusCode.Forbidden, (await _ledger.Vendor.PostAsync("/api/v1/sla/what-if", new { from, to, policy = new { name = "gold" } }, Roles.Engineer)).Status);
    }

    [Fact]
    public async Task It_can_be_cancelled_while_it_runs_and_belongs_to_its_tenant()
    {
        await _ledger.AgreeAsync(_tenPercent);
        var done = await AskAsync(new { from = _march, to = _march.AddMonths(1), policy = new { name = "gold" } });
        var (status, body) = await _ledger.Vendor.PostAsync($"/api/v1/sla/what-if/{done["id"]}/cancel", new { });
        Assert.Equal((HttpStatusCode.Conflict, "what-if.not-running"), (status, body["code"]!.ToString()));
        foreach (var path in new[] { "", "/tickets" })
        {
            Assert.Equal(HttpStatusCode.NotFound, (await app.NewVendor().GetAsync($"/api/v1/sla/what-if/{done["id"]}{path}")).Status);
        }

        Assert.Equal(HttpStatusCode.NotFound, (await app.NewVendor().PostAsync($"/api/v1/sla/what-if/{done["id"]}/cancel", new { })).Status);

        // Laid down as it lies between two chunks, with a timer that is far off.
        await using var command = app.Database.CreateCommand("UPDATE what_ifs SET state = 'running', result = NULL, ended_at = NULL WHERE tenant = $1");
        command.Parameters.Add(new() { Value = _ledger.Vendor.Tenant });
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        (status, body) = await _ledger.Vendor.PostAsync($"/api/v1/sla/what-if/{done["id"]}/cancel", new { });
        Assert.Equal(HttpStatusCode.OK, status);
        body = (await _ledger.Vendor.GetAsync($"/api/v1/sla/what-if/{done["id"]}")).Body;
        Assert.Equal(("cancelled", (JsonNode?)null), (body["state"]!.ToString(), body["result"]));
    }

    private static object Gold(string target, string calendar = "shanghai") => new
    {
        position = 1, calendar, serviceLevels = _gold, compensation = _tenPercent, rules = new[] { new { name = "all", targets = new { resolution = target } } },
    };

    private async Task<JsonNode> AskAsync(object request)
    {
        var (status, asked) = await _ledger.Vendor.PostAsync("/api/v1/sla/what-if", request);
        Assert.Equal((HttpStatusCode.Accepted, "running"), (status, asked["state"]!.ToString()));
        JsonNode answer = asked;
        await Eventually.Async(async () =>
        {
            answer = (await _ledger.Vendor.GetAsync($"/api/v1/sla/what-if/{asked["id"]}")).Body;
            return answer["state"]!.ToString() == "done";
        });
        return answer;
    }

    private static (int, decimal, int, decimal) Sides(JsonNode both) => (Breaches(both["before"]!), Credit(both["before"]!), Breaches(both["after"]!), Credit(both["after"]!));

    private static (string, int, decimal, int, decimal) Row(JsonNode? row)
    {
        var (before, creditBefore, after, creditAfter) = Sides(row!);
        return (row!["key"]!.ToString(), before, creditBefore, after, creditAfter);
    }

    private static int Breaches(JsonNode side) => side["breaches"]!.GetValue<int>();

    private static decimal Credit(JsonNode side) => side["credits"]!.AsArray().Sum(Amount);
}
