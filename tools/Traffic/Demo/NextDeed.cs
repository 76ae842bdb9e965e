using ServiceMesh.Traffic.Gateway;

namespace ServiceMesh.Traffic.Demo;

/// <summary>What somebody can do next to a ticket.</summary>
public enum Deed
{
    Leave,
    Assign,
    Greet,
    Start,
    GiveFixPlan,
    AskCustomer,
    WaitForOthers,
    Update,
    Note,
    Reassign,
    Escalate,
    Resolve,
    CustomerAnswers,
    Resume,
    Close,
    Reopen,
}

/// <summary>(row, now, chance) -> what a believable service desk does next. Pure but for the chance it is given.</summary>
public static class NextDeed
{
    /// <summary>How long a neglected ticket gets no first answer: long enough for its promise to be missed.</summary>
    public static readonly TimeSpan Neglect = TimeSpan.FromMinutes(40);

    /// <summary>Chooses; <see cref="Deed.Leave"/> also where nothing has to be done now.</summary>
    public static Deed For(BoardRowView row, DateTimeOffset now, Random chance)
    {
        ArgumentNullException.ThrowIfNull(row);
        ArgumentNullException.ThrowIfNull(chance);
        if (IsNeglected(row, now)) return Deed.Leave;
        return row.State switch
        {
            "open" => Deed.Assign,
            "assigned" => row.LastAgentMessageAt is null ? Deed.Greet : Deed.Start,
            "inProgress" => InProgress(row, chance),
            "waiting" => row.WaitingFor == "waitingForCustomer"
                ? Pick(chance, (60, Deed.CustomerAnswers), (40, Deed.Leave))
                : Pick(chance, (40, Deed.Resume), (60, Deed.Leave)),
            "resolved" => Pick(chance, (70, Deed.Close), (8, Deed.Reopen), (22, Deed.Leave)),
            _ => Deed.Leave,
        };
    }

    private static Deed InProgress(BoardRowView row, Random chance) =>
        row.Clocks.Any(c => c is { Clock: "diagnosis", State: "running" or "breached" })
            ? Pick(chance, (55, Deed.GiveFixPlan), (20, Deed.AskCustomer), (10, Deed.Note), (15, Deed.Leave))
            : Pick(chance, (40, Deed.Resolve), (15, Deed.AskCustomer), (10, Deed.WaitForOthers), (15, Deed.Update), (8, Deed.Note), (4, Deed.Reassign), (2, Deed.Escalate), (6, Deed.Leave));

    /// <summary>One ticket in eight waits too long for its first answer: a desk without breaches shows nothing of breaches.</summary>
    private static bool IsNeglected(BoardRowView row, DateTimeOffset now) =>
        row.LastAgentMessageAt is null && row.State is "open" or "assigned" && row.Id.ToByteArray()[15] % 8 == 0 && now - row.OpenedAt < Neglect;

    private static Deed Pick(Random chance, params ReadOnlySpan<(int Weight, Deed Deed)> choices)
    {
        var total = 0;
        foreach (var (weight, _) in choices) total += weight;
        var drawn = chance.Next(total);
        foreach (var (weight, deed) in choices)
            if ((drawn -= weight) < 0) return deed;
        return Deed.Leave;
    }
}
