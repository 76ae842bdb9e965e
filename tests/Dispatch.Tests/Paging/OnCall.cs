using ServiceMesh.Contracts;

namespace ServiceMesh.Dispatch.Tests.Paging;

/// <summary>A ticket of a team that has somebody on call, and what Sla tells of it.</summary>
internal static class OnCall
{
    public static async Task<(Vendor Vendor, Guid Team, Guid Ticket)> OpenAsync(DispatchApp app)
    {
        var vendor = app.NewVendor();
        var team = await vendor.TeamAsync("Desk");
        var li = await vendor.EngineerAsync("Li", team);
        await vendor.PostAsync($"/api/v1/teams/{team}/rotations", new
        {
            name = "Nights", kind = "onCall", zone = "Asia/Shanghai", startsOn = "2026-01-01", at = "09:00", minutes = 1440, rule = "FREQ=DAILY", participants = new[] { li },
        });
        return (vendor, team, await vendor.OpenAsync());
    }

    /// <param name="vendor">Whose ticket.</param>
    /// <param name="ticket">Which.</param>
    /// <param name="role">Whom the level tells.</param>
    /// <param name="level">From 1.</param>
    /// <param name="clock">Which clock.</param>
    /// <param name="run">Its service cycle, or its run.</param>
    /// <param name="cycle">Its service cycle; null as in events of old.</param>
    /// <param name="sequence">Its place in Sla's stream of the ticket; 0 for none.</param>
    public static SlaEscalated Escalated(
        Vendor vendor, Guid ticket, string role = "on-call", int level = 1, string clock = "resolution", int run = 1, int? cycle = null, long sequence = 0) => new()
    {
        Tenant = vendor.Tenant, TicketId = ticket, OccurredAt = DateTimeOffset.UtcNow, Clock = clock, Level = level, Role = role,
        DueAt = DateTimeOffset.UtcNow.AddHours(1), Cycle = run, ServiceCycle = cycle, Stream = sequence > 0 ? new StreamPosition("sla", ticket, sequence) : null,
    };

    public static SlaClocksChanged Changed(Vendor vendor, Guid ticket, long sequence, params ClockView[] clocks) => new()
    {
        Tenant = vendor.Tenant, TicketId = ticket, OccurredAt = DateTimeOffset.UtcNow, Stream = new StreamPosition("sla", ticket, sequence), Clocks = clocks,
    };

    public static ClockView Clock(string name, ClockState state, int run = 1, int cycle = 1) => new()
    {
        Clock = name, State = state, StartedAt = DateTimeOffset.UtcNow.AddHours(-1), TargetSeconds = 60, RemainingSeconds = 0, Cycle = run, ServiceCycle = cycle,
    };

    /// <summary>State and end of the ticket's pagings, the latest first.</summary>
    public static async Task<string[]> PagingsAsync(Vendor vendor, Guid ticket) =>
        [.. (await vendor.GetAsync($"/api/v1/work/{ticket}/pagings")).GetProperty("items").EnumerateArray().Select(p => $"{p.GetProperty("state")} {p.GetProperty("endedBy")}".TrimEnd())];
}
