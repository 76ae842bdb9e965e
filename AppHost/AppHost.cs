using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using ServiceMesh.AppHost;
using ServiceMesh.AppHost.Commands;

if (RunningApplication.Handles(args)) return await RunningApplication.ExecuteAsync(args);

Refusal.ShowReason();
var builder = DistributedApplication.CreateBuilder(args);
using var data = DataDirectory.Open(builder, startEmpty: args.Contains("--fresh"));
var secrets = new Secrets(builder, data);
var address = new GatewayAddress(builder, data);
var infrastructure = Infrastructure.Add(
    builder, data, databases: ["gateway", "intake", "dispatch", "sla", "notification", "survey", "insight"]);

var intake = Service<Projects.Intake>("intake").WithEnvironment("Links__Key", secrets.LinksKey)
    .WithEnvironment("Intake__Attachments__Directory", data.PrivateDirectory("attachments"));
var dispatch = Service<Projects.Dispatch>("dispatch").WithEnvironment("Links__Key", secrets.LinksKey);
var sla = Service<Projects.Sla>("sla");
// These tell, ask and count what has happened: on one machine they give way to what takes in and decides.
var notification = Service<Projects.Notification>("notification").WithEnvironment("Links__Key", secrets.LinksKey).WithEnvironment("GivesWay", "true");
var survey = Service<Projects.Survey>("survey").WithEnvironment("Links__Key", secrets.LinksKey).WithEnvironment("GivesWay", "true");
var insight = Service<Projects.Insight>("insight").WithEnvironment("GivesWay", "true")
    .WithEnvironment("Record__SigningKey", secrets.RecordKey)
    .WithEnvironment("Record__HeadsDirectory", data.PrivateDirectory("record-heads"));
var desk = Service<Projects.Desk>("desk").WithEnvironment("DataProtection__Keys", data.PrivateDirectory("desk-keys"));

var gateway = Service<Projects.Gateway>("gateway", address.Port)
    .WithReference(intake).WithReference(dispatch).WithReference(sla).WithReference(notification)
    .WithReference(survey).WithReference(insight).WithReference(desk)
    .WithEnvironment("Identity__SigningKey", secrets.SigningKey)
    .WithEnvironment("Admin__Email", secrets.AdminEmail)
    .WithEnvironment("Admin__Password", secrets.AdminPassword)
    .WithUrlForEndpoint("http", url =>
    {
        url.Url = address.PublicUrl;
        url.DisplayText = "Desk";
    })
    .WithExternalHttpEndpoints()
    // The door opens when a ticket can be taken; whatever else is late or broken must not keep it shut.
    .WaitFor(intake);
desk.WithReference(gateway);

// Without a mail server of the operator's, mails go to a sink that shows them.
if (builder.Configuration["Smtp:Host"] is null && builder.ExecutionContext.IsRunMode)
{
    var smtpPort = data.Port("mailbox-smtp-port");
    var mailbox = builder.AddProject<Projects.Sinks>("mailbox", launchProfileName: null)
        .WithHttpEndpoint()
        .WithEndpoint(port: smtpPort, scheme: "tcp", name: "smtp", env: "Sinks__SmtpPort", isProxied: false)
        .WithHttpHealthCheck("/health")
        .WithUrlForEndpoint("http", url => url.DisplayText = "Mails");
    notification
        .WithEnvironment("Smtp__Host", "127.0.0.1")
        .WithEnvironment("Smtp__Port", $"{smtpPort}")
        .WaitFor(mailbox);
}

using var app = builder.Build();
await app.RunAsync();
return 0;

IResourceBuilder<ProjectResource> Service<TProject>(string name, int? port = null)
    where TProject : IProjectMetadata, new()
{
    var service = builder.AddProject<TProject>(name, launchProfileName: null)
        .WithHttpEndpoint(port, isProxied: port is null ? null : false)
        .WithHttpHealthCheck("/health")
        .WithEnvironment("Identity__PublicKey", secrets.PublicKey)
        .WithEnvironment("PublicUrl", address.PublicUrl)
        // Asked every few seconds, and the answer shown here: the service need not log it too.
        .WithEnvironment("Logging__LogLevel__Microsoft.Extensions.Diagnostics.HealthChecks", "Error");
    return infrastructure.Connect(service, name);
}
