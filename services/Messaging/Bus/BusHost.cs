using MassTransit;
using Microsoft.Extensions.Logging;

namespace ServiceMesh.Messaging;

/// <summary>
/// Holds one MassTransit bus and can replace it by a fresh one in process: a bus that lost its consumers or hangs in a publish
/// is not repaired but rebuilt.
/// </summary>
internal sealed partial class BusHost(string name, Func<BusConnections, IBusControl> create, MessagingMetrics metrics, ILogger<BusHost> logger) : IAsyncDisposable
{
    private static readonly TimeSpan s_startTimeout = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan s_stopTimeout = TimeSpan.FromSeconds(10);
    private Attached? _bus;

    /// <summary>The running bus; null before the first start and while it is being rebuilt.</summary>
    public IBusControl? Current => Volatile.Read(ref _bus)?.Bus;

    public bool Healthy => Current?.CheckHealth().Status == BusHealthStatus.Healthy;

    /// <summary>Returns when a bus is connected; tries for as long as the broker is away.</summary>
    public async Task StartAsync(CancellationToken ct)
    {
        for (var attempt = 0; ; attempt++)
        {
            var connections = new BusConnections();
            var bus = new Attached(create(connections), connections);
            try
            {
                using var limited = CancellationTokenSource.CreateLinkedTokenSource(ct);
                limited.CancelAfter(s_startTimeout);
                await bus.Bus.StartAsync(limited.Token);
                Volatile.Write(ref _bus, bus);
                LogStarted(name);
                return;
            }
            catch (Exception failure) when (!ct.IsCancellationRequested)
            {
                if (attempt == 0) LogUnreachable(name, failure.GetType().Name);
                await StopAsync(bus);
                await Task.Delay(TimeSpan.FromMilliseconds(Math.Min(2000, 200 << Math.Min(attempt, 4))), ct);
            }
        }
    }

    public async Task RebuildAsync(string reason, CancellationToken ct)
    {
        LogRebuilding(name, reason);
        metrics.Rebuilt(name);
        var old = Interlocked.Exchange(ref _bus, null);
        if (old is not null) await StopAsync(old);
        await StartAsync(ct);
    }

    public async ValueTask DisposeAsync()
    {
        var old = Interlocked.Exchange(ref _bus, null);
        if (old is not null) await StopAsync(old);
    }

    private async Task StopAsync(Attached bus)
    {
        try
        {
            using var limited = new CancellationTokenSource(s_stopTimeout);
            await bus.Bus.StopAsync(limited.Token).WaitAsync(s_stopTimeout);
        }
        catch (Exception failure)
        {
            LogUnstoppable(name, failure.GetType().Name);
        }
        finally
        {
            // One whose start failed in the middle takes itself for stopped and consumes on.
            bus.Connections.Cut();
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The {Bus} bus is connected")]
    private partial void LogStarted(string bus);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The broker cannot be reached by the {Bus} bus ({Reason}); trying on")]
    private partial void LogUnreachable(string bus, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The {Bus} bus is rebuilt: {Reason}")]
    private partial void LogRebuilding(string bus, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The old {Bus} bus did not stop in time ({Reason}) and is abandoned")]
    private partial void LogUnstoppable(string bus, string reason);

    private sealed record Attached(IBusControl Bus, BusConnections Connections);
}
