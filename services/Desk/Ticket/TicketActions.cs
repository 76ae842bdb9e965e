namespace ServiceMesh.Desk.Ticket;

/// <summary>What can be done with a ticket. Names are the last part of <c>POST /api/v1/work/{id}/{action}</c>.</summary>
/// <param name="Primary">The likely next step stands out.</param>
/// <param name="Rare">Kept in the menu.</param>
internal sealed record TicketAction(string Name, string Icon, bool Primary = false, bool Rare = false);

/// <summary>What a state allows, so that no button leads to a refusal. Dispatch decides all the same.</summary>
internal static class TicketActions
{
    /// <param name="mine">The person who looks is the ticket's engineer.</param>
    /// <param name="owned">The ticket has an engineer.</param>
    public static IReadOnlyList<TicketAction> For(string state, bool mine, bool owned) => state switch
    {
        "open" or "assigned" or "inProgress" or "waiting" => [.. Worked(state, mine, owned)],
        "resolved" => [new("close", "lock", Primary: true), new("reopen", "reopen"), new("assign", "users", Rare: true), new("problem", "layers", Rare: true)],
        "closed" => [new("reopen", "reopen")],
        _ => [],
    };

    private static IEnumerable<TicketAction> Worked(string state, bool mine, bool owned)
    {
        if (state == "waiting")
            yield return new("resume", "play", Primary: true);
        if (state == "open" || (state == "waiting" && !mine))
            yield return new("claim", "user", Primary: state == "open");
        if (state == "assigned")
            yield return new("start", "play", Primary: true);
        yield return new("resolve", "check", Primary: state == "inProgress");
        yield return new("fix-plan", "plan");
        yield return new("pause", "pause");
        yield return new("assign", "users");
        yield return new("triage", "triage", Rare: true);
        yield return new("problem", "layers", Rare: true);
        if (owned && state != "open")
            yield return new("unassign", "queue", Rare: true);
        yield return new("escalate", "up", Rare: true);
        yield return new("cancel", "ban", Rare: true);
    }
}
