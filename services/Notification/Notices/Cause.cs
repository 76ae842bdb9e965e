using ServiceMesh.Contracts;

namespace ServiceMesh.Notification.Notices;

/// <summary>What deliveries come from: an event, a digest, an announcement.</summary>
public sealed record Cause(string Tenant, Guid? TicketId, string? Trace)
{
    public static Cause Of(Event e)
    {
        ArgumentNullException.ThrowIfNull(e);
        return new Cause(e.Tenant, e.TicketId, e.Trace);
    }
}
