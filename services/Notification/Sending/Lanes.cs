using System.Collections.Concurrent;
using ServiceMesh.Messaging;
using ServiceMesh.Notification.Domain;

namespace ServiceMesh.Notification.Sending;

/// <summary>
/// Sends deliveries, each lane on its own: a silent mail server holds e-mail slots only, a silent endpoint only its own.
/// An attempt starts only while its lease is long enough to end it in, so that no two processes ever send the same delivery at once.
/// </summary>
public sealed partial class Lanes : IHostedService, IDisposable
{
    private readonly Dictionary<string, IDeliveryChannel> _channels;
    private readonly ConcurrentDictionary<string, Lane> _lanes = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly OutgoingReader _reader;
    private readonly Recorder _recorder;
    private readonly DatabaseClock _clock;
    private readonly SendingTelemetry _telemetry;
    private readonly ILogger<Lanes> _log;

    public Lanes(
        IEnumerable<IDeliveryChannel> channels, OutgoingReader reader, Recorder recorder, DatabaseClock clock, SendingTelemetry telemetry, ILogger<Lanes> log)
    {
        _channels = channels.ToDictionary(c => c.Name);
        _reader = reader;
        _recorder = recorder;
        _clock = clock;
        _telemetry = telemetry;
        _log = log;
    }

    /// <summary>
    /// Takes a delivery until <paramref name="leaseEnd"/>; call what it returns when the lease is stored. Null when its lane is full or
    /// this process is stopping.
    /// </summary>
    public Action? Take(SendRequest request, DateTimeOffset leaseEnd)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (_stopping.IsCancellationRequested) return null;
        var channel = _channels[request.Channel];
        var lane = _lanes.GetOrAdd(request.Lane, _ => new Lane(channel.Concurrency, _clock));
        return lane.Take(request.DeliveryId, leaseEnd, (slots, place) => WorkAsync(request.DeliveryId, channel, slots, place));
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Lets attempts under way end and be recorded, as long as the host allows.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        try
        {
            await Task.WhenAll(_lanes.Values.SelectMany(l => l.Running)).WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            LogCutShort();
        }
    }

    public void Dispose()
    {
        foreach (var lane in _lanes.Values) lane.Dispose();
        _stopping.Dispose();
    }

    private async Task WorkAsync(Guid id, IDeliveryChannel channel, SemaphoreSlim slots, Place place)
    {
        Record? record = null;
        try
        {
            await slots.WaitAsync(_stopping.Token);
            try
            {
                if (place.LeaseLeft > channel.Timeout) record = await AttemptAsync(id, channel);
            }
            finally
            {
                slots.Release();
            }
            if (record is not null) await _recorder.RecordAsync(record, place.LeaseLeft);
        }
        catch (OperationCanceledException)
        {
            // Not begun, or not recorded in time: the lease fires and the delivery is taken up again.
        }
        catch (Exception e)
        {
            // The lease brings it back; nothing here may end the lane.
            LogUnforeseen(e, id);
        }
    }

    private async Task<Record?> AttemptAsync(Guid id, IDeliveryChannel channel)
    {
        var delivery = await _reader.ReadAsync(id, CancellationToken.None);
        if (delivery is null || delivery.State != DeliveryState.Queued) return Record.Stale(id);
        var present = new Present(delivery.TicketState, delivery.EngineerEmail, _clock.Now);
        if (!StillTrue.Of(delivery.Template, delivery.Recipient, delivery.ValidUntil, present)) return Record.Dropped(delivery, DropReason.NoLongerTrue);
        if (delivery.Channel == DeliveryChannels.Webhook && delivery.Target is not { Enabled: true }) return Record.Dropped(delivery, DropReason.EndpointOff);

        using var activity = _telemetry.StartAttempt(delivery);
        var result = await channel.SendAsync(delivery, CancellationToken.None);
        _telemetry.Ended(activity, delivery.Channel, result);
        var attempts = delivery.Attempts + 1;
        if (result.Failure is { } failure) LogFailed(id, delivery.Channel, attempts, failure.Name(), result.Status);
        return Record.Attempted(delivery, result, RetryLadder.Next(channel.Retries, attempts, result, Random.Shared.NextDouble()));
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Delivery {Delivery} by {Channel}: attempt {Attempt} failed ({Failure}, status {Status})")]
    private partial void LogFailed(Guid delivery, string channel, int attempt, string failure, int? status);

    [LoggerMessage(Level = LogLevel.Error, Message = "Delivery {Delivery} could not be worked on; its lease brings it back")]
    private partial void LogUnforeseen(Exception exception, Guid delivery);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Stopping before every attempt was recorded; their leases bring them back")]
    private partial void LogCutShort();
}
