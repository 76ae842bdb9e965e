using System.Net;
using Xunit;

namespace ServiceMesh.Dispatch.Tests.Assignment;

public sealed class A_large_team(DispatchApp app)
{
    /// <summary>Who lacks the skill is counted, and named up to a number; the choice and what is said of it are those of the whole team.</summary>
    [Fact]
    public async Task Is_chosen_from_by_who_has_the_skill_and_counted_whole()
    {
        const int others = 24;
        var vendor = app.NewVendor();
        var team = await vendor.TeamAsync("ERP", "erp");
        var people = await Task.WhenAll(Enumerable.Range(0, others).Select(i => vendor.EngineerAsync($"e{i:00}", team)));
        var li = await vendor.EngineerAsync("Li", team, null, "ERP");
        var ticket = await vendor.OpenAsync("erp");
        var kept = (await vendor.GetAsync($"/api/v1/work/{ticket}/ranking")).GetProperty("items")[0].GetProperty("ranking");
        Assert.Equal((others + 1, 20), (kept.GetProperty("considered").GetInt32(), kept.GetProperty("excluded").GetArrayLength()));
        Assert.Equal(li, Assert.Single(kept.GetProperty("ranked").EnumerateArray()).GetProperty("engineerId").GetGuid());
        Assert.Equal(others + 1, (await vendor.DetailAsync(ticket)).GetProperty("why").GetProperty("considered").GetInt32());

        // Nobody else is taken for her: it waits, and says so of all.
        await vendor.PostAsync($"/api/v1/engineers/{li}/presence", new { state = "away" }, empty: true);
        var why = (await vendor.DetailAsync(await vendor.OpenAsync("erp"))).GetProperty("why");
        Assert.Equal(("waits", others + 1), (why.GetProperty("code").GetString(), why.GetProperty("considered").GetInt32()));
        Assert.Equal(
            [("skill", others), ("away", 1)],
            why.GetProperty("excluded").EnumerateArray().Select(e => (e.GetProperty("why").GetProperty("code").GetString()!, e.GetProperty("count").GetInt32())));
        // By hand the same skill is asked for, of whoever was counted only too.
        foreach (var person in people)
            Assert.Equal("assignment.skill-missing", await vendor.RefusedAsync(HttpStatusCode.Conflict, ticket, "assign", new { engineerId = person }));
    }
}
