namespace ServiceMesh.Contracts;

/// <summary>What a ticket asks for: help with a problem, or a call back after a missed call.</summary>
public enum TicketKind
{
    Request,
    Callback,
}
