using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using ServiceMesh.Contracts;
using ServiceMesh.ServiceDefaults;
using ServiceMesh.Survey.Domain.Calls;

namespace ServiceMesh.Survey.Tests.Calling_back;

public sealed class Follow_ups(UsualSurveyHost usual) : IClassFixture<UsualSurveyHost>
{
    private readonly SurveyHost _host = usual.Host;

    [Theory]
    [InlineData("2", "yes", "low-score")]
    [InlineData("1", "no", "not-solved")]
    [InlineData("5", "no", "not-solved")]
    public async Task A_bad_answer_makes_a_call_due_within_working_hours(string score, string solved, string reason)
    {
        var due = await DueAsync(score, solved);
        Assert.Equal(reason, due.Reason);
        Assert.Equal(FollowUp.Due(new CallRules(), due.OccurredAt, 8, "Asia/Shanghai"), due.DueAt);
        Assert.Equal("T-20261122-000123", due.Card.Number);
    }

    [Fact]
    public async Task Three_and_solved_is_no_reason_to_call()
    {
        var closed = Given.Closed();
        await _host.Page.PostAsync(await _host.InviteAsync(closed), Given.Form("3"), TestContext.Current.CancellationToken);
        Assert.DoesNotContain(await _host.PublishedAsync<FollowUpDue>(), f => f.TicketId == closed.TicketId);
    }

