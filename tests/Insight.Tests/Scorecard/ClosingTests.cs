using System.Text.Json;
using ServiceMesh.Contracts;

namespace ServiceMesh.Insight.Tests.Scorecard;

/// <summary>Where a contract says that the closing keeps the promise to solve, the clock decides whether it was kept, and when; the resolve alone says nothing.</summary>
public sealed class ClosingTests(InsightHost insight)
{
    private static readonly DateTimeOffset s_opened = new(2025, 5, 29, 10, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset s_resolved = s_opened.AddHours(2);
    private static readonly DateTimeOffset s_due = s_opened.AddHours(50);
    private static readonly DateTimeOffset s_closed = s_opened.AddDays(5);

    private readonly string _tenant = InsightHost.NewTenant();
    private readonly Guid _product = Guid.CreateVersion7();

    [Fact]
    public async Task A_resolution_that_the_closing_keeps_counts_when_it_is_closed_and_by_its_clock()
    {
        // All are resolved long before they are due. One is closed in time and one too late; one waits to be closed; one came back before it was.
        var (kept, late, open, anew) = (Resolved(s_opened.AddDays(6)), Resolved(s_due), Resolved(s_opened.AddDays(6)), Resolved(s_opened.AddDays(6)));
        await insight.DeliverAsync([.. kept.Events, .. late.Events, .. open.Events, .. anew.Events]);
        Assert.True((await ResolutionAsync("2025-05", "2025-06")).GetProperty("missing").GetBoolean());

        await insight.DeliverAsync(
        [
            .. New(kept, t => t.Close(s_closed).Clocks(s_closed, Clock(ClockState.Met, s_opened.AddDays(6), s_closed))),
            .. New(late, t => t.Clocks(s_due, Clock(ClockState.Breached, s_due)).Close(s_closed).Clocks(s_closed, Clock(ClockState.MetLate, s_due, s_closed))),
            .. New(anew, t => t.Reopen(s_closed, late: true).Clocks(
                s_closed, Clock(ClockState.Cancelled, s_opened.AddDays(6)), Tale.Clock("resolution", ClockState.Running, s_closed, s_closed.AddDays(6), cycle: 2))),
        ]);
        Assert.Equal((1, 0), Counts(await ResolutionAsync("2025-05", "2025-05")));
        Assert.Equal((1, 1), Counts(await ResolutionAsync("2025-06", "2025-06")));
        Assert.Equal(50m, (await ResolutionAsync("2025-05", "2025-06")).GetProperty("value").GetDecimal());
    }

    private static ClockView Clock(ClockState state, DateTimeOffset due, DateTimeOffset? met = null) => Tale.Clock("resolution", state, s_opened, due, met);

    private Tale Resolved(DateTimeOffset due) =>
        new Tale(_tenant, s_opened) { Product = _product }.Open().Triage(s_opened.AddMinutes(1)).Clocks(s_opened.AddMinutes(1), Clock(ClockState.Running, due)).Resolve(s_resolved);

    private static IEnumerable<Event> New(Tale tale, Action<Tale> goesOn)
    {
        var known = tale.Events.Count;
        goesOn(tale);
        return tale.Events.Skip(known);
    }

    private async Task<JsonElement> ResolutionAsync(string from, string to) =>
        (await insight.GetAsync(_tenant, $"/api/v1/insight/scorecards/product?from={from}&to={to}&ids={_product}")).GetProperty("items")[0].GetProperty("dimensions").EnumerateArray()
            .Single(d => d.GetProperty("name").GetString() == "resolution");

    private static (int Count, int Good) Counts(JsonElement dimension) => (dimension.GetProperty("count").GetInt32(), dimension.GetProperty("good").GetInt32());
}
