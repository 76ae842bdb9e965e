using Microsoft.EntityFrameworkCore;
using ServiceMesh.Dispatch.Domain;
using ServiceMesh.Dispatch.Persistence;

namespace ServiceMesh.Dispatch.Board;

/// <summary>
/// Counts open tickets exactly and without reading them: a trigger on <c>tickets</c> notes each change of state, team or breach as
/// a signed row in <c>board_tallies</c>, in the ticket's own commit, and their sum is the count. An engineer's few tickets are
/// counted by their index.
/// </summary>
internal static class BoardCounter
{
    public static async Task<BoardCounts> CountAsync(DispatchDb db, BoardFilter filter, DateTimeOffset now, TimeSpan soon, CancellationToken ct)
    {
        var byState = filter.Engineer is null ? await TalliedAsync(db, filter, ct) : await CountedAsync(db, filter, ct);
        long Of(TicketState state) => byState.SingleOrDefault(s => s.State == EnumText.Of(state))?.Tickets ?? 0;
        var dueSoon = await BoardFilter.DueSoon(filter.Whose(db), now, soon).CountAsync(ct);
        return new BoardCounts(
            Of(TicketState.Open), Of(TicketState.Assigned), Of(TicketState.InProgress), Of(TicketState.Waiting), Of(TicketState.Resolved),
            byState.Where(s => s.State != EnumText.Of(TicketState.Resolved)).Sum(s => s.Breached), dueSoon);
    }

    private static Task<List<Tally>> TalliedAsync(DispatchDb db, BoardFilter filter, CancellationToken ct)
    {
        var (tenant, team) = (filter.Tenant, filter.Team);
        return db.Database.SqlQuery<Tally>($"""
            SELECT state AS "State", sum(n)::bigint AS "Tickets", coalesce(sum(n) FILTER (WHERE breached), 0)::bigint AS "Breached"
            FROM board_tallies WHERE tenant = {tenant} AND ({team}::uuid IS NULL OR team_id = {team}) GROUP BY state
            """).ToListAsync(ct);
    }

    private static async Task<List<Tally>> CountedAsync(DispatchDb db, BoardFilter filter, CancellationToken ct)
    {
        var counted = await filter.Whose(db).Where(t => t.IsOpen).GroupBy(t => t.State)
            .Select(g => new { State = g.Key, Tickets = g.LongCount(), Breached = g.LongCount(t => t.Breached) }).ToListAsync(ct);
        return [.. counted.Select(c => new Tally(EnumText.Of(c.State), c.Tickets, c.Breached))];
    }

    private sealed record Tally(string State, long Tickets, long Breached);
}
