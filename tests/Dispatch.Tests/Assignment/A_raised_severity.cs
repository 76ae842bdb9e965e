using System.Text.Json;
using ServiceMesh.Testing;
using Xunit;

namespace ServiceMesh.Dispatch.Tests.Assignment;

public sealed class A_raised_severity(DispatchApp app)
{
    private const int Tickets = 8;

    /// <summary>
    /// Two queues alike, served one at a time; in one of them a waiting ticket is raised by triage. It comes no later than its twin, the others keep their
    /// order among themselves, and nobody waits longer than behind this one more.
    /// </summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Never_delays(int seed)
    {
        var random = new Random(seed);
        var levels = Enumerable.Range(0, Tickets).Select(_ => (Impact: Level(random.Next(3)), Urgency: Level(random.Next(3)))).ToList();
        var raised = random.Next(Tickets / 2, Tickets);
        var (plain, changed) = (await ServedAsync(levels, null), await ServedAsync(levels, raised));
        Assert.True(changed.IndexOf(raised) <= plain.IndexOf(raised), $"{raised} came as {changed.IndexOf(raised)} instead of {plain.IndexOf(raised)}");
        Assert.Equal(plain.Where(t => t != raised), changed.Where(t => t != raised));
        Assert.All(changed, t => Assert.InRange(changed.IndexOf(t) - plain.IndexOf(t), t == raised ? -Tickets : 0, t == raised ? 0 : 1));
    }

    private static string Level(int n) => n switch { 0 => "high", 1 => "medium", _ => "low" };

    /// <summary>The order in which they are served.</summary>
    private async Task<List<int>> ServedAsync(List<(string Impact, string Urgency)> levels, int? raised)
    {
        var vendor = app.NewVendor();
        var team = await vendor.TeamAsync("Desk");
        await vendor.SendAsync(HttpMethod.Put, $"/api/v1/teams/{team}/settings", new { assignment = new { capacity = new { @case = 1 } } });
        var li = await vendor.EngineerAsync("Li", team);
        await vendor.PostAsync($"/api/v1/engineers/{li}/presence", new { state = "away" }, empty: true);
        var tickets = new List<Guid>();
        foreach (var (impact, urgency) in levels)
        {
            tickets.Add(await vendor.OpenAsync());
            await vendor.ActAsync(tickets[^1], "triage", new { impact, urgency });
        }

        if (raised is { } one) await vendor.ActAsync(tickets[one], "triage", new { impact = "high", urgency = "high" });
        await vendor.PostAsync($"/api/v1/engineers/{li}/presence", new { state = "available" }, empty: true);
        var served = new List<int>();
        while (served.Count < levels.Count)
        {
            JsonElement[] hers = [];
            await Eventually.Async(async () => (hers = [.. (await vendor.GetAsync("/api/v1/board?state=assigned")).GetProperty("items").EnumerateArray()]).Length == 1, TimeSpan.FromSeconds(60), "the next one is served");
            var next = hers[0].GetProperty("id").GetGuid();
            served.Add(tickets.IndexOf(next));
            await vendor.ActAsync(next, "resolve", new { resolution = "Done" });
        }

        return served;
    }
}
