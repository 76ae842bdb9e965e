using System.Text;
using Microsoft.EntityFrameworkCore;
using ServiceMesh.Intake.Attachments;
using ServiceMesh.Intake.Channels;
using ServiceMesh.Intake.Channels.Chat;
using ServiceMesh.Intake.Channels.Generic;
using ServiceMesh.Intake.Conversations;
using ServiceMesh.Intake.Domain;
using ServiceMesh.Intake.Persistence;
using ServiceMesh.Intake.Receiving;
using ServiceMesh.Intake.Requests;
using ServiceMesh.Intake.Tenants;
using ServiceMesh.Intake.Webhooks;
using ServiceMesh.Messaging;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Intake.Chat;

/// <summary>
/// <c>/chat/{channelId}</c>: the web chat's widget and what it talks to. A visitor proves himself by the header <c>X-Chat-Session</c>: 401
/// <c>chat.session</c>; 404 <c>channel.not-found</c>; 429 <c>chat.too-many</c>, <c>webhook.too-many</c>.
/// </summary>
public static class ChatEndpoints
{
    private static readonly byte[] s_script = ReadScript();

    public static void MapChat(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/chat/{channelId:guid}").WithTags("chat").AllowAnonymous().RequireCors(ChatCors.Policy);
        group.MapGet("/widget.js", WidgetAsync);
        group.MapGet("/state", StateAsync);
        group.MapGet("/messages", NewsAsync);
        group.MapPost("/messages", SayAsync);
        group.MapPost("/attachments", UploadAsync).Accepts<Stream>("*/*").Produces<AttachmentView>(StatusCodes.Status201Created);
        group.MapGet("/attachments/{attachmentId:guid}", DownloadAsync);
        group.MapPost("/typing", TypingAsync);
        group.MapPost("/read", ReadAsync);
        group.MapHub<ChatHub>("/live");
        // An id that is none is as unknown as any other.
        app.Map("/chat/{channelId}/{**rest}", IResult () => throw Problems.NotFound("channel.not-found")).AllowAnonymous().ExcludeFromDescription();
    }

    /// <summary>The widget's script.</summary>
    private static async Task<IResult> WidgetAsync(Guid channelId, HttpContext http, ChatDoor door, IntakeDb db, CancellationToken ct)
    {
        await door.ChannelAsync(db, channelId, ct);
        http.Response.Headers.CacheControl = "public, max-age=300";
        http.Response.Headers["Cross-Origin-Resource-Policy"] = "cross-origin";
        return Results.Bytes(s_script, "text/javascript; charset=utf-8");
    }

    /// <summary>What the widget shows before anything is said.</summary>
    private static async Task<ChatState> StateAsync(Guid channelId, HttpContext http, ChatDoor door, IntakeDb db, TimeProvider time, CancellationToken ct)
    {
        NoStore(http);
        var channel = await door.ChannelAsync(db, channelId, ct);
        var profile = await TenantProfiles.FindAsync(db, channel.Row.Tenant, ct);
        var (open, opens) = await ChatCalendars.AtAsync(db, channel, profile, time.GetUtcNow(), ct);
        return new ChatState(
            channel[ChatAdapter.Title].TrimToNull() ?? profile.Brand ?? channel.Row.Name, channel[ChatAdapter.Color].TrimToNull(), open, opens,
            channel.Row.Language ?? profile.Language, profile.TimeZone);
    }

    /// <summary>What is new behind a place: everything when none is given.</summary>
    private static async Task<ChatNews> NewsAsync(Guid channelId, long? after, HttpContext http, ChatDoor door, IntakeDb db, LinkTokens links, CancellationToken ct)
    {
        NoStore(http);
        return await ChatReader.NewsAsync(db, await door.VisitorAsync(db, channelId, http, ct), after ?? -1, links, ct);
    }

