using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using ServiceMesh.Contracts;
using ServiceMesh.ServiceDefaults;
using ServiceMesh.Survey.Domain.Calls;
using ServiceMesh.Testing;

namespace ServiceMesh.Survey.Tests.Calling_back;

public sealed class Calls_of_every_reason(UsualSurveyHost usual) : IClassFixture<UsualSurveyHost>
{
    private readonly SurveyHost _host = usual.Host;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_severe_ticket_is_called_about_and_a_bad_answer_makes_the_same_call_more_urgent()
    {
        var closed = Given.Closed(severity: 1);
        var link = await _host.InviteAsync(closed);
        var due = Assert.Single(await DueAsync(closed));
        Assert.Equal(("severe", (Guid?)null), (due.Reason, due.SurveyId));
        Assert.Equal(FollowUp.Due(new CallRules(), due.OccurredAt, 8, "Asia/Shanghai"), due.DueAt);

        await _host.Page.PostAsync(link, Given.Form("1", "no"), Ct);
        var both = await DueAsync(closed);
        Assert.Equal(2, both.Count);
        Assert.Equal((due.FollowUpId, "not-solved", due.DueAt), (both[1].FollowUpId, both[1].Reason, both[1].DueAt));
        Assert.NotNull(both[1].SurveyId);
        Assert.Equal(1L, await _host.ScalarAsync<long>($"SELECT count(*) FROM follow_ups WHERE ticket_id = '{closed.TicketId}'"));
    }

    [Fact]
    public async Task A_sample_of_all_tickets_is_called_about()
    {
        await using var host = await SurveyHost.StartAsync();
        await host.RulesAsync(new { calls = new { samplePercent = 100, severity = 0 } });
        await host.DeliverAsync(Given.Closed(severity: 1), 10);
        Assert.Equal("sample", Assert.Single(await host.PublishedAsync<FollowUpDue>()).Reason);
    }

