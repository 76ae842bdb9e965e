using System.Text.Json;
using ServiceMesh.Testing;
using ServiceMesh.Traffic.Gateway;

namespace ServiceMesh.EndToEnd;

/// <summary>A service manager writes a contract down, tries it before it is signed, and real tickets keep to exactly what was tried.</summary>
[Collection(Phase.Work)]
public sealed class A_contract_is_kept(Mesh mesh)
{
    private readonly GoldContract _contract = new(mesh);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_tried_in_the_preview_is_what_a_real_ticket_gets()
    {
        await _contract.SignAsync();
        var ticket = await _contract.OpenAsync("high", "high");
        await ticket.ClockBecomesAsync("emergency", "running");
        await ticket.ReplyAsync("We connect at once.");
        await ticket.ClockBecomesAsync("firstResponse", "met");
        await ticket.DoAsync("remote-session", new { tool = "RDP" });
        await ticket.ClockBecomesAsync("emergency", "met");
        await ticket.DoAsync("fix-plan", new { cause = "A lock", steps = "Release it", risk = "None", estimatedMinutes = 15 });
        await ticket.ClockBecomesAsync("diagnosis", "met");
        await ticket.DoAsync("pause", new { reason = "waitingForCustomer" });
        await ticket.ClockBecomesAsync("resolution", "paused");
        await ticket.DoAsync("resume");
        await ticket.ClockBecomesAsync("resolution", "running");
        await ticket.DoAsync("resolve", new { resolution = "Released the lock" });
        await ticket.ClockBecomesAsync("resolution", "met");

        var real = await ExplainedAsync(ticket);
        Assert.Equal((_contract.Name, "emergency"), (Text(real, "policy"), Text(real, "rule")));
        var told = await ticket.ShowsInOrderAsync("AgentMessageSent", "RemoteSessionStarted", "DiagnosisDelivered", "TicketPaused", "TicketResumed", "TicketResolved");
        var tried = await PreviewAsync(told, real.GetProperty("openedAt").GetDateTimeOffset());
        var shown = real.GetProperty("clocks").EnumerateArray().ToList();
        Assert.Equal(["firstResponse", "update", "diagnosis", "resolution", "emergency"], shown.Select(c => Text(c, "clock")));
        foreach (var clock in shown)
        {
            var twin = tried.Single(c => Text(c, "clock") == Text(clock, "clock"));
            Assert.Equal(
                (Text(clock, "state"), Instant(clock, "startedAt"), Instant(clock, "dueAt"), Instant(clock, "metAt")),
                (Text(twin, "state"), Instant(twin, "startedAt"), Instant(twin, "dueAt"), Instant(twin, "metAt")));
            if (Text(clock, "clock") == "emergency") continue;
            IsUnfolded(clock);
        }

        Assert.Equal(["remoteAssistance met", "onSiteArrival cancelled"], shown[^1].GetProperty("legs").EnumerateArray().Select(l => $"{Text(l, "clock")} {Text(l, "state")}"));
        Assert.Single(shown.Single(c => Text(c, "clock") == "resolution").GetProperty("pauses").EnumerateArray());
    }

    [Theory]
    [InlineData("hotline", "high", "high", "serious by phone", 15, 24, true)]
    [InlineData("hotline", "medium", "medium", "by phone", 15, 48, false)]
    [InlineData("portal", "medium", "medium", "ordinary", 30, 48, false)]
    public async Task Phone_and_tier_decide_what_is_promised_and_each_due_time_unfolds(string channel, string impact, string urgency, string rule, int minutes, int hours, bool isEmergency)
    {
        await _contract.SignAsync();
        var ticket = await _contract.OpenAsync(impact, urgency, channel);
        await ticket.ClockBecomesAsync("resolution", "running");
        var real = await ExplainedAsync(ticket);
        Assert.Equal((_contract.Name, rule), (Text(real, "policy"), Text(real, "rule")));
        Assert.Contains($"rule {rule} (", Text(real, "explanation"), StringComparison.Ordinal);
        var shown = real.GetProperty("clocks").EnumerateArray().ToDictionary(c => Text(c, "clock")!);
        Assert.Equal(
            (minutes * 60m, 7_200m, hours * 3_600m, isEmergency),
            (Seconds(shown["firstResponse"], "targetSeconds"), Seconds(shown["diagnosis"], "targetSeconds"), Seconds(shown["resolution"], "targetSeconds"), shown.ContainsKey("emergency")));

        var openedAt = real.GetProperty("openedAt").GetDateTimeOffset();
        var tried = (await TryAsync(GoldContract.Terms(channel == "hotline", hours == 24, isEmergency), [new { at = openedAt, type = "opened" }])).ToDictionary(c => Text(c, "clock")!);
        Assert.Equal(shown.Keys.Order(), tried.Keys.Order());
        Assert.All(shown, c => Assert.Equal(Instant(tried[c.Key], "dueAt"), Instant(c.Value, "dueAt")));
        foreach (var clock in shown.Values.Where(c => Text(c, "clock") != "emergency")) IsUnfolded(clock);
    }

