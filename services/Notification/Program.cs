using ServiceMesh.Messaging;
using ServiceMesh.Notification;
using ServiceMesh.Notification.Deliveries;
using ServiceMesh.Notification.Persistence;
using ServiceMesh.Notification.WebhookEndpoints;
using ServiceMesh.ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults("notification");
builder.AddMessaging<NotificationDb>("notification", messages => messages.HandleNotices().HandleCopies().SendByTimer());
builder.AddNotices();
builder.AddSending();
builder.Services.AddValidation();

var app = builder.Build();
app.UseServiceDefaults();
app.MapDefaultEndpoints();
app.MapDeliveries();
app.MapWebhookEndpoints();
await app.RunAsync();
