using System.Text.Json;

namespace ServiceMesh.Messaging;

/// <summary>A timer that is due.</summary>
public sealed record FiredTimer(string Kind, string Key, DateTimeOffset DueAt, string Tenant, Guid? TicketId, string? Payload)
{
    /// <summary>Which arming this is; a later arming of the same timer has another.</summary>
    internal long Version { get; init; }

    /// <summary>Where its row lay when it was claimed.</summary>
    internal string Row { get; init; } = "";
    internal string? Trace { get; init; }
    internal int Attempts { get; init; }

    /// <summary>The payload given when it was armed.</summary>
    /// <exception cref="InvalidOperationException">It was armed without one.</exception>
    public T Read<T>() => (Payload is null ? default : JsonSerializer.Deserialize<T>(Payload, EventJson.Options))
        ?? throw new InvalidOperationException($"Timer {Kind} was armed without a payload.");
}
