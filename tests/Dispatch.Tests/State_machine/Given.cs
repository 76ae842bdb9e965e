using ServiceMesh.Contracts;
using ServiceMesh.Dispatch.Domain;

namespace ServiceMesh.Dispatch.Tests.State_machine;

/// <summary>Tickets in every state, and a command for every verb.</summary>
internal static class Given
{
    public static readonly DateTimeOffset Now = new(2026, 11, 22, 9, 0, 0, TimeSpan.Zero);
    public static readonly Actor Ana = new(ActorKind.Staff, "1", "Ana");
    public static readonly Terms Terms = new(TimeSpan.FromDays(7));
    public static readonly EngineerRef Li = new(Guid.CreateVersion7(), "Li", "li@example.com", "zh-CN");
    public static readonly EngineerRef Bo = new(Guid.CreateVersion7(), "Bo", null, "en");
    public static readonly TeamRef Erp = new(Guid.CreateVersion7(), "ERP");
    public static readonly TeamRef Desk = new(Guid.CreateVersion7(), "Service desk");

    /// <summary>The offer that <see cref="Ticket"/> gives an open ticket.</summary>
    public static readonly Guid Offered = Guid.CreateVersion7();

    public static Ticket Ticket(TicketState state) => new()
    {
        Id = Guid.CreateVersion7(),
        Tenant = "default",
        Number = "T-20261122-000001",
        Subject = "Invoices cannot be posted",
        Channel = Channel.Im,
        Kind = TicketKind.Request,
        Language = "en",
        ProgressTokenHash = "",
        OpenedAt = Now.AddHours(-2),
        WorkType = WorkType.Support,
        Impact = Level.Medium,
        Urgency = Level.Medium,
        Severity = 3,
        DecidedBy = "matrix",
        State = state,
        TeamId = Erp.Id,
        TeamName = Erp.Name,
        EngineerId = state == TicketState.Open ? null : Li.Id,
        EngineerName = state == TicketState.Open ? null : Li.Name,
        AssignedAt = state == TicketState.Open ? null : Now.AddHours(-2),
        Started = state is TicketState.InProgress or TicketState.Waiting,
        OfferId = state == TicketState.Open ? Offered : null,
        OfferedTo = state == TicketState.Open ? Li.Id : null,
        WaitingFor = state == TicketState.Waiting ? PauseReason.WaitingForCustomer : null,
        WaitingSince = state == TicketState.Waiting ? Now.AddMinutes(-30) : null,
        ResolvedAt = state is TicketState.Resolved or TicketState.Closed ? Now.AddMinutes(-20) : null,
        EndedAt = state is TicketState.Closed or TicketState.Cancelled ? Now.AddMinutes(-10) : null,
        Cycle = 1,
        Version = 4,
        UpdatedAt = Now.AddMinutes(-10),
        Steps = [new Step(Now.AddHours(-2), "received")],
    };

    public static Command Command(Verb verb) => verb switch
    {
        Verb.Triage => new TriageCommand(Ana, Level.High, Level.High, null, null, null),
        Verb.Assign => new AssignCommand(Ana, Desk, Bo, "manual", "Bo was chosen by hand."),
        Verb.Claim => new ClaimCommand(Ana, Bo),
        Verb.Unassign => new UnassignCommand(Ana, "On leave"),
        Verb.Offer => new OfferCommand(Ana, new OfferTo(Li, Guid.CreateVersion7(), Now.AddMinutes(5), "Li has the fewest.")),
        Verb.Accept => new AcceptCommand(Ana, Li),
        Verb.Refuse => new RefuseCommand(Ana, Li, "On the phone", null, "Nobody else."),
        Verb.ExpireOffer => new ExpireOfferCommand(Offered, Li, null, "Nobody else."),
        Verb.Start => new StartCommand(Ana),
        Verb.FixPlan => new FixPlanCommand(Ana, "A lock", "Release it", "None", 15),
        Verb.RemoteSession => new RemoteSessionCommand(Ana, Guid.CreateVersion7(), "RDP", null),
        Verb.ScheduleVisit => new ScheduleVisitCommand(Ana, Guid.CreateVersion7(), Now.AddHours(2), Now.AddHours(4), "Plant 2"),
        Verb.Arrive => new ArriveCommand(Ana, Guid.CreateVersion7(), "31.2304,121.4737"),
        Verb.CompleteVisit => new CompleteVisitCommand(Ana, Guid.CreateVersion7(), "Replaced the disk"),
        Verb.CancelVisit => new CancelVisitCommand(Ana, Guid.CreateVersion7(), "The customer is away"),
        Verb.EndRemoteSession => new EndRemoteSessionCommand(Ana, Guid.CreateVersion7(), "Patched", 12),
        Verb.Pause => new PauseCommand(Ana, PauseReason.WaitingForVendor, null),
        Verb.Resume => new ResumeCommand(Ana),
        Verb.Resolve => new ResolveCommand(Ana, "Released the lock", "lock"),
        Verb.Reopen => new ReopenCommand(Ana, "Again"),
        Verb.Close => new CloseCommand(Ana),
        Verb.Cancel => new CancelCommand(Ana, "Duplicate"),
        Verb.AmendRecord => new AmendRecordCommand(Ana, "Finance", "lock", "lock", null, null),
        Verb.Escalate => new EscalateCommand(Ana, "The customer is angry"),
        Verb.CustomerReply => new CustomerReplyCommand(Ana, Now),
        Verb.CloseRequest => new CloseRequestCommand(Ana, Now),
        Verb.ReopenRequest => new ReopenRequestCommand(Ana, Now, "Again"),
        _ => throw new ArgumentOutOfRangeException(nameof(verb)),
    };

    public static Decision Decide(Ticket ticket, Command command, DateTimeOffset? now = null) =>
        TicketMachine.Decide(ticket, command, now ?? Now, Terms);
}
