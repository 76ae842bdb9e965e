using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using ServiceMesh.Messaging;
using ServiceMesh.Notification.Digests;
using ServiceMesh.Notification.Domain;

namespace ServiceMesh.Notification.Sending;

/// <summary>
/// Sends deliveries, each lane on its own: a silent mail server holds e-mail slots only, a silent endpoint or provider only its own.
/// An attempt starts only while its lease is long enough to end it in, so that no two processes ever send the same delivery at once.
/// </summary>
public sealed partial class Lanes : IHostedService
{
    private readonly Dictionary<string, IDeliveryChannel> _channels;
    private readonly ConcurrentDictionary<string, Lane> _lanes = new();
    private readonly Attempts _attempts;
    private readonly StaleNotices _stale;
    private readonly Recorder _recorder;
    private readonly DatabaseClock _clock;
    private readonly TimeSpan _breath;
    private readonly ILogger<Lanes> _log;
    private volatile bool _stopping;

    public Lanes(
        IEnumerable<IDeliveryChannel> channels, Attempts attempts, StaleNotices stale, Recorder recorder, DatabaseClock clock, IOptions<NotificationOptions> options, ILogger<Lanes> log)
    {
        _channels = channels.ToDictionary(c => c.Name);
        _attempts = attempts;
        _stale = stale;
        _recorder = recorder;
        _clock = clock;
        _breath = options.Value.BacklogBreath;
        _log = log;
    }

    /// <summary>
    /// Takes a delivery until <paramref name="leaseEnd"/>; call what it returns when the work is over, with whether it was committed. Null when
    /// its lane is full or this process is stopping.
    /// </summary>
    /// <param name="fresh">What is to be sent, when that work stores it.</param>
    public Action<bool>? Take(SendRequest request, DateTimeOffset leaseEnd, Outgoing? fresh)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (_stopping) return null;
        return _lanes.GetOrAdd(request.Lane, Open, _channels[request.Channel]).Take(request, leaseEnd, fresh);
    }

    /// <summary>When one that <see cref="Take"/> had no place for should come back.</summary>
    public TimeSpan ComeBackIn(SendRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return _lanes.GetOrAdd(request.Lane, Open, _channels[request.Channel]).ComeBackIn(request.Urgency);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Lets attempts under way end and be recorded, as long as the host allows.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _stopping = true;
        try
        {
            await Task.WhenAll(_lanes.Values.SelectMany(l => l.Running)).WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            LogCutShort();
        }
    }

    private Lane Open(string name, IDeliveryChannel channel)
    {
        Lane? lane = null;
        return lane = new Lane(channel.Concurrency, _breath, _clock, place => WorkAsync(lane!, channel, place));
    }

    /// <summary>One delivery's turn. The slot is free when the receiver has answered; recording goes on beside the next attempt.</summary>
    private async Task WorkAsync(Lane lane, IDeliveryChannel channel, Place place)
    {
        Record? record = null;
        try
        {
            // Too late for a whole attempt, or stopping: the lease brings it back.
            if (!_stopping && place.LeaseLeft > channel.Timeout && !await _stale.MergeAsync(lane, place.Request))
                record = await _attempts.AttemptAsync(place.Request.DeliveryId, channel, place.Fresh);
        }
        catch (Exception e)
        {
            // The lease brings it back; nothing here may end the lane.
            LogUnforeseen(e, place.Request.DeliveryId);
        }
        _ = RecordAsync(lane, place, record);
    }

    private async Task RecordAsync(Lane lane, Place place, Record? record)
    {
        try
        {
            if (record is not null) await _recorder.RecordAsync(record, place.LeaseLeft);
        }
        catch (OperationCanceledException)
        {
            // Not recorded in time: the lease fires and the delivery is taken up again.
        }
        finally
        {
            lane.Leave(place);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Delivery {Delivery} could not be worked on; its lease brings it back")]
    private partial void LogUnforeseen(Exception exception, Guid delivery);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Stopping before every attempt was recorded; their leases bring them back")]
    private partial void LogCutShort();
}
