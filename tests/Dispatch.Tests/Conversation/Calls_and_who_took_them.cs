using ServiceMesh.Contracts;
using ServiceMesh.Testing;
using Xunit;

namespace ServiceMesh.Dispatch.Tests.Conversation;

public sealed class Calls_and_who_took_them(DispatchApp app)
{
    [Fact]
    public async Task Whoever_answered_has_the_ticket_from_its_opening()
    {
        var (vendor, team, li, wang) = await TeamAsync();
        var opening = Call(vendor, wang);
        await app.DeliverAsync(opening);
        await app.DeliverAsync(Answered(opening, wang));
        await app.DeliverAsync(Answered(opening, wang));
        var assigned = Assert.Single(await vendor.PublishedAsync<TicketAssigned>());
        Assert.Equal((wang, team, "answered", "answered", "Wang answered the call."), (assigned.EngineerId!.Value, assigned.TeamId, assigned.Mode, assigned.Why!.Code, assigned.Explanation));
        // Handed on by people, it does not come back by an answer told late.
        await vendor.ActAsync(opening.AggregateId, "assign", new { engineerId = li });
        await app.DeliverAsync(Answered(opening, wang));
        Assert.Equal("Li", await OwnerAsync(vendor, opening.AggregateId));
    }

    [Fact]
    public async Task An_engineer_of_another_team_has_it_in_his_own()
    {
        var (vendor, _, _, _) = await TeamAsync();
        var network = await vendor.TeamAsync("Network");
        var zhou = await vendor.EngineerAsync("Zhou", network);
        await app.DeliverAsync(Call(vendor, zhou));
        Assert.Equal((zhou, network), (await vendor.PublishedAsync<TicketAssigned>()).Select(a => (a.EngineerId!.Value, a.TeamId)).Single());
    }

    [Fact]
    public async Task Somebody_unknown_or_gone_answering_leaves_the_choice_to_the_ranking()
    {
        var (vendor, _, _, _) = await TeamAsync();
        var stranger = app.NewVendor();
        var theirs = await stranger.EngineerAsync("Zhou", await stranger.TeamAsync("Desk"));
        foreach (var nobody in new[] { theirs, Guid.NewGuid() })
        {
            var opening = Call(vendor, nobody);
            await app.DeliverAsync(opening);
            await app.DeliverAsync(Answered(opening, nobody));
        }

        Assert.All(await vendor.PublishedAsync<TicketAssigned>(), a => Assert.Equal("automatic", a.Mode));
        Assert.Equal(2, (await vendor.PublishedAsync<TicketAssigned>()).Count);
    }

    /// <summary>A call taken for missed was answered after all.</summary>
    [Fact]
    public async Task An_answer_told_later_gives_it_to_who_answered_unless_somebody_has_begun()
    {
        var (vendor, _, li, wang) = await TeamAsync();
        foreach (var begun in new[] { false, true })
        {
            var opening = Call(vendor, null) with { Kind = TicketKind.Callback, AnsweredAt = null };
            await app.DeliverAsync(opening);
            var chosen = (await vendor.PublishedAsync<TicketAssigned>()).Last(a => a.TicketId == opening.TicketId).EngineerId!.Value;
            var other = chosen == li ? wang : li;
            if (begun) await vendor.ActAsync(opening.AggregateId, "start");
            for (var i = 0; i < 2; i++) await app.DeliverAsync(Answered(opening, other));
            var last = (await vendor.PublishedAsync<TicketAssigned>()).Where(a => a.TicketId == opening.TicketId).ToList();
            Assert.Equal(begun ? (1, chosen) : (2, other), (last.Count, last[^1].EngineerId!.Value));
            Assert.Equal(begun ? 0 : 1, (await vendor.PublishedAsync<TicketHandedOver>()).Count(h => h.TicketId == opening.TicketId));
        }
    }

