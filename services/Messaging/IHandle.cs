using ServiceMesh.Contracts;

namespace ServiceMesh.Messaging;

/// <summary>
/// Reacts to one kind of event. The inbox row, everything done through its work and the events it publishes
/// are one commit, made around the handler: a handler never commits. An exception rolls everything back and the message is retried.
/// </summary>
public interface IHandle<in TEvent> where TEvent : Event
{
    Task HandleAsync(TEvent e, Work work, CancellationToken ct);
}
