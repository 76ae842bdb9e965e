using Microsoft.EntityFrameworkCore;
using NodaTime;
using ServiceMesh.Messaging;
using ServiceMesh.ServiceDefaults;
using ServiceMesh.Sla.Money;
using ServiceMesh.Sla.Persistence;

namespace ServiceMesh.Sla.Discipline;

/// <summary>How teams pause. Of tickets that were over in the period, reopened ones not again since; late pauses of those that began in it.</summary>
/// <param name="From">Its first instant.</param>
/// <param name="To">The instant after its last.</param>
/// <param name="Teams">By name; the empty one is the time before a ticket had a team.</param>
/// <param name="LatePauses">Pauses that began in the last tenth before due, the newest first, at most 500.</param>
public sealed record PauseDiscipline(DateTimeOffset From, DateTimeOffset To, IReadOnlyList<TeamPauses> Teams, IReadOnlyList<FlaggedPause> LatePauses);

/// <summary>A team's share of waiting, by the clock on the wall.</summary>
/// <param name="Team">The team.</param>
/// <param name="Tickets">Tickets that it had.</param>
/// <param name="Seconds">How long it had them, without the time resolved.</param>
/// <param name="PausedSeconds">How long they waited.</param>
/// <param name="PausedShare">The one in the other, 0 to 1, to four decimals.</param>
/// <param name="LatePauses">Pauses that began in the last tenth before due.</param>
/// <param name="Reasons">By reason.</param>
public sealed record TeamPauses(string Team, int Tickets, decimal Seconds, decimal PausedSeconds, decimal PausedShare, int LatePauses, IReadOnlyList<ReasonPauses> Reasons);

/// <summary>The same of one reason.</summary>
public sealed record ReasonPauses(string Reason, int Pauses, decimal Seconds, decimal Share, int LatePauses);

/// <summary>A pause that began in the last tenth before due.</summary>
/// <param name="TicketId">The ticket.</param>
/// <param name="TicketNumber">Its number.</param>
/// <param name="At">When it began.</param>
/// <param name="Reason">The reason code.</param>
/// <param name="Clock">The clock that it stopped.</param>
/// <param name="Cycle">Its cycle.</param>
/// <param name="Team">Who had the ticket.</param>
/// <param name="DueAt">Where the clock was due without it.</param>
/// <param name="LeftSeconds">Working seconds that were left.</param>
public sealed record FlaggedPause(
    Guid TicketId, string TicketNumber, DateTimeOffset At, string Reason, string Clock, int Cycle, string? Team, DateTimeOffset DueAt, decimal LeftSeconds);

/// <summary>How teams pause.</summary>
public static class DisciplineEndpoint
{
    private const int MostDays = 1_100;
    private const int MostFlagged = 500;

    private const string Shares = """
        SELECT team, reason, sum(ticks)::bigint, sum(pauses)::int, count(*)::int FROM time_shares WHERE tenant = $1 AND ended_at >= $2 AND ended_at < $3
        GROUP BY team, reason ORDER BY team, reason
        """;

    private const string Flagged = """
        SELECT coalesce(team, ''), reason, count(DISTINCT (ticket_id, at))::int FROM late_pauses WHERE tenant = $1 AND at >= $2 AND at < $3 GROUP BY 1, 2
        """;

    public static IEndpointRouteBuilder MapDiscipline(this IEndpointRouteBuilder app)
    {
        app.MapGet("/api/v1/sla/pause-discipline", GetAsync).RequireRoles(Roles.Manager, Roles.Admin).Produces<PauseDiscipline>().ProducesProblem(400)
            .WithName("GetPauseDiscipline").WithTags("pause-discipline")
            .WithSummary("Share of paused time by team and reason, and pauses begun in the last tenth before due. From and to are instants, at most 1,100 days apart; 400 names the field.");
        return app;
    }

    private static async Task<PauseDiscipline> GetAsync(DateTimeOffset from, DateTimeOffset to, Caller caller, IWorkFactory works, CancellationToken ct)
    {
        if (from.UtcDateTime.Year is < 1970 or > 2200)
        {
            throw Problems.InvalidField("from", "An instant from 1970 to 2200 is wanted.");
        }

        if (to <= from || to - from > TimeSpan.FromDays(MostDays))
        {
            throw Problems.InvalidField("to", "It is after from, at most 1,100 days.");
        }

        (from, to) = (from.ToUniversalTime(), to.ToUniversalTime());
        await using var work = await works.BeginAsync(ct);
        var shares = await Sql.ReadAsync(
            work, Shares, r => (Team: r.GetString(0), Reason: r.GetString(1), Ticks: r.GetInt64(2), Pauses: r.GetInt32(3), Tickets: r.GetInt32(4)), ct, caller.Tenant, from, to);
        var flagged = (await Sql.ReadAsync(work, Flagged, r => (Key: (r.GetString(0), r.GetString(1)), Count: r.GetInt32(2)), ct, caller.Tenant, from, to)).ToDictionary(f => f.Key, f => f.Count);
        var late = await work.Db<SlaDb>().Set<LatePauseRow>().AsNoTracking().Where(p => p.Tenant == caller.Tenant && p.At >= from && p.At < to)
            .OrderByDescending(p => p.At).ThenBy(p => p.TicketId).ThenBy(p => p.Clock).Take(MostFlagged).ToListAsync(ct);
        var teams = shares.Select(s => s.Team).Concat(flagged.Keys.Select(k => k.Item1)).Distinct().Order(StringComparer.Ordinal);
        return new(
            from, to,
            [
                .. teams.Select(team =>
                {
                    var own = shares.Where(s => s.Team == team).ToList();
                    var whole = own.Find(s => s.Reason.Length == 0);
                    var reasons = own.Where(s => s.Reason.Length > 0).Select(s => s.Reason).Concat(flagged.Keys.Where(k => k.Item1 == team).Select(k => k.Item2)).Distinct().Order(StringComparer.Ordinal)
                        .Select(reason => (Reason: reason, Share: own.Find(s => s.Reason == reason)))
                        .Select(r => new ReasonPauses(r.Reason, r.Share.Pauses, Seconds(r.Share.Ticks), Ratio(r.Share.Ticks, whole.Ticks), flagged.GetValueOrDefault((team, r.Reason)))).ToList();
                    var paused = own.Where(s => s.Reason.Length > 0).Sum(s => s.Ticks);
                    return new TeamPauses(team, whole.Tickets, Seconds(whole.Ticks), Seconds(paused), Ratio(paused, whole.Ticks), reasons.Sum(r => r.LatePauses), reasons);
                }),
            ],
            [.. late.Select(p => new FlaggedPause(p.TicketId, p.TicketNumber, p.At, p.Reason, p.Clock, p.Cycle, p.Team, p.DueAt, Seconds(p.LeftTicks)))]);
    }

    private static decimal Seconds(long ticks) => ticks / (decimal)NodaConstants.TicksPerSecond;

    private static decimal Ratio(long part, long whole) => whole == 0 ? 0 : Math.Round(part / (decimal)whole, 4);
}
