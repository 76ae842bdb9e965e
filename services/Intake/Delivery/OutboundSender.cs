using ServiceMesh.Intake.Channels;
using ServiceMesh.Intake.Conversations;
using ServiceMesh.Intake.Domain;
using ServiceMesh.Intake.Persistence;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Intake.Delivery;

/// <summary>A message with everything that sending it needs.</summary>
/// <param name="ReplyTo">What the adapter noted about the conversation when the customer last wrote.</param>
/// <param name="LastCustomerAt">When the customer last wrote; null when that was before it was noted.</param>
public sealed record OutboundMessage(
    OpenedChannel Channel, MessageRow Message, string Number, string ConversationId, string? ReplyTo = null, DateTimeOffset? LastCustomerAt = null)
{
    /// <summary>The ticket's language, as a BCP 47 tag.</summary>
    public string Language { get; init; } = "en";

    /// <summary>The ticket's subject, and when the message was written, by the tenant's clock.</summary>
    public string Subject { get; init; } = "";
    public DateTime Written { get; init; }

    /// <summary>What goes with it, in order.</summary>
    public IReadOnlyList<OutboundFile> Files { get; init; } = [];

    /// <summary>Whether its text is nothing but the files' names.</summary>
    internal bool IsOnlyFiles => Files.Count > 0 && Message.Text == FileLabels.Of([.. Files.Select(f => (f.Kind, (string?)f.Name))], Language);
}

/// <summary>What came of a try.</summary>
/// <param name="Reason">Null when the platform accepted it.</param>
/// <param name="Final">Whether another try makes no sense.</param>
/// <param name="RetryAfter">How long the platform asked to wait.</param>
/// <param name="PartsSent">Parts of the message that the platform has by now.</param>
/// <param name="Note">What staff should know of an accepted message.</param>
public sealed record DeliveryOutcome(string? Reason, bool Final = false, TimeSpan? RetryAfter = null, int PartsSent = 0, string? Note = null)
{
    /// <summary>The platform's id of an accepted message of which it will still tell whether it arrived; null where it will not.</summary>
    public string? AwaitedId { get; init; }
}

/// <summary>
/// Sends messages by their channel's adapter, within its platform's rules: in parts that it takes and in the time it allows, first the text, then each file; a file that
/// the platform does not take goes as a link with the reason.
/// </summary>
public sealed class OutboundSender(AdapterTable adapters, LinkTokens links, TimeProvider time)
{
    /// <summary>Less than the timer waits before another instance takes over: parts are never sent by two. A file takes longer than a text.</summary>
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan s_lastFile = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_scanning = TimeSpan.FromSeconds(5);

    /// <summary>Tries once, going on after the parts that were sent before.</summary>
    public async Task<DeliveryOutcome> SendAsync(OutboundMessage outbound, CancellationToken ct)
    {
        var (row, message) = (outbound.Channel.Row, outbound.Message);
        var adapter = adapters.Of(row.Kind);
        var sent = message.PartsSent;
        if (!row.Active)
            return new DeliveryOutcome(DeliveryReasons.NoOutboundUrl, Final: true, PartsSent: sent);
        if (adapter.ReplyUntil(outbound.Channel, outbound.ReplyTo, outbound.LastCustomerAt) is { } until && time.GetUtcNow() > until)
            return await SendLateAsync(adapter, outbound, ct);
        var inMessage = adapter.Traits.FilesInMessage;
        if (inMessage && outbound.Files.Any(f => f.Scan == ScanState.Pending))
            return new DeliveryOutcome(DeliveryReasons.FilePending, RetryAfter: s_scanning, PartsSent: sent);
        var files = inMessage ? [] : outbound.Files;
        var texts = !inMessage && outbound.IsOnlyFiles
            ? [] : MessageParts.Split(message.TextToSend(links), adapter.Traits.LongestPart, adapter.Traits.CountsBytes);
        // What went as a link at an earlier try is known by the file again.
        var note = files.Any(f => FaultOf(adapter, outbound, f) is not null) ? DeliveryReasons.FileAsLink : null;
        var started = time.GetTimestamp();
        for (; sent < texts.Count + files.Count; sent++)
        {
            if (time.GetElapsedTime(started) > (sent < texts.Count ? s_longest : s_lastFile))
                return new DeliveryOutcome(DeliveryReasons.TimedOut, PartsSent: sent);
            var part = sent;
            var outcome = sent < texts.Count
                ? await TryAsync(() => adapter.SendAsync(outbound, texts[part], ct))
                : await SendFileAsync(adapter, outbound, files[sent - texts.Count], ct);
            // Also where only the platform knows that its time is over, or that it was answered too often in it.
            if (outcome.Reason == DeliveryReasons.OutsideReplyWindow && sent == 0)
                return await SendLateAsync(adapter, outbound, ct);
            if (outcome.Reason is not null)
                return outcome with { PartsSent = sent };
            note ??= outcome.Note;
        }

        return new DeliveryOutcome(null, PartsSent: sent, Note: note);
    }

    private async Task<DeliveryOutcome> SendLateAsync(IChannelAdapter adapter, OutboundMessage outbound, CancellationToken ct)
    {
        var message = outbound.Message;
        if (!adapter.AnswersLate(outbound.Channel))
            return new DeliveryOutcome(DeliveryReasons.OutsideReplyWindow, Final: true, PartsSent: message.PartsSent);
        var text = message.MaskedLink is { } link ? message.Text.Replace(link, "", StringComparison.Ordinal) : message.Text;
        return await TryAsync(() => adapter.SendLateAsync(outbound, text, message.LinkToSend(links), ct)) with { PartsSent = message.PartsSent };
    }

    /// <summary>What an accepted message is shown as.</summary>
    public DeliveryState AcceptedState(ChannelKind kind) => adapters.Of(kind).Traits.TellsDelivery ? DeliveryState.Delivered : DeliveryState.Sent;

    private static string? FaultOf(IChannelAdapter adapter, OutboundMessage outbound, OutboundFile file) =>
        file.Scan == ScanState.Infected ? FileFaults.Withheld : adapter.FileFault(outbound, file);

    private static async Task<DeliveryOutcome> SendFileAsync(IChannelAdapter adapter, OutboundMessage outbound, OutboundFile file, CancellationToken ct)
    {
        if (file.Scan == ScanState.Pending)
            return new DeliveryOutcome(DeliveryReasons.FilePending, RetryAfter: s_scanning);
        var fault = FaultOf(adapter, outbound, file);
        if (fault is null)
        {
            var outcome = await TryAsync(() => adapter.SendFileAsync(outbound, file, ct));
            if (outcome.Reason != DeliveryReasons.FileRefused)
                return outcome;
            fault = FileFaults.Refused;
        }

        return await TryAsync(() => adapter.SendAsync(outbound, FileLabels.Instead(file, fault, outbound.Language), ct)) with { Note = DeliveryReasons.FileAsLink };
    }

    private static async Task<DeliveryOutcome> TryAsync(Func<Task<DeliveryOutcome>> send)
    {
        try
        {
            return await send();
        }
        catch (PlatformException e)
        {
            return e.Outcome;
        }
    }
}
