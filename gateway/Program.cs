using ServiceMesh.Contracts;
using ServiceMesh.Gateway;
using ServiceMesh.Gateway.Access;
using ServiceMesh.Gateway.Accounts;
using ServiceMesh.Gateway.ApiKeys;
using ServiceMesh.Gateway.Edge;
using ServiceMesh.Gateway.Limits;
using ServiceMesh.Gateway.Persistence;
using ServiceMesh.Gateway.Proxy;
using ServiceMesh.Gateway.Sessions;
using ServiceMesh.Gateway.Tenants;
using ServiceMesh.Messaging;
using ServiceMesh.ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);
// First of all that starts: everything else reads the schema it brings.
builder.AddMessaging<GatewayDb>("gateway", static messages => messages.Handle<PersonErased, OnPersonErased>());
builder.AddServiceDefaults("gateway", gatewayIdentity: false);
builder.AddAccess();
builder.AddLimits();
builder.AddServiceProxy();
builder.AddEdge();
builder.Services.AddValidation();
builder.Services.AddHostedService<FirstStart>();

var app = builder.Build();
app.UseEdge();
app.UseServiceDefaults(betweenSignInAndAccess: static app => app.UseCrossSiteGuard().UseLimits().UsePasswordChange());
app.MapDefaultEndpoints();
app.MapSessions();
app.MapSessionForms();
app.MapAccounts();
app.MapApiKeys();
app.MapTenants();
app.MapServiceProxy();
app.Run();

/// <summary>Named so that tests can host it.</summary>
public sealed partial class Program;
