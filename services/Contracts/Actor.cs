namespace ServiceMesh.Contracts;

/// <summary>Who caused an event.</summary>
/// <param name="Kind">What sort of party it is.</param>
/// <param name="Id">Account id for staff, contact id for customers, key or channel id for integrations; null for the system.</param>
/// <param name="Name">The name shown on the timeline.</param>
public sealed record Actor(ActorKind Kind, string? Id, string? Name)
{
    /// <summary>ServiceMesh itself: a rule, a timer.</summary>
    public static Actor System { get; } = new(ActorKind.System, null, null);
}
