using System.Net;
using System.Net.Http.Json;
using ServiceMesh.Contracts;
using ServiceMesh.Dispatch.Domain;
using ServiceMesh.ServiceDefaults;
using Xunit;

namespace ServiceMesh.Dispatch.Tests.Actions;

public sealed class What_people_do_to_a_ticket(DispatchApp app)
{
    [Fact]
    public async Task From_claim_to_closing_every_step_is_an_event_and_a_version()
    {
        var vendor = app.NewVendor();
        var team = await vendor.TeamAsync("Desk");
        var ticket = await vendor.OpenAsync();
        var account = Guid.CreateVersion7();
        var li = await vendor.EngineerAsync("Li", team, account);
        using var me = vendor.As(account: account);
        using var claimed = await me.PostAsync($"/api/v1/work/{ticket}/claim", null, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, claimed.StatusCode);
        Assert.Equal("\"2\"", claimed.Headers.ETag?.Tag);

        Assert.Equal("inProgress", (await vendor.ActAsync(ticket, "start")).GetProperty("state").GetString());
        await vendor.ActAsync(ticket, "fix-plan", new { cause = "A lock", steps = "Release it", risk = "None", estimatedMinutes = 15 });
        var paused = await vendor.ActAsync(ticket, "pause", new { reason = "waitingForCustomer", note = "Which version?" });
        Assert.Equal(("waiting", "waitingForCustomer"), (paused.GetProperty("state").GetString(), paused.GetProperty("waitingFor").GetString()));
        await vendor.ActAsync(ticket, "pause", new { reason = "waitingForVendor" });
        Assert.Equal("inProgress", (await vendor.ActAsync(ticket, "resume")).GetProperty("state").GetString());
        await vendor.ActAsync(ticket, "escalate", new { reason = "Month end" });
        await vendor.ActAsync(ticket, "resolve", new { resolution = "Released the lock", causeCode = "lock" });
        var closed = await vendor.ActAsync(ticket, "close");
        Assert.Equal("closed", closed.GetProperty("state").GetString());

        var events = (await app.PublishedAsync(vendor.Tenant)).Where(e => e.TicketId == ticket).ToList();
        Assert.Equal(
            ["TicketTriaged", "TicketAssigned", "TicketAssigned", "TicketHandedOver", "WorkStarted", "DiagnosisDelivered", "TicketPaused", "TicketPaused",
                "TicketResumed", "TicketEscalated", "EscalationUnanswered", "TicketResolved", "TicketClosed"],
            events.Select(e => e.GetType().Name));
        Assert.Equal(Enumerable.Range(1, events.Count).Select(i => (long)i), events.Select(e => e.Stream!.Sequence));
        Assert.Equal("claimed", ((TicketAssigned)events[2]).Mode);
        Assert.Equal(PauseReason.WaitingForCustomer, ((TicketPaused)events[7]).PreviousReason);
        Assert.All(events.Skip(2).Where(e => e is not EscalationUnanswered), e => Assert.Equal(("Ana", ActorKind.Staff), (e.By.Name, e.By.Kind)));

        var detail = await vendor.DetailAsync(ticket);
        Assert.Equal(10, detail.GetProperty("version").GetInt32());
        Assert.Equal("A lock", Assert.Single(detail.GetProperty("fixPlans").EnumerateArray()).GetProperty("cause").GetString());
        Assert.Equal(
            ["reason-changed", "manual"], detail.GetProperty("pauses").EnumerateArray().Select(p => p.GetProperty("endedBy").GetString()));
        Assert.Equal(("Released the lock", "lock"), (detail.GetProperty("resolution").GetString(), detail.GetProperty("causeCode").GetString()));
        Assert.Equal(li, detail.GetProperty("engineerId").GetGuid());
    }

    [Fact]
    public async Task An_assignment_by_hand_is_always_recorded()
    {
        var vendor = app.NewVendor();
        var team = await vendor.TeamAsync("Desk");
        var li = await vendor.EngineerAsync("Li", team);
        var ticket = await vendor.OpenAsync();
        await vendor.ActAsync(ticket, "assign", new { teamId = team });
        await vendor.ActAsync(ticket, "assign", new { teamId = team, engineerId = li, reason = "Knows the customer" });
        await vendor.ActAsync(ticket, "assign");
        await vendor.ActAsync(ticket, "resolve", new { resolution = "Restarted" });
        await vendor.ActAsync(ticket, "assign", new { teamId = team });
        var assigned = await vendor.PublishedAsync<TicketAssigned>();
        Assert.Equal(["automatic", "manual", "manual", "manual", "manual"], assigned.Select(a => a.Mode));
        Assert.Equal([false, true, true, true, true], assigned.Select(a => a.Reassigned));
        Assert.Equal("Li was chosen by hand: Knows the customer", assigned[2].Explanation);
        Assert.Equal("resolved", (await vendor.DetailAsync(ticket)).GetProperty("state").GetString());
    }

