namespace ServiceMesh.Desk;

/// <summary>How the timers of a service are.</summary>
/// <param name="Service">For example <c>sla</c>.</param>
/// <param name="LastSeenAt">When its most silent lane was last heard of (UTC).</param>
/// <param name="Lateness">By how many seconds its most overdue timer was late then.</param>
/// <param name="State"><c>ok</c>, <c>late</c> or <c>lost</c>.</param>
public sealed record EngineShape(string Service, DateTimeOffset LastSeenAt, double Lateness, string State);
