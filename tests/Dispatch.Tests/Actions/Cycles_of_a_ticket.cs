using ServiceMesh.Contracts;
using Xunit;

namespace ServiceMesh.Dispatch.Tests.Actions;

/// <summary>Dispatch decides whether a reopening begins a new cycle, by the window that Sla told of the ticket's policy, and tells all others.</summary>
public sealed class Cycles_of_a_ticket(DispatchApp app)
{
    [Theory]
    [InlineData(null, false, 2)] // resolved eight days ago, closed by itself on the third: the shipped seven days count from resolving
    [InlineData(null, true, 2)]
    [InlineData(30, true, 1)]
    [InlineData(1, false, 2)]
    public async Task Reopened_on_the_eighth_day(int? windowDays, bool closed, int cycle)
    {
        var vendor = app.NewVendor();
        var ticket = await vendor.OpenAsync();
        await app.DeliverAsync(new SlaClocksChanged
        {
            Tenant = vendor.Tenant, TicketId = ticket, OccurredAt = DateTimeOffset.UtcNow, Clocks = [], Stream = new StreamPosition("sla", ticket, 1),
            ReopenWindowSeconds = windowDays * 86_400L,
        });
        await vendor.ActAsync(ticket, "resolve", new { resolution = "Restarted" });
        if (closed) await vendor.ActAsync(ticket, "close");
        await app.ExecuteAsync(
            $"UPDATE tickets SET resolved_at = resolved_at - interval '8 days', ended_at = ended_at - interval '5 days' WHERE id = '{ticket}'");
        await vendor.ActAsync(ticket, "reopen", new { reason = "Again" });

        var reopened = Assert.Single(await vendor.PublishedAsync<TicketReopened>());
        Assert.Equal((cycle == 2, cycle), (reopened.NewCycle, reopened.Card.Cycle));
        // What asks the customer and what the records count goes by the same number.
        await vendor.ActAsync(ticket, "resolve", new { resolution = "Replaced" });
        await vendor.ActAsync(ticket, "close");
        Assert.Equal(cycle, (await vendor.PublishedAsync<TicketClosed>())[^1].Card.Cycle);
    }
}
