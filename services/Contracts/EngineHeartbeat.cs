namespace ServiceMesh.Contracts;

/// <summary>
/// Published by every service twice a minute for each of the lanes in which it fires timers, by the firing of a durable timer in that lane: its
/// timers are being fired, its outbox is being relayed.
/// It is about the installation, not about a tenant; its tenant is the operator's, <c>default</c>.
/// </summary>
public sealed record EngineHeartbeat : TransientEvent
{
    /// <summary>The service whose timers these are, for example <c>sla</c>.</summary>
    public required string Service { get; init; }

    /// <summary>The process that fired: host name and process id.</summary>
    public required string Instance { get; init; }

    /// <summary>The lane, from 0; null in events from before each had a heartbeat of its own.</summary>
    public int? Lane { get; init; }

    /// <summary>How many lanes there are; null as for the lane.</summary>
    public int? Lanes { get; init; }

    /// <summary>By how many seconds the service's most overdue timer was late then; 0 or more.</summary>
    public required double LatenessSeconds { get; init; }
}
