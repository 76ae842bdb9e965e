using ServiceMesh.Dispatch;
using ServiceMesh.Dispatch.Assignment;
using ServiceMesh.Dispatch.Board;
using ServiceMesh.Dispatch.Engineers;
using ServiceMesh.Dispatch.Offers;
using ServiceMesh.Dispatch.Paging;
using ServiceMesh.Dispatch.Persistence;
using ServiceMesh.Dispatch.Progress;
using ServiceMesh.Dispatch.Rosters;
using ServiceMesh.Dispatch.Teams;
using ServiceMesh.Dispatch.Tickets;
using ServiceMesh.Messaging;
using ServiceMesh.ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults("dispatch");
builder.Services.AddValidation();
builder.AddMessaging<DispatchDb>("dispatch", DispatchMessages.Add);
builder.Services.AddDispatch();

var app = builder.Build();
app.UseServiceDefaults();
app.MapDefaultEndpoints();
app.MapBoard().MapTickets().MapOffers().MapRanking().MapPaging().MapAcknowledgementPage().MapProgress();
app.MapTeams().MapTeamSettings().MapRotations().MapDuties();
app.MapEngineers().MapProfiles().MapAbsences();
app.Run();
