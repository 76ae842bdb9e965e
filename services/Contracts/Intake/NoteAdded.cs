namespace ServiceMesh.Contracts;

/// <summary>Published by Intake when staff added an internal note. It meets no clock and is never shown to the customer.</summary>
public sealed record NoteAdded : TicketEvent
{
    public required Guid NoteId { get; init; }
    public required string Text { get; init; }
}