    [Fact]
    public async Task An_assignment_to_an_engineer_goes_to_his_team()
    {
        var vendor = app.NewVendor();
        await vendor.TeamAsync("Desk");
        var erp = await vendor.TeamAsync("ERP");
        var li = await vendor.EngineerAsync("Li", erp);
        var ticket = await vendor.OpenAsync();
        var row = await vendor.ActAsync(ticket, "assign", new { engineerId = li });
        Assert.Equal((erp, "ERP", "Li", "assigned"), (
            row.GetProperty("teamId").GetGuid(), row.GetProperty("teamName").GetString(), row.GetProperty("engineerName").GetString(),
            row.GetProperty("state").GetString()));
    }

    [Fact]
    public async Task Of_many_claims_at_once_one_wins()
    {
        var vendor = app.NewVendor();
        var team = await vendor.TeamAsync("Desk");
        var ticket = await vendor.OpenAsync();
        var accounts = Enumerable.Range(0, 8).Select(_ => Guid.CreateVersion7()).ToList();
        foreach (var account in accounts) await vendor.EngineerAsync($"e{account}"[..20], team, account);
        var clients = accounts.Select(a => vendor.As(account: a)).ToList();
        var answers = await Task.WhenAll(clients.Select(
            c => c.PostAsync($"/api/v1/work/{ticket}/claim", null, TestContext.Current.CancellationToken)));
        Assert.Single(answers, a => a.StatusCode == HttpStatusCode.OK);
        Assert.Equal(7, answers.Count(a => a.StatusCode == HttpStatusCode.Conflict));
        Assert.Single(await vendor.PublishedAsync<TicketAssigned>(), a => a.Mode == "claimed");
        foreach (var client in clients) client.Dispose();
    }

    [Fact]
    public async Task Only_an_engineer_can_claim()
    {
        var vendor = app.NewVendor();
        var ticket = await vendor.OpenAsync();
        Assert.Equal("engineer.not-linked", await vendor.RefusedAsync(HttpStatusCode.Forbidden, ticket, "claim"));
    }

    [Fact]
    public async Task What_the_state_forbids_is_a_conflict_that_says_why()
    {
        var vendor = app.NewVendor();
        var ticket = await vendor.OpenAsync();
        Assert.Equal("ticket.illegal-transition", await vendor.RefusedAsync(HttpStatusCode.Conflict, ticket, "close"));
        Assert.Equal("ticket.illegal-transition", await vendor.RefusedAsync(HttpStatusCode.Conflict, ticket, "resume"));
        Assert.Equal("ticket.not-found", await vendor.RefusedAsync(HttpStatusCode.NotFound, Guid.CreateVersion7(), "close"));
        Assert.Equal(1, (await vendor.DetailAsync(ticket)).GetProperty("version").GetInt32());
    }

