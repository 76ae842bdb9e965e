using ServiceMesh.Contracts;

namespace ServiceMesh.Dispatch.Domain;

/// <summary>What a command comes to.</summary>
/// <param name="Ticket">The ticket afterwards.</param>
/// <param name="Events">What happened; empty when nothing did.</param>
/// <param name="Refusal">Why it was refused, in words; null when it was not.</param>
public sealed record Decision(Ticket Ticket, IReadOnlyList<TicketEvent> Events, string? Refusal = null)
{
    /// <summary>Whether there is anything to store.</summary>
    public bool Changed => Events.Count > 0;
}
