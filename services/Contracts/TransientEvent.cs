namespace ServiceMesh.Contracts;

/// <summary>
/// Says how things are at this moment: only the latest counts, so it belongs to no stream, has no sequence, and neither inbox nor
/// timeline keeps it. Receivers compare <see cref="Event.OccurredAt"/> and ignore older ones.
/// </summary>
public abstract record TransientEvent : Event
{
    /// <inheritdoc />
    public override Guid AggregateId => Guid.Empty;
}