    [Fact]
    public async Task The_caller_has_script_numbers_and_answer_at_hand()
    {
        var closed = Given.Closed(subject: "ERP {number} does not start");
        await _host.DeliverAsync(new ContactChanged
        {
            Tenant = "default", OccurredAt = DateTimeOffset.UtcNow, ContactId = closed.Card.ContactId!.Value, CustomerId = Guid.CreateVersion7(), Name = "Li Wei", Phones = ["+8613800138000"], Language = "zh-CN",
        }, 1);
        await _host.Page.PostAsync(await _host.InviteAsync(closed), Given.Form("2", "yes", "Slow"), Ct);
        using var staff = _host.Staff();
        var sheet = await staff.GetFromJsonAsync<JsonElement>($"/api/v1/follow-ups/{(await DueAsync(closed))[0].FollowUpId}", Ct);
        Assert.Contains("Li Wei", sheet.GetProperty("script").GetProperty("en").GetString(), StringComparison.Ordinal);
        Assert.Contains("北辰 Service", sheet.GetProperty("script").GetProperty("zh").GetString(), StringComparison.Ordinal);
        Assert.Equal("+8613800138000", sheet.GetProperty("phones")[0].GetString());
        Assert.Equal("Slow", sheet.GetProperty("call").GetProperty("comment").GetString());
        using var stranger = _host.Staff("other");
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync($"/api/v1/follow-ups/{(await DueAsync(closed))[0].FollowUpId}", Ct)).StatusCode);
    }

    [Fact]
    public async Task Three_calls_that_reach_nobody_end_with_the_manager()
    {
        var (closed, id) = await BadAsync();
        using var staff = _host.Staff();
        for (var call = 1; call <= 2; call++)
        {
            var open = await MadeAsync(staff, id, new { outcome = "unreachable", note = $"Nobody, {call}" });
            Assert.Equal((call, JsonValueKind.Null), (open.GetProperty("attempts").GetInt32(), open.GetProperty("completedAt").ValueKind));
        }
        Assert.Empty(await CompletedAsync(closed));
        var done = await MadeAsync(staff, id, new { outcome = "unreachable" });
        Assert.Equal("Nobody, 1\nNobody, 2", done.GetProperty("note").GetString());
        var completed = Assert.Single(await CompletedAsync(closed));
        Assert.Equal(("unreachable", 3, (bool?)null, (int?)null), (completed.Outcome, completed.Attempts, completed.Solved, completed.Score));
        Assert.Equal("unreachable", Assert.Single(await _host.PublishedAsync<FollowUpEscalated>(), e => e.TicketId == closed.TicketId).Cause);
    }

    [Fact]
    public async Task The_same_call_sent_twice_counts_once()
    {
        var (_, id) = await BadAsync();
        using var staff = _host.Staff();
        staff.DefaultRequestHeaders.Add("Idempotency-Key", Guid.NewGuid().ToString());
        await MadeAsync(staff, id, new { outcome = "unreachable" });
        Assert.Equal(1, (await MadeAsync(staff, id, new { outcome = "unreachable" })).GetProperty("attempts").GetInt32());
        Assert.Equal(1, await _host.ScalarAsync<int>($"SELECT attempts FROM follow_ups WHERE id = '{id}'"));
    }

    [Fact]
    public async Task Not_solved_proposes_to_reopen_and_tells_what_was_said()
    {
        var (closed, id) = await BadAsync();
        using var staff = _host.Staff();
        await MadeAsync(staff, id, new { outcome = "not-solved", note = "Still prints blank pages", score = 2, nps = 3 });
        var completed = Assert.Single(await CompletedAsync(closed));
        Assert.Equal(("not-solved", false, 2, 3, 1), (completed.Outcome, completed.Solved, completed.Score, completed.Nps, completed.Attempts));
        Assert.Equal((closed.Card, "low-score"), (completed.Card, completed.Reason));
        var proposed = Assert.Single(await _host.PublishedAsync<ReopenProposed>(), e => e.TicketId == closed.TicketId);
        Assert.Equal(("Still prints blank pages", "Wang Fang", id), (proposed.Reason, proposed.By.Name, proposed.FollowUpId));
    }

    [Fact]
    public async Task A_call_nobody_makes_in_time_is_told_to_the_manager_once()
    {
        await using var host = await SurveyHost.StartAsync();
        var closed = Given.Closed(severity: 1);
        await host.DeliverAsync(closed, 10);
        var due = Assert.Single(await host.PublishedAsync<FollowUpDue>());
        Assert.Equal(due.DueAt, await host.DueAsync(closed, "follow-up-overdue"));
        await host.PassAsync(closed, TimeSpan.FromDays(10));
        await Eventually.Async(async () => (await host.PublishedAsync<FollowUpEscalated>()).Count == 1, what: "the manager is told");
        var told = Assert.Single(await host.PublishedAsync<FollowUpEscalated>());
        Assert.Equal(("overdue", due.FollowUpId), (told.Cause, told.FollowUpId));
        using var staff = host.Staff();
        var item = Assert.Single((await staff.GetFromJsonAsync<JsonElement>("/api/v1/follow-ups?open=true", Ct)).GetProperty("items").EnumerateArray().ToArray());
        Assert.NotEqual(JsonValueKind.Null, item.GetProperty("escalatedAt").ValueKind);
    }

    [Fact]
    public async Task A_reopening_takes_the_open_call_off_the_list_and_an_old_one_does_not()
    {
        var (closed, id) = await BadAsync();
        await _host.DeliverAsync(Given.Reopened(closed), 9);
        Assert.DoesNotContain(await _host.PublishedAsync<FollowUpWithdrawn>(), e => e.TicketId == closed.TicketId);
        await _host.DeliverAsync(Given.Reopened(closed), 11);
        Assert.Equal(id, Assert.Single(await _host.PublishedAsync<FollowUpWithdrawn>(), e => e.TicketId == closed.TicketId).FollowUpId);
        using var staff = _host.Staff();
        Assert.Equal(HttpStatusCode.Conflict, (await staff.PostAsJsonAsync($"/api/v1/follow-ups/{id}/complete", new { outcome = "solved" }, Ct)).StatusCode);
        Assert.Null(await _host.DueAsync(closed, "follow-up-overdue"));
    }

    [Theory]
    [InlineData("{\"outcome\":\"solved\",\"score\":6}")]
    [InlineData("{\"outcome\":\"solved\",\"nps\":11}")]
    [InlineData("{\"outcome\":\"solved\",\"nps\":-1}")]
    [InlineData("{\"outcome\":\"satisfied\"}")]
    public async Task What_no_scale_has_is_refused(string body)
    {
        var (_, id) = await BadAsync();
        using var staff = _host.Staff();
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        Assert.Equal(HttpStatusCode.BadRequest, (await staff.PostAsync($"/api/v1/follow-ups/{id}/complete", content, Ct)).StatusCode);
    }

    [Fact]
    public async Task Answers_and_calls_are_counted_apart()
    {
        await using var host = await SurveyHost.StartAsync();
        using var staff = host.Staff();
        foreach (var (score, solved, nps) in new[] { ("5", "yes", "10"), ("4", "yes", "9"), ("2", "yes", "0"), ("1", "no", "8") })
            await host.Page.PostAsync(await host.InviteAsync(Given.Closed()), Given.Form(("score", score), ("solved", solved), ("nps", nps)), Ct);
        await host.InviteAsync(Given.Closed());
        var calls = (await host.PublishedAsync<FollowUpDue>()).Select(f => f.FollowUpId).ToList();
        Assert.Equal(2, calls.Count);
        using var made = await staff.PostAsJsonAsync($"/api/v1/follow-ups/{calls[0]}/complete", new { outcome = "solved", score = 4 }, Ct);

        var figures = await staff.GetFromJsonAsync<JsonElement>("/api/v1/surveys/figures?days=7", Ct);
        var (self, told) = (figures.GetProperty("self"), figures.GetProperty("calls"));
        Assert.Equal((5, 4, 3.0, 0.75, 25.0), (self.GetProperty("sent").GetInt32(), self.GetProperty("answered").GetInt32(), self.GetProperty("score").GetDouble(), self.GetProperty("solvedShare").GetDouble(), self.GetProperty("nps").GetDouble()));
        Assert.Equal((2, 1, 4.0, 1.0), (told.GetProperty("due").GetInt32(), told.GetProperty("reached").GetInt32(), told.GetProperty("score").GetDouble(), told.GetProperty("solvedShare").GetDouble()));
        using var stranger = host.Staff("other");
        Assert.Equal(0, (await stranger.GetFromJsonAsync<JsonElement>("/api/v1/surveys/figures", Ct)).GetProperty("self").GetProperty("sent").GetInt32());
        Assert.Equal(HttpStatusCode.BadRequest, (await staff.GetAsync("/api/v1/surveys/figures?days=0", Ct)).StatusCode);
    }

    private async Task<(TicketClosed Closed, Guid FollowUp)> BadAsync()
    {
        var closed = Given.Closed();
        await _host.Page.PostAsync(await _host.InviteAsync(closed), Given.Form("2", "yes"), Ct);
        return (closed, Assert.Single(await DueAsync(closed)).FollowUpId);
    }

    private async Task<IReadOnlyList<FollowUpDue>> DueAsync(TicketClosed closed) => [.. (await _host.PublishedAsync<FollowUpDue>()).Where(f => f.TicketId == closed.TicketId)];

    private async Task<IReadOnlyList<FollowUpCompleted>> CompletedAsync(TicketClosed closed) =>
        [.. (await _host.PublishedAsync<FollowUpCompleted>()).Where(f => f.TicketId == closed.TicketId)];

    private static async Task<JsonElement> MadeAsync(HttpClient staff, Guid id, object call)
    {
        using var answer = await staff.PostAsJsonAsync($"/api/v1/follow-ups/{id}/complete", call, Ct);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Ct));
        return await answer.Content.ReadFromJsonAsync<JsonElement>(Ct);
    }
}
