using Microsoft.Extensions.Options;
using ServiceMesh.Contracts;
using ServiceMesh.Messaging;
using ServiceMesh.Sla.Money;
using ServiceMesh.Sla.Persistence;
using ServiceMesh.Sla.Reprocess;
using ServiceMesh.Sla.Tenants;
using ServiceMesh.Sla.Tickets;
using ServiceMesh.Sla.WhatIf;

namespace ServiceMesh.Sla;

/// <summary>What Sla reacts to.</summary>
internal static class SlaSetup
{
    /// <summary>The settings of Sla, see <see cref="SlaOptions"/>.</summary>
    public static void AddSlaOptions(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<SlaOptions>().BindConfiguration("Sla").ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton(services => services.GetRequiredService<IOptions<SlaOptions>>().Value);
    }

    /// <summary>Events that clocks depend on, and the timers of Sla.</summary>
    public static void AddSlaMessaging(this WebApplicationBuilder builder) => builder.AddMessaging<SlaDb>("sla", m => m
        .Handle<TicketTriaged, FactRecorder>()
        .Handle<AgentMessageSent, FactRecorder>()
        .Handle<CustomerMessageReceived, FactRecorder>()
        .Handle<CallAnswered, FactRecorder>()
        .Handle<DiagnosisDelivered, FactRecorder>()
        .Handle<RemoteSessionStarted, FactRecorder>()
        .Handle<VisitArrived, FactRecorder>()
        .Handle<WorkStarted, FactRecorder>()
        .Handle<TicketHandedOver, FactRecorder>()
        .Handle<EscalationAcknowledged, FactRecorder>()
        .Handle<TicketPaused, FactRecorder>()
        .Handle<TicketResumed, FactRecorder>()
        .Handle<TicketResolved, FactRecorder>()
        .Handle<TicketReopened, FactRecorder>()
        .Handle<TicketClosed, FactRecorder>()
        .Handle<TicketCancelled, FactRecorder>()
        .Handle<TicketsMerged, FactRecorder>()
        .Handle<TicketsUnmerged, FactRecorder>()
        .Handle<TenantChanged, OnTenantChanged>()
        .Handle<ContractChanged, OnContractChanged>()
        .Timer<LatenessTimer>(LatenessTimer.Kind)
        .Timer<MonthTimer>(MonthTimer.Kind)
        .Timer<WhatIfTimer>(WhatIfTimer.Kind)
        .Timer<ReprocessTimer>(ReprocessTimer.Kind)
        .TimerBatch<ClockTimer>(ClockTimer.Kind));
}
