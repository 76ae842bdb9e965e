using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using ServiceMesh.Contracts;
using ServiceMesh.Messaging;
using ServiceMesh.Notification.Announcements;
using ServiceMesh.Notification.Copies;
using ServiceMesh.Notification.Deliveries;
using ServiceMesh.Notification.Digests;
using ServiceMesh.Notification.Forgetting;
using ServiceMesh.Notification.Notices;
using ServiceMesh.Notification.Receipts;
using ServiceMesh.Notification.Sending;
using ServiceMesh.Notification.Sending.Email;
using ServiceMesh.Notification.Sending.Http;
using ServiceMesh.Notification.Sending.Im;
using ServiceMesh.Notification.Sending.Robots;
using ServiceMesh.Notification.Sending.Sms;
using ServiceMesh.Notification.Sending.Voice;
using ServiceMesh.Notification.Sending.Webhooks;
using ServiceMesh.Notification.Settings;
using ServiceMesh.Notification.Templates;
using ServiceMesh.Notification.Unsubscribing;

namespace ServiceMesh.Notification;

/// <summary>The parts of the service, put together.</summary>
internal static class NotificationSetup
{
    /// <summary>Events that become messages.</summary>
    public static MessagingBuilder HandleNotices(this MessagingBuilder messages) => messages
        .Handle<TicketOpened, OnTicketOpened>()
        .Handle<TicketTriaged, OnTicketTriaged>()
        .Handle<TicketContactChanged, OnTicketContactChanged>()
        .Handle<TicketErased, OnTicketErased>()
        .Handle<PersonErased, OnPersonErased>()
        .Handle<TicketAssigned, OnTicketAssigned>()
        .Handle<TicketUnassigned, OnTicketUnassigned>()
        .Handle<AgentMessageSent, OnAgentMessageSent>()
        .Handle<MessageUnread, OnAgentMessageSent>()
        .Handle<MailBounced, OnMailBounced>()
        .Handle<TicketResolved, OnTicketResolved>()
        .Handle<TicketReopened, OnTicketReopened>()
        .Handle<TicketClosed, OnTicketOver>()
        .Handle<TicketCancelled, OnTicketOver>()
        .Handle<TicketEscalated, OnTicketEscalated>()
        .Handle<TicketOffered, OnTicketOffered>()
        .Handle<TicketPaused, OnTicketPaused>()
        .Handle<DiagnosisDelivered, OnDiagnosisDelivered>()
        .Handle<VisitScheduled, OnVisitScheduled>()
        .Handle<VisitCancelled, OnVisitCancelled>()
        .Handle<TicketsMerged, OnTicketsMerged>()
        .Handle<TicketsUnmerged, OnTicketsMerged>()
        .Handle<SecondRepairFound, OnSecondRepairFound>()
        .Handle<CustomerMessageReceived, OnCustomerMessageReceived>()
        .Handle<MessageDelivered, OnMessageDelivered>()
        .Handle<MessageFailed, OnMessageFailed>()
        .Handle<OnCallPaged, OnOnCallPaged>()
        .Handle<EscalationAcknowledged, OnEscalationAcknowledged>()
        .Handle<EscalationUnanswered, OnEscalationUnanswered>()
        .Handle<SlaClocksChanged, OnSlaClocksChanged>()
        .Handle<SlaWarned, OnSlaWarned>()
        .Handle<SlaBreached, OnSlaBreached>()
        .Handle<SlaEscalated, OnSlaEscalated>()
        .Handle<SurveySent, OnSurveySent>()
        .Handle<SurveyReminded, OnSurveyReminded>()
        .Handle<SurveyWithdrawn, OnSurveyWithdrawn>()
        .Handle<SurveyAnswered, OnSurveyAnswered>()
        .Handle<FollowUpDue, OnFollowUpDue>()
        .Handle<FollowUpWithdrawn, OnFollowUpOver>()
        .Handle<FollowUpCompleted, OnFollowUpOver>()
        .Handle<MaintenanceWindowAnnounced, OnMaintenanceWindow>()
        .Handle<MaintenanceRunScheduled, OnMaintenanceWindow>()
        .Handle<MaintenanceRunCancelled, OnMaintenanceWindow>()
        .Handle<MaintenanceRunDue, OnMaintenanceDue>()
        .Handle<MaintenanceRunStarted, OnMaintenanceDue>()
        .Handle<CertificateExpiring, OnMaintenanceDue>()
        .Handle<MaintenanceRunOverdue, OnMaintenanceDue>()
        .Handle<MaintenanceRunEscalated, OnMaintenanceDue>()
        .Handle<MaintenanceRunCompleted, OnMaintenanceDue>()
        .Handle<FollowUpEscalated, OnFollowUpEscalated>()
        .Handle<ReopenProposed, OnReopenProposed>()
        .Handle<EngineLost, OnEngineLost>();