    [Fact]
    public async Task A_call_takes_all_until_it_is_over_and_not_until_the_ticket_is_solved()
    {
        var vendor = app.NewVendor();
        var team = await vendor.TeamAsync("Hotline", "erp");
        var li = await vendor.EngineerAsync("Li", team);
        await vendor.SendAsync(HttpMethod.Put, $"/api/v1/teams/{team}/settings", new { assignment = new { capacity = new { call = 1, @case = 2 } } });
        var call = Call(vendor, li);
        await app.DeliverAsync(call);
        var waiting = await vendor.OpenAsync("erp");
        var second = Call(vendor, null);
        await app.DeliverAsync(second);
        Assert.Null(await OwnerAsync(vendor, waiting));
        Assert.Null(await OwnerAsync(vendor, second.AggregateId));
        Assert.Equal((1, 0), await InHandAsync(vendor));

        // The second call ends while it waits: it goes on as a case.
        await app.DeliverAsync(Ended(second));
        for (var i = 0; i < 2; i++) await app.DeliverAsync(Ended(call));
        await Eventually.Async(async () => await OwnerAsync(vendor, waiting) == "Li", what: "the place is given to what waits");
        // The first call's ticket and one more are the two cases.
        Assert.Equal((0, 2), await InHandAsync(vendor));
        Assert.Equal("Li", await OwnerAsync(vendor, call.AggregateId));
    }

    [Fact]
    public async Task The_end_may_be_told_before_the_opening_and_before_the_answer()
    {
        var vendor = app.NewVendor();
        var team = await vendor.TeamAsync("Hotline", "erp");
        var li = await vendor.EngineerAsync("Li", team);
        await vendor.SendAsync(HttpMethod.Put, $"/api/v1/teams/{team}/settings", new { assignment = new { capacity = new { call = 1, @case = 2 } } });
        var call = Call(vendor, li);
        await app.DeliverAsync(Ended(call));
        await app.DeliverAsync(Answered(call, li));
        await app.DeliverAsync(call);
        await Eventually.Async(async () => await InHandAsync(vendor) == (0, 1), what: "the end of the call has reached its ticket");
        await Eventually.Async(
            async () => (await vendor.DetailAsync(call.AggregateId)).GetProperty("lastAgentMessageAt").GetDateTimeOffset() > call.OccurredAt, what: "so has the answer");
        Assert.Single(await vendor.PublishedAsync<TicketAssigned>());
    }

    /// <summary>A ticket that somebody registered while it rang.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_answer_told_later_puts_on_the_phone_until_the_end_in_any_order(bool endFirst)
    {
        var vendor = app.NewVendor();
        var team = await vendor.TeamAsync("Hotline", "erp");
        var li = await vendor.EngineerAsync("Li", team);
        var opening = Call(vendor, null) with { AnsweredAt = null };
        await app.DeliverAsync(opening);
        Assert.Equal((0, 1), await InHandAsync(vendor));
        if (endFirst) await app.DeliverAsync(Ended(opening));
        await app.DeliverAsync(Answered(opening, li));
        Assert.Equal(endFirst ? (0, 1) : (1, 0), await InHandAsync(vendor));
        await app.DeliverAsync(Ended(opening));
        Assert.Equal((0, 1), await InHandAsync(vendor));
    }

    private async Task<(Vendor Vendor, Guid Team, Guid Li, Guid Wang)> TeamAsync()
    {
        var vendor = app.NewVendor();
        var team = await vendor.TeamAsync("Hotline", "erp");
        return (vendor, team, await vendor.EngineerAsync("Li", team), await vendor.EngineerAsync("Wang", team));
    }

    private static TicketOpened Call(Vendor vendor, Guid? by)
    {
        var opening = vendor.Opening(category: "erp");
        return opening with { Channel = Channel.Hotline, CallId = Guid.CreateVersion7(), AnsweredAt = opening.OccurredAt, AnsweredById = by };
    }

    private static CallAnswered Answered(TicketOpened opening, Guid by) => new()
    {
        Tenant = opening.Tenant, TicketId = opening.TicketId, OccurredAt = opening.OccurredAt.AddSeconds(1), CallId = opening.CallId!.Value, ChannelId = "c", EngineerId = by,
    };

    private static CallEnded Ended(TicketOpened opening) => new()
    {
        Tenant = opening.Tenant, TicketId = opening.TicketId, OccurredAt = opening.OccurredAt.AddMinutes(3), CallId = opening.CallId!.Value, ChannelId = "c",
        AnsweredAt = opening.OccurredAt,
    };

    private static async Task<string?> OwnerAsync(Vendor vendor, Guid ticket) =>
        (await vendor.DetailAsync(ticket)).TryGetProperty("engineerName", out var name) ? name.GetString() : null;

    /// <summary>Calls and cases of the only engineer.</summary>
    private static async Task<(int Calls, int Cases)> InHandAsync(Vendor vendor)
    {
        var person = (await vendor.GetAsync("/api/v1/engineers/presence")).GetProperty("items").EnumerateArray().Single();
        return (person.GetProperty("calls").GetInt32(), person.GetProperty("cases").GetInt32());
    }
}
