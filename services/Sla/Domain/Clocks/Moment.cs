using NodaTime;

namespace ServiceMesh.Sla.Domain.Clocks;

/// <summary>When something happened, and its place among all that happened: what comes after another at one instant still comes after it.</summary>
/// <param name="At">The instant.</param>
/// <param name="Order">Its place in the ticket's history; never falls while instants rise.</param>
public readonly record struct Moment(Instant At, int Order)
{
    /// <summary>True if this came before the other.</summary>
    public bool IsBefore(Moment other) => Order < other.Order;
}
