using ServiceMesh.Insight.Counts;
using ServiceMesh.Insight.Engines;
using ServiceMesh.Insight.Persistence;
using ServiceMesh.Insight.Streams;
using ServiceMesh.Insight.Timeline;
using ServiceMesh.Messaging;
using ServiceMesh.ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults("insight");
builder.AddMessaging<InsightDb>("insight", messages => messages.HandleEverything<TimelineWriter>());
builder.AddStreamWatch();
builder.AddEngineWatch();

var app = builder.Build();
app.UseServiceDefaults();
app.MapDefaultEndpoints();
app.MapTimeline();
app.MapDailyCounts();
app.MapEventCounts();
app.MapEngines();
await app.RunAsync();

/// <summary>The entry point, named for tests.</summary>
public sealed partial class Program;
