using ServiceMesh.Contracts;

namespace ServiceMesh.Insight.Tests;

/// <summary>Events of one ticket with their places in their publishers' streams, one minute apart.</summary>
public sealed class Story(string tenant, DateTimeOffset? start = null, Guid? contact = null)
{
    private readonly Dictionary<(string, Guid), long> _sequences = [];
    private DateTimeOffset _now = start ?? new DateTimeOffset(2026, 11, 20, 8, 0, 0, TimeSpan.Zero);

    public Guid Ticket { get; } = Guid.CreateVersion7();

    public TicketOpened Opened() => In("intake", new TicketOpened
    {
        Tenant = tenant, TicketId = Ticket, OccurredAt = Tick(), Number = "T-20261120-000001", Channel = Channel.Hotline, Kind = TicketKind.Request,
        Subject = "Printer offline", Language = "en", ContactEmail = "wang@example.com", ProgressTokenHash = "hash-of-token",
        SealedProgressToken = "sealed-token", Text = new string('x', 5_000), ContactId = contact, ContactName = "Wang Fang", By = new Actor(ActorKind.Customer, contact?.ToString() ?? "c1", "Wang Fang"),
        Trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
    });

    public TicketTriaged Triaged() => In("dispatch", new TicketTriaged
    {
        Tenant = tenant, TicketId = Ticket, OccurredAt = Tick(), Severity = 3, Impact = Level.Medium, Urgency = Level.Medium, WorkType = WorkType.Support,
        Channel = Channel.Hotline, Kind = TicketKind.Request, OpenedAt = _now, Number = "T-20261120-000001", DecidedBy = "matrix",
    });

    public TicketAssigned Assigned(bool again = false) => In("dispatch", new TicketAssigned
    {
        Tenant = tenant, TicketId = Ticket, OccurredAt = Tick(), TeamId = Guid.CreateVersion7(), TeamName = "ERP", EngineerName = "Li Na",
        EngineerEmail = "li.na@example.com", Mode = again ? "manual" : "automatic", Reassigned = again, Card = Card(),
    });

    public TicketPaused Paused() => In("dispatch", new TicketPaused
    {
        Tenant = tenant, TicketId = Ticket, OccurredAt = Tick(), Reason = PauseReason.WaitingForCustomer, By = new Actor(ActorKind.Staff, "a1", "Li Na"),
    });

    public NoteAdded Noted(string text) => In("intake", new NoteAdded
    {
        Tenant = tenant, TicketId = Ticket, OccurredAt = Tick(), NoteId = Guid.CreateVersion7(), Text = text, By = new Actor(ActorKind.Staff, "a1", "Li Na"),
    });

    public TicketErased Erased(Guid contact) => In("intake", new TicketErased { Tenant = tenant, TicketId = Ticket, OccurredAt = Tick(), ContactId = contact, Number = "T-20261120-000001" });

    public TicketContactChanged Corrected(Guid contact, string name) => In("intake", new TicketContactChanged
    {
        Tenant = tenant, TicketId = Ticket, OccurredAt = Tick(), ContactId = contact, ContactName = name, CustomerId = Guid.CreateVersion7(), CustomerName = "Other", Language = "en", Entitlement = "covered",
        By = new Actor(ActorKind.Staff, "a1", "Li Na"),
    });

    public TicketClosed Closed() => In("dispatch", new TicketClosed
    {
        Tenant = tenant, TicketId = Ticket, OccurredAt = Tick(), ResolvedAt = _now, Card = Card(),
    });

    public SlaBreached Breached() => In("sla", new SlaBreached
    {
        Tenant = tenant, TicketId = Ticket, OccurredAt = Tick(), Clock = "firstResponse", DueAt = _now, Cycle = 1,
    });

    public SurveyAnswered Answered(int score, string? comment = null) => In("survey", new SurveyAnswered
    {
        Tenant = tenant, TicketId = Ticket, OccurredAt = Tick(), SurveyId = Guid.CreateVersion7(), Score = score, Comment = comment,
    });

    public NotificationDelivered Delivered() => In("notification", new NotificationDelivered
    {
        Tenant = tenant, TicketId = Ticket, OccurredAt = Tick(), DeliveryId = Guid.CreateVersion7(), Channel = "email", Template = "ticket-opened",
        Audience = "customer", MaskedRecipient = "w***@example.com",
    });

    /// <summary>Moves the clock, to put the next event on another day.</summary>
    public Story At(DateTimeOffset now)
    {
        _now = now.AddMinutes(-1);
        return this;
    }

    public static TenantChanged Zone(string tenant, string zone, long sequence = 1) => new()
    {
        Tenant = tenant, OccurredAt = DateTimeOffset.UnixEpoch, TenantId = Guid.CreateVersion7(), Name = tenant, TimeZone = zone, Languages = ["en"],
        Brand = tenant, Stream = new StreamPosition("gateway", Guid.CreateVersion7(), sequence),
    };

    private DateTimeOffset Tick() => _now = _now.AddMinutes(1);

    private TEvent In<TEvent>(string publisher, TEvent e) where TEvent : Event
    {
        var sequence = _sequences[(publisher, e.AggregateId)] = _sequences.GetValueOrDefault((publisher, e.AggregateId)) + 1;
        return e with { Stream = new StreamPosition(publisher, e.AggregateId, sequence) };
    }

    private TicketCard Card() => new()
    {
        Number = "T-20261120-000001", Subject = "Printer offline", Channel = Channel.Hotline, WorkType = WorkType.Support, Severity = 3, OpenedAt = _now,
        Language = "en", Cycle = 1,
    };
}
