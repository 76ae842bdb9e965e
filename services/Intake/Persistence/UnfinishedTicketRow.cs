namespace ServiceMesh.Intake.Persistence;

/// <summary>
/// A ticket that is neither closed nor cancelled, as far as another may be about the same: apart from the tickets, so that what is searched stays small and changes
/// of a ticket pay nothing for the search.
/// </summary>
public sealed class UnfinishedTicketRow
{
    public required string Tenant { get; init; }
    public required Guid TicketId { get; init; }
    public required DateTimeOffset OpenedAt { get; init; }

    /// <summary>Whom and what it is about, see <see cref="Domain.TicketMarks"/>.</summary>
    public required string[] Marks { get; init; }

    /// <summary>The beginning of what it says as <see cref="Domain.DuplicateRule.Head"/> gives it; empty where a call said nothing.</summary>
    public required string Words { get; init; }
}
