using ServiceMesh.Contracts;

namespace ServiceMesh.Insight.Domain;

/// <summary>What the record keeps of an event beside its properties.</summary>
public static class EventFacts
{
    /// <summary>The sort of party that caused an event, as it is stored.</summary>
    public static string Kind(ActorKind kind) => kind switch
    {
        ActorKind.System => "system",
        ActorKind.Staff => "staff",
        ActorKind.Customer => "customer",
        ActorKind.Integration => "integration",
        _ => throw new InvalidOperationException($"Unknown kind of actor {kind}."),
    };

    /// <summary>The trace id of a W3C traceparent (32 hex digits), or null.</summary>
    public static string? TraceId(string? traceparent) => traceparent is { Length: >= 35 } && traceparent[2] == '-' ? traceparent[3..35] : null;
}
