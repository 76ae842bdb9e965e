using System.Text.RegularExpressions;
using ServiceMesh.Intake.Calls;
using ServiceMesh.Intake.Delivery;
using ServiceMesh.Intake.Persistence;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Intake.Channels;

/// <summary>
/// One kind of channel: how its platform proves itself, what it says, and how it is answered. An adapter keeps nothing and decides nothing
/// about tickets; what it reads is handled the same way for every kind.
/// </summary>
public interface IChannelAdapter
{
    ChannelKind Kind { get; }

    /// <summary>What this kind can and needs.</summary>
    ChannelTraits Traits { get; }

    /// <summary>
    /// Checks that the platform sent this and when, and takes off its encryption. Nothing else of the request is looked at before.
    /// Throws 401 <c>webhook.bad-signature</c> or <c>webhook.outside-window</c>.
    /// </summary>
    ReadOnlyMemory<byte> Open(PlatformRequest request);

    /// <summary>What an opened request says; throws 400 when it is not what the platform sends.</summary>
    Inbound Read(PlatformRequest request, ReadOnlyMemory<byte> plain);

    /// <summary>Until when the platform takes an answer in a conversation; null means always.</summary>
    /// <param name="channel">The channel.</param>
    /// <param name="replyTo">What was noted about the conversation when the customer last wrote; null for nothing.</param>
    /// <param name="lastCustomerAt">When that was; null when it was before it was noted.</param>
    DateTimeOffset? ReplyUntil(OpenedChannel channel, string? replyTo, DateTimeOffset? lastCustomerAt) => Traits.ReplyWindow is { } window ? lastCustomerAt + window : null;

    /// <summary>Tries once to send a text that is not longer than <see cref="ChannelTraits.LongestPart"/>.</summary>
    Task<DeliveryOutcome> SendAsync(OutboundMessage outbound, string part, CancellationToken ct) =>
        Task.FromResult(new DeliveryOutcome(DeliveryReasons.NoOutboundUrl, Final: true));

    /// <summary>Whether the channel can still reach somebody when the time for answers is over: by a template that shows an answer's first words.</summary>
    bool AnswersLate(OpenedChannel channel) => false;

    /// <summary>Tries once to send an answer in that form.</summary>
    /// <param name="text">The whole answer, without its secret link.</param>
    /// <param name="link">The secret link that is part of it; null for none.</param>
    Task<DeliveryOutcome> SendLateAsync(OutboundMessage outbound, string text, string? link, CancellationToken ct) =>
        Task.FromResult(new DeliveryOutcome(DeliveryReasons.OutsideReplyWindow, Final: true));

    /// <summary>Why the platform takes a file of ours only as a link; null when it takes it as it is. One of <see cref="FileFaults"/>.</summary>
    string? FileFault(OutboundMessage outbound, OutboundFile file) => FileFaults.NotTaken;

    /// <summary>Tries once to send a file that it has no fault to find with; reason <c>file-refused</c> when the platform did not take it after all.</summary>
    Task<DeliveryOutcome> SendFileAsync(OutboundMessage outbound, OutboundFile file, CancellationToken ct) =>
        Task.FromResult(new DeliveryOutcome(DeliveryReasons.FileRefused));

    /// <summary>Whether a call's recording lies at the platform itself, which hands it over to the channel's credentials alone.</summary>
    bool KeepsRecording(string address) => false;

    /// <summary>Asks the platform for a file that it spoke of; null when the platform does not have it (any more).</summary>
    Task<HttpResponseMessage?> FetchAsync(OpenedChannel channel, string reference, CancellationToken ct) => Task.FromResult<HttpResponseMessage?>(null);
}

/// <summary>What a kind of channel can and needs.</summary>
/// <param name="Route">The word behind the channel's id in its address.</param>
public sealed record ChannelTraits(string Route)
{
    /// <summary>Whether the address carries a secret of 128 bits, because the platform does not sign the whole body.</summary>
    public bool SecretInUrl { get; init; }

    /// <summary>Whether its address is that of a widget's script instead of a webhook's.</summary>
    public bool IsWidget { get; init; }

    /// <summary>Largest body that its platform may send, in bytes.</summary>
    public int LargestBody { get; init; } = Requests.Limits.WebhookBytes;

    /// <summary>Whether the channel's own secret is shown to the administrator once.</summary>
    public bool ShowsSecret { get; init; }

    /// <summary>What an administrator has to give.</summary>
    public IReadOnlyList<ChannelField> Fields { get; init; } = [];

    /// <summary>Whether the channel's address for outgoing messages is given by the administrator.</summary>
    public bool OutboundUrl { get; init; }

    /// <summary>The longest text sent at once; longer ones go in parts. Counted in UTF-8 bytes where <see cref="CountsBytes"/>, else in UTF-16 units.</summary>
    public int LongestPart { get; init; } = int.MaxValue;
    public bool CountsBytes { get; init; }

