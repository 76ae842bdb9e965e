namespace ServiceMesh.Dispatch.Domain;

/// <summary>Where the work on a ticket stands. Closed and cancelled are the end; everything else is open.</summary>
public enum TicketState
{
    /// <summary>In a team's queue, without an engineer.</summary>
    Open,

    /// <summary>An engineer has it and has not started.</summary>
    Assigned,
    InProgress,

    /// <summary>Paused; <see cref="Ticket.WaitingFor"/> says why.</summary>
    Waiting,
    Resolved,
    Closed,
    Cancelled,
}
