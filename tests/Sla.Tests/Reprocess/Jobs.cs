using System.Net;
using System.Text;
using ServiceMesh.ServiceDefaults;
using ServiceMesh.Sla.Tests.Service;
using ServiceMesh.Testing;
using Xunit;
using static ServiceMesh.Sla.Tests.Reprocess.ReprocessVendor;
using Vendor = ServiceMesh.Sla.Tests.Service.Vendor;

namespace ServiceMesh.Sla.Tests.Reprocess;

public sealed class Jobs(SlaApp app)
{
    private readonly ReprocessVendor _vendor = new(app);

    [Fact]
    public async Task An_interrupted_job_goes_on_and_changes_each_ticket_once()
    {
        var own = new SlaApp();
        await own.InitializeAsync();
        try
        {
            var vendor = new ReprocessVendor(own);
            await vendor.PolicyAsync("PT100H");
            var tickets = await vendor.OpenAsync(12);
            await vendor.PolicyAsync("PT50H");
            Guid job;
            // The sixth ticket is being written when its turn comes, and still when the service goes: it waits for another turn.
            await using (await vendor.HoldAsync(tickets[5]))
            {
                job = await vendor.StartAsync(new { all = true, reason = "New contract" });
                await Eventually.Async(async () => await vendor.ChosenAsync([.. tickets]) == 11);
                Assert.Equal(0, await vendor.ChosenAsync(tickets[5]));
                await own.StopAsync();
            }

            own.Start();
            var done = await vendor.DoneAsync(job);
            Assert.Equal((12, 12, 12, 12, 0, 0, 0), Counts(done));
            Assert.Equal(12, done["result"]!["clocks"]!["earlier"]!.GetValue<int>());
            foreach (var ticket in tickets)
            {
                Assert.Equal((1, vendor.Opened.AddHours(50)), (await vendor.ChosenAsync(ticket), await vendor.DueAsync(ticket)));
            }
        }
        finally
        {
            await own.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_ticket_that_ends_meanwhile_is_skipped_and_counted_and_others_are_not_held_up()
    {
        await _vendor.PolicyAsync("PT100H");
        var tickets = await _vendor.OpenAsync(3);
        await _vendor.PolicyAsync("PT50H");
        Guid job;
        await using (var writing = await _vendor.HoldAsync(tickets[1]))
        {
            job = await _vendor.StartAsync(new { all = true, reason = "New contract" });
            await Eventually.Async(async () => await _vendor.ChosenAsync(tickets[0], tickets[2]) == 2, what: "the job passes over the ticket that is being written");
            // What waits for the second ticket holds neither the first nor the third.
            await app.DeliverAsync(_vendor.Vendor.Answered(tickets[0], Vendor.Now));
            await app.DeliverAsync(_vendor.Vendor.Resolved(tickets[2], Vendor.Now));
            await writing.ResolveAsync();
        }

        Assert.Equal((3, 3, 2, 2, 0, 1, 0), Counts(await _vendor.DoneAsync(job)));
        Assert.Equal((2, 0), (await _vendor.ChosenAsync(tickets[0], tickets[2]), await _vendor.ChosenAsync(tickets[1])));
    }

    [Fact]
    public async Task Named_tickets_that_have_ended_are_counted_too()
    {
        await _vendor.PolicyAsync("PT100H");
        var tickets = await _vendor.OpenAsync(2);
        await app.DeliverAsync(_vendor.Vendor.Resolved(tickets[0], Vendor.Now.AddMinutes(-1)));
        await _vendor.PolicyAsync("PT50H");
        Assert.Equal((1, 1, 0, 0, 0, 1, 0), Counts(await _vendor.RunAsync(new { ticketIds = tickets.Take(1), reason = "x" })));
    }

    [Fact]
    public async Task A_job_can_be_cancelled_and_stays_on_record()
    {
        await _vendor.PolicyAsync("PT100H");
        var ticket = await _vendor.OpenAsync();
        await _vendor.PolicyAsync("PT50H");
        // Nothing woke this one yet.
        var job = Guid.CreateVersion7();
        await using (var insert = app.Database.CreateCommand(
            "INSERT INTO reprocess_jobs (tenant, id, dry_run, selection, reason, state, created_at, created_by, result) VALUES ($1, $2, false, '{\"all\":true}', 'A mistake', 'queued', now(), 'Mei', '{}')"))
        {
            insert.Parameters.Add(new() { Value = _vendor.Vendor.Tenant });
            insert.Parameters.Add(new() { Value = job });
            await insert.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        for (var i = 0; i < 2; i++)
        {
            var (status, body) = await _vendor.Vendor.PostAsync($"/api/v1/sla/reprocess/{job}/cancel", new { }, Roles.Admin);
            Assert.Equal((HttpStatusCode.OK, "cancelled", "Mei"), (status, body["state"]!.ToString(), body["cancelledBy"]!.ToString()));
        }

        var done = await _vendor.RunAsync(new { all = true, reason = "Once more", dryRun = true });
        var (refused, problem) = await _vendor.Vendor.PostAsync($"/api/v1/sla/reprocess/{done["id"]}/cancel", new { });
        Assert.Equal((HttpStatusCode.Conflict, "reprocess.over", 0), (refused, problem["code"]!.ToString(), await _vendor.ChosenAsync(ticket)));

        var list = (await _vendor.Vendor.GetAsync("/api/v1/sla/reprocess?limit=1")).Body;
        Assert.Equal("Once more", Assert.Single(list["items"]!.AsArray())!["reason"]!.ToString());
        list = (await _vendor.Vendor.GetAsync($"/api/v1/sla/reprocess?limit=1&cursor={list["next"]}")).Body;
        Assert.Equal("cancelled", Assert.Single(list["items"]!.AsArray())!["state"]!.ToString());
    }

    [Theory]
    [InlineData("""{"all":true,"reason":""}""", "reason")]
    [InlineData("""{"reason":"x"}""", "policies")]
    [InlineData("""{"all":true,"policies":["standard"],"reason":"x"}""", "policies")]
    [InlineData("""{"policies":["nowhere"],"reason":"x"}""", "policies[0]")]
    [InlineData("""{"calendars":["always",null],"reason":"x"}""", "calendars[1]")]
    [InlineData("""{"policies":[],"reason":"x"}""", "policies")]
    [InlineData("""{"ticketIds":[],"reason":"x"}""", "ticketIds")]
    [InlineData("""{"ticketIds":["019a0000-0000-7000-8000-000000000000"],"reason":"x"}""", "ticketIds[0]")]
    [InlineData("""{"ticketIds":["everything"],"reason":"x"}""", null)]
    [InlineData("""{"all":true}""", null)]
    public async Task Bad_input_is_refused_by_field_and_nothing_is_stored(string json, string? field)
    {
        using var content = new StringContent(json, Encoding.UTF8, "application/json");
        var (status, body) = await _vendor.Vendor.SendAsync(HttpMethod.Post, "/api/v1/sla/reprocess", content);
        Assert.Equal((HttpStatusCode.BadRequest, "request.invalid"), (status, body["code"]!.ToString()));
        if (field is not null)
        {
            Assert.Contains(field, body["errors"]!.AsObject().Select(e => e.Key));
        }

        Assert.Equal(0, await app.CountAsync("reprocess_jobs", _vendor.Vendor.Tenant));
    }

    [Fact]
    public async Task Only_managers_run_it_and_other_tenants_see_nothing()
    {
        var job = await _vendor.RunAsync(new { all = true, reason = "x", dryRun = true });
        foreach (var role in new[] { Roles.Agent, Roles.Dispatcher, Roles.Engineer, Roles.Customer })
        {
            Assert.Equal(HttpStatusCode.Forbidden, (await _vendor.Vendor.PostAsync("/api/v1/sla/reprocess", new { all = true, reason = "x" }, role)).Status);
            Assert.Equal(HttpStatusCode.Forbidden, (await _vendor.Vendor.GetAsync("/api/v1/sla/reprocess", role)).Status);
        }

        var other = app.NewVendor();
        Assert.Equal(HttpStatusCode.NotFound, (await other.GetAsync($"/api/v1/sla/reprocess/{job["id"]}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await other.PostAsync($"/api/v1/sla/reprocess/{job["id"]}/cancel", new { })).Status);
        Assert.Empty((await other.GetAsync("/api/v1/sla/reprocess")).Body["items"]!.AsArray());
    }
}