    /// <summary>
    /// Keeps a visitor's message: 202; the first opens a ticket. 400 <c>attachment.unknown</c>; 401 <c>chat.identity</c>; 403 <c>chat.blocked</c>. The same
    /// <c>clientId</c> again stores nothing.
    /// </summary>
    private static async Task<IResult> SayAsync(
        Guid channelId, ChatMessageRequest request, HttpContext http, ChatDoor door, IntakeDb db, ChannelLimits limits, MessageTaker messages, ChatRooms rooms,
        IWorkFactory works, TimeProvider time, CancellationToken ct)
    {
        NoStore(http);
        var visitor = await door.VisitorAsync(db, channelId, http, ct);
        var channel = visitor.Channel.Row;
        limits.Take(channel.Id);
        limits.TakeChat(visitor.ConversationId);
        var vouched = ChatIdentity.Read(visitor.Channel, request.Identity, time.GetUtcNow());
        var key = visitor.KeyPrefix + request.ClientId;
        var sender = vouched ?? new ImSender { Id = visitor.SenderId, Name = request.Name, Email = request.Email, Phone = request.Phone, Language = request.Language };
        await ChatBlocking.RequireWelcomeAsync(db, visitor, sender, (key, request.Text), works, time, ct);
        var taken = await messages.KeepAsync(db, visitor.Channel, new InboundMessage(key, visitor.ConversationId, sender, request.Text?.Trim() ?? "")
        {
            Vouched = vouched is not null,
            ClientKey = key,
            OpeningKey = request.ClientId,
            Uploads = request.AttachmentIds is { Count: > 0 } ids ? (UploaderOf(visitor), ids) : null,
        }, ct);
        rooms.Nudge(visitor);
        return Results.Json(new ChatKept(request.ClientId, taken.View.Number, taken.Repeated), statusCode: StatusCodes.Status202Accepted);
    }

    /// <summary>Takes a file that a message can name then.</summary>
    private static async Task<IResult> UploadAsync(
        Guid channelId, string? name, HttpContext http, ChatDoor door, IntakeDb db, ChannelLimits limits, Uploads uploads, TimeProvider time,
        CancellationToken ct)
    {
        var visitor = await door.VisitorAsync(db, channelId, http, ct);
        limits.Take(channelId);
        limits.TakeChat(visitor.ConversationId);
        await ChatBlocking.RequireWelcomeAsync(db, visitor, time, ct);
        return await uploads.TakeAsync(UploaderOf(visitor), name, http);
    }

    /// <summary>A file of what the visitor may see.</summary>
    private static async Task<IResult> DownloadAsync(
        Guid channelId, Guid attachmentId, HttpContext http, ChatDoor door, IntakeDb db, AttachmentReader reader, CancellationToken ct)
    {
        var visitor = await door.VisitorAsync(db, channelId, http, ct);
        var ticket = await ChatReader.TicketAsync(db, visitor, ct) ?? throw Problems.NotFound("attachment.not-found");
        var message = await db.Attachments.Where(a => a.Tenant == ticket.Tenant && a.TicketId == ticket.Id && a.Id == attachmentId)
            .Select(a => new { a.MessageId }).SingleOrDefaultAsync(ct) ?? throw Problems.NotFound("attachment.not-found");
        var visible = message.MessageId is { } id
            ? await ChatReader.Visible(db, ticket, visitor).AnyAsync(m => m.Id == id, ct)
            : ticket.ConversationId == visitor.ConversationId;
        return visible ? await reader.SendAsync(ticket, attachmentId, forStaff: false, http, db, ct) : throw Problems.NotFound("attachment.not-found");
    }

    /// <summary>Tells staff that the visitor is typing, for a few seconds: 204.</summary>
    private static async Task<IResult> TypingAsync(Guid channelId, HttpContext http, ChatDoor door, IntakeDb db, ChatRooms rooms, CancellationToken ct)
    {
        var visitor = await door.VisitorAsync(db, channelId, http, ct);
        if (await ChatReader.TicketAsync(db, visitor, ct) is { } ticket)
            rooms.CustomerTypes(ticket.Tenant, ticket.Id);
        return Results.NoContent();
    }

    /// <summary>Notes up to where the visitor has read: 204.</summary>
    private static async Task<IResult> ReadAsync(
        Guid channelId, ChatReadRequest request, HttpContext http, ChatDoor door, IntakeDb db, ChatMarks marks, CancellationToken ct)
    {
        await marks.CustomerReadAsync(await door.VisitorAsync(db, channelId, http, ct), request.Place, ct);
        return Results.NoContent();
    }

    private static Uploader UploaderOf(Visitor visitor) => Uploader.OfChannel(visitor.Channel.Row.Tenant, "chat", visitor.ConversationId);

    private static void NoStore(HttpContext http) => http.Response.Headers.CacheControl = "no-store";

    /// <summary>One script: its styles stand in it, so that a page's own rules about styles do not concern them.</summary>
    private static byte[] ReadScript() => Encoding.UTF8.GetBytes(Resource("widget.js").Replace("/*widget.css*/", Resource("widget.css"), StringComparison.Ordinal));

    private static string Resource(string name)
    {
        using var resource = typeof(ChatEndpoints).Assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"{name} is missing.");
        using var reader = new StreamReader(resource, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
