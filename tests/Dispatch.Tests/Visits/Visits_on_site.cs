using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using ServiceMesh.Contracts;
using ServiceMesh.Dispatch.Domain;
using ServiceMesh.ServiceDefaults;
using Xunit;

namespace ServiceMesh.Dispatch.Tests.Visits;

public sealed class Visits_on_site(DispatchApp app)
{
    private static readonly byte[] s_png = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 1, 2, 3];
    private static readonly DateTimeOffset s_day = new(DateTime.UtcNow.Date.AddDays(7).AddHours(2), TimeSpan.Zero);

    [Fact]
    public async Task A_visit_from_the_agreement_to_the_signed_report()
    {
        var vendor = app.NewVendor();
        var team = await vendor.TeamAsync("Desk");
        var li = await vendor.EngineerAsync("Li", team);
        var ticket = await vendor.OpenAsync();
        await vendor.ActAsync(ticket, "visit", new { from = s_day, to = s_day.AddHours(2), place = "Plant 2", parts = Vendor.List("Disk"), travelMinutes = 45, at = new { latitude = 31.2304, longitude = 121.4737 } });
        var visit = Assert.Single((await VisitsAsync(vendor, ticket)).EnumerateArray());
        var id = visit.GetProperty("id").GetGuid();
        Assert.Equal(("agreed", li, 45), (visit.GetProperty("state").GetString(), visit.GetProperty("engineerId").GetGuid(), visit.GetProperty("travelMinutes").GetInt32()));
        // Moved, not doubled.
        await vendor.ActAsync(ticket, "visit", new { visitId = id, from = s_day.AddHours(1), to = s_day.AddHours(3), place = "Plant 2", at = new { latitude = 31.2304, longitude = 121.4737 } });
        Assert.Equal(s_day.AddHours(1), Assert.Single((await VisitsAsync(vendor, ticket)).EnumerateArray()).GetProperty("from").GetDateTimeOffset());

        Assert.Equal("visit.not-begun", await vendor.RefusedAsync(HttpStatusCode.Conflict, ticket, "visit-report", new { visitId = id, report = "Done" }));
        Assert.Equal("visit.not-begun", await SendAsync(vendor, ticket, id, "photo", s_png, HttpStatusCode.Conflict));
        await vendor.ActAsync(ticket, "arrive", new { visitId = id, at = new { latitude = 31.2314, longitude = 121.4737 }, reason = "Li has no signal in the plant" });
        Assert.Null(await SendAsync(vendor, ticket, id, "photo", s_png, HttpStatusCode.Created));
        Assert.Null(await SendAsync(vendor, ticket, id, "signature", [1, .. s_png[1..]], HttpStatusCode.BadRequest) is "visit.not-a-picture" ? null : "accepted");
        Assert.Null(await SendAsync(vendor, ticket, id, "signature", s_png, HttpStatusCode.Created));
        Assert.Null(await SendAsync(vendor, ticket, id, "signature", s_png, HttpStatusCode.Created));
        await vendor.ActAsync(ticket, "visit-report", new { visitId = id, report = "Replaced the disk", signedBy = "Wei", partsUsed = Vendor.List("Disk") });
        visit = Assert.Single((await VisitsAsync(vendor, ticket)).EnumerateArray());
        Assert.Equal(("done", "Wei"), (visit.GetProperty("state").GetString(), visit.GetProperty("signedBy").GetString()));
        Assert.InRange(visit.GetProperty("checkInMetres").GetDouble(), 105, 117);
        var files = visit.GetProperty("files").EnumerateArray().ToList();
        Assert.Equal(["photo", "signature"], files.Select(f => f.GetProperty("kind").GetString()));
        using var client = vendor.As();
        using var picture = await client.GetAsync($"/api/v1/work/{ticket}/visits/{id}/files/{files[0].GetProperty("id").GetGuid()}", TestContext.Current.CancellationToken);
        Assert.Equal("image/png", picture.Content.Headers.ContentType?.MediaType);
        Assert.Equal(s_png, await picture.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        var done = Assert.Single(await vendor.PublishedAsync<VisitCompleted>());
        Assert.Equal(("Wei", 1), (done.SignedBy, done.Photos));
        Assert.Equal("visit.over", await vendor.RefusedAsync(HttpStatusCode.Conflict, ticket, "arrive", new { visitId = id }));

        var stranger = app.NewVendor();
        Assert.Equal("file.not-found", await stranger.ProblemAsync(HttpStatusCode.NotFound, HttpMethod.Get, $"/api/v1/work/{ticket}/visits/{id}/files/{files[0].GetProperty("id").GetGuid()}", null));
        Assert.Equal("ticket.not-found", await stranger.ProblemAsync(HttpStatusCode.NotFound, HttpMethod.Get, $"/api/v1/work/{ticket}/visits", null));
    }

    [Fact]
    public async Task One_way_of_an_either_or_promise_is_a_promise_too_with_its_cutoff_until_the_other_was_kept()
    {
        var vendor = app.NewVendor();
        var team = await vendor.TeamAsync("Desk");
        await vendor.EngineerAsync("Li", team);
        var ticket = await vendor.OpenAsync();
        var due = s_day.AddHours(9);
        await ClocksAsync(1, ClockState.Running, ClockLegState.Running);
        var promise = (await vendor.GetAsync($"/api/v1/work/{ticket}/visits")).GetProperty("promise");
        Assert.Equal((due, "16:00", "Asia/Shanghai"), (promise.GetProperty("dueAt").GetDateTimeOffset(), promise.GetProperty("cutoff").GetString(), promise.GetProperty("zone").GetString()));
        Assert.Equal("visit.after-due", await vendor.RefusedAsync(HttpStatusCode.Conflict, ticket, "visit", new { from = due.AddMinutes(1), to = due.AddHours(1) }));
        await ClocksAsync(2, ClockState.Met, ClockLegState.Cancelled);
        Assert.Equal(JsonValueKind.Null, (await vendor.GetAsync($"/api/v1/work/{ticket}/visits")).TryGetProperty("promise", out var none) ? none.ValueKind : JsonValueKind.Null);
        await vendor.ActAsync(ticket, "visit", new { from = due.AddMinutes(1), to = due.AddHours(1) });

        Task ClocksAsync(long sequence, ClockState state, ClockLegState onSite) => app.DeliverAsync(new SlaClocksChanged
        {
            Tenant = vendor.Tenant, TicketId = ticket, OccurredAt = DateTimeOffset.UtcNow, Stream = new StreamPosition("sla", ticket, sequence),
            Clocks =
            [
                new ClockView
                {
                    Clock = "emergency", State = state, StartedAt = DateTimeOffset.UtcNow, TargetSeconds = 3600, DueAt = due, RemainingSeconds = 3600, Cycle = 1,
                    Legs =
                    [
                        new ClockLegView { Clock = "remoteAssistance", State = state == ClockState.Met ? ClockLegState.Met : ClockLegState.Running, DueAt = due.AddHours(-8) },
                        new ClockLegView { Clock = "onSiteArrival", State = onSite, DueAt = due, Cutoff = "16:00", Zone = "Asia/Shanghai" },
                    ],
                },
            ],
        });
    }

    [Fact]
    public async Task A_day_lists_visits_of_all_tickets_in_order_and_a_ticket_shows_what_fits()
    {
        var vendor = app.NewVendor();
        var team = await vendor.TeamAsync("Desk");
        var li = await vendor.EngineerAsync("Li", team);
        var (later, earlier, off) = (await vendor.OpenAsync(), await vendor.OpenAsync(), await vendor.OpenAsync());
        await vendor.ActAsync(later, "visit", new { from = s_day.AddHours(5), to = s_day.AddHours(6), place = "Plant 2" });
        await vendor.ActAsync(earlier, "visit", new { from = s_day, to = s_day.AddHours(2), place = "Plant 1" });
        await vendor.ActAsync(off, "visit", new { from = s_day.AddHours(3), to = s_day.AddHours(4) });
        var gone = Assert.Single((await VisitsAsync(vendor, off)).EnumerateArray()).GetProperty("id").GetGuid();
        await vendor.ActAsync(off, "visit-cancel", new { visitId = gone, reason = "Solved" });
        var span = $"from={Uri.EscapeDataString(s_day.AddHours(-1).ToString("O", System.Globalization.CultureInfo.InvariantCulture))}&until={Uri.EscapeDataString(s_day.AddHours(20).ToString("O", System.Globalization.CultureInfo.InvariantCulture))}";
        var day = (await vendor.GetAsync($"/api/v1/work/visits?engineer={li}&{span}")).GetProperty("items").EnumerateArray().ToList();
        Assert.Equal([earlier, later], day.Select(v => v.GetProperty("ticketId").GetGuid()));
        Assert.Equal("Plant 1", day[0].GetProperty("visit").GetProperty("place").GetString());
        Assert.Empty((await vendor.GetAsync($"/api/v1/work/visits?engineer=me&{span}")).GetProperty("items").EnumerateArray());
        Assert.Empty((await vendor.GetAsync("/api/v1/work/visits")).GetProperty("items").EnumerateArray());
        var days = (await vendor.GetAsync($"/api/v1/work/{later}/visits")).GetProperty("days").EnumerateArray().Single();
        Assert.Equal((s_day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture), 2), (days.GetProperty("day").GetString(), days.GetProperty("visits").GetInt32()));
        foreach (var wrong in new[] { "engineer=somebody", $"from={Uri.EscapeDataString(s_day.ToString("O", System.Globalization.CultureInfo.InvariantCulture))}&until={Uri.EscapeDataString(s_day.AddDays(-1).ToString("O", System.Globalization.CultureInfo.InvariantCulture))}" })
            Assert.Equal("request.invalid", await vendor.ProblemAsync(HttpStatusCode.BadRequest, HttpMethod.Get, $"/api/v1/work/visits?{wrong}", null));
        var stranger = app.NewVendor();
        Assert.Empty((await stranger.GetAsync($"/api/v1/work/visits?engineer={li}&{span}")).GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task No_more_visits_a_day_than_the_team_sets_also_when_all_are_agreed_at_once()
    {
        var vendor = app.NewVendor();
        var team = await vendor.TeamAsync("Desk");
        await vendor.EngineerAsync("Li", team);
        await vendor.SendAsync(HttpMethod.Put, $"/api/v1/teams/{team}/settings", new { assignment = new { visitsPerDay = 2 } });
        var tickets = new List<Guid>();
        for (var i = 0; i < 6; i++) tickets.Add(await vendor.OpenAsync());
        var answers = await Task.WhenAll(tickets.Select(async (t, i) =>
        {
            using var client = vendor.As();
            using var body = System.Net.Http.Json.JsonContent.Create(new { from = s_day.AddHours(i), to = s_day.AddHours(i + 1) });
            using var answer = await client.PostAsync($"/api/v1/work/{t}/visit", body, TestContext.Current.CancellationToken);
            return (Ticket: t, answer.StatusCode);
        }));
        Assert.Equal(2, answers.Count(a => a.StatusCode == HttpStatusCode.OK));
        Assert.Equal(4, answers.Count(a => a.StatusCode == HttpStatusCode.Conflict));
        var full = answers.First(a => a.StatusCode == HttpStatusCode.Conflict).Ticket;
        Assert.Equal("visit.day-full", await vendor.RefusedAsync(HttpStatusCode.Conflict, full, "visit", new { from = s_day, to = s_day.AddHours(1) }));
        await vendor.ActAsync(full, "visit", new { from = s_day.AddDays(1), to = s_day.AddDays(1).AddHours(1) });
        // One is off: there is room again.
        var agreed = answers.First(a => a.StatusCode == HttpStatusCode.OK).Ticket;
        var visit = (await VisitsAsync(vendor, agreed))[0].GetProperty("id").GetGuid();
        await vendor.ActAsync(agreed, "visit-cancel", new { visitId = visit, reason = "The plant is closed" });
        Assert.Equal("visit.over", await vendor.RefusedAsync(HttpStatusCode.Conflict, agreed, "visit-cancel", new { visitId = visit, reason = "Again" }));
        await vendor.ActAsync(answers.Last(a => a.StatusCode == HttpStatusCode.Conflict).Ticket, "visit", new { from = s_day, to = s_day.AddHours(1) });
    }

    [Fact]
    public async Task A_visit_after_the_promised_time_needs_a_reason()
    {
        var vendor = app.NewVendor();
        await vendor.TeamAsync("Desk");
        var ticket = await vendor.OpenAsync();
        var due = s_day.AddHours(9);
        await app.DeliverAsync(new SlaClocksChanged
        {
            Tenant = vendor.Tenant, TicketId = ticket, OccurredAt = DateTimeOffset.UtcNow, Stream = new StreamPosition("sla", ticket, 1), NextDueAt = due,
            Clocks = [new ClockView { Clock = "onSiteArrival", State = ClockState.Running, StartedAt = DateTimeOffset.UtcNow, TargetSeconds = 3600, DueAt = due, RemainingSeconds = 3600, Cycle = 1 }],
        });
        await vendor.ActAsync(ticket, "visit", new { from = due, to = due.AddHours(1) });
        Assert.Equal("visit.after-due", await vendor.RefusedAsync(HttpStatusCode.Conflict, ticket, "visit", new { from = due.AddMinutes(1), to = due.AddHours(1) }));
        await vendor.ActAsync(ticket, "visit", new { from = due.AddMinutes(1), to = due.AddHours(1), lateReason = "The customer wants it tomorrow" });
        Assert.Equal([null, "The customer wants it tomorrow"], (await vendor.PublishedAsync<VisitScheduled>()).Select(v => v.LateReason));
        Assert.Equal(due, (await vendor.GetAsync($"/api/v1/work/{ticket}/visits")).GetProperty("dueOnSiteAt").GetDateTimeOffset());
    }

    [Fact]
    public async Task The_visits_engineer_checks_in_or_a_dispatcher_with_a_reason_and_the_place_is_told_or_why_not()
    {
        var vendor = app.NewVendor();
        var team = await vendor.TeamAsync("Desk");
        var (account, other) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var li = await vendor.EngineerAsync("Li", team, account);
        var (first, second) = (await vendor.OpenAsync(), await vendor.OpenAsync());
        await vendor.EngineerAsync("Bo", team, other);
        foreach (var ticket in new[] { first, second })
            await vendor.ActAsync(ticket, "visit", new { from = s_day, to = s_day.AddHours(2), at = new { latitude = 31.2304, longitude = 121.4737 } });
        var (hers, forHer) = ((await VisitsAsync(vendor, first))[0].GetProperty("id").GetGuid(), (await VisitsAsync(vendor, second))[0].GetProperty("id").GetGuid());
        using var me = vendor.As([Roles.Engineer], account);
        using var bo = vendor.As([Roles.Engineer, Roles.Agent], other);
        using var dispatcher = vendor.As([Roles.Dispatcher]);
        Assert.Equal("visit.not-yours", await vendor.RefusedAsync(HttpStatusCode.Forbidden, first, "arrive", new { visitId = hers, place = "Plant 2" }, bo));
        Assert.Equal("visit.reason-required", await vendor.RefusedAsync(HttpStatusCode.BadRequest, first, "arrive", new { visitId = hers, place = "Plant 2" }, dispatcher));
        Assert.Equal("visit.place-required", await vendor.RefusedAsync(HttpStatusCode.BadRequest, first, "arrive", new { visitId = hers, place = " " }, me));
        await AsAsync(me, first, "arrive", new { visitId = hers, at = new { latitude = 31.2314, longitude = 121.4737 } });
        await AsAsync(dispatcher, second, "arrive", new { visitId = forHer, noPlaceReason = "A mine without signal", reason = "Li called from the gate" });
        var arrived = (await vendor.PublishedAsync<VisitArrived>()).ToDictionary(a => a.VisitId);
        Assert.InRange(arrived[hers].Metres!.Value, 105, 117);
        Assert.Equal((li, null, null), (arrived[hers].EngineerId, arrived[hers].Reason, arrived[hers].NoPlaceReason));
        Assert.Equal((li, null, "Li called from the gate", "A mine without signal"), (arrived[forHer].EngineerId, arrived[forHer].Metres, arrived[forHer].Reason, arrived[forHer].NoPlaceReason));
        var shown = (await VisitsAsync(vendor, second))[0];
        Assert.Equal(("Ana", "Li called from the gate", "A mine without signal"), (Text(shown, "arrivedBy"), Text(shown, "arrivedReason"), Text(shown, "noPlaceReason")));
    }

    [Fact]
    public async Task Agreed_visits_go_with_their_ticket_as_far_as_the_new_engineers_day_has_room()
    {
        var vendor = app.NewVendor();
        var team = await vendor.TeamAsync("Desk");
        await vendor.SendAsync(HttpMethod.Put, $"/api/v1/teams/{team}/settings", new { assignment = new { visitsPerDay = 1 } });
        var unowned = await vendor.OpenAsync();
        // Nobody is there yet: the team's day has a place all the same, and no more than that.
        await vendor.ActAsync(unowned, "visit", Window(0));
        Assert.Equal("visit.day-full", await vendor.RefusedAsync(HttpStatusCode.Conflict, await vendor.OpenAsync(), "visit", Window(3)));
        var (li, bo) = (await vendor.EngineerAsync("Li", team), await vendor.EngineerAsync("Bo", team));
        await vendor.ActAsync(unowned, "assign", new { engineerId = li });
        Assert.Equal("Li", Text((await VisitsAsync(vendor, unowned))[0], "engineerName"));

        var boss = await vendor.OpenAsync();
        await vendor.ActAsync(boss, "assign", new { engineerId = bo });
        await vendor.ActAsync(boss, "visit", Window(3));
        // Li has one that day already.
        Assert.Equal("visit.day-full", await vendor.RefusedAsync(HttpStatusCode.Conflict, boss, "assign", new { engineerId = li }));
        var against = Assert.Single((await vendor.GetAsync($"/api/v1/work/{boss}/against?engineerId={li}")).GetProperty("items").EnumerateArray());
        Assert.Equal(("visits", true), (Text(against.GetProperty("why"), "code"), against.GetProperty("mayBePassedOver").GetBoolean()));
        await vendor.ActAsync(boss, "assign", new { engineerId = li, @override = true, reason = "Both are in one plant" });
        Assert.Equal("Li", Text((await VisitsAsync(vendor, boss))[0], "engineerName"));
        Assert.Equal("Both are in one plant", (await vendor.PublishedAsync<TicketAssigned>())[^1].Why!.Note);

        // Given back, it has nobody; with Bo, whose day is free again, it has somebody.
        await vendor.ActAsync(boss, "unassign");
        Assert.Null(Text((await VisitsAsync(vendor, boss))[0], "engineerName"));
        await vendor.ActAsync(boss, "assign", new { engineerId = bo });
        Assert.Equal("Bo", Text((await VisitsAsync(vendor, boss))[0], "engineerName"));
        var told = await vendor.PublishedAsync<VisitScheduled>();
        Assert.All(told, v => Assert.Equal(v.EngineerId is null, v.EngineerName is null));
        // Two windows were agreed; all that came later is about who comes.
        Assert.Equal<(bool?, string?)>([(null, null), (true, "Li"), (null, "Bo"), (true, "Li"), (true, null), (true, "Bo")], told.Select(v => (v.OtherEngineer, v.EngineerName)));
    }

    [Fact]
    public async Task A_certificate_is_judged_by_the_day_of_the_visit()
    {
        var vendor = app.NewVendor();
        var team = await vendor.TeamAsync("Desk");
        var li = await vendor.EngineerAsync("Li", team);
        await vendor.SendAsync(HttpMethod.Put, $"/api/v1/teams/{team}/settings", new { assignment = new { requirements = Vendor.List(new { certificates = Vendor.List("electrician") }) } });
        await vendor.SendAsync(HttpMethod.Put, $"/api/v1/engineers/{li}/profile", new { certificates = Vendor.List(new { name = "Electrician", validUntil = DateOnly.FromDateTime(s_day.UtcDateTime) }) });
        var ticket = await vendor.OpenAsync();
        Assert.Equal(li, (await vendor.DetailAsync(ticket)).GetProperty("engineerId").GetGuid());
        await vendor.ActAsync(ticket, "visit", Window(0));
        Assert.Equal("assignment.certificate-ended", await vendor.RefusedAsync(HttpStatusCode.Conflict, ticket, "visit", new { from = s_day.AddDays(1), to = s_day.AddDays(1).AddHours(1), @override = true, overrideReason = "She is the only one" }));
        Assert.Single((await vendor.GetAsync($"/api/v1/work/{ticket}/against?engineerId={li}&at={Uri.EscapeDataString(s_day.AddDays(1).ToString("O", System.Globalization.CultureInfo.InvariantCulture))}")).GetProperty("items").EnumerateArray());
    }

    private static object Window(int hours) => new { from = s_day.AddHours(hours), to = s_day.AddHours(hours + 1) };

    private static string? Text(JsonElement e, string name) => e.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static async Task AsAsync(HttpClient client, Guid ticket, string action, object body)
    {
        using var content = System.Net.Http.Json.JsonContent.Create(body);
        using var answer = await client.PostAsync($"/api/v1/work/{ticket}/{action}", content, TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("visit", """{"from":"2027-01-01T10:00:00Z","to":"2027-01-01T09:00:00Z"}""", 400, "visit.window-invalid")]
    [InlineData("visit", """{"from":"2027-01-01T10:00:00Z","to":"2027-01-01T11:00:00Z","at":{"latitude":91,"longitude":0}}""", 400, "request.invalid")]
    [InlineData("visit", """{"from":"2027-01-01T10:00:00Z","to":"2027-01-01T11:00:00Z","parts":[""]}""", 400, "request.invalid")]
    [InlineData("visit", """{"from":"2027-01-01T10:00:00Z","to":"2027-01-01T11:00:00Z","visitId":"0198f000-0000-7000-8000-000000000000"}""", 404, "visit.not-found")]
    [InlineData("arrive", """{"visitId":"0198f000-0000-7000-8000-000000000000"}""", 404, "visit.not-found")]
    [InlineData("visit-report", """{"visitId":"0198f000-0000-7000-8000-000000000000","report":"x"}""", 404, "visit.not-found")]
    [InlineData("visit-cancel", """{"visitId":"0198f000-0000-7000-8000-000000000000","reason":"x"}""", 404, "visit.not-found")]
    [InlineData("remote-session-end", """{"sessionId":"0198f000-0000-7000-8000-000000000000","log":"x"}""", 404, "session.not-found")]
    [InlineData("remote-session", """{"link":"javascript:alert(1)"}""", 400, "request.invalid")]
    public async Task What_cannot_be_is_refused(string action, string body, int status, string code)
    {
        var vendor = app.NewVendor();
        await vendor.TeamAsync("Desk");
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        Assert.Equal(code, await vendor.RefusedAsync((HttpStatusCode)status, await vendor.OpenAsync(), action, content));
    }

    [Fact]
    public void Places_on_earth()
    {
        Assert.InRange(new GeoPoint(31.2304, 121.4737).MetresTo(new GeoPoint(39.9042, 116.4074)), 1_060_000, 1_075_000);
        Assert.Equal(0, new GeoPoint(0, 180).MetresTo(new GeoPoint(0, -180)), 3);
    }

    private static async Task<string?> SendAsync(Vendor vendor, Guid ticket, Guid visit, string kind, byte[] content, HttpStatusCode expected)
    {
        using var client = vendor.As();
        using var body = new ByteArrayContent(content);
        body.Headers.ContentType = new MediaTypeHeaderValue("image/png");
        using var answer = await client.PostAsync($"/api/v1/work/{ticket}/visits/{visit}/files?kind={kind}", body, TestContext.Current.CancellationToken);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(expected == answer.StatusCode, text);
        return answer.IsSuccessStatusCode ? null : JsonDocument.Parse(text).RootElement.GetProperty("code").GetString();
    }

    private static async Task<JsonElement> VisitsAsync(Vendor vendor, Guid ticket) => (await vendor.GetAsync($"/api/v1/work/{ticket}/visits")).GetProperty("visits");
}
