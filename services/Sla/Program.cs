using ServiceMesh.Contracts;
using ServiceMesh.Messaging;
using ServiceMesh.ServiceDefaults;
using ServiceMesh.Sla.Calendars;
using ServiceMesh.Sla.Persistence;
using ServiceMesh.Sla.Policies;
using ServiceMesh.Sla.Tenants;
using ServiceMesh.Sla.Tickets;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults("sla");
builder.Services.AddSingleton<TermsLibrary>().AddSingleton<ClockKeeper>();
builder.AddMessaging<SlaDb>("sla", m => m
    .Handle<TicketTriaged, FactRecorder>()
    .Handle<AgentMessageSent, FactRecorder>()
    .Handle<CustomerMessageReceived, FactRecorder>()
    .Handle<CallAnswered, FactRecorder>()
    .Handle<DiagnosisDelivered, FactRecorder>()
    .Handle<TicketPaused, FactRecorder>()
    .Handle<TicketResumed, FactRecorder>()
    .Handle<TicketResolved, FactRecorder>()
    .Handle<TicketReopened, FactRecorder>()
    .Handle<TicketClosed, FactRecorder>()
    .Handle<TicketCancelled, FactRecorder>()
    .Handle<TenantChanged, OnTenantChanged>()
    .Timer<ClockTimer>(ClockTimer.Kind));

var app = builder.Build();
app.UseServiceDefaults();
app.MapDefaultEndpoints();
app.MapTicketClocks();
app.MapCalendars();
app.MapPolicies();
app.Run();

/// <summary>Named so that tests can host the service.</summary>
public partial class Program;
