using System.Collections.Concurrent;
using Microsoft.AspNetCore.SignalR;
using Npgsql;
using NpgsqlTypes;

namespace ServiceMesh.Intake.Chat;

/// <summary>
/// Who has a chat open at this instance, and who is typing. Everything here may be lost: a chat is what the database says, and each seat is
/// compared with it every ten seconds, every two while Redis is away.
/// </summary>
public sealed partial class ChatRooms : BackgroundService
{
    private const string Look = """
        SELECT v.channel_id, v.conversation_id, v.ticket_id,
            coalesce((SELECT max(m.place) FROM messages m WHERE m.tenant = v.tenant AND m.ticket_id = v.ticket_id AND m.kind <> 'note'), 0), v.staff_read
        FROM unnest($1, $2) AS s(channel_id, conversation_id)
        JOIN conversations v ON v.channel_id = s.channel_id AND v.conversation_id = s.conversation_id
        """;

    private static readonly TimeSpan s_beat = TimeSpan.FromSeconds(2);
    private const int BeatsWhileLive = 5;

    /// <summary>How long somebody who was typing, or there, is taken to be so.</summary>
    private static readonly TimeSpan s_typing = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan s_there = TimeSpan.FromSeconds(25);

    private readonly ConcurrentDictionary<string, Seat> _seats = new();
    private readonly ConcurrentDictionary<(string Tenant, Guid Ticket), Signs> _signs = new();
    private readonly IHubContext<ChatHub> _hub;
    private readonly NpgsqlDataSource _database;
    private readonly ChatWire _wire;
    private readonly TimeProvider _time;
    private readonly ILogger<ChatRooms> _logger;

    public ChatRooms(IHubContext<ChatHub> hub, NpgsqlDataSource database, ChatWire wire, TimeProvider time, ILogger<ChatRooms> logger)
    {
        (_hub, _database, _wire, _time, _logger) = (hub, database, wire, time, logger);
        wire.Changed += (tenant, ticket) => Tell(s => s.Ticket == ticket && s.Tenant == tenant);
        wire.Remarked += Hear;
    }

    /// <summary>A visitor has opened the chat.</summary>
    public void Enter(string connection, Visitor visitor, Guid? ticket)
    {
        _seats[connection] = new Seat(connection, visitor) { Ticket = ticket };
        _wire.Listen(visitor.Channel.Row.Tenant);
        ShowOnline(_seats[connection]);
    }

    /// <summary>A visitor's connection has ended.</summary>
    public void Leave(string connection) => _seats.TryRemove(connection, out _);

    /// <summary>Something was said in a visitor's chat: his other pages look at once.</summary>
    public void Nudge(Visitor visitor) => Tell(s => s.Visitor.ConversationId == visitor.ConversationId && s.Visitor.Channel.Row.Id == visitor.Channel.Row.Id);

    /// <summary>The visitor on a connection is typing.</summary>
    public void CustomerTypes(string connection)
    {
        if (_seats.TryGetValue(connection, out var seat) && seat.Ticket is { } ticket)
            CustomerTypes(seat.Tenant, ticket);
    }

    /// <summary>The visitor of a ticket is typing.</summary>
    public void CustomerTypes(string tenant, Guid ticket)
    {
        SignsOf(tenant, ticket).TypingAt = _time.GetTimestamp();
        _wire.Say(new ChatRemark(tenant, ticket, "typing", null, _wire.Instance));
    }

    /// <summary>Somebody of the staff is typing.</summary>
    public void StaffTypes(string tenant, Guid ticket, string name)
    {
        ShowTyping(tenant, ticket, name);
        _wire.Say(new ChatRemark(tenant, ticket, "staff-typing", name, _wire.Instance));
    }

    /// <summary>Whether a ticket's visitor is there, and typing.</summary>
    public (bool Online, bool Typing) Presence(string tenant, Guid ticket)
    {
        var here = _seats.Values.Any(s => s.Ticket == ticket && s.Tenant == tenant);
        if (!_signs.TryGetValue((tenant, ticket), out var signs))
            return (here, false);
        return (here || IsFresh(signs.ThereAt, s_there), IsFresh(signs.TypingAt, s_typing));
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var beat = new PeriodicTimer(s_beat, _time);
        for (var turn = 0; await beat.WaitForNextTickAsync(stoppingToken); turn++)
        {
            var slow = turn % BeatsWhileLive == 0;
            if (_seats.IsEmpty || (_wire.Live && !slow))
                continue;
            try
            {
                await CompareAsync(stoppingToken);
                if (slow)
                    Refresh();
            }
            catch (Exception e) when (e is NpgsqlException or TimeoutException)
            {
                LogLater(e.GetType().Name);
            }
        }
    }

