using System.Diagnostics.Metrics;
using Npgsql;

namespace ServiceMesh.Insight.Engines;

/// <summary>Runs the check every five seconds and shows its result as a metric.</summary>
internal sealed partial class EngineWatchService(EngineWatch watch, IMeterFactory meters, TimeProvider clock, ILogger<EngineWatchService> logger) : BackgroundService
{
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        meters.Create("ServiceMesh.Insight").CreateObservableGauge(
            "insight.engines_lost", () => watch.Lost, "{engine}", "Services whose timer engine was not heard of for more than two minutes");
        using var timer = new PeriodicTimer(s_interval, clock);
        do
        {
            try
            {
                await watch.CheckAsync(stoppingToken);
            }
            catch (Exception e) when (e is NpgsqlException or TimeoutException)
            {
                LogPutOff(e.Message);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Timer engines cannot be checked at the moment ({Reason})")]
    private partial void LogPutOff(string reason);
}

/// <summary>Registration.</summary>
internal static class EngineWatchSetup
{
    public static void AddEngineWatch(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<EngineWatch>();
        builder.Services.AddHostedService<EngineWatchService>();
    }
}
