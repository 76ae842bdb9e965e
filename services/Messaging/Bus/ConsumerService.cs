using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RabbitMQ.Client;

namespace ServiceMesh.Messaging;

/// <summary>
/// Runs the consuming bus: declares the error queue, starts, tells publishers that the bindings exist, and then watches the
/// broker's own count of consumers. A bus without them is rebuilt, whatever it says of itself.
/// </summary>
internal sealed partial class ConsumerService(
    BusFactory factory,
    Broker broker,
    MessagingOptions options,
    MessagingMetrics metrics,
    ILoggerFactory loggers,
    ILogger<ConsumerService> logger) : BackgroundService
{
    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(5);
    private readonly BusHost _bus = new("consume", factory.Consuming, metrics, loggers.CreateLogger<BusHost>());

    public bool Healthy => _bus.Healthy;

    internal BusHost Bus => _bus;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await PrepareAsync((channel, ct) => BrokerTopology.DeclareErrorQueueAsync(channel, options.Service, ct), stoppingToken);
        await _bus.StartAsync(stoppingToken);
        await PrepareAsync((channel, ct) => BrokerTopology.DeclareBoundAsync(channel, options.Service, ct), stoppingToken);
        await WatchAsync(stoppingToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await _bus.DisposeAsync();
    }

    private async Task PrepareAsync(Func<IChannel, CancellationToken, Task> declare, CancellationToken ct)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                await broker.AskAsync(async (channel, token) =>
                {
                    await declare(channel, token);
                    return true;
                }, ct);
                return;
            }
            catch (Exception failure) when (!ct.IsCancellationRequested)
            {
                if (attempt % 10 == 0) LogUndeclared(failure.GetType().Name, failure.Message);
                await Task.Delay(TimeSpan.FromMilliseconds(Math.Min(2000, 200 << Math.Min(attempt, 4))), ct);
            }
        }
    }

    private async Task WatchAsync(CancellationToken ct)
    {
        var missingFor = TimeSpan.Zero;
        using var timer = new PeriodicTimer(s_look);
        while (await timer.WaitForNextTickAsync(ct))
        {
            try
            {
                var consumers = await broker.ConsumersAsync(options.Service, ct);
                missingFor = consumers is > 0 ? TimeSpan.Zero : missingFor + s_look;
                if (missingFor < TimeSpan.FromSeconds(options.WatchdogSeconds)) continue;
                await _bus.RebuildAsync($"queue {options.Service} has had no consumer for {missingFor.TotalSeconds:0} s", ct);
                missingFor = TimeSpan.Zero;
            }
            catch (Exception) when (!ct.IsCancellationRequested)
            {
                // The broker is away: that is no fault of the bus, and nothing can be counted.
                missingFor = TimeSpan.Zero;
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Queues cannot be declared at the broker yet ({Reason}: {Detail}); trying on")]
    private partial void LogUndeclared(string reason, string detail);
}
