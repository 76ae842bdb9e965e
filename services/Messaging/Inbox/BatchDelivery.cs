using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ServiceMesh.Contracts;
using Channel = System.Threading.Channels.Channel;

namespace ServiceMesh.Messaging;

/// <summary>Delivers events many to a commit. Each message is acknowledged when the commit that holds it is done.</summary>
internal sealed partial class BatchDelivery(
    WorkServices services,
    HandlerTable handlers,
    EventDelivery single,
    OldMessages old,
    MessagingMetrics metrics,
    ILogger<BatchDelivery> logger) : BackgroundService, IEventDelivery
{
    private const int BatchSize = 500;
    private static readonly TimeSpan s_gather = TimeSpan.FromMilliseconds(15);
    private readonly Channel<Pending> _pending = Channel.CreateBounded<Pending>(BatchSize * 4);

    public async Task DeliverAsync(Event e, Guid messageId, CancellationToken ct)
    {
        old.LookAt(e, messageId);
        var pending = new Pending(e, messageId);
        await _pending.Writer.WriteAsync(pending, ct);
        await pending.Done.Task.WaitAsync(ct);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var batch = new List<Pending>(BatchSize);
        while (await _pending.Reader.WaitToReadAsync(stoppingToken))
        {
            // What arrives together is committed together; alone, a message waits 15 ms for company.
            if (_pending.Reader.Count < BatchSize / 4) await Task.Delay(s_gather, stoppingToken);
            while (batch.Count < BatchSize && _pending.Reader.TryRead(out var next)) batch.Add(next);
            await CommitAsync(batch, stoppingToken);
            batch.Clear();
        }
    }

    private async Task CommitAsync(List<Pending> batch, CancellationToken ct)
    {
        try
        {
            await using var work = await Work.BeginAsync(services, ct);
            var fresh = await InboxTable.EnterAsync(work, batch.Where(p => p.Event is not TransientEvent).Select(p => p.MessageId), ct);
            var events = new List<Event>(fresh.Count);
            foreach (var p in batch)
            {
                if (p.Event is TransientEvent || fresh.Remove(p.MessageId)) events.Add(p.Event);
                else metrics.Duplicate(p.Event.GetType().Name);
            }
            if (events.Count > 0)
            {
                await handlers.HandleBatchAsync(events, work, ct);
                await work.CommitAsync(ct);
            }
            foreach (var p in batch) p.Done.TrySetResult();
        }
        catch (Exception failure) when (!ct.IsCancellationRequested)
        {
            LogSingly(failure, batch.Count);
            await Parallel.ForEachAsync(batch.ToArray(), ct, DeliverSinglyAsync);
        }
    }

    /// <summary>One bad message must not hold the others: each goes its own way with its own retries.</summary>
    private async ValueTask DeliverSinglyAsync(Pending p, CancellationToken ct)
    {
        try
        {
            await single.DeliverLookedAtAsync(p.Event, p.MessageId, ct);
            p.Done.TrySetResult();
        }
        catch (Exception failure)
        {
            p.Done.TrySetException(failure);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A batch of {Count} messages failed and is handled one by one")]
    private partial void LogSingly(Exception failure, int count);

    private sealed record Pending(Event Event, Guid MessageId)
    {
        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