    [Fact]
    public async Task Staff_see_the_open_call_and_record_it_once()
    {
        var due = await DueAsync("2", "yes", "Took too long");
        using var staff = _host.Staff();
        var item = Assert.Single((await ListAsync(staff, $"?open=true&ticketId={due.TicketId}")).EnumerateArray().ToArray());
        Assert.Equal("Took too long", item.GetProperty("comment").GetString());
        Assert.Equal("Li Wei", item.GetProperty("contactName").GetString());

        var path = $"/api/v1/follow-ups/{due.FollowUpId}/complete";
        var tries = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => staff.PostAsJsonAsync(path, new { outcome = "solved", note = "Explained" }, TestContext.Current.CancellationToken)));
        Assert.Equal(1, tries.Count(t => t.StatusCode == HttpStatusCode.OK));
        Assert.Equal(4, tries.Count(t => t.StatusCode == HttpStatusCode.Conflict));
        var completed = Assert.Single(await _host.PublishedAsync<FollowUpCompleted>(), f => f.FollowUpId == due.FollowUpId);
        Assert.Equal(("solved", "Explained", "Wang Fang"), (completed.Outcome, completed.Note, completed.By.Name));
        Assert.Empty((await ListAsync(staff, $"?open=true&ticketId={due.TicketId}")).EnumerateArray());
        Assert.Single((await ListAsync(staff, $"?open=false&ticketId={due.TicketId}")).EnumerateArray());
    }

    [Fact]
    public async Task Another_tenant_and_customers_see_and_do_nothing()
    {
        var due = await DueAsync("1", "yes");
        using var stranger = _host.Staff("other");
        Assert.Empty((await ListAsync(stranger, "")).EnumerateArray());
        var path = $"/api/v1/follow-ups/{due.FollowUpId}/complete";
        var body = new { outcome = "solved" };
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.PostAsJsonAsync(path, body, TestContext.Current.CancellationToken)).StatusCode);
        using var customer = _host.Staff("default", Roles.Customer);
        Assert.Equal(HttpStatusCode.Forbidden, (await customer.PostAsJsonAsync(path, body, TestContext.Current.CancellationToken)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await _host.Page.PostAsJsonAsync(path, body, TestContext.Current.CancellationToken)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await _host.Page.GetAsync("/api/v1/surveys", TestContext.Current.CancellationToken)).StatusCode);
    }

    [Theory]
    [InlineData("{\"outcome\":\"perhaps\"}")]
    [InlineData("{}")]
    [InlineData("{\"outcome\":")]
    [InlineData("[]")]
    public async Task An_outcome_that_is_none_is_refused(string body)
    {
        var due = await DueAsync("1", "yes");
        using var staff = _host.Staff();
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        using var answer = await staff.PostAsync($"/api/v1/follow-ups/{due.FollowUpId}/complete", content, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("request.invalid", (await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken)).GetProperty("code").GetString());
    }

    [Fact]
    public async Task Surveys_are_listed_by_ticket_and_page_by_page()
    {
        await using var host = await SurveyHost.StartAsync();
        for (var i = 0; i < 5; i++) await host.DeliverAsync(Given.Closed(), 10);
        using var staff = host.Staff();
        var seen = new List<string>();
        for (string? next = "/api/v1/surveys?limit=2"; next is not null;)
        {
            var page = await staff.GetFromJsonAsync<JsonElement>(next, TestContext.Current.CancellationToken);
            seen.AddRange(page.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("id").GetString()!));
            next = page.GetProperty("next").GetString() is { } cursor ? $"/api/v1/surveys?limit=2&cursor={cursor}" : null;
        }
        Assert.Equal(5, seen.Distinct().Count());
        Assert.Equal(seen.OrderDescending(StringComparer.Ordinal), seen);
        Assert.Equal(HttpStatusCode.BadRequest, (await staff.GetAsync("/api/v1/surveys?cursor=!!", TestContext.Current.CancellationToken)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await staff.GetAsync("/api/v1/surveys?limit=0", TestContext.Current.CancellationToken)).StatusCode);
    }

    private async Task<FollowUpDue> DueAsync(string score, string solved, string? comment = null)
    {
        var closed = Given.Closed();
        await _host.Page.PostAsync(await _host.InviteAsync(closed), Given.Form(score, solved, comment), TestContext.Current.CancellationToken);
        return Assert.Single(await _host.PublishedAsync<FollowUpDue>(), f => f.TicketId == closed.TicketId);
    }

    [Fact]
    public async Task Open_calls_are_listed_by_when_they_are_due_page_by_page()
    {
        await using var host = await SurveyHost.StartAsync();
        var closed = Enumerable.Range(0, 5).Select(_ => Given.Closed(severity: 1)).ToList();
        foreach (var one in closed) await host.DeliverAsync(one, 10);
        // Due in another order than they were made; two at the same instant.
        var due = new[] { 30, 10, 20, 10, 40 };
        var at = new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
        foreach (var (one, minutes) in closed.Zip(due))
            await host.ScalarAsync<int>($"WITH u AS (UPDATE follow_ups SET due_at = '{at.AddMinutes(minutes):O}' WHERE ticket_id = '{one.TicketId}' RETURNING 1) SELECT count(*)::int FROM u");
        using var staff = host.Staff();

        var (seen, cursor) = (new List<DateTimeOffset>(), "");
        do
        {
            var page = await staff.GetFromJsonAsync<JsonElement>($"/api/v1/follow-ups?open=true&order=due&limit=2{cursor}", TestContext.Current.CancellationToken);
            seen.AddRange(page.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("dueAt").GetDateTimeOffset()));
            cursor = page.GetProperty("next").GetString() is { } next ? $"&cursor={Uri.EscapeDataString(next)}" : "";
        }
        while (cursor.Length > 0);

        Assert.Equal(due.Order().Select(m => at.AddMinutes(m)), seen);
        foreach (var wrong in new[] { "order=colour", "order=due&cursor=x", "order=due&cursor=9_9" })
            Assert.Equal(HttpStatusCode.BadRequest, (await staff.GetAsync($"/api/v1/follow-ups?{wrong}", TestContext.Current.CancellationToken)).StatusCode);
    }

    private static async Task<JsonElement> ListAsync(HttpClient client, string query) =>
        (await client.GetFromJsonAsync<JsonElement>($"/api/v1/follow-ups{query}", TestContext.Current.CancellationToken)).GetProperty("items");
}
