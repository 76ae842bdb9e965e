namespace ServiceMesh.Contracts;

/// <summary>Somebody on call.</summary>
/// <param name="Layer">1 is called first.</param>
/// <param name="EngineerId">Who.</param>
/// <param name="Name">The name shown.</param>
/// <param name="Until">When this turn ends as planned.</param>
public sealed record OnCallPerson(int Layer, Guid EngineerId, string Name, DateTimeOffset Until);