    [Fact]
    public async Task What_was_missed_is_paid_back_and_stands_on_the_months_statement()
    {
        await _contract.SignAsync(hasLunch: false);
        var ticket = await _contract.OpenAsync("low", "low");
        await ticket.ClockBecomesAsync("resolution", "breached");
        var credits = default(JsonElement);
        await Eventually.Async(
            async () => (credits = (await mesh.Staff.GetAsync<JsonElement>($"/api/v1/sla/credits?contractId={_contract.Id}", Ct)).GetProperty("items")).GetArrayLength() == 1,
            what: "the credit of the missed promise");
        var credit = credits[0];
        var (id, month) = (credit.GetProperty("id").GetGuid(), Text(credit, "month")!);
        Assert.Equal(("accrued", "solved too late", 500m), (Text(credit, "state"), Text(credit, "clause"), credit.GetProperty("amount").GetDecimal()));

        await mesh.Staff.PostAsync($"/api/v1/sla/credits/{id}/approve", new { }, null, Ct);
        var statement = await mesh.Staff.GetAsync<JsonElement>($"/api/v1/sla/statements/{_contract.Id}/{month}", Ct);
        Assert.Equal((10_000m, 2_000m), (statement.GetProperty("monthlyFee").GetDecimal(), statement.GetProperty("cap").GetProperty("amount").GetDecimal()));
        Assert.Equal((500m, 500m, -500m), (Total(statement, "credits"), Total(statement, "approved"), Total(statement, "balance")));
        var listed = (await mesh.Staff.GetAsync<JsonElement>($"/api/v1/sla/statements?month={month}&limit=200", Ct)).GetProperty("items").EnumerateArray()
            .Single(s => s.GetProperty("contractId").GetGuid() == _contract.Id);
        Assert.Equal(-500m, Total(listed, "balance"));
        using var visitor = new Visitor(mesh);
        Assert.Equal(401, (await visitor.SendAsync(HttpMethod.Get, $"/api/v1/sla/statements/{_contract.Id}/{month}")).Status);

        // What it would have cost had nobody promised the impossible: nothing.
        var asked = await mesh.Staff.PostAsync<JsonElement>("/api/v1/sla/what-if", new
        {
            from = DateTimeOffset.UtcNow.AddHours(-1), to = DateTimeOffset.UtcNow.AddHours(1), filter = new { contracts = new[] { _contract.Id } },
            policy = new { definition = new { calendar = "always", rules = new[] { new { name = "all", targets = new { resolution = "PT48H" } } } } },
        }, null, Ct);
        var answer = asked;
        await Eventually.Async(
            async () => Text(answer = await mesh.Staff.GetAsync<JsonElement>($"/api/v1/sla/what-if/{asked.GetProperty("id").GetGuid()}", Ct), "state") == "done",
            what: "the answer to what would have been");
        Assert.Equal((1, 0), (Breaches(answer, "before"), Breaches(answer, "after")));
    }

    /// <summary>Each due time is made of opening hours that add up to the promise, on a named version of calendar and policy.</summary>
    private void IsUnfolded(JsonElement clock)
    {
        Assert.Equal(clock.GetProperty("targetSeconds").GetDecimal(), clock.GetProperty("intervals").EnumerateArray().Sum(i => i.GetProperty("seconds").GetDecimal()));
        Assert.Equal(Instant(clock, "dueAt"), Instant(clock.GetProperty("intervals").EnumerateArray().Last(), "to"));
        Assert.Equal(
            ($"line-{_contract.Unique}", 1, 1, "Asia/Shanghai"),
            (Text(clock, "calendar"), clock.GetProperty("calendarVersion").GetInt32(), clock.GetProperty("policyVersion").GetInt32(), Text(clock, "timeZone")));
    }

    private Task<JsonElement> ExplainedAsync(Ticket ticket) => mesh.Staff.GetAsync<JsonElement>($"/api/v1/sla/tickets/{ticket.Id}", Ct);

    /// <summary>The same contract and the same story, computed without storing anything.</summary>
    private Task<List<JsonElement>> PreviewAsync(IReadOnlyList<TimelineItemView> timeline, DateTimeOffset openedAt)
    {
        var types = new Dictionary<string, string>
        {
            ["AgentMessageSent"] = "agentMessage", ["RemoteSessionStarted"] = "remoteSession", ["DiagnosisDelivered"] = "fixPlan",
            ["TicketPaused"] = "paused", ["TicketResumed"] = "resumed", ["TicketResolved"] = "resolved",
        };
        return TryAsync(GoldContract.Terms(), timeline.Where(i => types.ContainsKey(i.Type))
            .Select(i => new { at = i.At, type = types[i.Type], reason = i.Type == "TicketPaused" ? "waiting-for-customer" : null })
            .Prepend(new { at = openedAt, type = "opened", reason = (string?)null }));
    }

    private async Task<List<JsonElement>> TryAsync(object terms, IEnumerable<object> events)
    {
        var preview = await mesh.Staff.PostAsync<JsonElement>("/api/v1/sla/preview", new { calendar = GoldContract.Calendar, terms, events, now = DateTimeOffset.UtcNow }, null, Ct);
        Assert.Empty(preview.GetProperty("problems").EnumerateArray());
        return [.. preview.GetProperty("clocks").EnumerateArray()];
    }

    private static int Breaches(JsonElement whatIf, string side) => whatIf.GetProperty("result").GetProperty(side).GetProperty("breaches").GetInt32();

    private static decimal Total(JsonElement statement, string name) => statement.GetProperty("totals")[0].GetProperty(name).GetDecimal();

    private static decimal Seconds(JsonElement e, string name) => e.GetProperty(name).GetDecimal();

    private static string? Text(JsonElement e, string name) => e.GetProperty(name).GetString();

    private static DateTimeOffset? Instant(JsonElement e, string name) => e.GetProperty(name) is { ValueKind: JsonValueKind.String } text ? text.GetDateTimeOffset() : null;
}
