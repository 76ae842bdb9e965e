using Microsoft.Extensions.Options;
using ServiceMesh.Messaging;
using ServiceMesh.Notification.Domain;

namespace ServiceMesh.Notification.Sending;

/// <summary>One attempt at one delivery: read it, see whether it is still to be sent, send it, say what is to be recorded.</summary>
public sealed partial class Attempts(
    OutgoingReader reader, ProviderPace pace, DatabaseClock clock, SendingTelemetry telemetry, RetrySpread spread, IOptions<SmtpOptions> smtp, ILogger<Attempts> log)
{
    /// <summary>How far our reading of the database's clock may be behind it.</summary>
    private static readonly TimeSpan s_clockError = TimeSpan.FromSeconds(1);

    /// <summary>Null when its next attempt is not due: its timer comes back for it.</summary>
    /// <param name="fresh">The delivery, when it was stored a moment ago.</param>
    public async Task<Record?> AttemptAsync(Guid id, IDeliveryChannel channel, Outgoing? fresh)
    {
        ArgumentNullException.ThrowIfNull(channel);
        var delivery = fresh ?? await reader.ReadAsync(id, CancellationToken.None);
        if (delivery is null || delivery.State is not (DeliveryState.Queued or DeliveryState.HandedOver)) return Record.Stale(id);
        if (delivery.NextAttemptAt > clock.Now + s_clockError) return null;
        var present = new Present(delivery.TicketState, delivery.EngineerEmail, clock.Now) { EngineerNow = delivery.EngineerNow, Clocks = delivery.Clocks, Named = delivery.NamedClocks, Cycle = delivery.Cycle };
        if (!StillTrue.Of(delivery.Template, delivery.Audience, delivery.Channel == DeliveryChannels.Robot ? null : delivery.Person ?? delivery.Recipient, delivery.ValidUntil, present)) return Record.Dropped(delivery, DropReason.NoLongerTrue);
        if (delivery.Channel == DeliveryChannels.Webhook && delivery.Target is not { Enabled: true }) return Record.Dropped(delivery, DropReason.EndpointOff);
        if (delivery.ProviderId is not null && delivery.Provider is not { Enabled: true }) return Record.Dropped(delivery, DropReason.ChannelOff);
        if (delivery.Provider is { PerMinute: > 0 } provider && await pace.WaitAsync(provider.Id, provider.PerMinute) is { } wait)
            return Record.PutOff(delivery, wait);
        if (delivery.Channel == DeliveryChannels.Email && smtp.Value.PerMinute is > 0 and var mails && await pace.WaitAsync(ProviderPace.MailServer, mails) is { } pause)
            return Record.PutOff(delivery, pause);

        using var activity = telemetry.StartAttempt(delivery);
        var result = await channel.SendAsync(delivery, CancellationToken.None);
        telemetry.Ended(activity, delivery.Channel, result);
        var attempts = delivery.Attempts + 1;
        if (result.Failure is { } failure) LogFailed(id, delivery.Channel, attempts, failure.Name(), result.Status);
        return Record.Attempted(delivery, result, RetryLadder.Next(channel.Retries, attempts, result, spread.Next()));
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Delivery {Delivery} by {Channel}: attempt {Attempt} failed ({Failure}, status {Status})")]
    private partial void LogFailed(Guid delivery, string channel, int attempt, string failure, int? status);
}
