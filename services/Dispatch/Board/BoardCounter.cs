using Microsoft.EntityFrameworkCore;
using ServiceMesh.Dispatch.Domain;
using ServiceMesh.Dispatch.Persistence;

namespace ServiceMesh.Dispatch.Board;

/// <summary>
/// Counts open tickets exactly and without reading them: a trigger on <c>tickets</c> notes each change of state, team or breach as
/// a signed row in <c>board_tallies</c>, in the ticket's own commit, and their sum is the count. An engineer's few tickets are
/// counted by their index.
/// </summary>
internal sealed class BoardCounter(DueSoonCounts soon, DispatchOptions options)
{
    public async Task<BoardCounts> CountAsync(DispatchDb db, BoardFilter filter, DateTimeOffset now, CancellationToken ct)
    {
        if (filter.Engineer is not null) return await CountedAsync(db, filter, now, ct);
        return Counts(await TalliedAsync(db, filter, ct), await soon.CountAsync(db, filter, now, ct));
    }

    private static BoardCounts Counts(List<Tally> byState, long dueSoon)
    {
        long Of(TicketState state) => byState.SingleOrDefault(s => s.State == EnumText.Of(state))?.Tickets ?? 0;
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

    private async Task<BoardCounts> CountedAsync(DispatchDb db, BoardFilter filter, DateTimeOffset now, CancellationToken ct)
    {
        var until = now + options.DueSoon;
        var counted = await filter.Whose(db).Where(t => t.IsOpen).GroupBy(t => t.State)
            .Select(g => new { State = g.Key, Tickets = g.LongCount(), Breached = g.LongCount(t => t.Breached), Soon = g.LongCount(t => !t.Breached && t.DueKey > now && t.DueKey <= until) }).ToListAsync(ct);
        return Counts([.. counted.Select(c => new Tally(EnumText.Of(c.State), c.Tickets, c.Breached))], counted.Where(c => c.State != TicketState.Resolved).Sum(c => c.Soon));
    }

    private sealed record Tally(string State, long Tickets, long Breached);
}
