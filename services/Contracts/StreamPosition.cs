namespace ServiceMesh.Contracts;

/// <summary>
/// A place in a stream: publisher and aggregate name the stream, <paramref name="Sequence"/> counts from 1 without gaps in it.
/// Sequences of different publishers are never compared.
/// </summary>
public sealed record StreamPosition(string Publisher, Guid Aggregate, long Sequence);
