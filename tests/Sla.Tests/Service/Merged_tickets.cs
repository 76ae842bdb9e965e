using ServiceMesh.Contracts;
using Xunit;

namespace ServiceMesh.Sla.Tests.Service;

public sealed class Merged_tickets(SlaApp app)
{
    private readonly Vendor _vendor = app.NewVendor();
    private readonly Guid _ticket = Guid.CreateVersion7();

    [Fact]
    public async Task A_merge_cancels_the_clocks_and_says_why_and_taking_it_back_starts_them_where_they_started()
    {
        var opened = Vendor.Now.AddMinutes(-10);
        await app.DeliverAsync(_vendor.Triaged(_ticket, opened));
        await app.DeliverAsync(_vendor.Answered(_ticket, opened.AddMinutes(1)));
        await app.DeliverAsync(_vendor.Merged(_ticket, opened.AddMinutes(2)));
        var changed = (await app.PublishedAsync(_ticket)).OfType<SlaClocksChanged>().Last();
        Assert.Equal([ClockState.Met, ClockState.Cancelled, ClockState.Cancelled], changed.Clocks.Select(c => c.State));
        Assert.Equal([null, true, true], changed.Clocks.Select(c => c.IsMerged));
        Assert.Null(changed.NextDueAt);
        Assert.Null(await app.ArmedAsync(_ticket));
        var explained = await _vendor.ClocksAsync(_ticket);
        Assert.Equal("T-20261122-000009", explained["mergedInto"]!.ToString());
        Assert.Equal(["firstResponse ", "diagnosis merged", "resolution merged"], explained["clocks"]!.AsArray().Select(c => $"{c!["clock"]} {c["cancelledBecause"]}"));

        await app.DeliverAsync(_vendor.Unmerged(_ticket, opened.AddMinutes(5), opened.AddMinutes(2)));
        changed = (await app.PublishedAsync(_ticket)).OfType<SlaClocksChanged>().Last();
        Assert.Equal([ClockState.Met, ClockState.Running, ClockState.Running], changed.Clocks.Select(c => c.State));
        Assert.Equal((opened, opened.AddHours(48)), (changed.Clocks[2].StartedAt, changed.Clocks[2].DueAt));
        Assert.NotNull(await app.ArmedAsync(_ticket));
        explained = await _vendor.ClocksAsync(_ticket);
        Assert.Null(explained["mergedInto"]);
        Assert.Equal(
            ["firstResponse met ", "diagnosis cancelled merged", "diagnosis running ", "resolution cancelled merged", "resolution running "],
            explained["clocks"]!.AsArray().Select(c => $"{c!["clock"]} {c["state"]} {c["cancelledBecause"]}"));
    }

    [Fact]
    public async Task Whatever_comes_first_and_however_often_it_ends_the_same()
    {
        var opened = Vendor.Now.AddMinutes(-10);
        var random = new Random(20_261_123);
        for (var round = 0; round < 6; round++)
        {
            var ticket = Guid.CreateVersion7();
            Event[] events =
            [
                _vendor.Triaged(ticket, opened), _vendor.Answered(ticket, opened.AddMinutes(1)), _vendor.Merged(ticket, opened.AddMinutes(2)),
                _vendor.Unmerged(ticket, opened.AddMinutes(4), opened.AddMinutes(2)), _vendor.Merged(ticket, opened.AddMinutes(6)),
                _vendor.Unmerged(ticket, opened.AddMinutes(8), opened.AddMinutes(6)),
            ];
            random.Shuffle(events);
            foreach (var e in events.Concat(events))
            {
                await app.DeliverAsync(e);
            }

            var clocks = (await _vendor.ClocksAsync(ticket))["clocks"]!.AsArray();
            Assert.Equal(
                ["met ", "cancelled merged", "cancelled merged", "running ", "cancelled merged", "cancelled merged", "running "],
                clocks.Select(c => $"{c!["state"]} {c["cancelledBecause"]}"));
            Assert.Equal(opened.AddHours(48), (await app.PublishedAsync(ticket)).OfType<SlaClocksChanged>().Last().Clocks[2].DueAt);
            Assert.DoesNotContain(await app.PublishedAsync(ticket), e => e is SlaWarned or SlaBreached or SlaEscalated);
        }
    }
}
