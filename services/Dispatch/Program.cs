using ServiceMesh.Contracts;
using ServiceMesh.Dispatch;
using ServiceMesh.Dispatch.Board;
using ServiceMesh.Dispatch.Clocks;
using ServiceMesh.Dispatch.Closing;
using ServiceMesh.Dispatch.Conversation;
using ServiceMesh.Dispatch.Engineers;
using ServiceMesh.Dispatch.Opening;
using ServiceMesh.Dispatch.Persistence;
using ServiceMesh.Dispatch.Products;
using ServiceMesh.Dispatch.Progress;
using ServiceMesh.Dispatch.Teams;
using ServiceMesh.Dispatch.Tickets;
using ServiceMesh.Messaging;
using ServiceMesh.ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults("dispatch");
builder.Services.AddValidation();
builder.AddMessaging<DispatchDb>("dispatch", m => m
    .Handle<TicketOpened, OnTicketOpened>()
    .Handle<CustomerMessageReceived, OnCustomerMessageReceived>()
    .Handle<AgentMessageSent, OnAgentMessageSent>()
    .Handle<CallAnswered, OnCallAnswered>()
    .Handle<CloseRequested, OnCloseRequested>()
    .Handle<ReopenRequested, OnReopenRequested>()
    .Handle<SlaClocksChanged, OnSlaClocksChanged>()
    .Handle<ProductChanged, OnProductChanged>()
    .Handle<AccountChanged, OnAccountChanged>()
    .Timer<AutoClose>(AutoClose.Kind));
builder.Services.AddDispatch();

var app = builder.Build();
app.UseServiceDefaults();
app.MapDefaultEndpoints();
app.MapBoard().MapTickets().MapTeams().MapEngineers().MapProgress();
app.Run();
