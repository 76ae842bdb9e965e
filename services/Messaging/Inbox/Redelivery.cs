using Microsoft.Extensions.Logging;
using ServiceMesh.Contracts;

namespace ServiceMesh.Messaging;

/// <summary>The slow part of the retry ladder: a message put off is handled by a durable timer, and after the last try buried.</summary>
internal sealed partial class Redelivery(WorkServices services, EventDelivery delivery, EarlyMessages early, MessagingMetrics metrics, ILogger<Redelivery> logger) : ITimerHandler
{
    public const string Kind = "messaging.redeliver";

    public static void Arm(Work work, MessagingOptions options, Event e, Guid messageId, int tries)
    {
        var wait = TimeSpan.FromSeconds(options.RetryLadder[tries]);
        work.Arm(new TimerRequest(Kind, messageId.ToString("N"), work.Now + wait, e.Tenant, e.TicketId, new Message(messageId, e.GetType().Name, EventJson.Write(e), tries)));
    }

    public async Task FireAsync(FiredTimer t, Work work, CancellationToken ct)
    {
        var message = t.Read<Message>();
        var e = EventJson.Read(message.Type, message.Body);
        try
        {
            await using var attempt = await Work.BeginAsync(services, ct);
            if (await delivery.HandleInAsync(attempt, e, message.Id, ct)) await attempt.CommitAsync(ct);
            // What waited for this one in turn.
            await early.HurryAsync(e.TicketId, ct);
        }
        catch (Exception failure) when (!ct.IsCancellationRequested && !DatabaseFaults.IsOutage(failure))
        {
            // A turn out of order, for the sake of a message that came early, is no step of the ladder.
            var tries = t.Attempts > 0 ? message.Tries : message.Tries + 1;
            if (tries < services.Options.RetryLadder.Length)
            {
                Arm(work, services.Options, e, message.Id, tries);
                if (failure is NotYetException) early.Note(e.TicketId);
                return;
            }
            metrics.Buried(message.Type);
            LogBuried(failure, message.Type, message.Id, tries);
            work.Bury(new DeadLetter(message.Id, message.Type, message.Body, e.Trace, failure.GetType().Name));
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{EventType} {MessageId} failed {Tries} later tries and goes to the error queue")]
    private partial void LogBuried(Exception failure, string eventType, Guid messageId, int tries);

    internal sealed record Message(Guid Id, string Type, string Body, int Tries);
}
