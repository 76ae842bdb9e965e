using ServiceMesh.Insight.Counts;
using ServiceMesh.Insight.Engines;
using ServiceMesh.Insight.Learning;
using ServiceMesh.Insight.Persistence;
using ServiceMesh.Insight.Record;
using ServiceMesh.Insight.Record.Erasure;
using ServiceMesh.Insight.Record.Verification;
using ServiceMesh.Insight.Scorecard;
using ServiceMesh.Insight.Streams;
using ServiceMesh.Insight.Timeline;
using ServiceMesh.Messaging;
using ServiceMesh.ServiceDefaults;

if (VerifyCommand.Handles(args)) return await VerifyCommand.ExecuteAsync(args);

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults("insight");
builder.AddMessaging<InsightDb>("insight", messages => messages
    .HandleEverything<TimelineWriter>()
    .Timer<LateErasure>(LateErasure.Kind));
builder.Services.AddValidation();
builder.AddStreamWatch();
builder.AddEngineWatch();
builder.AddRecord();
builder.AddScorecard();

var app = builder.Build();
app.UseServiceDefaults();
app.MapDefaultEndpoints();
app.MapTimeline();
app.MapDailyCounts();
app.MapEventCounts();
app.MapEngines();
app.MapRecord();
app.MapScorecard();
app.MapLearning();
await app.RunAsync();
return 0;

/// <summary>The entry point, named for tests.</summary>
public sealed partial class Program;