    /// <summary>Whether files go as addresses within the message's own data, instead of messages of their own.</summary>
    public bool FilesInMessage { get; init; }

    /// <summary>How long after the customer's last message the platform takes an answer; null means always.</summary>
    public TimeSpan? ReplyWindow { get; init; }

    /// <summary>Whether acceptance means delivery. Where it does not, a message is only ever shown as sent.</summary>
    public bool TellsDelivery { get; init; }
}

/// <summary>A setting of a channel kind.</summary>
/// <param name="Secret">Never shown again.</param>
/// <param name="Pattern">What the whole value must look like.</param>
/// <param name="Needs">Another setting without which this one says nothing; null for none.</param>
public sealed record ChannelField(string Name, bool Secret, Regex Pattern, bool Required = true, string? Needs = null);

/// <summary>A channel with its secret and settings in the clear: never stored, logged or shown.</summary>
public sealed record OpenedChannel(ChannelRow Row, byte[] Secret, IReadOnlyDictionary<string, string> Settings)
{
    /// <summary>A setting, or an empty text.</summary>
    public string this[string name] => Settings.GetValueOrDefault(name, "");

    /// <summary>Says nothing of what is inside.</summary>
    public override string ToString() => $"channel {Row.Id}";
}

/// <summary>A request of a platform.</summary>
/// <param name="IsHandshake">Whether it is a GET, by which some platforms try an address.</param>
/// <param name="Address">The address as the platform called it: the public one, with its query.</param>
/// <param name="Rest">What follows the kind's word in the path; empty mostly.</param>
public sealed record PlatformRequest(
    OpenedChannel Channel, bool IsHandshake, IHeaderDictionary Headers, IQueryCollection Query, ReadOnlyMemory<byte> Body, string Address, string Rest,
    DateTimeOffset Now)
{
    /// <summary>A header, or an empty text.</summary>
    public string Header(string name) => Headers[name].ToString();

    /// <summary>A parameter of the query, or an empty text.</summary>
    public string Parameter(string name) => Query[name].ToString();
}

/// <summary>What a platform said.</summary>
public abstract record Inbound;

/// <summary>Nothing to keep: an answer to a handshake, or the acknowledgement of what does not concern us.</summary>
public sealed record InboundAnswer(string Body, string MediaType = "text/plain") : Inbound
{
    /// <summary>An empty JSON object.</summary>
    public static InboundAnswer EmptyJson { get; } = new("{}", "application/json");
}

/// <summary>A customer's message.</summary>
/// <param name="Id">The platform's id of the message: the same id again is the same message.</param>
/// <param name="ConversationId">Where answers go.</param>
public sealed record InboundMessage(string Id, string ConversationId, Generic.ImSender From, string Text) : Inbound
{
    /// <summary>When it was written, by the platform; for display only.</summary>
    public DateTimeOffset? SentAt { get; init; }
    public IReadOnlyList<InboundFile> Files { get; init; } = [];

    /// <summary>What the adapter needs for answering in this conversation, besides its id.</summary>
    public string? ReplyTo { get; init; }

    /// <summary>Whether the platform knows who writes. Where it does not, name, address and number are hearsay, and nobody is recognised by them.</summary>
    public bool Vouched { get; init; } = true;

    /// <summary>Files that the sender uploaded here before.</summary>
    public (Attachments.Uploader By, IReadOnlyList<Guid> Ids)? Uploads { get; init; }

    /// <summary>The sender's own key of the message, kept with it, and how it is called where it opened the ticket.</summary>
    public string? ClientKey { get; init; }
    public string? OpeningKey { get; init; }

    /// <summary>What the platform wants to hear; null where it gets the ticket as JSON.</summary>
    public InboundAnswer? Acknowledgement { get; init; }
}

/// <summary>A file that stays at the platform until somebody wants to see it.</summary>
public sealed record InboundFile(FileKind Kind, string Reference, string? Name = null, long? Size = null);

/// <summary>What became of a message of ours that the platform had accepted.</summary>
/// <param name="MessageId">The platform's id of it.</param>
/// <param name="Reason">Why it did not arrive; null when it did.</param>
/// <param name="Acknowledgement">What the platform wants to hear.</param>
public sealed record InboundReport(string MessageId, string? Reason, InboundAnswer Acknowledgement) : Inbound;

/// <summary>An event of a telephone system.</summary>
public sealed record InboundCall(string Id, CallEvent Event) : Inbound;

/// <summary>Refusals that several kinds share.</summary>
internal static class ChannelFaults
{
    public static ProblemException BadSignature() =>
        new(401, "webhook.bad-signature", "The webhook is not signed with this channel's secret.");

    public static ProblemException OutsideWindow() =>
        new(401, "webhook.outside-window", "The webhook's time is too far away from ours.");

    public static ProblemException Malformed(string what) => Problems.Invalid("request.invalid", what);
}