    /// <summary>Events that keep the copies of other services' data.</summary>
    public static MessagingBuilder HandleCopies(this MessagingBuilder messages) => messages
        .Handle<TenantChanged, OnTenantChanged>()
        .Handle<AccountChanged, OnAccountChanged>()
        .Handle<EngineerChanged, OnEngineerChanged>()
        .Handle<ContactChanged, OnContactChanged>()
        .Handle<ContractChanged, OnContractChanged>()
        .Handle<BrandChanged, OnBrandChanged>()
        .Handle<ProductChanged, OnProductChanged>();

    public static MessagingBuilder SendByTimer(this MessagingBuilder messages) => 
        messages.Timer<SendTimer>(SendTimer.Kind).Timer<Strays>(Strays.Kind).Timer<DigestTimer>(DigestTimer.Kind).Timer<AnnouncementTimer>(AnnouncementTimer.Kind)
            .Timer<RetentionTimer>(RetentionTimer.Kind);

    /// <summary>From an event to stored, rendered deliveries.</summary>
    public static void AddNotices(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<NotificationOptions>().BindConfiguration("Notification").ValidateDataAnnotations().ValidateOnStart()
            .Configure<IConfiguration>((options, configuration) => options.PublicUrl = configuration["PublicUrl"] ?? options.PublicUrl)
            .Validate<IOptions<SmtpOptions>>(
                (options, smtp) => options.Lease > smtp.Value.Timeout && options.Lease > options.WebhookTimeout && options.Lease > options.ProviderTimeout,
                "Notification:Lease must be longer than Smtp:Timeout, Notification:WebhookTimeout and Notification:ProviderTimeout, or nothing would ever be sent.");
        builder.Services.AddOptions<SmtpOptions>().BindConfiguration("Smtp").ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<Renderer>().AddSingleton<Composer>().AddSingleton<TicketCopies>().AddSingleton<DeliveryWriter>().AddSingleton<SlaTeller>()
            .AddSingleton<SettingsCache>().AddSingleton<SecretBox>().AddSingleton<DigestWriter>().AddSingleton<Requeue>();
    }

    /// <summary>From a due delivery to its recorded outcome.</summary>
    public static void AddSending(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<SendingTelemetry>().AddSingleton<OutgoingReader>().AddSingleton<TargetPolicy>().AddSingleton<GuardedHttp>();
        builder.Services.AddSingleton<Attempts>().AddSingleton<RetrySpread>().AddSingleton<ReceiptBook>().AddSingleton<UnsubscribeTokens>().AddSingleton<StaleNotices>().AddSingleton<Aftermath>().AddSingleton<EndpointHealth>().AddSingleton<OutcomeWriter>();
        builder.Services.AddScoped<Departures>().AddScoped<Releases>();
        builder.Services.AddHostedService<StraysStart>().AddHostedService<RetentionStart>();
        builder.Services.AddSingleton<ProviderPace>().AddHostedService(services => services.GetRequiredService<ProviderPace>());
        AddChannels(builder.Services);
        builder.Services.AddHostedService<SmtpThreads>();
        // Stopped in the opposite order: the lanes end first, and the recorder is still there for them.
        builder.Services.AddSingleton<Recorder>().AddHostedService(services => services.GetRequiredService<Recorder>());
        builder.Services.AddSingleton<Lanes>().AddHostedService(services => services.GetRequiredService<Lanes>());
    }

    private static void AddChannels(IServiceCollection services)
    {
        services.TryAddEnumerable([
            ServiceDescriptor.Singleton<IDeliveryChannel, SmtpChannel>(),
            ServiceDescriptor.Singleton<IDeliveryChannel, WebhookChannel>(),
            ServiceDescriptor.Singleton<IDeliveryChannel, RobotChannel>(),
            ServiceDescriptor.Singleton<IDeliveryChannel, SmsChannel>(),
            ServiceDescriptor.Singleton<IDeliveryChannel, VoiceChannel>(),
            ServiceDescriptor.Singleton<IDeliveryChannel, ImChannel>(),
            ServiceDescriptor.Singleton<IRobotPlatform, WeComRobot>(),
            ServiceDescriptor.Singleton<IRobotPlatform, DingTalkRobot>(),
            ServiceDescriptor.Singleton<IRobotPlatform, FeishuRobot>(),
        ]);
    }
}
