namespace ServiceMesh.Intake.Domain;

/// <summary>Intake's copy of a ticket's state, told by Dispatch: only as much as a conversation needs to know.</summary>
public enum TicketState
{
    Open,
    Resolved,
    Closed,
    Cancelled,
}
