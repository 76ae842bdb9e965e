using ServiceMesh.Intake.Channels;
using ServiceMesh.Intake.Domain;
using ServiceMesh.Intake.Persistence;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Intake.Delivery;

/// <summary>A message with everything that sending it needs.</summary>
/// <param name="ReplyTo">What the adapter noted about the conversation when the customer last wrote.</param>
/// <param name="LastCustomerAt">When the customer last wrote; null when that was before it was noted.</param>
public sealed record OutboundMessage(
    OpenedChannel Channel, MessageRow Message, string Number, string ConversationId, string? ReplyTo = null, DateTimeOffset? LastCustomerAt = null);

/// <summary>What came of a try.</summary>
/// <param name="Reason">Null when the platform accepted it.</param>
/// <param name="Final">Whether another try makes no sense.</param>
/// <param name="RetryAfter">How long the platform asked to wait.</param>
/// <param name="PartsSent">Parts of the message that the platform has by now.</param>
public sealed record DeliveryOutcome(string? Reason, bool Final = false, TimeSpan? RetryAfter = null, int PartsSent = 0);

/// <summary>Sends messages by their channel's adapter, within its platform's rules: in parts that it takes and in the time it allows.</summary>
public sealed class OutboundSender(AdapterTable adapters, LinkTokens links, TimeProvider time)
{
    /// <summary>Less than the timer waits before another instance takes over: parts are never sent by two.</summary>
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(90);

    /// <summary>Tries once, going on after the parts that were sent before.</summary>
    public async Task<DeliveryOutcome> SendAsync(OutboundMessage outbound, CancellationToken ct)
    {
        var (row, message) = (outbound.Channel.Row, outbound.Message);
        var adapter = adapters.Of(row.Kind);
        var sent = message.PartsSent;
        if (!row.Active)
            return new DeliveryOutcome(DeliveryReasons.NoOutboundUrl, Final: true, PartsSent: sent);
        if (adapter.Traits.ReplyWindow is { } window && outbound.LastCustomerAt is { } last && time.GetUtcNow() - last > window)
            return new DeliveryOutcome(DeliveryReasons.OutsideReplyWindow, Final: true, PartsSent: sent);
        var parts = MessageParts.Split(message.TextToSend(links), adapter.Traits.LongestPart, adapter.Traits.CountsBytes);
        var started = time.GetTimestamp();
        for (; sent < parts.Count; sent++)
        {
            if (time.GetElapsedTime(started) > s_longest)
                return new DeliveryOutcome(DeliveryReasons.TimedOut, PartsSent: sent);
            var outcome = await TryAsync(adapter, outbound, parts[sent], ct);
            if (outcome.Reason is not null)
                return outcome with { PartsSent = sent };
        }

        return new DeliveryOutcome(null, PartsSent: sent);
    }

    /// <summary>What an accepted message is shown as.</summary>
    public DeliveryState AcceptedState(ChannelKind kind) => adapters.Of(kind).Traits.TellsDelivery ? DeliveryState.Delivered : DeliveryState.Sent;

    private static async Task<DeliveryOutcome> TryAsync(IChannelAdapter adapter, OutboundMessage outbound, string part, CancellationToken ct)
    {
        try
        {
            return await adapter.SendAsync(outbound, part, ct);
        }
        catch (PlatformException e)
        {
            return e.Outcome;
        }
    }
}
