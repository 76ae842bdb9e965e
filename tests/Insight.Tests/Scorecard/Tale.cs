using ServiceMesh.Contracts;

namespace ServiceMesh.Insight.Tests.Scorecard;

/// <summary>One ticket's events with their places in their publishers' streams, at times of one's own choosing.</summary>
public sealed class Tale(string tenant, DateTimeOffset openedAt, Guid? ticket = null)
{
    private readonly Dictionary<string, long> _sequences = [];
    private (Guid? Team, Guid? Engineer) _holder;

    public Guid Ticket { get; } = ticket ?? Guid.CreateVersion7();

    public List<Event> Events { get; } = [];

    public Guid? Product { get; init; }
    public Guid? Customer { get; init; }
    public Guid? Contract { get; init; }
    public Guid? Asset { get; init; }
    public WorkType Work { get; init; }
    public string? Module { get; init; }
    public string? Version { get; init; }

    /// <summary>The class of request that it was registered by.</summary>
    public string? RequestClass { get; init; }
    public int Cycle { get; set; } = 1;

    private string Number => $"T-{Ticket.ToString("N")[20..]}";

    public Tale Open(string? category = null, DateTimeOffset? answeredAt = null, Guid? call = null) => Tell("intake", new TicketOpened
    {
        Tenant = tenant, TicketId = Ticket, OccurredAt = openedAt, Number = Number, Channel = Channel.Hotline, Kind = TicketKind.Request, Subject = "s", Language = "en",
        WorkType = Work, Category = category, CustomerId = Customer, ProductId = Product, AssetId = Asset, ContractId = Contract, AnsweredAt = answeredAt, CallId = call,
        ProgressTokenHash = "h", SealedProgressToken = "s", Module = Module, Version = Version, RequestClass = RequestClass,
    });

    public Tale Triage(DateTimeOffset at, int severity = 3, string? faultClass = null, string? category = null, string? module = null, Guid? product = null) => Tell("dispatch", new TicketTriaged
    {
        Tenant = tenant, TicketId = Ticket, OccurredAt = at, Severity = severity, Impact = Level.Medium, Urgency = Level.Medium, WorkType = Work, Channel = Channel.Hotline,
        Kind = TicketKind.Request, Category = category, CustomerId = Customer, ProductId = product ?? Product, AssetId = Asset, ContractId = Contract, OpenedAt = openedAt, Number = Number,
        DecidedBy = "matrix", FaultClass = faultClass, Module = module,
    });

    public Tale Assign(DateTimeOffset at, Guid team, Guid? engineer)
    {
        var again = _holder.Team is not null;
        _holder = (team, engineer);
        return Tell("dispatch", new TicketAssigned
        {
            Tenant = tenant, TicketId = Ticket, OccurredAt = at, TeamId = team, TeamName = "t", EngineerId = engineer, Mode = "manual", Reassigned = again, Card = Card(),
        });
    }

    public Tale Unassign(DateTimeOffset at)
    {
        _holder = (_holder.Team, null);
        return Tell("dispatch", new TicketUnassigned { Tenant = tenant, TicketId = Ticket, OccurredAt = at, TeamId = _holder.Team!.Value });
    }

    public Tale Answer(DateTimeOffset at) =>
        Tell("intake", new AgentMessageSent { Tenant = tenant, TicketId = Ticket, OccurredAt = at, MessageId = Guid.CreateVersion7(), Channel = Channel.Portal, Text = "x" });

    public Tale CustomerWrites(DateTimeOffset at) =>
        Tell("intake", new CustomerMessageReceived { Tenant = tenant, TicketId = Ticket, OccurredAt = at, MessageId = Guid.CreateVersion7(), Channel = Channel.Portal, Text = "x" });

    public Tale Call(DateTimeOffset at, Guid? call = null) =>
        Tell("intake", new CallAnswered { Tenant = tenant, TicketId = Ticket, OccurredAt = at, CallId = call ?? Guid.CreateVersion7(), ChannelId = "c" });

    public Tale Plan(DateTimeOffset at) =>
        Tell("dispatch", new DiagnosisDelivered { Tenant = tenant, TicketId = Ticket, OccurredAt = at, Cause = "c", Steps = "s", Risk = "r", EstimatedMinutes = 5 });

    public Tale Visit(DateTimeOffset at) =>
        Tell("dispatch", new VisitScheduled { Tenant = tenant, TicketId = Ticket, OccurredAt = at, VisitId = Guid.CreateVersion7(), From = at.AddHours(1), To = at.AddHours(2) });

    public Tale Pause(DateTimeOffset at, PauseReason reason) => Tell("dispatch", new TicketPaused { Tenant = tenant, TicketId = Ticket, OccurredAt = at, Reason = reason });

    public Tale Resume(DateTimeOffset at, PauseReason reason) =>
        Tell("dispatch", new TicketResumed { Tenant = tenant, TicketId = Ticket, OccurredAt = at, Reason = reason, Trigger = "manual" });

