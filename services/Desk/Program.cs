using ServiceMesh.Desk;
using ServiceMesh.ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);
builder.WebHost.UseStaticWebAssets();
// Desk recognises people by the gateway's session, which it carries back to the gateway: it decides nothing itself.
builder.AddServiceDefaults("desk", gatewayIdentity: false);
builder.AddSessions();
builder.AddGatewayClient();
builder.AddLiveFeed();
builder.AddPages();

var app = builder.Build();
app.UseServiceDefaults();
app.UsePages();
app.UseSessions();
app.MapDefaultEndpoints();
app.MapPreferences();
app.MapPages();
app.Run();

/// <summary>Named so that tests can host it.</summary>
public sealed partial class Program;
