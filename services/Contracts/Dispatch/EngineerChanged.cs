namespace ServiceMesh.Contracts;

/// <summary>Published by Dispatch with an engineer's whole state when it is created or changed.</summary>
public sealed record EngineerChanged : Event
{
    public required Guid EngineerId { get; init; }
    public required string Name { get; init; }
    public string? Email { get; init; }
    public required string Language { get; init; }
    public required IReadOnlyList<Guid> TeamIds { get; init; }
    public required IReadOnlyList<string> Skills { get; init; }
    public required bool Active { get; init; }

    public override Guid AggregateId => EngineerId;
}
