using System.Collections.Frozen;
using Microsoft.Extensions.Logging;
using Npgsql;
using ServiceMesh.Contracts;

namespace ServiceMesh.Messaging;

/// <summary>
/// Delivers one event in one commit. A failure is tried again at once, then put off by a durable timer along the retry ladder;
/// while PostgreSQL is away the message waits here, unacknowledged.
/// </summary>
internal sealed partial class EventDelivery(
    WorkServices services,
    HandlerTable handlers,
    EarlyMessages early,
    OldMessages old,
    MessagingMetrics metrics,
    ILogger<EventDelivery> logger) : IEventDelivery
{
    private static readonly TimeSpan[] s_atOnce = [TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(200)];
    private readonly TicketLocks _locks = new();

    public Task DeliverAsync(Event e, Guid messageId, CancellationToken ct)
    {
        old.LookAt(e, messageId);
        return DeliverLookedAtAsync(e, messageId, ct);
    }

    /// <summary>The same for a message that <see cref="OldMessages"/> has seen.</summary>
    public async Task DeliverLookedAtAsync(Event e, Guid messageId, CancellationToken ct)
    {
        using var ticket = await _locks.EnterAsync(e.TicketId ?? e.AggregateId, ct);
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                await TryAsync(e, messageId, ct);
                await early.HurryAsync(e.TicketId, ct);
                return;
            }
            catch (Exception failure) when (!ct.IsCancellationRequested)
            {
                if (DatabaseFaults.IsOutage(failure))
                {
                    await DatabaseFaults.WaitAsync(attempt, ct);
                    continue;
                }
                var isEarly = failure is NotYetException;
                if (!isEarly && attempt < s_atOnce.Length)
                {
                    await Task.Delay(s_atOnce[attempt], ct);
                    continue;
                }
                if (!isEarly) LogPutOff(failure, e.GetType().Name, messageId);
                await PutOffAsync(e, messageId, ct);
                if (isEarly) early.Note(e.TicketId);
                return;
            }
        }
    }

    /// <summary>Handles the event inside somebody else's work: a redelivery's timer. False when it was handled before.</summary>
    public async Task<bool> HandleInAsync(Work work, Event e, Guid messageId, CancellationToken ct)
    {
        if (e is not TransientEvent && !await InboxTable.TryEnterAsync(work, messageId, ct))
        {
            metrics.Duplicate(e.GetType().Name);
            return false;
        }
        await handlers.HandleAsync(e, work, ct);
        return true;
    }

    private async Task TryAsync(Event e, Guid messageId, CancellationToken ct)
    {
        await using var work = await Work.BeginAsync(services, ct);
        if (await HandleInAsync(work, e, messageId, ct)) await work.CommitAsync(ct);
    }

    private async Task PutOffAsync(Event e, Guid messageId, CancellationToken ct)
    {
        await using var work = await Work.BeginAsync(services, ct);
        Redelivery.Arm(work, services.Options, e, messageId, tries: 0);
        await work.CommitAsync(ct);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{EventType} {MessageId} failed and is tried again later")]
    private partial void LogPutOff(Exception failure, string eventType, Guid messageId);
}
