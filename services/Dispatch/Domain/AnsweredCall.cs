using ServiceMesh.Contracts;

namespace ServiceMesh.Dispatch.Domain;

/// <summary>Whoever answers a call has its ticket.</summary>
public static class AnsweredCall
{
    /// <summary>How such an assignment came about, as its mode and as its reason.</summary>
    public const string Code = "answered";

    /// <summary>The reason.</summary>
    public static AssignmentReason Why(EngineerRef engineer) => new() { Code = Code, Engineer = engineer.Name };

    /// <summary>
    /// Whether an answer told later than the opening gives the ticket to who answered: nobody has it, or somebody whom the ranking chose and who
    /// has not begun. What people decided, or what the opening knew, stands.
    /// </summary>
    public static bool Gives(Ticket ticket, EngineerRef engineer) =>
        ticket is { State: TicketState.Open or TicketState.Assigned, AnsweredAt: null, Merged: null } && ticket.EngineerId != engineer.Id
        && (ticket.EngineerId is null || ticket.Why is { Code: "chosen" });

    /// <summary>The assignment of the ticket to who answered.</summary>
    public static AssignCommand Assign(Actor by, TeamRef team, EngineerRef engineer) => AssignCommand.For(by, team, engineer, Code, Why(engineer));
}
