using Microsoft.AspNetCore.Cors.Infrastructure;
using ServiceMesh.Contracts;
using ServiceMesh.Intake.Assets;
using ServiceMesh.Intake.Attachments;
using ServiceMesh.Intake.Calls;
using ServiceMesh.Intake.Channels;
using ServiceMesh.Intake.Channels.Chat;
using ServiceMesh.Intake.Channels.Cti;
using ServiceMesh.Intake.Channels.Dingtalk;
using ServiceMesh.Intake.Channels.Feishu;
using ServiceMesh.Intake.Channels.Generic;
using ServiceMesh.Intake.Channels.Mail;
using ServiceMesh.Intake.Channels.Telegram;
using ServiceMesh.Intake.Channels.Twilio;
using ServiceMesh.Intake.Channels.Wechat;
using ServiceMesh.Intake.Channels.Wecom;
using ServiceMesh.Intake.Chat;
using ServiceMesh.Intake.Contacts;
using ServiceMesh.Intake.Conversations;
using ServiceMesh.Intake.Customers;
using ServiceMesh.Intake.Delivery;
using ServiceMesh.Intake.Hotline;
using ServiceMesh.Intake.Imports;
using ServiceMesh.Intake.Incidents;
using ServiceMesh.Intake.Mail;
using ServiceMesh.Intake.Persistence;
using ServiceMesh.Intake.Products;
using ServiceMesh.Intake.Receiving;
using ServiceMesh.Intake.Retention;
using ServiceMesh.Intake.ServiceContracts;
using ServiceMesh.Intake.Tenants;
using ServiceMesh.Intake.Tickets;
using ServiceMesh.Intake.Webhooks;
using ServiceMesh.Messaging;

namespace ServiceMesh.Intake;

/// <summary>What Intake is made of.</summary>
internal static class IntakeSetup
{
    /// <summary>Settings and the pieces that live as long as the process.</summary>
    public static void AddIntake(this WebApplicationBuilder builder)
    {
        var database = builder.Configuration.GetConnectionString("intake")
            ?? throw new InvalidOperationException("The connection string 'intake' is missing: set ConnectionStrings__intake.");
        builder.Services.AddOptions<IntakeOptions>().BindConfiguration("Intake")
            .Configure<IConfiguration>((o, c) => o.PublicUrl = c["PublicUrl"] ?? o.PublicUrl)
            .ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddOptions<AttachmentOptions>().BindConfiguration("Intake:Attachments").ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddValidation();
        builder.Services.AddSingleton(_ => new NumberAllocator(database));
        builder.Services.AddSingleton<TicketRegistry>();
        builder.Services.AddSingleton<SecretBox>();
        builder.Services.AddSingleton<ChannelLimits>();
        builder.Services.AddSingleton<PlatformHttp>();
        builder.Services.AddSingleton<PlatformApi>();
        builder.Services.AddSingleton<PlatformTokens>();
        builder.Services.AddSingleton<IChannelAdapter, GenericAdapter>();
        builder.Services.AddSingleton<IChannelAdapter, CtiAdapter>();
        builder.Services.AddSingleton<IChannelAdapter, WecomAdapter>();
        builder.Services.AddSingleton<IChannelAdapter, WechatAdapter>();
        builder.Services.AddSingleton<IChannelAdapter, FeishuAdapter>();
        builder.Services.AddSingleton<IChannelAdapter, DingtalkAdapter>();
        builder.Services.AddSingleton<IChannelAdapter, TelegramAdapter>();
        builder.Services.AddSingleton<IChannelAdapter, TwilioAdapter>();
        builder.Services.AddSingleton<IChannelAdapter, ChatAdapter>();
        builder.Services.AddSingleton<IChannelAdapter, MailAdapter>();
        builder.Services.AddSingleton<AdapterTable>();
        builder.Services.AddSingleton<ChannelReceiver>();
        builder.Services.AddSingleton<MessageTaker>();
        builder.Services.AddSingleton<CallTaker>();
        builder.Services.AddSingleton<MailTaker>();
        builder.Services.AddSingleton<VoiceTaker>();
        builder.Services.AddSingleton<CallBook>();
        builder.Services.AddSingleton<FileStore>();
        builder.Services.AddSingleton<FileLinks>();
        builder.Services.AddSingleton<Uploads>();
        builder.Services.AddSingleton<AttachmentReader>();
        builder.Services.AddSingleton<VirusScanner>();
        builder.Services.AddSingleton<ScanPump>();
        builder.Services.AddHostedService(s => s.GetRequiredService<ScanPump>());
        builder.Services.AddSingleton<OutboundFiles>();
        builder.Services.AddSingleton<OutboundSender>();
        builder.Services.AddSingleton<DeliveryReports>();
        builder.Services.AddSingleton<ReplyRules>();
        builder.Services.AddSingleton<DeliveryPump>();
        builder.Services.AddHostedService(s => s.GetRequiredService<DeliveryPump>());
    }

    /// <summary>Customers, what they have, and their contracts.</summary>
    public static void MapMasterData(this WebApplication app)
    {
        app.MapCustomers();
        app.MapContacts();
        app.MapProducts();
        app.MapBrands();
        app.MapAssets();
        app.MapContracts();
        app.MapImports();
    }

    /// <summary>The web chat: who has it open, and what tells them of news.</summary>
    public static void AddChat(this WebApplicationBuilder builder)
    {
        builder.Services.AddSignalR(o => o.MaximumReceiveMessageSize = 4 * 1024);
        builder.Services.AddCors();
        builder.Services.AddSingleton<ICorsPolicyProvider, ChatCors>();
        builder.Services.AddSingleton<ChatDoor>();
        builder.Services.AddSingleton<ChatMarks>();
        builder.Services.AddSingleton<ChatWire>();
        builder.Services.AddSingleton<ChatRooms>();
        builder.Services.AddHostedService(s => s.GetRequiredService<ChatWire>());
        builder.Services.AddHostedService(s => s.GetRequiredService<ChatRooms>());
    }

    /// <summary>What Intake listens to, and its timers.</summary>
    public static void AddIntakeMessaging(this WebApplicationBuilder builder) => builder.AddMessaging<IntakeDb>("intake", m => m
        .Handle<TenantChanged, OnTenantChanged>()
        .Handle<TicketTriaged, StateCopy>()
        .Handle<TicketResolved, StateCopy>()
        .Handle<TicketClosed, StateCopy>()
        .Handle<TicketReopened, StateCopy>()
        .Handle<TicketCancelled, StateCopy>()
        .Handle<VisitCompleted, CountVisits>()
        .Handle<ReplyRequested, OnReplyRequested>()
        .Handle<OnCallChanged, OnCallCopy>()
        .Handle<EngineerChanged, OnCallCopy>()
        .Handle<CalendarChanged, CalendarCopy>()
        .Handle<PersonErased, OnPersonErased>()
        .Timer<SilentCall>(SilentCall.Kind)
        .Timer<UnendedCall>(UnendedCall.Kind)
        .Timer<ForgetUpload>(ForgetUpload.Kind)
        .Timer<ScanTimer>(ScanTimer.Kind)
        .Timer<UnreadTimer>(UnreadTimer.Kind)
        .Timer<RetentionTimer>(RetentionTimer.Kind)
        .Timer<RetellContracts>(RetellContracts.Kind)
        .Timer<RetellContacts>(RetellContacts.Kind)
        .Timer<AnnounceTimer>(AnnounceTimer.Kind)
        .Timer<DeliveryTimer>(DeliveryTimer.Kind)
        .Timer<ForgetWebhooks>(ForgetWebhooks.Kind));
}
