using ServiceMesh.Intake;
using ServiceMesh.Intake.Blocking;
using ServiceMesh.Intake.Calls;
using ServiceMesh.Intake.Catalogue;
using ServiceMesh.Intake.Channels;
using ServiceMesh.Intake.Chat;
using ServiceMesh.Intake.People;
using ServiceMesh.Intake.Progress;
using ServiceMesh.Intake.Tickets;
using ServiceMesh.Intake.Webhooks;
using ServiceMesh.ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults("intake");
builder.AddIntake();
builder.AddChat();
builder.AddIntakeMessaging();

var app = builder.Build();
// Before everything that can refuse: a page of another site must be able to read why.
app.UseCors();
app.UseServiceDefaults();
app.MapDefaultEndpoints();
app.MapMasterData();
app.MapRequestClasses();
app.MapTickets();
app.MapPlatformPeople();
app.MapCalls();
app.MapChannels();
app.MapBlockList();
app.MapWebhooks();
app.MapProgress();
app.MapChat();
app.Run();