    public Tale Resolve(DateTimeOffset at, string? cause = null, string? faultClass = null, string? module = null) =>
        Tell("dispatch", new TicketResolved { Tenant = tenant, TicketId = Ticket, OccurredAt = at, Resolution = "done", CauseCode = cause, FaultClass = faultClass, Module = module, Card = Card() });

    public Tale Close(DateTimeOffset at) => Tell("dispatch", new TicketClosed { Tenant = tenant, TicketId = Ticket, OccurredAt = at, ResolvedAt = at, Card = Card() });

    public Tale Reopen(DateTimeOffset at, bool late)
    {
        if (late) Cycle++;
        return Tell("dispatch", new TicketReopened { Tenant = tenant, TicketId = Ticket, OccurredAt = at, WasClosed = true, Card = Card() });
    }

    public Tale Cancel(DateTimeOffset at) => Tell("dispatch", new TicketCancelled { Tenant = tenant, TicketId = Ticket, OccurredAt = at, Reason = "r" });

    public Tale Escalate(DateTimeOffset at, ActorKind by) =>
        Tell("dispatch", new TicketEscalated { Tenant = tenant, TicketId = Ticket, OccurredAt = at, Reason = "r", By = new Actor(by, "a", "a") });

    public Tale Merge(DateTimeOffset at) =>
        Tell("intake", new TicketsMerged { Tenant = tenant, TicketId = Ticket, OccurredAt = at, IntoTicketId = Guid.CreateVersion7(), IntoNumber = "T-1" });

    public Tale Unmerge(DateTimeOffset at) =>
        Tell("intake", new TicketsUnmerged { Tenant = tenant, TicketId = Ticket, OccurredAt = at, FromTicketId = Guid.CreateVersion7(), MergedAt = at });

    public Tale Clocks(DateTimeOffset at, params ClockView[] clocks) => Tell("sla", new SlaClocksChanged { Tenant = tenant, TicketId = Ticket, OccurredAt = at, Clocks = clocks });

    public static ClockView Clock(string name, ClockState state, DateTimeOffset start, DateTimeOffset? due, DateTimeOffset? met = null, int cycle = 1, long target = 14_400) => new()
    {
        Clock = name, State = state, StartedAt = start, TargetSeconds = target, DueAt = due, RemainingSeconds = 0, MetAt = met,
        BreachedAt = state is ClockState.Breached or ClockState.MetLate ? due : null, Cycle = cycle,
    };

    public Tale Invite(DateTimeOffset at, Guid survey) =>
        Tell("survey", new SurveySent { Tenant = tenant, TicketId = Ticket, OccurredAt = at, SurveyId = survey, SealedToken = "s", ExpiresAt = at.AddDays(14), Card = Card() });

    public Tale Rate(DateTimeOffset at, Guid survey, int score, int? nps = null, bool told = true) => Tell("survey", new SurveyAnswered
    {
        Tenant = tenant, TicketId = Ticket, OccurredAt = at, SurveyId = survey, Score = score, Nps = nps, Card = told ? Card() : null,
    });

    /// <summary>It was somebody else's.</summary>
    public Tale Correct(DateTimeOffset at, Guid customer, Guid? contract) => Tell("intake", new TicketContactChanged
    {
        Tenant = tenant, TicketId = Ticket, OccurredAt = at, PreviousCustomerId = Customer, ContactId = Guid.CreateVersion7(), ContactName = "Chen Jing", CustomerId = customer, CustomerName = "Other",
        Language = "en", AssetId = Asset, ContractId = contract, Entitlement = "covered",
    });

    public Tale Withdraw(DateTimeOffset at, Guid survey) => Tell("survey", new SurveyWithdrawn { Tenant = tenant, TicketId = Ticket, OccurredAt = at, SurveyId = survey });

    public Tale FollowUp(DateTimeOffset at, string outcome) => Tell("survey", new FollowUpCompleted
    {
        Tenant = tenant, TicketId = Ticket, OccurredAt = at, FollowUpId = Guid.CreateVersion7(), Outcome = outcome, Card = Card(),
        // Told on the telephone: no figure of what customers answer by their own hand may have it.
        Solved = outcome == "unreachable" ? null : outcome is "solved" or "satisfied", Score = outcome == "unreachable" ? null : 1, Nps = outcome == "unreachable" ? null : 0,
    });

    public TicketCard Card() => new()
    {
        Number = Number, Subject = "s", Channel = Channel.Hotline, WorkType = Work, Severity = 3, OpenedAt = openedAt, Language = "en", Cycle = Cycle, TeamId = _holder.Team,
        EngineerId = _holder.Engineer, CustomerId = Customer, ProductId = Product, AssetId = Asset,
    };

    private Tale Tell(string publisher, TicketEvent e)
    {
        var sequence = _sequences[publisher] = _sequences.GetValueOrDefault(publisher) + 1;
        Events.Add(e with { Stream = new StreamPosition(publisher, Ticket, sequence) });
        return this;
    }
}
