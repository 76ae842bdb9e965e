using Microsoft.Extensions.Configuration;
using ServiceMesh.Contracts;
using ServiceMesh.ServiceDefaults;
using ServiceMesh.Testing;

namespace ServiceMesh.Notification.Tests;

/// <summary>Events as other services would publish them.</summary>
internal static class Given
{
    private static readonly LinkTokens s_links = new(new ConfigurationBuilder().AddInMemoryCollection(TestIdentity.Settings).Build());

    public static TenantChanged Tenant(string tenant = "default", string brand = "Northstar 服务") => new()
    {
        Tenant = tenant,
        OccurredAt = DateTimeOffset.UtcNow,
        TenantId = Guid.CreateVersion7(),
        Name = "Default",
        TimeZone = "Asia/Shanghai",
        Languages = ["zh-CN", "en"],
        Brand = brand,
    };

    public static TicketOpened Opened(
        string email, string language = "en", string subject = "ERP does not start", string name = "Li Wei", Channel channel = Channel.Portal,
        TicketKind kind = TicketKind.Request, string tenant = "default")
    {
        var token = s_links.Mint();
        return new TicketOpened
        {
            Tenant = tenant,
            TicketId = Guid.CreateVersion7(),
            OccurredAt = new DateTimeOffset(2026, 11, 22, 1, 30, 0, TimeSpan.Zero),
            Number = "T-20261122-000123",
            Channel = channel,
            Kind = kind,
            Subject = subject,
            CustomerName = "Huaxin Textiles",
            ContactName = name,
            ContactEmail = email.Length == 0 ? null : email,
            Language = language,
            ProgressTokenHash = token.Hash,
            SealedProgressToken = token.Sealed,
        };
    }

    public static TicketCard Card(TicketOpened opened, int cycle = 1) => new()
    {
        Number = opened.Number,
        Subject = opened.Subject,
        Channel = opened.Channel,
        WorkType = WorkType.Support,
        Severity = 2,
        OpenedAt = opened.OccurredAt,
        CustomerName = opened.CustomerName,
        ContactName = opened.ContactName,
        ContactEmail = opened.ContactEmail,
        Language = opened.Language,
        Cycle = cycle,
    };

    public static TicketAssigned Assigned(TicketOpened opened, string email, string mode = "automatic", Guid? engineer = null, Guid? previous = null, string language = "zh") => new()
    {
        Tenant = opened.Tenant,
        TicketId = opened.TicketId,
        OccurredAt = DateTimeOffset.UtcNow,
        TeamId = Guid.CreateVersion7(),
        TeamName = "ERP",
        EngineerId = engineer ?? Guid.CreateVersion7(),
        EngineerName = "Chen Jie",
        EngineerEmail = email,
        EngineerLanguage = language,
        PreviousEngineerId = previous,
        Mode = mode,
        Reassigned = previous is not null,
        Explanation = "Least work of 3",
        Card = Card(opened),
    };

    public static AgentMessageSent Message(TicketOpened opened, string text, Channel? channel = null) => new()
    {
        Tenant = opened.Tenant,
        TicketId = opened.TicketId,
        OccurredAt = DateTimeOffset.UtcNow,
        By = new Actor(ActorKind.Staff, "1", "Wang Fang"),
        MessageId = Guid.CreateVersion7(),
        Channel = channel ?? opened.Channel,
        Text = text,
    };

    public static AccountChanged Account(string email, string role, string language = "en", bool active = true, Guid? id = null, string tenant = "default") => new()
    {
        Tenant = tenant,
        OccurredAt = DateTimeOffset.UtcNow,
        AccountId = id ?? Guid.CreateVersion7(),
        Name = "Zhao Min",
        Email = email,
        Roles = [role],
        Language = language,
        Active = active,
    };

