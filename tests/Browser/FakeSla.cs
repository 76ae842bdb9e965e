namespace ServiceMesh.Browser;

/// <summary>The first ticket's clocks, unfolded: a pause, a warning that was told, one that was not, an either-or promise and terms that were replaced.</summary>
internal sealed partial class FakeData
{
    public object Sla(FakeTicket t) => t.Id != First
        ? new { policy = "premium-support", policyVersion = 3, rule = "severity 2", explanation = "Policy premium-support version 3 (for service level premium), rule severity 2 (severity 2, any channel).", clocks = t.Clocks }
        : new
        {
            ticketId = t.Id, number = t.Number, openedAt = t.OpenedAt, policy = "premium-support", policyVersion = 3, rule = "severity 1 by phone",
            explanation = "Policy premium-support version 3 (for service level premium), rule severity 1 by phone (severity 1, channel hotline). Before it: maintenance-plan is for maintenance; gold is for service level gold.",
            at = Now, clocks = new object[] { FirstResponse(), Diagnosis(), Emergency(95, metAgo: 72), Resolution(), NextResponse(), OldResolution() }, leftOut = new object[] { new { kind = "resumed", at = Now.AddMinutes(-92) } },
        };

    private static object Emergency(int opened, int? metAgo = null) => Unfolded("emergency", metAgo is null ? "running" : "met", opened, 0, due: Now.AddMinutes(600 - opened), metAgo: metAgo, legs:
    [
        new { clock = "remoteAssistance", state = metAgo is null ? "running" : "met", dueAt = Now.AddMinutes(60 - opened), metAt = metAgo is { } ago ? Now.AddMinutes(-ago) : (DateTimeOffset?)null, metBy = metAgo is { } done ? Happened("remoteSession", done) : null },
        new { clock = "onSiteArrival", state = metAgo is null ? "running" : "cancelled", dueAt = Now.AddMinutes(600 - opened), metAt = (DateTimeOffset?)null },
    ]);

    private static object FirstResponse() => Unfolded("firstResponse", "met", 95, 15, Now.AddMinutes(-80), metAgo: 84, intervals: [Counted(95, 80)], working: 660, wall: 660,
        levels: [Level("warning-50", 87)], metBy: "callAnswered");

    private static object Diagnosis() => Unfolded("diagnosis", "met", 95, 120, Now.AddMinutes(37), metAgo: 31, intervals: [Counted(95, 70), Counted(58, -37)], pauses: [Stand(70, 58)], working: 52 * 60, wall: 64 * 60,
        levels: [Level("warning-50", 40)], metBy: "fixPlan");

    private static object Resolution() => Unfolded("resolution", "running", 95, 240, Now.AddMinutes(157), intervals: [Counted(95, 70), Counted(58, -157)], pauses: [Stand(70, 58)], working: 83 * 60, wall: 95 * 60,
        levels: [Level("warning-25", 30), Level("warning-PT3H30M", 61, "overtaken"), Level("escalation-1", 12)], attachedAgo: 90, asksFor: ["resolved", "closed"]);

    private static object NextResponse() => Unfolded("nextResponse", "met", 58, 60, Now.AddMinutes(2), metAgo: 30, intervals: [Counted(58, -2)], working: 28 * 60, wall: 28 * 60, cycle: 2, startedBy: "customerMessage", metBy: "agentMessage");

    private static object OldResolution() => Unfolded("resolution", "cancelled", 95, 480, Now.AddMinutes(385), intervals: [Counted(95, -385)], working: 300, wall: 300, inForce: false, cancelledAgo: 90);

    private static object Counted(int fromAgo, int toAgo) => new { from = Now.AddMinutes(-fromAgo), to = Now.AddMinutes(-toAgo), seconds = (fromAgo - toAgo) * 60m };

    private static object Stand(int fromAgo, int toAgo) => new { reason = "waiting-for-customer", from = Now.AddMinutes(-fromAgo), to = Now.AddMinutes(-toAgo), workingSeconds = (fromAgo - toAgo) * 60m };

    private static object Happened(string what, int ago) => new { @event = what, at = Now.AddMinutes(-ago), words = "" };

    private static object Level(string level, int ago, string? skipped = null) => new { level, reachedAt = Now.AddMinutes(-ago), recordedAt = Now.AddMinutes(-ago), skippedBecause = skipped };

    private static object Unfolded(string clock, string state, int opened, int target, DateTimeOffset? due, int? metAgo = null, object[]? intervals = null, object[]? pauses = null, object[]? levels = null,
        object[]? legs = null, double working = 0, double wall = 0, int cycle = 1, bool inForce = true, int? attachedAgo = null, int? cancelledAgo = null,
        string startedBy = "opened", string? metBy = null, string[]? asksFor = null) => new
        {
            clock, cycle, state, inForce, startedAt = Now.AddMinutes(-opened), attachedAt = Now.AddMinutes(-(attachedAgo ?? opened)), targetSeconds = target * 60L, dueAt = due,
            remainingSeconds = due is { } at ? Math.Max(0, (at - Now).TotalSeconds) : 0, metAt = metAgo is { } m ? Now.AddMinutes(-m) : (DateTimeOffset?)null, breachedAt = (DateTimeOffset?)null,
            cancelledAt = cancelledAgo is { } c ? Now.AddMinutes(-c) : (DateTimeOffset?)null, pausedBy = (string?)null, startedBy = Happened(startedBy, opened), metBy = metBy is not null && metAgo is { } done ? Happened(metBy, done) : null, asksFor = asksFor ?? [], legs, elapsedWorkingSeconds = working, elapsedWallSeconds = wall,
            policy = "premium-support", policyVersion = inForce ? 3 : 2, rule = "severity 1 by phone", calendar = "always", calendarVersion = 1, timeZone = "Asia/Shanghai",
            intervals = intervals ?? [], pauses = pauses ?? [], levels = levels ?? [],
        };
}
