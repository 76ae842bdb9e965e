using ServiceMesh.Contracts;

namespace ServiceMesh.Dispatch.Domain;

/// <summary>Help from afar and on site: recorded, the state stays.</summary>
internal sealed partial record Change
{
    public Decision RemoteSession(RemoteSessionCommand c) => Done(Next(Before), new RemoteSessionStarted
    {
        Tenant = Before.Tenant, TicketId = Before.Id, OccurredAt = Now, By = By, SessionId = c.SessionId, Tool = c.Tool, Note = c.Note, Link = c.Link,
    });

    public Decision ScheduleVisit(ScheduleVisitCommand c) => Done(Next(Before), new VisitScheduled
    {
        Tenant = Before.Tenant,
        TicketId = Before.Id,
        OccurredAt = Now,
        By = By,
        VisitId = c.VisitId,
        From = c.From,
        To = c.To,
        EngineerId = Before.EngineerId,
        EngineerName = Before.EngineerName,
        Place = c.Place,
        Parts = c.Parts.Length == 0 ? null : c.Parts,
        TravelMinutes = c.TravelMinutes,
        LateReason = c.LateReason,
        OverrideReason = c.OverrideReason,
        Latitude = c.At?.Latitude,
        Longitude = c.At?.Longitude,
    });

    public Decision EndRemoteSession(EndRemoteSessionCommand c) => Done(Next(Before), new RemoteSessionEnded
    {
        Tenant = Before.Tenant, TicketId = Before.Id, OccurredAt = Now, By = By, SessionId = c.SessionId, Log = c.Log, Minutes = c.Minutes,
    });

    public Decision CancelVisit(CancelVisitCommand c) => Done(Next(Before), new VisitCancelled
    {
        Tenant = Before.Tenant, TicketId = Before.Id, OccurredAt = Now, By = By, VisitId = c.VisitId, Reason = c.Reason,
    });

    public Decision Arrive(ArriveCommand c) => Done(Next(Before), new VisitArrived
    {
        Tenant = Before.Tenant, TicketId = Before.Id, OccurredAt = Now, By = By, VisitId = c.VisitId, EngineerId = c.EngineerId ?? Before.EngineerId, Place = c.Place,
        Latitude = c.At?.Latitude, Longitude = c.At?.Longitude, Metres = c.Metres, NoPlaceReason = c.NoPlaceReason, Reason = c.ForReason,
    });

    public Decision CompleteVisit(CompleteVisitCommand c) => Done(Next(Before), new VisitCompleted
    {
        Tenant = Before.Tenant, TicketId = Before.Id, OccurredAt = Now, By = By, VisitId = c.VisitId, Report = c.Report, SignedBy = c.SignedBy,
        Photos = c.Photos == 0 ? null : c.Photos, PartsUsed = c.PartsUsed.Length == 0 ? null : c.PartsUsed,
    });
}
