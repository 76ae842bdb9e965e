using ServiceMesh.Insight.Counts;
using ServiceMesh.Insight.Jobs;
using ServiceMesh.Insight.Projections;
using ServiceMesh.Insight.Record.Erasure;
using ServiceMesh.Insight.Record.Export;
using ServiceMesh.Insight.Record.Heads;
using ServiceMesh.Insight.Record.Verification;

namespace ServiceMesh.Insight.Record;

/// <summary>Registration.</summary>
internal static class RecordSetup
{
    public static void AddRecord(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<Adoption>();
        builder.Services.AddSingleton<HeadKeys>();
        builder.Services.AddSingleton<HeadFiles>();
        builder.Services.AddSingleton<DayClosing>();
        builder.Services.AddSingleton<RecordVerifier>();
        builder.Services.AddHostedService<DayClosingService>();
        builder.AddJobs();
        builder.Services.AddSingleton<IJob, VerificationJob>();
        builder.Services.AddSingleton<IJob, RebuildJob>();
        builder.AddProjection<DailyCounts>();
        builder.Services.AddHostedService<ProjectionStart>();
    }

    public static void MapRecord(this IEndpointRouteBuilder app)
    {
        app.MapHeads();
        app.MapErasures();
        app.MapTicketRecord();
        app.MapJobs();
    }
}
