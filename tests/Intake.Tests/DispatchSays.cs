using ServiceMesh.Contracts;

namespace ServiceMesh.Intake.Tests;

/// <summary>What Dispatch publishes of a ticket.</summary>
internal static class DispatchSays
{
    public static TicketTriaged Triaged(string tenant, Guid ticket, WorkType workType) => new()
    {
        Tenant = tenant, TicketId = ticket, OccurredAt = DateTimeOffset.UtcNow, Severity = 3, Impact = Level.Medium, Urgency = Level.Medium, WorkType = workType,
        Channel = Channel.Portal, Kind = TicketKind.Request, OpenedAt = DateTimeOffset.UtcNow, Number = "T-20261122-000001", DecidedBy = "manual",
    };

    public static TicketResolved Resolved(string tenant, Guid ticket) =>
        new() { Tenant = tenant, TicketId = ticket, OccurredAt = DateTimeOffset.UtcNow, Resolution = "Extinguished", Card = Card };

    public static TicketClosed Closed(string tenant, Guid ticket, double daysAgo = 0) =>
        new() { Tenant = tenant, TicketId = ticket, OccurredAt = DateTimeOffset.UtcNow.AddDays(-daysAgo), ResolvedAt = DateTimeOffset.UtcNow.AddDays(-daysAgo), Card = Card };

    public static TicketCancelled Cancelled(string tenant, Guid ticket) => new() { Tenant = tenant, TicketId = ticket, OccurredAt = DateTimeOffset.UtcNow, Reason = "A mistake" };

    public static TicketReopened Reopened(string tenant, Guid ticket) =>
        new() { Tenant = tenant, TicketId = ticket, OccurredAt = DateTimeOffset.UtcNow, WasClosed = true, Card = Card };

    public static VisitCompleted Visited(string tenant, Guid ticket, Guid visit) =>
        new() { Tenant = tenant, TicketId = ticket, OccurredAt = DateTimeOffset.UtcNow, VisitId = visit, Report = "Extinguished" };

    public static VisitCancelled VisitOff(string tenant, Guid ticket, Guid visit) =>
        new() { Tenant = tenant, TicketId = ticket, OccurredAt = DateTimeOffset.UtcNow, VisitId = visit, Reason = "No time" };

    private static TicketCard Card => new()
    {
        Number = "T-20261122-000001",
        Subject = "Printer is on fire",
        Channel = Channel.Portal,
        WorkType = WorkType.Support,
        Severity = 3,
        OpenedAt = DateTimeOffset.UtcNow,
        Language = "en",
        Cycle = 1,
    };
}
