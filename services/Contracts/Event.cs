using System.Text.Json.Serialization;

namespace ServiceMesh.Contracts;

/// <summary>
/// What every event carries. A publisher fills <see cref="Tenant"/>, <see cref="TicketId"/>, <see cref="OccurredAt"/>
/// and <see cref="By"/>; the outbox stamps <see cref="Stream"/> and <see cref="Trace"/> in the transaction that stores the event.
/// </summary>
public abstract record Event
{
    /// <summary>The tenant's key, for example <c>default</c>: lower-case letters, digits and hyphens.</summary>
    public required string Tenant { get; init; }

    /// <summary>The ticket that this event is about, or null when it is about none.</summary>
    public Guid? TicketId { get; init; }

    /// <summary>When it happened (UTC), which may be earlier than when it was stored.</summary>
    public required DateTimeOffset OccurredAt { get; init; }

    /// <summary>Who caused it.</summary>
    public Actor By { get; init; } = Actor.System;

    /// <summary>The event's place in its publisher's stream; null until the outbox has stored it.</summary>
    public StreamPosition? Stream { get; init; }

    /// <summary>W3C traceparent of the cause, taken when the event was stored; null when nothing was traced.</summary>
    public string? Trace { get; init; }

    /// <summary>The thing whose stream this event belongs to: its sequence numbers have no gaps.</summary>
    [JsonIgnore]
    public abstract Guid AggregateId { get; }
}
