using ServiceMesh.Contracts;

namespace ServiceMesh.Messaging;

/// <summary>Reacts to all events, many in one commit, where nobody waits for a single one. Duplicates are filtered before.</summary>
public interface IHandleBatch
{
    Task HandleAsync(IReadOnlyList<Event> batch, Work work, CancellationToken ct);
}
