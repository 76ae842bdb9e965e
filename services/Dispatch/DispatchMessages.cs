using ServiceMesh.Contracts;
using ServiceMesh.Dispatch.Assignment;
using ServiceMesh.Dispatch.Calendars;
using ServiceMesh.Dispatch.Clocks;
using ServiceMesh.Dispatch.Closing;
using ServiceMesh.Dispatch.Conversation;
using ServiceMesh.Dispatch.Customers;
using ServiceMesh.Dispatch.Engineers;
using ServiceMesh.Dispatch.Maintenance;
using ServiceMesh.Dispatch.Merges;
using ServiceMesh.Dispatch.Offers;
using ServiceMesh.Dispatch.Opening;
using ServiceMesh.Dispatch.Paging;
using ServiceMesh.Dispatch.Presence;
using ServiceMesh.Dispatch.Products;
using ServiceMesh.Dispatch.Rosters;
using ServiceMesh.Dispatch.ServiceContracts;
using ServiceMesh.Dispatch.Teams;
using ServiceMesh.Dispatch.Tenants;
using ServiceMesh.Messaging;

namespace ServiceMesh.Dispatch;

/// <summary>What Dispatch reacts to: events of other services, and its own timers.</summary>
internal static class DispatchMessages
{
    public static void Add(MessagingBuilder m) => m
        .Handle<TicketOpened, OnTicketOpened>()
        .Handle<CustomerMessageReceived, OnCustomerMessageReceived>()
        .Handle<AgentMessageSent, OnAgentMessageSent>()
        .Handle<CallAnswered, OnCallAnswered>()
        .Handle<CallEnded, OnCallEnded>()
        .Handle<PageAcknowledged, OnPageAcknowledged>()
        .Handle<CloseRequested, OnCloseRequested>()
        .Handle<ReopenRequested, OnReopenRequested>()
        .Handle<TicketsMerged, OnTicketsMerged>()
        .Handle<TicketsUnmerged, OnTicketsUnmerged>()
        .Handle<SlaClocksChanged, OnSlaClocksChanged>()
        .Handle<SlaEscalated, OnSlaEscalated>()
        .Handle<ProductChanged, OnProductChanged>()
        .Handle<CustomerChanged, OnCustomerChanged>()
        .Handle<ContactChanged, OnContactChanged>()
        .Handle<TicketContactChanged, OnTicketContactChanged>()
        .Handle<TicketCoverChanged, OnTicketCoverChanged>()
        .Handle<TicketErased, OnTicketErased>()
        .Handle<AccountChanged, OnAccountChanged>()
        .Handle<TenantChanged, OnTenantChanged>()
        .Handle<ContractChanged, OnContractChanged>()
        .Handle<CalendarChanged, OnCalendarChanged>()
        .Timer<AutoClose>(AutoClose.Kind)
        .Timer<PlanTimer>(Planning.Timer)
        .Timer<RunTimer>(RunStore.Timer)
        .Timer<RunBeat>(RunBeat.Kind)
        .Timer<PagingTimer>(Pager.Timer)
        .Timer<QueueAlarm>(QueueAlarm.Timer)
        .Timer<OfferTimer>(OfferBook.Timer)
        .Timer<FillQueue>(Queue.Timer)
        .Timer<Handover>(Handover.Kind)
        .Timer<Redispatch>(Redispatch.Kind)
        .Timer<AbsenceTurn>(AbsenceTurn.Kind)
        .Timer<Unseen>(Sightings.Timer)
        .Timer<TeamHoursTurn>(TeamHoursTurn.Kind)
        .Timer<CertificateWatch>(CertificateWatch.Kind);
}
