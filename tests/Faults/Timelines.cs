using System.Text.Json;
using ServiceMesh.Traffic.Gateway;

namespace ServiceMesh.Faults;

/// <summary>What the tickets' timelines tell: everything, and each thing once.</summary>
internal static class Timelines
{
    private static readonly string[] s_once = ["TicketOpened", "TicketTriaged", "TicketAssigned", "AgentMessageSent", "TicketResolved", "TicketClosed", "SurveySent"];

    public static async Task AreRightAsync(GatewayClient staff, IReadOnlyCollection<Entry> tickets, CancellationToken ct)
    {
        foreach (var ticket in tickets)
        {
            var items = (await staff.GetAsync<ListView<TimelineItemView>>($"/api/v1/insight/tickets/{ticket.Ticket.Id}/timeline?limit=200", ct)).Items;
            foreach (var once in s_once) Times(1, once);
            Times(ticket.Hurried ? 1 : 0, "SlaBreached");
            foreach (var level in items.Where(i => i.Type is "SlaWarned" or "SlaEscalated").GroupBy(i => (i.Type, Text(i, "clock"), Text(i, "percent"), Text(i, "level"))))
                Assert.True(level.Count() == 1, $"{ticket.Number}: {level.Count()} x {level.Key}");
            foreach (var stream in items.Where(i => i.Publisher is "intake" or "dispatch" or "sla" or "survey").GroupBy(i => i.Publisher))
                Assert.Equal(Enumerable.Range(1, stream.Count()).Select(n => (long)n), stream.Select(i => i.Sequence).Order());
            FirstResponseIsMetOnce(ticket, items);

            void Times(int expected, string type)
            {
                var count = items.Count(i => i.Type == type);
                Assert.True(count == expected, $"{ticket.Number}: {count} x {type}");
            }
        }
    }

    /// <summary>From some publication on the clock is met, at one instant, by the reply; until that has arrived, the solution may have ended it.</summary>
    private static void FirstResponseIsMetOnce(Entry ticket, IReadOnlyList<TimelineItemView> items)
    {
        var clocks = items.Where(i => i.Type == "SlaClocksChanged").OrderBy(i => i.Sequence)
            .Select(i => i.Data.GetProperty("clocks").EnumerateArray().Where(c => c.GetProperty("clock").GetString() == "firstResponse").ToList()).ToList();
        Assert.All(clocks, c => Assert.Single(c));
        var states = clocks.Select(c => c[0].GetProperty("state").GetString()).ToList();
        Assert.True(states.SkipWhile(s => s is "running" or "cancelled").All(s => s == "met") && states[^1] == "met", $"{ticket.Number}: first response is {string.Join(", ", states)}");
        var met = clocks.Select(c => c[0]).Where(c => c.GetProperty("state").GetString() == "met").Select(c => c.GetProperty("metAt").GetDateTimeOffset()).Distinct().ToList();
        Assert.Equal([items.Single(i => i.Type == "AgentMessageSent").At], met);
    }

    private static string? Text(TimelineItemView item, string name) => item.Data.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value.ToString() : null;
}
