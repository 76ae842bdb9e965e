using System.Diagnostics.Metrics;
using Npgsql;

namespace ServiceMesh.Insight.Streams;

/// <summary>Runs the check every five seconds and shows its result as the metric <c>insight.stream_gaps</c>.</summary>
internal sealed partial class StreamWatchService(StreamWatch watch, IMeterFactory meters, TimeProvider clock, ILogger<StreamWatchService> logger)
    : BackgroundService
{
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        meters.Create("ServiceMesh.Insight").CreateObservableGauge(
            "insight.stream_gaps", () => watch.OpenGaps, "{stream}", "Streams with an event missing for longer than a minute");
        using var timer = new PeriodicTimer(s_interval, clock);
        var resumed = false;
        do
        {
            try
            {
                if (!resumed) await watch.ResumeAsync(stoppingToken);
                resumed = true;
                await watch.CheckAsync(StreamWatch.Patience, stoppingToken);
            }
            catch (Exception e) when (e is NpgsqlException or TimeoutException)
            {
                LogPutOff(e.Message);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Streams cannot be checked at the moment ({Reason})")]
    private partial void LogPutOff(string reason);
}

/// <summary>Registration.</summary>
internal static class StreamWatchSetup
{
    public static void AddStreamWatch(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<StreamWatch>();
        builder.Services.AddHostedService<StreamWatchService>();
    }
}
