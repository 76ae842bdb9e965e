using System.Text.Json;
using ServiceMesh.Testing;
using ServiceMesh.Traffic.Gateway;

namespace ServiceMesh.EndToEnd;

/// <summary>A service manager writes a contract down, tries it before it is signed, and a real ticket keeps to exactly what was tried.</summary>
[Collection(Phase.Work)]
public sealed class A_contract_is_kept(Mesh mesh)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static readonly object s_hours = new
    {
        timeZone = "Asia/Shanghai",
        week = new[] { "mon", "tue", "wed", "thu", "fri", "sat", "sun" }.ToDictionary(day => day, _ => new[] { "00:00-11:30", "12:30-24:00" }),
    };

    private static readonly int[] s_warnAt = [50, 75];

    private static readonly object[] s_emergency =
    [
        new { name = "emergency", legs = new object[] { new { clock = "remoteAssistance", target = "PT1H" }, new { clock = "onSiteArrival", sameDay = true, cutoff = "16:00" } } },
    ];

    [Fact]
    public async Task What_was_tried_in_the_preview_is_what_a_real_ticket_gets()
    {
        var unique = Guid.NewGuid().ToString("N")[..8];
        await WriteDownAsync(unique);
        var (customer, product) = await SignAsync(unique);

        var opened = await mesh.Staff.PostAsync<OpenedTicketView>(
            "/api/v1/tickets", new { subject = "The line stands still", customerId = customer, productId = product, impact = "high", urgency = "high" }, null, Ct);
        var ticket = new Ticket(mesh, opened.Id);
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

        var real = await mesh.Staff.GetAsync<JsonElement>($"/api/v1/sla/tickets/{opened.Id}", Ct);
        Assert.Equal(("gold-" + unique, "emergency"), (real.GetProperty("policy").GetString(), real.GetProperty("rule").GetString()));
        var tried = await PreviewAsync(await ticket.TimelineAsync(), real.GetProperty("openedAt").GetDateTimeOffset());
        var shown = real.GetProperty("clocks").EnumerateArray().ToList();
        Assert.Equal(["firstResponse", "update", "diagnosis", "resolution", "emergency"], shown.Select(c => Text(c, "clock")));
        foreach (var clock in shown)
        {
            var twin = tried.Single(c => Text(c, "clock") == Text(clock, "clock"));
            Assert.Equal(
                (Text(clock, "state"), Instant(clock, "startedAt"), Instant(clock, "dueAt"), Instant(clock, "metAt")),
                (Text(twin, "state"), Instant(twin, "startedAt"), Instant(twin, "dueAt"), Instant(twin, "metAt")));
            if (Text(clock, "clock") == "emergency") continue;
            // Each due time unfolds into opening hours that add up to the promise, and into the pauses between them.
            Assert.Equal(clock.GetProperty("targetSeconds").GetDecimal(), clock.GetProperty("intervals").EnumerateArray().Sum(i => i.GetProperty("seconds").GetDecimal()));
        }

        Assert.Equal(["remoteAssistance met", "onSiteArrival cancelled"], shown[^1].GetProperty("legs").EnumerateArray().Select(l => $"{Text(l, "clock")} {Text(l, "state")}"));
        Assert.Single(shown.Single(c => Text(c, "clock") == "resolution").GetProperty("pauses").EnumerateArray());
    }

    /// <summary>15 min by phone and 30 online, 2 h diagnosis, 1 h remote or the same day on site, 24 h and 48 h, compensation.</summary>
    private async Task WriteDownAsync(string unique)
    {
        await mesh.Staff.PostAsync("/api/v1/sla/calendars", new { name = $"line-{unique}", timeZone = "Asia/Shanghai", week = ((dynamic)s_hours).week }, null, Ct);
        await mesh.Staff.PostAsync("/api/v1/sla/policies", new
        {
            name = $"gold-{unique}",
            position = 1,
            serviceLevels = new[] { $"gold-{unique}" },
            calendar = $"line-{unique}",
            warnAt = s_warnAt,
            rules = new object[]
            {
                Rule("hotline", null, ["hotline"], "PT15M", "PT24H", null),
                Rule("emergency", [1], null, "PT30M", "PT24H", s_emergency),
                Rule("ordinary", null, null, "PT30M", "PT48H", null),
            },
            compensation = new { clauses = new[] { new { clock = "resolution", percent = 5, monthlyCap = new { percent = 20 } } } },
        }, null, Ct);
    }

    private static object Rule(string name, int[]? severities, string[]? channels, string firstResponse, string resolution, object[]? either) => new
    {
        name, severities, channels, either, targets = new { firstResponse, update = "PT4H", diagnosis = "PT2H", resolution },
    };

    private async Task<(Guid Customer, Guid Product)> SignAsync(string unique)
    {
        var customer = await mesh.Staff.PostAsync<IdView>("/api/v1/customers", new { name = $"Plant {unique}" }, null, Ct);
        var product = await mesh.Staff.PostAsync<IdView>("/api/v1/products", new { code = $"LINE-{unique}", name = "Line" }, null, Ct);
        await mesh.Staff.PostAsync("/api/v1/contracts", new
        {
            customerId = customer.Id,
            number = $"G-{unique}",
            startsOn = DateOnly.FromDateTime(DateTime.UtcNow.AddDays(-30)),
            endsOn = DateOnly.FromDateTime(DateTime.UtcNow.AddDays(300)),
            serviceLevel = $"gold-{unique}",
            productIds = new[] { product.Id },
            monthlyFee = 10_000,
            currency = "CNY",
        }, null, Ct);
        return (customer.Id, product.Id);
    }

    /// <summary>The same contract and the same story, computed without storing anything.</summary>
    private async Task<List<JsonElement>> PreviewAsync(IReadOnlyList<TimelineItemView> timeline, DateTimeOffset openedAt)
    {
        var types = new Dictionary<string, string>
        {
            ["AgentMessageSent"] = "agentMessage", ["RemoteSessionStarted"] = "remoteSession", ["DiagnosisDelivered"] = "fixPlan",
            ["TicketPaused"] = "paused", ["TicketResumed"] = "resumed", ["TicketResolved"] = "resolved",
        };
        var preview = await mesh.Staff.PostAsync<JsonElement>("/api/v1/sla/preview", new
        {
            calendar = s_hours,
            terms = new
            {
                firstResponse = "PT30M", update = "PT4H", diagnosis = "PT2H", resolution = "PT24H", warnAt = s_warnAt, either = s_emergency,
                pauseStops = new Dictionary<string, string[]> { ["waiting-for-customer"] = ["diagnosis", "resolution"] },
            },
            events = timeline.Where(i => types.ContainsKey(i.Type)).Select(i => new { at = i.At, type = types[i.Type], reason = i.Type == "TicketPaused" ? "waiting-for-customer" : null })
                .Prepend(new { at = openedAt, type = "opened", reason = (string?)null }),
            now = DateTimeOffset.UtcNow,
        }, null, Ct);
        Assert.Empty(preview.GetProperty("problems").EnumerateArray());
        return [.. preview.GetProperty("clocks").EnumerateArray()];
    }

    private static string? Text(JsonElement e, string name) => e.GetProperty(name).GetString();

    private static DateTimeOffset? Instant(JsonElement e, string name) => e.GetProperty(name) is { ValueKind: JsonValueKind.String } text ? text.GetDateTimeOffset() : null;
}
