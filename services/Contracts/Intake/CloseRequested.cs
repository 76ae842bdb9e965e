namespace ServiceMesh.Contracts;

/// <summary>Published by Intake when the customer confirms that the ticket may be closed.</summary>
public sealed record CloseRequested : TicketEvent;
