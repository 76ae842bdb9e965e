using System.Buffers.Text;
using Microsoft.EntityFrameworkCore;
using ServiceMesh.Intake.Channels;
using ServiceMesh.Intake.Channels.Chat;
using ServiceMesh.Intake.Persistence;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Intake.Chat;

/// <summary>
/// A visitor of a web chat: whoever holds the session's token, at least 128 random bits that the widget made and keeps in its browser.
/// Only its hash is known here; it is the conversation's id.
/// </summary>
/// <param name="ConversationId">SHA-256 of the token, lower-case hex.</param>
public sealed record Visitor(OpenedChannel Channel, string ConversationId)
{
    /// <summary>Begins the keys of this visitor's messages, so that nobody else's pass for his.</summary>
    public string KeyPrefix => SenderId + ".";

    /// <summary>Who he is among the senders of messages, while no site vouches for another name.</summary>
    public string SenderId => ConversationId[..32];
}

/// <summary>Lets visitors of web chats in.</summary>
public sealed class ChatDoor(AdapterTable adapters)
{
    /// <summary>The header that carries the session's token.</summary>
    public const string Header = "X-Chat-Session";

    private const int ShortestToken = 22;
    private const int LongestToken = 86;

    /// <summary>The channel of a widget, or 404 <c>channel.not-found</c>.</summary>
    public async Task<OpenedChannel> ChannelAsync(IntakeDb db, Guid id, CancellationToken ct) =>
        await db.Channels.AsNoTracking().SingleOrDefaultAsync(c => c.Id == id && c.Kind == ChannelKind.Chat && c.Active, ct) is { } row
            ? adapters.Open(row)
            : throw Problems.NotFound("channel.not-found");

    /// <summary>The visitor behind a request, or 401 <c>chat.session</c>, 404 <c>channel.not-found</c>.</summary>
    public async Task<Visitor> VisitorAsync(IntakeDb db, Guid channel, HttpContext http, CancellationToken ct) =>
        Visitor(await ChannelAsync(db, channel, ct), http.Request.Headers[Header].ToString());

    /// <summary>The visitor who holds a token, or 401 <c>chat.session</c>.</summary>
    public static Visitor Visitor(OpenedChannel channel, string? token) =>
        token is { Length: >= ShortestToken and <= LongestToken } && Base64Url.IsValid(token)
            ? new Visitor(channel, LinkTokens.Hash(token))
            : throw new ProblemException(401, "chat.session", "The chat's session is missing or is none.");

    /// <summary>Whether pages of an origin may use the channel; every page may where none are named. Programs name no origin.</summary>
    public static bool Admits(OpenedChannel channel, string? origin) =>
        string.IsNullOrEmpty(origin) || channel[ChatAdapter.Origins] is not { Length: > 0 } origins || origins.Split(' ').Contains(origin, StringComparer.OrdinalIgnoreCase);
}
