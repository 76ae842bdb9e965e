using System.Net;
using System.Text.Json.Nodes;
using ServiceMesh.Contracts;
using ServiceMesh.Sla.Tests.Service;
using Xunit;
using static ServiceMesh.Sla.Tests.Money.Ledger;

namespace ServiceMesh.Sla.Tests.Money;

public sealed class Charges_of_merged_tickets(SlaApp app)
{
    private readonly Ledger _ledger = new(app);

    [Fact]
    public async Task A_duplicate_costs_nothing_until_its_merge_is_taken_back()
    {
        await app.DeliverAsync(_ledger.Changed(casePrice: 300));
        var ticket = await _ledger.TicketAsync(Monday);
        await app.DeliverAsync(_ledger.Vendor.Merged(ticket, Monday.AddHours(1)));
        var charge = await ChargeAsync();
        Assert.Equal(("withdrawn", "merged into T-20261122-000009"), (charge["state"]!.ToString(), charge["history"]![1]!["reason"]!.ToString()));
        Assert.Equal(0m, (await _ledger.StatementAsync())["totals"]![0]!["charges"]!.GetValue<decimal>());

        await app.DeliverAsync(_ledger.Vendor.Unmerged(ticket, Monday.AddHours(2), Monday.AddHours(1)));
        charge = await ChargeAsync();
        Assert.Equal(["charged", "withdrawn", "charged"], charge["history"]!.AsArray().Select(h => h!["kind"]!.ToString()));
        Assert.Equal(("charged", "the merge was taken back"), (charge["state"]!.ToString(), charge["history"]![2]!["reason"]!.ToString()));
        Assert.Equal(300m, (await _ledger.StatementAsync())["totals"]![0]!["charges"]!.GetValue<decimal>());
    }

    [Fact]
    public async Task What_was_waived_stays_waived()
    {
        await app.DeliverAsync(_ledger.Changed(casePrice: 300));
        var ticket = await _ledger.TicketAsync(Monday);
        Assert.Equal(HttpStatusCode.OK, (await _ledger.Vendor.PostAsync($"/api/v1/sla/charges/{(await ChargeAsync())["id"]}/waive", new { reason = "merged into something else by us" })).Status);
        await app.DeliverAsync(_ledger.Vendor.Merged(ticket, Monday.AddHours(1)));
        await app.DeliverAsync(_ledger.Vendor.Unmerged(ticket, Monday.AddHours(2), Monday.AddHours(1)));
        Assert.Equal("waived", (await ChargeAsync())["state"]!.ToString());
    }

    [Fact]
    public async Task A_charge_that_another_has_replaced_does_not_come_back_with_the_ticket()
    {
        await app.DeliverAsync(_ledger.Changed(casePrice: 300));
        var ticket = await _ledger.TicketAsync(Monday);
        await app.DeliverAsync(_ledger.Vendor.Merged(ticket, Monday.AddHours(1)));
        await app.DeliverAsync(_ledger.Triaged(ticket, Monday) with { OccurredAt = Monday.AddHours(2), WorkType = WorkType.Maintenance });
        await app.DeliverAsync(_ledger.Triaged(ticket, Monday) with { OccurredAt = Monday.AddHours(3) });
        Assert.Equal(["withdrawn", "withdrawn"], (await ChargesAsync()).Select(c => c!["state"]!.ToString()));
        await app.DeliverAsync(_ledger.Vendor.Unmerged(ticket, Monday.AddHours(4), Monday.AddHours(1)));
        Assert.Equal(["charged", "withdrawn"], (await ChargesAsync()).Select(c => c!["state"]!.ToString()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_duplicate_whose_contract_becomes_known_later_costs_nothing_either()
    {
        var (merged, taken, cancelled) = (await _ledger.TicketAsync(Monday), await _ledger.TicketAsync(Monday), await _ledger.TicketAsync(Monday));
        foreach (var ticket in new[] { merged, taken })
        {
            await app.DeliverAsync(_ledger.Vendor.Merged(ticket, Monday.AddHours(1)));
        }

        await app.DeliverAsync(_ledger.Vendor.Unmerged(taken, Monday.AddHours(2), Monday.AddHours(1)));
        await app.DeliverAsync(_ledger.Vendor.Cancelled(cancelled, Monday.AddHours(1)));
        await app.DeliverAsync(_ledger.Changed(casePrice: 300));
        var states = (await ChargesAsync()).ToDictionary(c => c!["ticketId"]!.GetValue<Guid>(), c => c!["state"]!.ToString());
        Assert.Equal(("withdrawn", "charged", "withdrawn"), (states[merged], states[taken], states[cancelled]));

        await app.DeliverAsync(_ledger.Vendor.Unmerged(merged, Monday.AddHours(2), Monday.AddHours(1)));
        await app.DeliverAsync(_ledger.Vendor.Unmerged(cancelled, Monday.AddHours(2), Monday.AddHours(1)));
        states = (await ChargesAsync()).ToDictionary(c => c!["ticketId"]!.GetValue<Guid>(), c => c!["state"]!.ToString());
        Assert.Equal(("charged", "withdrawn"), (states[merged], states[cancelled]));
    }

    [Theory]
    [InlineData(false, "charged")]
    [InlineData(true, "withdrawn")]
    public async Task Whatever_comes_first_and_however_often_it_ends_the_same(bool staysMerged, string state)
    {
        await app.DeliverAsync(_ledger.Changed(casePrice: 300));
        var (vendor, random) = (_ledger.Vendor, new Random(20_261_123));
        for (var round = 0; round < 5; round++)
        {
            var ticket = Guid.CreateVersion7();
            List<Event> events =
            [
                _ledger.Triaged(ticket, Monday), vendor.Merged(ticket, Monday.AddHours(1)), vendor.Unmerged(ticket, Monday.AddHours(2), Monday.AddHours(1)),
                vendor.Merged(ticket, Monday.AddHours(3)),
            ];
            if (!staysMerged)
            {
                events.Add(vendor.Unmerged(ticket, Monday.AddHours(4), Monday.AddHours(3)));
            }

            var arriving = events.ToArray();
            random.Shuffle(arriving);
            foreach (var e in arriving.Concat(events))
            {
                await app.DeliverAsync(e);
            }

            Assert.Equal(state, (await ChargesAsync($"?ticketId={ticket}"))[0]!["state"]!.ToString());
        }
    }

    private async Task<JsonNode> ChargeAsync() => Assert.Single(await ChargesAsync())!;

    private async Task<JsonArray> ChargesAsync(string query = "") => (await _ledger.Vendor.GetAsync($"/api/v1/sla/charges{query}")).Body["items"]!.AsArray();
}
