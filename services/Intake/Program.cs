using ServiceMesh.Intake;
using ServiceMesh.Intake.Assets;
using ServiceMesh.Intake.Channels;
using ServiceMesh.Intake.Chat;
using ServiceMesh.Intake.Contacts;
using ServiceMesh.Intake.Customers;
using ServiceMesh.Intake.Imports;
using ServiceMesh.Intake.Products;
using ServiceMesh.Intake.Progress;
using ServiceMesh.Intake.ServiceContracts;
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
app.MapCustomers();
app.MapContacts();
app.MapProducts();
app.MapAssets();
app.MapContracts();
app.MapImports();
app.MapTickets();
app.MapChannels();
app.MapWebhooks();
app.MapProgress();
app.MapChat();
app.Run();
