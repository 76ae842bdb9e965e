using Microsoft.AspNetCore.SignalR;
using ServiceMesh.Intake.Persistence;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Intake.Chat;

/// <summary>
/// The live side of a chat: it only tells that there is something new (<c>News</c>) and that staff are typing (<c>Typing</c>, with a name). What is
/// said goes and comes by the other addresses, so that nothing depends on a connection that may break at any moment.
/// </summary>
public sealed class ChatHub(ChatDoor door, ChatRooms rooms, ChatMarks marks, IntakeDb db) : Hub
{
    private const string VisitorKey = "visitor";

    /// <summary>Takes a seat for the holder of a session's token; afterwards <c>News</c> comes with everything new.</summary>
    public async Task Join(string session)
    {
        var http = Context.GetHttpContext()!;
        try
        {
            var channel = await door.ChannelAsync(db, Guid.TryParse(http.GetRouteValue("channelId") as string, out var id) ? id : Guid.Empty, Context.ConnectionAborted);
            if (!ChatDoor.Admits(channel, http.Request.Headers.Origin.ToString()))
                throw new HubException("chat.origin");
            var visitor = ChatDoor.Visitor(channel, session);
            Context.Items[VisitorKey] = visitor;
            rooms.Enter(Context.ConnectionId, visitor, (await ChatReader.TicketAsync(db, visitor, Context.ConnectionAborted))?.Id);
        }
        catch (ProblemException e)
        {
            throw new HubException(e.Code);
        }
    }

    /// <summary>The visitor is typing.</summary>
    public void Typing() => rooms.CustomerTypes(Context.ConnectionId);

    /// <summary>The visitor has read up to a place.</summary>
    public Task Read(long place) => Context.Items[VisitorKey] is Visitor visitor ? marks.CustomerReadAsync(visitor, place, Context.ConnectionAborted) : Task.CompletedTask;

    /// <inheritdoc />
    public override Task OnDisconnectedAsync(Exception? exception)
    {
        rooms.Leave(Context.ConnectionId);
        return base.OnDisconnectedAsync(exception);
    }
}