    public static SurveySent Survey(TicketOpened opened, DateTimeOffset? expires = null) => new()
    {
        Tenant = opened.Tenant,
        TicketId = opened.TicketId,
        OccurredAt = DateTimeOffset.UtcNow,
        SurveyId = Guid.CreateVersion7(),
        SealedToken = s_links.Mint().Sealed,
        ExpiresAt = expires ?? DateTimeOffset.UtcNow.AddDays(14),
        Card = Card(opened),
    };

    public static SlaWarned Warned(TicketOpened opened, int percent = 75, string clock = "resolution") => new()
    {
        Tenant = opened.Tenant,
        TicketId = opened.TicketId,
        OccurredAt = DateTimeOffset.UtcNow,
        Clock = clock,
        Percent = percent,
        DueAt = DateTimeOffset.UtcNow.AddHours(1),
        Cycle = 1,
    };

    public static SlaClocksChanged Clocks(TicketOpened opened, DateTimeOffset? firstResponse, ClockState state = ClockState.Running) => new()
    {
        Tenant = opened.Tenant,
        TicketId = opened.TicketId,
        OccurredAt = DateTimeOffset.UtcNow,
        Policy = "premium-support",
        Clocks =
        [
            new ClockView { Clock = "resolution", State = ClockState.Running, StartedAt = opened.OccurredAt, TargetSeconds = 86_400, DueAt = DateTimeOffset.UtcNow.AddDays(1), RemainingSeconds = 86_400, Cycle = 1 },
            new ClockView { Clock = "firstResponse", State = state, StartedAt = opened.OccurredAt, TargetSeconds = 1_800, DueAt = firstResponse, RemainingSeconds = 1_800, Cycle = 1 },
        ],
    };

    public static TicketTriaged Triaged(TicketOpened opened, int severity, int? previous = null) => new()
    {
        Tenant = opened.Tenant,
        TicketId = opened.TicketId,
        OccurredAt = DateTimeOffset.UtcNow,
        Severity = severity,
        PreviousSeverity = previous,
        Impact = Level.High,
        Urgency = Level.High,
        WorkType = WorkType.Support,
        Channel = opened.Channel,
        Kind = opened.Kind,
        OpenedAt = opened.OccurredAt,
        Number = opened.Number,
        DecidedBy = "manual",
    };

    public static SlaClocksChanged Clock(TicketOpened opened, string clock, ClockState state, int cycle = 1) => new()
    {
        Tenant = opened.Tenant,
        TicketId = opened.TicketId,
        OccurredAt = DateTimeOffset.UtcNow,
        Clocks = [new ClockView { Clock = clock, State = state, StartedAt = opened.OccurredAt, TargetSeconds = 86_400, RemainingSeconds = 3_600, Cycle = cycle }],
    };

    public static SlaEscalated Escalated(TicketOpened opened, int level = 1, string role = "manager") => new()
    {
        Tenant = opened.Tenant,
        TicketId = opened.TicketId,
        OccurredAt = DateTimeOffset.UtcNow,
        Clock = "firstResponse",
        Level = level,
        Role = role,
        DueAt = DateTimeOffset.UtcNow,
        Cycle = 1,
    };

    public static OnCallPaged Paged(TicketOpened opened, string email, string? phone, params string[] channels) => new()
    {
        Tenant = opened.Tenant,
        TicketId = opened.TicketId,
        OccurredAt = DateTimeOffset.UtcNow,
        PageId = Guid.CreateVersion7(),
        PagingId = Guid.CreateVersion7(),
        Level = 1,
        Clock = "firstResponse",
        Step = 1,
        Target = "on-call-1",
        Reminder = 0,
        Person = new PagedPerson { Id = Guid.CreateVersion7(), Name = "Sun Lei", Language = "zh-CN", Email = email, Phone = phone, Channels = channels },
        AckUntil = DateTimeOffset.UtcNow.AddMinutes(5),
        Card = Card(opened) with { Severity = 1 },
    };

    public static string Open(string sealedToken) => s_links.Open(sealedToken);

    /// <summary>An address nobody else uses.</summary>
    public static string Address() => $"a{Guid.CreateVersion7():N}@example.com";
}
