using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using ServiceMesh.Intake.Channels;
using ServiceMesh.Intake.Domain;
using ServiceMesh.Intake.Persistence;
using ServiceMesh.Intake.Tenants;
using ServiceMesh.Messaging;

namespace ServiceMesh.Intake.Delivery;

/// <summary>A message to take to its platform.</summary>
public sealed record DeliveryJob(string Tenant, Guid TicketId, Guid MessageId);

/// <summary>
/// Delivers messages outside every transaction: those of one ticket in order, at most four at a time to one channel, so that a slow
/// platform holds up nobody else. What it is doing may be lost at any time: the timer behind each message brings it back.
/// </summary>
public sealed partial class DeliveryPump(
    IServiceScopeFactory scopes, IWorkFactory works, AdapterTable adapters, SecretBox box, OutboundSender sender, OutboundFiles files,
    ILogger<DeliveryPump> logger) : IHostedService, IDisposable
{
    private const int PerChannel = 4;
    private readonly ConcurrentDictionary<Guid, byte> _underWay = new();
    private readonly ConcurrentDictionary<Guid, SemaphoreSlim> _channels = new();
    private readonly Dictionary<Guid, Task> _tickets = [];
    private readonly CancellationTokenSource _stopping = new();
    private int _stopped;

    /// <summary>Starts a delivery behind those of the same ticket; does nothing when this message is under way here already.</summary>
    public void Enqueue(DeliveryJob job)
    {
        if (Volatile.Read(ref _stopped) == 1 || !_underWay.TryAdd(job.MessageId, 0))
            return;
        lock (_tickets)
        {
            var before = _tickets.GetValueOrDefault(job.TicketId, Task.CompletedTask);
            var delivery = Task.Run(() => RunAsync(job, before));
            _tickets[job.TicketId] = delivery;
            _ = ForgetAsync(job, delivery);
        }
    }

    /// <summary>Whether a message is being delivered here, or waits in its ticket's line.</summary>
    public bool IsUnderWay(Guid message) => _underWay.ContainsKey(message);

    /// <inheritdoc />
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _stopped, 1) == 1)
            return;
        await _stopping.CancelAsync();
        Task[] running;
        lock (_tickets)
            running = [.. _tickets.Values];
        await Task.WhenAll(running).WaitAsync(cancellationToken);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        // Who stops a process that is gone already, as hosts under load do, finds nothing left to stop.
        Volatile.Write(ref _stopped, 1);
        _stopping.Dispose();
    }

    private async Task RunAsync(DeliveryJob job, Task before)
    {
        await before;
        var ct = _stopping.Token;
        try
        {
            await DeliverAsync(job, ct);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // The timer brings the message back after the restart.
        }
        catch (Exception e)
        {
            LogPutOff(e, job.MessageId);
        }
        finally
        {
            _underWay.TryRemove(job.MessageId, out _);
        }
    }

    private async Task ForgetAsync(DeliveryJob job, Task delivery)
    {
        await delivery;
        lock (_tickets)
        {
            if (_tickets.GetValueOrDefault(job.TicketId) == delivery)
                _tickets.Remove(job.TicketId);
        }
    }

    private async Task DeliverAsync(DeliveryJob job, CancellationToken ct)
    {
        if (await LoadAsync(job, ct) is not { } message)
            return;
        var turns = _channels.GetOrAdd(message.Channel.Row.Id, static _ => new SemaphoreSlim(PerChannel, PerChannel));
        await turns.WaitAsync(ct);
        DeliveryOutcome outcome;
        try
        {
            outcome = await sender.SendAsync(message, ct);
        }
        finally
        {
            turns.Release();
        }

        // The next try may be due as soon as this one is written down.
        _underWay.TryRemove(job.MessageId, out _);
        await RecordAsync(job, message, outcome, ct);
    }

    private async Task<OutboundMessage?> LoadAsync(DeliveryJob job, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<IntakeDb>();
        var found = await (
            from m in db.Messages.AsNoTracking()
            join t in db.Tickets on new { m.Tenant, Id = m.TicketId } equals new { t.Tenant, t.Id }
            join c in db.Channels on t.ChannelId equals c.Id
            from v in db.Conversations.Where(v => v.ChannelId == c.Id && v.ConversationId == t.ConversationId).DefaultIfEmpty()
            where m.Tenant == job.Tenant && m.Id == job.MessageId && m.Delivery == DeliveryState.Pending
            select new { m, t.Number, t.Subject, t.Language, t.ConversationId, c, v }).SingleOrDefaultAsync(ct);
        if (found is null)
            return null;
        var channel = adapters.Open(found.c);
        return new OutboundMessage(
            channel, found.m, found.Number, found.ConversationId!,
            found.v?.SealedReplyTo is { } data ? PlatformText.Open(box, found.c.Id, data) : null, found.v?.LastCustomerAt)
        {
            Language = found.Language,
            Subject = found.Subject,
            Written = adapters.Of(found.c.Kind).AnswersLate(channel) ? (await TenantProfiles.FindAsync(db, job.Tenant, ct)).TimeOf(found.m.At) : default,
            Files = await files.OfAsync(db, found.m, ct),
        };
    }

    /// <summary>Writes down what came of a try, unless somebody else did meanwhile.</summary>
    private async Task RecordAsync(DeliveryJob job, OutboundMessage tried, DeliveryOutcome outcome, CancellationToken ct)
    {
        await using var work = await works.BeginAsync(ct);
        var rows = await work.Db<IntakeDb>().Messages
            .FromSql($"SELECT * FROM messages WHERE tenant = {job.Tenant} AND id = {job.MessageId} FOR UPDATE").ToListAsync(ct);
        if (rows.SingleOrDefault() is not { Delivery: DeliveryState.Pending } message || message.Attempts != tried.Message.Attempts)
            return;
        message.Attempts++;
        message.PartsSent = outcome.PartsSent;
        if (outcome is { Reason: null, AwaitedId: { } awaited })
        {
            (message.PlatformId, message.DeliveryReason, message.SealedToken) = (awaited, outcome.Note, null);
            await DeliveryReports.AwaitAsync(work, tried.Channel.Row.Id, message, ct);
        }
        else if (outcome.Reason is null)
        {
            message.Delivery = sender.AcceptedState(tried.Channel.Row.Kind);
            message.DeliveredAt = work.Now;
            message.SealedToken = null;
            message.DeliveryReason = outcome.Note;
            work.Publish(DeliveryEvents.Delivered(job.Tenant, job.TicketId, job.MessageId, work.Now));
            work.Cancel(DeliveryTimer.Kind, DeliveryTimer.Key(job.MessageId));
        }
        else if (!outcome.Final && DeliverySchedule.WaitAfter(message.Attempts, outcome.RetryAfter, Random.Shared.NextDouble()) is { } wait)
        {
            message.DeliveryReason = outcome.Reason;
            work.Arm(DeliveryTimer.For(job.Tenant, job.TicketId, job.MessageId, work.Now + wait));
            work.Touched(job.Tenant, job.TicketId);
        }
        else
        {
            message.Delivery = DeliveryState.Failed;
            message.DeliveryReason = outcome.Reason;
            work.Publish(DeliveryEvents.Failed(job.Tenant, job.TicketId, job.MessageId, outcome.Reason, work.Now));
            work.Cancel(DeliveryTimer.Kind, DeliveryTimer.Key(job.MessageId));
        }

        await work.CommitAsync(ct);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Message {Message} could not be handled now; its timer brings it back")]
    private partial void LogPutOff(Exception failure, Guid message);
}
