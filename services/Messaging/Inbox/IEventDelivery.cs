using ServiceMesh.Contracts;

namespace ServiceMesh.Messaging;

/// <summary>The way an event takes into a service: inbox, handlers and commit. The bus calls it; so may tests.</summary>
public interface IEventDelivery
{
    /// <summary>Handles the event once. Returns when it is handled, was handled before, or is durably put off until later.</summary>
    Task DeliverAsync(Event e, Guid messageId, CancellationToken ct);
}
