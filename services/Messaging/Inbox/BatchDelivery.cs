using System.Diagnostics;
using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ServiceMesh.Contracts;
using Channel = System.Threading.Channels.Channel;
using Event = ServiceMesh.Contracts.Event;

namespace ServiceMesh.Messaging;

/// <summary>
/// Delivers events many to a commit. Each message is acknowledged when the commit that holds it is done. An event's ticket decides its lane,
/// so that what is about one ticket stays in turn; a service that handles everything at a time has one lane.
/// </summary>
internal sealed partial class BatchDelivery : BackgroundService, IEventDelivery
{
    private const int BatchSize = 500;
    private const int MostLanes = 2;
    private static readonly TimeSpan s_gather = TimeSpan.FromMilliseconds(15);

    private readonly WorkServices _services;
    private readonly HandlerTable _handlers;
    private readonly EventDelivery _single;
    private readonly EarlyMessages _early;
    private readonly OldMessages _old;
    private readonly MessagingMetrics _metrics;
    private readonly ILogger<BatchDelivery> _logger;
    private readonly Channel<Pending>[] _lanes;

    public BatchDelivery(WorkServices services, HandlerTable handlers, EventDelivery single, EarlyMessages early, OldMessages old, MessagingMetrics metrics, ILogger<BatchDelivery> logger)
    {
        (_services, _handlers, _single, _early, _old, _metrics, _logger) = (services, handlers, single, early, old, metrics, logger);
        _lanes = [.. Enumerable.Range(0, handlers.AllAtATime ? 1 : MostLanes).Select(_ => Channel.CreateBounded<Pending>(BatchSize * 4))];
    }

    public async Task DeliverAsync(Event e, Guid messageId, CancellationToken ct)
    {
        _old.LookAt(e, messageId);
        var pending = new Pending(e, messageId, Activity.Current);
        await _lanes[(uint)(e.TicketId ?? e.AggregateId).GetHashCode() % (uint)_lanes.Length].Writer.WriteAsync(pending, ct);
        await pending.Done.Task.WaitAsync(ct);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(_lanes.Select(lane => WorkAsync(lane.Reader, stoppingToken)));

    private async Task WorkAsync(ChannelReader<Pending> lane, CancellationToken stoppingToken)
    {
        var batch = new List<Pending>(BatchSize);
        while (await lane.WaitToReadAsync(stoppingToken))
        {
            // What arrives together is committed together; alone, a message waits 15 ms for company.
            if (lane.Count < BatchSize / 4) await Task.Delay(s_gather, stoppingToken);
            while (batch.Count < BatchSize && lane.TryRead(out var next)) batch.Add(next);
            // Rows of tickets are locked in one order, whoever does it; what is about one ticket keeps its turn.
            if (!_handlers.AllAtATime) batch = [.. batch.OrderBy(p => p.Event.TicketId ?? p.Event.AggregateId)];
            await CommitAsync(batch, stoppingToken);
            batch.Clear();
        }
    }

    private async Task CommitAsync(List<Pending> batch, CancellationToken ct)
    {
        try
        {
            await HandleAsync(batch, ct);
            foreach (var p in batch) p.Done.TrySetResult();
        }
        catch (Exception failure) when (!ct.IsCancellationRequested)
        {
            if (failure is not NotYetException) LogSingly(failure, batch.Count);
            await Parallel.ForEachAsync(batch.GroupBy(p => p.Event.TicketId ?? p.Event.AggregateId).ToArray(), ct, DeliverSinglyAsync);
        }
    }

    private async Task HandleAsync(List<Pending> batch, CancellationToken ct)
    {
        await using (var work = await Work.BeginAsync(_services, ct))
        {
            var entered = await InboxTable.EnterAsync(work, batch.Where(p => p.Event is not TransientEvent).Select(p => p.MessageId), ct);
            var fresh = new List<Pending>(batch.Count);
            foreach (var p in batch)
            {
                if (p.Event is TransientEvent || entered.Remove(p.MessageId)) fresh.Add(p);
                else _metrics.Duplicate(p.Event.GetType().Name);
            }
            if (fresh.Count > 0)
            {
                // Each event's effects belong to the trace that it came in.
                await _handlers.HandleBatchAsync(fresh.ConvertAll(p => p.Event), work, i => Activity.Current = fresh[i].Activity, ct);
                await work.CommitAsync(ct);
            }
        }
        if (_handlers.AllAtATime) return;
        foreach (var ticket in batch.Select(p => p.Event.TicketId).Distinct()) await _early.HurryAsync(ticket, ct);
    }

    /// <summary>One bad message must not hold the others: each goes its own way with its own retries, those of a ticket in turn.</summary>
    private async ValueTask DeliverSinglyAsync(IEnumerable<Pending> ofOne, CancellationToken ct)
    {
        foreach (var p in ofOne)
        {
            try
            {
                Activity.Current = p.Activity;
                await _single.DeliverLookedAtAsync(p.Event, p.MessageId, ct);
                p.Done.TrySetResult();
            }
            catch (Exception failure)
            {
                p.Done.TrySetException(failure);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A batch of {Count} messages failed and is handled one by one")]
    private partial void LogSingly(Exception failure, int count);

    private sealed record Pending(Event Event, Guid MessageId, Activity? Activity)
    {
        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
