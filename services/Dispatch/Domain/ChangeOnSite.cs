using ServiceMesh.Contracts;

namespace ServiceMesh.Dispatch.Domain;

/// <summary>Help from afar and on site: recorded, the state stays.</summary>
internal sealed partial record Change
{
    public Decision RemoteSession(RemoteSessionCommand c) => Done(Next(Before), new RemoteSessionStarted
    {
        Tenant = Before.Tenant, TicketId = Before.Id, OccurredAt = Now, By = By, SessionId = c.SessionId, Tool = c.Tool, Note = c.Note,
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
    });

    public Decision Arrive(ArriveCommand c) => Done(Next(Before), new VisitArrived
    {
        Tenant = Before.Tenant, TicketId = Before.Id, OccurredAt = Now, By = By, VisitId = c.VisitId, EngineerId = Before.EngineerId, Place = c.Place,
    });

    public Decision CompleteVisit(CompleteVisitCommand c) => Done(Next(Before), new VisitCompleted
    {
        Tenant = Before.Tenant, TicketId = Before.Id, OccurredAt = Now, By = By, VisitId = c.VisitId, Report = c.Report,
    });
}
