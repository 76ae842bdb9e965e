using NodaTime;

namespace ServiceMesh.Sla.Domain;

/// <summary>A half-open stretch of time.</summary>
/// <param name="From">Its first instant.</param>
/// <param name="To">The instant after its last; null while it goes on.</param>
public readonly record struct Stretch(Instant From, Instant? To);
