namespace ServiceMesh.Contracts;

/// <summary>An event in the stream of one ticket. <see cref="Event.TicketId"/> is always set.</summary>
public abstract record TicketEvent : Event
{
    /// <inheritdoc />
    public override Guid AggregateId => TicketId ?? throw new InvalidOperationException($"{GetType().Name} needs a ticket id.");
}
