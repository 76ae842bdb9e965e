using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using ServiceMesh.Dispatch.Domain;
using ServiceMesh.Dispatch.Persistence;
using ServiceMesh.Dispatch.Tickets;
using ServiceMesh.Messaging;
using ServiceMesh.ServiceDefaults;

namespace ServiceMesh.Dispatch.Board;

/// <summary>A page of the board.</summary>
/// <param name="Next">The next page's cursor; null on the last page.</param>
public sealed record BoardPage(IReadOnlyList<BoardRow> Items, string? Next, BoardCounts Counts);

/// <summary>
/// How many open tickets the chosen team or engineer has, else the tenant; exact. Breached (a promise missed and unmet) and due
/// soon (within Dispatch:DueSoonMinutes from now, none missed; a tenant's and a team's are counted anew each second) leave out resolved ones.
/// </summary>
public sealed record BoardCounts(long Open, long Assigned, long InProgress, long Waiting, long Resolved, long Breached, long DueSoon);

/// <summary>The live board.</summary>
internal static class BoardEndpoint
{
    public static IEndpointRouteBuilder MapBoard(this IEndpointRouteBuilder app)
    {
        app.MapGet("/api/v1/board", GetAsync).RequireRoles(Roles.Staff).WithTags("board")
            .WithSummary("Tickets by filter and order, with counters. due=breached|soon lists what the counters of these names count. limit is 1 to 200, 50 if not given.");
        return app;
    }

    private static async Task<BoardPage> GetAsync(
        Caller caller, DispatchDb db, BoardCounter counter, DatabaseClock clock, DispatchOptions options, CancellationToken ct,
        string? state = null, Guid? team = null, [MaxLength(64)] string? engineer = null, [Range(1, 5)] int? severity = null,
        [MaxLength(200)] string? q = null, bool? open = null, string? due = null, string? sort = null, [Range(1, 200)] int limit = 50, string? cursor = null)
    {
        var (states, isOpen) = BoardFilter.ReadStates(state, open);
        var order = sort is null ? (isOpen ? BoardSort.Due : BoardSort.Updated)
            : EnumText.Find<BoardSort>(sort) ?? throw Problems.InvalidField("sort", "The order is due, opened or updated.");
        if (order == BoardSort.Due && !isOpen)
            throw Problems.InvalidField("sort", "Only open tickets are due.");
        BoardDue? clocks = due is null ? null
            : EnumText.Find<BoardDue>(due) ?? throw Problems.InvalidField("due", "What is due is breached or soon.");
        if (clocks is not null && !isOpen)
            throw Problems.InvalidField("due", "Only open tickets are due.");
        var after = BoardCursor.Read(cursor, order);
        var who = await EngineerAsync(caller, db, engineer, ct);
        if (who is { Known: false })
            return new BoardPage([], null, new BoardCounts(0, 0, 0, 0, 0, 0, 0));

        var filter = new BoardFilter(caller.Tenant, states, isOpen, team, who?.Id, severity, null, clocks);
        var now = clock.Now;
        List<BoardRow> rows = [];
        var (text, pattern) = (q?.Trim() ?? "", BoardSearch.Pattern(q?.Trim()));
        if (pattern is not null && await BoardSearch.IsCommonAsync(db, caller.Tenant, text, pattern, ct))
            rows = await RowsAsync(Ordered(Page(filter.Apply(db, now, options.DueSoon), order, after).Take(BoardSearch.Near).Where(BoardSearch.Holds(pattern)), order), limit, ct);
        if (rows.Count <= limit)
        {
            if (pattern is not null) filter = filter with { Found = await BoardSearch.FindAsync(db, caller.Tenant, text, pattern, ct) };
            rows = await RowsAsync(Page(filter.Apply(db, now, options.DueSoon), order, after), limit, ct);
        }

        var counts = await counter.CountAsync(db, filter, now, ct);
        if (rows.Count <= limit) return new BoardPage(rows, null, counts);
        rows.RemoveAt(limit);
        return new BoardPage(rows, CursorOf(rows[^1], order).Write(), counts);
    }

    /// <summary>One row more than the page has, if there is one.</summary>
    private static Task<List<BoardRow>> RowsAsync(IQueryable<Ticket> tickets, int limit, CancellationToken ct) =>
        tickets.Take(limit + 1).Select(BoardRow.Projection).ToListAsync(ct);

    private static IQueryable<Ticket> Page(IQueryable<Ticket> tickets, BoardSort sort, BoardCursor? after)
    {
        if (after is not { At: var at, Id: var id }) return Ordered(tickets, sort);
        return Ordered(
            sort switch
            {
                BoardSort.Due => tickets.Where(t => EF.Functions.GreaterThan(ValueTuple.Create(t.DueKey, t.Id), ValueTuple.Create(at, id))),
                BoardSort.Opened => tickets.Where(t => EF.Functions.LessThan(ValueTuple.Create(t.OpenedAt, t.Id), ValueTuple.Create(at, id))),
                _ => tickets.Where(t => EF.Functions.LessThan(ValueTuple.Create(t.UpdatedAt, t.Id), ValueTuple.Create(at, id))),
            },
            sort);
    }

    private static IQueryable<Ticket> Ordered(IQueryable<Ticket> tickets, BoardSort sort) => sort switch
    {
        BoardSort.Due => tickets.OrderBy(t => t.DueKey).ThenBy(t => t.Id),
        BoardSort.Opened => tickets.OrderByDescending(t => t.OpenedAt).ThenByDescending(t => t.Id),
        BoardSort.Updated => tickets.OrderByDescending(t => t.UpdatedAt).ThenByDescending(t => t.Id),
        _ => throw new ArgumentOutOfRangeException(nameof(sort)),
    };

    private static BoardCursor CursorOf(BoardRow last, BoardSort sort) => new(
        sort,
        sort switch
        {
            BoardSort.Due => last.DueKey,
            BoardSort.Opened => last.OpenedAt,
            BoardSort.Updated => last.UpdatedAt,
            _ => throw new ArgumentOutOfRangeException(nameof(sort)),
        },
        last.Id);

    /// <summary><c>me</c> or an id; null when not asked for.</summary>
    private static async Task<(bool Known, Guid? Id)?> EngineerAsync(Caller caller, DispatchDb db, string? engineer, CancellationToken ct)
    {
        if (string.IsNullOrEmpty(engineer)) return null;
        if (engineer == "me")
        {
            var me = await Assigning.FindByAccountAsync(db, caller, ct);
            return (me is not null, me?.Id);
        }

        return Guid.TryParse(engineer, out var id) ? (true, id) : throw Problems.InvalidField("engineer", "The engineer is an id or me.");
    }
}
