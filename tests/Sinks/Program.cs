using ServiceMesh.Sinks.Hooks;
using ServiceMesh.Sinks.Mail;
using ServiceMesh.Sinks.Pages;

var builder = WebApplication.CreateSlimBuilder(args);
builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = HookRecorder.MaxBodyBytes);
builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
builder.Services.ConfigureHttpJsonOptions(json => json.SerializerOptions.WriteIndented = true);
builder.Services.AddSingleton(new Mailbox());
builder.Services.AddSingleton(new HookRecorder());
builder.Services.AddHostedService(services => new SmtpSink(
    services.GetRequiredService<Mailbox>(),
    builder.Configuration.GetValue("Sinks:SmtpPort", 2525),
    services.GetRequiredService<ILogger<SmtpSink>>()));

var app = builder.Build();
app.MapGet("/alive", () => "alive");
app.MapGet("/ready", () => "ready");
app.MapGet("/health", () => "healthy");
app.MapMails();
app.MapHooks();
app.MapMailboxPage();
app.Run();