    [Fact]
    public async Task A_version_that_is_not_the_callers_any_more_is_refused()
    {
        var vendor = app.NewVendor();
        var ticket = await vendor.OpenAsync();
        await vendor.ActAsync(ticket, "escalate", new { reason = "Month end" });
        Assert.Equal("ticket.version-changed", await vendor.RefusedAsync(
            HttpStatusCode.PreconditionFailed, ticket, "resolve", new { resolution = "Done" }, ifMatch: "\"1\""));
        Assert.Equal("request.invalid", await vendor.RefusedAsync(
            HttpStatusCode.BadRequest, ticket, "resolve", new { resolution = "Done" }, ifMatch: "yesterday"));
        using var client = vendor.As();
        client.DefaultRequestHeaders.TryAddWithoutValidation("If-Match", "\"2\"");
        using var answer = await client.PostAsJsonAsync($"/api/v1/work/{ticket}/resolve", new { resolution = "Done" }, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task The_same_key_twice_acts_once()
    {
        var vendor = app.NewVendor();
        var ticket = await vendor.OpenAsync();
        using var client = vendor.As();
        client.DefaultRequestHeaders.Add("Idempotency-Key", "k1");
        async Task<(HttpStatusCode, string)> Post(string reason)
        {
            using var answer = await client.PostAsJsonAsync($"/api/v1/work/{ticket}/escalate", new { reason }, TestContext.Current.CancellationToken);
            return (answer.StatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        }

        var first = await Post("Month end");
        Assert.Equal(HttpStatusCode.OK, first.Item1);
        Assert.Equal(first, await Post("Month end"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Post("Year end")).Item1);
        Assert.Single(await vendor.PublishedAsync<TicketEscalated>());
    }

    [Fact]
    public async Task Triage_by_hand_follows_the_matrix_unless_somebody_may_and_says_why()
    {
        var vendor = app.NewVendor();
        var ticket = await vendor.OpenAsync();
        var row = await vendor.ActAsync(ticket, "triage", new { impact = "high", urgency = "high", workType = "maintenance", reason = "All sites" });
        Assert.Equal((1, "maintenance"), (row.GetProperty("severity").GetInt32(), row.GetProperty("workType").GetString()));
        var e = (await vendor.PublishedAsync<TicketTriaged>())[^1];
        Assert.Equal((3, "manual", "All sites"), (e.PreviousSeverity, e.DecidedBy, e.Reason));

        var against = new { impact = "low", urgency = "low", severity = 1 };
        using var agent = vendor.As([Roles.Agent]);
        Assert.Equal("access.role-missing", await vendor.RefusedAsync(HttpStatusCode.Forbidden, ticket, "triage", against, agent));
        Assert.Equal("triage.reason-required", await vendor.RefusedAsync(HttpStatusCode.BadRequest, ticket, "triage", against));
        row = await vendor.ActAsync(ticket, "triage", new { impact = "low", urgency = "low", severity = 1, reason = "The board asks" });
        Assert.Equal(1, row.GetProperty("severity").GetInt32());
    }

    [Fact]
    public async Task A_reopened_ticket_whose_engineer_has_left_goes_to_another()
    {
        var vendor = app.NewVendor();
        var team = await vendor.TeamAsync("Desk");
        var li = await vendor.EngineerAsync("Li", team);
        var ticket = await vendor.OpenAsync();
        await vendor.ActAsync(ticket, "resolve", new { resolution = "Restarted" });
        var bo = await vendor.EngineerAsync("Bo", team);
        using var client = vendor.As();
        using var left = await client.PutAsJsonAsync(
            $"/api/v1/engineers/{li}", new { name = "Li", language = "en", teamIds = new[] { team }, active = false }, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, left.StatusCode);
        var row = await vendor.ActAsync(ticket, "reopen", new { reason = "Again" });
        Assert.Equal((bo, "assigned"), (row.GetProperty("engineerId").GetGuid(), row.GetProperty("state").GetString()));
        Assert.Equal("automatic", (await vendor.PublishedAsync<TicketAssigned>())[^1].Mode);
    }

    [Fact]
    public async Task Actions_at_once_leave_a_gapless_stream()
    {
        var vendor = app.NewVendor();
        var ticket = await vendor.OpenAsync();
        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => vendor.ActAsync(ticket, "escalate", new { reason = $"{i}" })));
        var sequences = (await app.PublishedAsync(vendor.Tenant)).Where(e => e.TicketId == ticket).Select(e => e.Stream!.Sequence).Order();
        Assert.Equal(Enumerable.Range(1, 42).Select(i => (long)i), sequences);
        Assert.Equal(21, (await vendor.DetailAsync(ticket)).GetProperty("version").GetInt32());
    }

    [Fact]
    public async Task Cancelling_while_waiting_ends_the_waiting()
    {
        var vendor = app.NewVendor();
        var ticket = await vendor.OpenAsync();
        await vendor.ActAsync(ticket, "pause", new { reason = "scheduled" });
        await vendor.ActAsync(ticket, "cancel", new { reason = "Duplicate" });
        var detail = await vendor.DetailAsync(ticket);
        Assert.Equal(nameof(TicketState.Cancelled), detail.GetProperty("state").GetString(), ignoreCase: true);
        Assert.Equal("cancelled", Assert.Single(detail.GetProperty("pauses").EnumerateArray()).GetProperty("endedBy").GetString());
    }
}
