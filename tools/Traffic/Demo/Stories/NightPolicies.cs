using ServiceMesh.Traffic.Gateway;

namespace ServiceMesh.Traffic.Demo.Stories;

/// <summary>What is promised at night: a critical ticket wakes somebody when it has no answer after five seconds, an ordinary one warns after ten.</summary>
internal static class NightPolicies
{
    private const string Calendar = "night-watch";
    private static readonly string[] s_warnings = ["PT29M50S", "PT10M"];

    /// <summary>Makes calendar and policies, or moves the calendar of an earlier run to the zone where it is night now.</summary>
    public static async Task EnsureAsync(Scene scene, string zone, string critical, string ordinary, CancellationToken ct)
    {
        var known = (await scene.Gateway.GetAsync<ListView<CalendarView>>("/api/v1/sla/calendars", ct)).Items.FirstOrDefault(c => c.Name == Calendar);
        if (known?.TimeZone != zone) await scene.Gateway.PostAsync("/api/v1/sla/calendars", new { name = Calendar, timeZone = zone, alwaysOpen = true }, Scene.NewId(), ct);

        var policies = (await scene.Gateway.GetAsync<ListView<PolicyView>>("/api/v1/sla/policies", ct)).Items.Select(p => p.Name).ToHashSet();
        if (!policies.Contains(critical))
        {
            await scene.Gateway.PostAsync("/api/v1/sla/policies", new
            {
                name = critical, position = 3, serviceLevels = new[] { critical }, calendar = Calendar, rules = Rules("PT15M"),
                clocks = new { firstResponse = new { escalations = new object[] { new { level = 1, role = "on-call", offset = "-PT14M55S" }, new { level = 2, percent = 100, role = "manager" } } } },
            }, Scene.NewId(), ct);
        }
        if (!policies.Contains(ordinary))
        {
            await scene.Gateway.PostAsync("/api/v1/sla/policies", new
            {
                name = ordinary, position = 4, serviceLevels = new[] { ordinary }, calendar = Calendar, rules = Rules("PT30M"),
                clocks = new { firstResponse = new { warnBefore = s_warnings } },
            }, Scene.NewId(), ct);
        }
    }

    private static object[] Rules(string firstResponse) => [new { name = "all", targets = new { firstResponse, diagnosis = "PT2H", resolution = "PT8H" } }];

    private sealed record CalendarView(string Name, string? TimeZone);

    private sealed record PolicyView(string Name);
}