    private async Task CompareAsync(CancellationToken ct)
    {
        var seats = _seats.Values.ToLookup(s => (s.Visitor.Channel.Row.Id, s.Visitor.ConversationId));
        await using var command = _database.CreateCommand(Look);
        command.Parameters.Add(new NpgsqlParameter { Value = seats.Select(s => s.Key.Id).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid });
        command.Parameters.Add(new NpgsqlParameter { Value = seats.Select(s => s.Key.ConversationId).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
        await using var row = await command.ExecuteReaderAsync(ct);
        while (await row.ReadAsync(ct))
        {
            Guid? ticket = await row.IsDBNullAsync(2, ct) ? null : row.GetGuid(2);
            var seen = (ticket, row.GetInt64(3), row.GetInt64(4));
            foreach (var seat in seats[(row.GetGuid(0), row.GetString(1))])
            {
                seat.Ticket = ticket;
                // The first look only notes how things are: whoever has just come has read everything himself.
                var before = seat.Seen;
                seat.Seen = seen;
                if (before != seen)
                    Send(seat, "News");
            }
        }
    }

    /// <summary>Says again who is there, and forgets who was.</summary>
    private void Refresh()
    {
        foreach (var seat in _seats.Values)
            ShowOnline(seat);
        foreach (var (key, signs) in _signs)
        {
            if (!IsFresh(signs.ThereAt, s_there) && !IsFresh(signs.TypingAt, s_typing))
                _signs.TryRemove(key, out _);
        }
    }

    private void ShowOnline(Seat seat)
    {
        if (seat.Ticket is { } ticket)
            _wire.Say(new ChatRemark(seat.Tenant, ticket, "online", null, _wire.Instance));
    }

    private void Hear(ChatRemark remark)
    {
        if (remark.What == "staff-typing")
            ShowTyping(remark.Tenant, remark.TicketId, remark.Name ?? "");
        else if (remark.What == "typing")
            SignsOf(remark.Tenant, remark.TicketId).TypingAt = _time.GetTimestamp();
        else if (remark.What == "online")
            SignsOf(remark.Tenant, remark.TicketId).ThereAt = _time.GetTimestamp();
    }

    private void ShowTyping(string tenant, Guid ticket, string name)
    {
        foreach (var seat in _seats.Values.Where(s => s.Ticket == ticket && s.Tenant == tenant))
            Send(seat, "Typing", name);
    }

    private void Tell(Func<Seat, bool> whom)
    {
        foreach (var seat in _seats.Values.Where(whom))
            Send(seat, "News");
    }

    private void Send(Seat seat, string what, params object?[] arguments) => _ = SendAsync(seat, what, arguments);

    private async Task SendAsync(Seat seat, string what, object?[] arguments)
    {
        try
        {
            await _hub.Clients.Client(seat.Connection).SendCoreAsync(what, arguments);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or InvalidOperationException)
        {
            LogLater(e.GetType().Name);
        }
    }

    private Signs SignsOf(string tenant, Guid ticket) => _signs.GetOrAdd((tenant, ticket), static _ => new Signs());

    private bool IsFresh(long at, TimeSpan within) => at != 0 && _time.GetElapsedTime(at) <= within;

    [LoggerMessage(Level = LogLevel.Debug, Message = "Chats could not be told of news just now ({Reason})")]
    private partial void LogLater(string reason);

    private sealed class Seat(string connection, Visitor visitor)
    {
        public string Connection { get; } = connection;

        public Visitor Visitor { get; } = visitor;

        public string Tenant => Visitor.Channel.Row.Tenant;

        public Guid? Ticket { get; set; }

        public (Guid? Ticket, long Place, long StaffRead) Seen { get; set; }
    }

    private sealed class Signs
    {
        public long TypingAt;
        public long ThereAt;
    }
}
