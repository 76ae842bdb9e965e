using System.Text.Json;
using ServiceMesh.Testing;
using ServiceMesh.Traffic.Gateway;

namespace ServiceMesh.EndToEnd;

/// <summary>
/// A customer says that a resolved ticket is not solved: Intake asks, Dispatch decides by the window that the policy names (none has the usual week),
/// and clocks and figures follow Dispatch.
/// </summary>
[Collection(Phase.Work)]
public sealed class Reopened_tickets(Mesh mesh)
{
    private readonly GoldContract _contract = new(mesh);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Inside_the_window_the_clocks_go_on_without_the_time_resolved()
    {
        var (ticket, due) = await OpenAsync("P30D");
        await ResolveAsync(ticket);
        var (resolved, reopened) = await ReopenAsync(ticket, isNewCycle: false);
        var clock = Assert.Single(await ClocksAsync(ticket, "resolution"));
        Assert.Equal((1, "running", due + (reopened - resolved)), (Cycle(clock), Text(clock, "state"), Instant(clock, "dueAt")));
        var left = Assert.Single(clock.GetProperty("pauses").EnumerateArray());
        Assert.Equal(("resolved", resolved, reopened), (Text(left, "reason"), Instant(left, "from"), Instant(left, "to")));
        Assert.Equal("running", Text(Assert.Single(await ClocksAsync(ticket, "diagnosis")), "state"));
        Assert.Equal("running", Text(Assert.Single(await ClocksAsync(ticket, "firstResponse")), "state"));

        await ResolveAsync(ticket);
        clock = Assert.Single(await ClocksAsync(ticket, "resolution"));
        var (opened, met) = (Instant(clock, "startedAt"), Instant(clock, "metAt"));
        Assert.Equal((decimal)(met - opened - (reopened - resolved)).Ticks / TimeSpan.TicksPerSecond, clock.GetProperty("elapsedWorkingSeconds").GetDecimal());
        await CountsAsync(ticket, bucket: 0);
    }

    [Fact]
    public async Task After_it_a_new_cycle_begins_and_the_verdicts_before_stand()
    {
        var (ticket, _) = await OpenAsync("PT1S");
        await ticket.ReplyAsync("We are on it.");
        await ticket.ClockBecomesAsync("firstResponse", "met");
        await ResolveAsync(ticket);
        var before = Assert.Single(await ClocksAsync(ticket, "resolution"));
        await Eventually.Async(() => DateTimeOffset.UtcNow > Instant(before, "metAt").AddSeconds(1.1), what: "the window is over");
        var (_, reopened) = await ReopenAsync(ticket, isNewCycle: true);
        var clocks = await ClocksAsync(ticket, "resolution");
        Assert.Equal(
            [(1, "met", Instant(before, "startedAt"), Instant(before, "dueAt")), (2, "running", reopened, reopened.AddHours(48))],
            clocks.Select(c => (Cycle(c), Text(c, "state"), Instant(c, "startedAt"), Instant(c, "dueAt"))));
        Assert.Equal(Instant(before, "metAt"), Instant(clocks[0], "metAt"));
        Assert.Equal(["1 cancelled", "2 running"], (await ClocksAsync(ticket, "diagnosis")).Select(c => $"{Cycle(c)} {Text(c, "state")}"));
        // Once answered, a customer is not owed a first answer again.
        Assert.Equal("met", Text(Assert.Single(await ClocksAsync(ticket, "firstResponse")), "state"));
        await CountsAsync(ticket, bucket: 1);
    }

    private async Task<(Ticket Ticket, DateTimeOffset Due)> OpenAsync(string window)
    {
        await _contract.SignAsync(hasLunch: false, window);
        var ticket = await _contract.OpenAsync("medium", "medium");
        await ticket.ClockBecomesAsync("resolution", "running");
        return (ticket, Instant(Assert.Single(await ClocksAsync(ticket, "resolution")), "dueAt"));
    }

    private async Task ResolveAsync(Ticket ticket)
    {
        await ticket.DoAsync("resolve", new { resolution = "Released the lock" });
        await Eventually.Async(async () => Text((await ClocksAsync(ticket, "resolution"))[^1], "state") == "met", what: "the resolution is met");
    }

    /// <summary>Asks to reopen as the customer's side does, and waits until all have followed.</summary>
    /// <returns>When it had been resolved, and when it was reopened.</returns>
    private async Task<(DateTimeOffset Resolved, DateTimeOffset Reopened)> ReopenAsync(Ticket ticket, bool isNewCycle)
    {
        await Eventually.Async(async () => Text(await mesh.Staff.GetAsync<JsonElement>($"/api/v1/tickets/{ticket.Id}", Ct), "state") == "resolved", what: "intake knows that it is resolved");
        await mesh.Staff.PostAsync($"/api/v1/tickets/{ticket.Id}/reopen-request", new { reason = "It stands still again" }, null, Ct);
        await ticket.ClockBecomesAsync("resolution", "running");
        Assert.Equal(isNewCycle ? 2 : 1, Cycle(await ticket.RowAsync()));
        var told = await ticket.ShowsInOrderAsync("TicketResolved", "TicketReopened");
        var reopened = told.Single(i => i.Type == "TicketReopened");
        Assert.Equal(isNewCycle, reopened.Data.GetProperty("newCycle").GetBoolean());
        return (told.Single(i => i.Type == "TicketResolved").At, reopened.At);
    }

    /// <summary>Insight counts a resolution that did not last (0) or one that did (1), of this product's only ticket.</summary>
    private async Task CountsAsync(Ticket ticket, int bucket)
    {
        var shown = "";
        await Eventually.Async(
            async () =>
            {
                var behind = await mesh.Staff.FindAsync<JsonElement?>($"/api/v1/insight/scorecards/product/{_contract.Product}/tickets?dimension=reopening", Ct);
                shown = behind is { } page
                    ? string.Join(' ', page.GetProperty("items").EnumerateArray().Select(t => $"{t.GetProperty("id").GetGuid()} {string.Join(',', t.GetProperty("values").EnumerateArray().Select(v => v.GetProperty("bucket").GetInt32()))}"))
                    : "nothing";
                return shown == $"{ticket.Id} {bucket}";
            },
            what: "Insight's figure of reopenings");
    }

    private async Task<List<JsonElement>> ClocksAsync(Ticket ticket, string name) =>
        [.. (await mesh.Staff.GetAsync<JsonElement>($"/api/v1/sla/tickets/{ticket.Id}", Ct)).GetProperty("clocks").EnumerateArray().Where(c => Text(c, "clock") == name)];

    private static int Cycle(JsonElement e) => e.GetProperty("cycle").GetInt32();

    private static string? Text(JsonElement e, string name) => e.GetProperty(name).GetString();

    private static DateTimeOffset Instant(JsonElement e, string name) => e.GetProperty(name).GetDateTimeOffset();
}
