namespace ServiceMesh.Contracts;

/// <summary>The sort of party that caused an event.</summary>
public enum ActorKind
{
    System,
    Staff,
    Customer,
    Integration,
}
